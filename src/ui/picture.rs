//! What stands where the picture goes?

use yew::prelude::*;

use crate::model::{Card, Image, Picture};
use crate::ui::Layout;
use crate::ui::card::{CardProps, Place};
use crate::ui::made::{element, fixed, flag, given, keyed, nothing, text};

/// The picture in a box of a set shape, or the box alone where it is missing: nothing moves when it
/// comes. Where it cannot be had `element.js` leaves the box alone, and nothing is worked out anew.
pub(crate) fn view(props: &CardProps) -> Html {
    if !props.options.has_images {
        return nothing();
    }
    let image = props.card.image.as_ref();
    let kind = kind(&props.card).map(|kind| {
        let badge = element("span", &["class"], [fixed("kind")], vec![text(kind)]);
        keyed("kind", badge)
    });
    let values = [fixed("card-image"), flag(image.is_none()), fixed("picture")];
    let image = image.map(|image| img(&props.folder, image, sizes(props), haste(props)));
    let image = image.map(|image| keyed("image", image));
    let content = image.into_iter().chain(kind).collect();
    let keys = &["part", "data-missing", "class"];
    element("div", keys, values, content)
}

/// A word upon the picture that says what kind of thing it is, unless it is what everything is.
fn kind(card: &Card) -> Option<&str> {
    card.kind
        .as_deref()
        .filter(|kind| !matches!(*kind, "article" | "news"))
}

/// How soon a picture is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Haste {
    /// Before all others: the reader looks where it will be.
    First,
    /// With the page.
    Soon,
    /// When a reader comes near.
    Lazy,
}

/// Only where the rack begins in sight is anything worth more than what else the page fetches, and
/// then the one picture that is in sight on any screen.
fn haste(props: &CardProps) -> Haste {
    match props.place {
        Place::Lead if props.options.is_in_sight => Haste::First,
        Place::Lead | Place::FirstRow => Haste::Soon,
        Place::Later => Haste::Lazy,
    }
}

/// A picture in its widths. `sizes` says how wide it will be.
pub(crate) fn img(folder: &str, image: &Image, sizes: &'static str, haste: Haste) -> Html {
    let (width, height) = image.size.unzip();
    let side = |side: Option<u32>| side.and_then(|side| given(side.to_string()));
    let alt = image.title.as_deref().unwrap_or_default();
    let values = [
        fixed("no-referrer"),
        fixed(if haste == Haste::Lazy {
            "lazy"
        } else {
            "eager"
        }),
        (haste == Haste::First).then_some(AttrValue::Static("high")),
        fixed("async"),
        given(alt.to_owned()),
        side(width),
        side(height),
        image.color.and_then(|color| given(color.css())),
        widths(folder, image),
        fixed(sizes),
        Some(address(folder, &image.picture)),
    ];
    let keys = &[
        "referrerpolicy",
        "loading",
        "fetchpriority",
        "decoding",
        "alt",
        "width",
        "height",
        // Strict pages refuse a style that is written, so `element.js` applies it.
        "data-color",
        "srcset",
        "sizes",
        "src",
    ];
    element("img", keys, values, Vec::new())
}

/// How wide a card's picture will be, as the browser wants to know before it has laid out anything.
///
/// Containers cannot be asked here, so these are the widths of the built-in layouts, in the reader's
/// letters: one column fills the page, several hold 16 to 25 of them. `auto` would be what the picture
/// really gets, but Chromium 156 never lets go of a picture that says so.
fn sizes(props: &CardProps) -> &'static str {
    match props.options.layout {
        Layout::List => "15em",
        Layout::Magazine if props.place == Place::Lead => "(max-width:44em) 100vw,40em",
        _ => "(max-width:36em) 100vw,20em",
    }
}

/// The address of a picture.
fn address(folder: &str, picture: &Picture) -> AttrValue {
    match picture {
        Picture::Remote(url) => url.as_str().to_owned(),
        Picture::Bundled(file) => folder.to_owned() + file.as_str(),
    }
    .into()
}

/// The widths of a picture, for a browser to choose from.
fn widths(folder: &str, image: &Image) -> Option<AttrValue> {
    let mut widths = String::new();
    for width in &image.widths {
        if !widths.is_empty() {
            widths += ", ";
        }
        widths += folder;
        widths += width.file.as_str();
        widths += " ";
        widths += &width.pixels.to_string();
        widths += "w";
    }
    (!widths.is_empty()).then_some(widths).and_then(given)
}
