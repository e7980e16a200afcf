//! What stands where the picture goes?

use yew::prelude::*;

use crate::model::{Card, Image, Picture};
use crate::ui::Layout;
use crate::ui::card::{CardProps, CardView, Change};
use crate::ui::made::{element, fixed, flag, given, keyed, nothing, text};

/// The picture in a box of a set shape, or the box alone where it is missing or broken: nothing
/// moves when it comes, or when it does not.
pub(crate) fn view(own: &CardView, context: &Context<CardView>) -> Html {
    let props = context.props();
    if !props.options.has_images {
        return nothing();
    }
    let image = props.card.image.as_ref();
    let image = image.map(|image| (image, address(&props.folder, &image.picture)));
    let image = image.filter(|(_, address)| own.broken.as_ref() != Some(address));
    let kind = kind(&props.card).map(|kind| {
        let badge = element("span", &["class"], [fixed("kind")], vec![text(kind)]);
        keyed("kind", badge)
    });
    let values = [fixed("card-image"), flag(image.is_none()), fixed("picture")];
    let image = image.map(|(image, address)| img(context, image, address));
    let content = image.into_iter().chain(kind).collect();
    element("div", &["part", "data-missing", "class"], values, content)
}

/// A word upon the picture that says what kind of thing it is, unless it is what everything is.
fn kind(card: &Card) -> Option<&str> {
    card.kind
        .as_deref()
        .filter(|kind| !matches!(*kind, "article" | "news"))
}

fn img(context: &Context<CardView>, image: &Image, address: AttrValue) -> Html {
    let props = context.props();
    let (width, height) = image.size.unzip();
    let alt = image.title.as_deref().unwrap_or_default().to_owned();
    let onerror = {
        let address = address.clone();
        context
            .link()
            .callback(move |_: Event| Change::Broken(address.clone()))
    };
    html! {
        <img key="image" srcset={widths(&props.folder, image)} sizes={sizes(props)} src={address} {alt} {onerror}
            width={width.map(|width| width.to_string())} height={height.map(|height| height.to_string())}
            data-color={color(image)}
            loading={if props.is_first { "eager" } else { "lazy" }} decoding="async" referrerpolicy="no-referrer" />
    }
}

/// How wide a card's picture will be, as the browser wants to know before it has laid out anything.
///
/// Containers cannot be asked here, so these are the widths of the built-in layouts, in the reader's
/// letters: one column fills the page, several hold 16 to 25 of them. `auto` is what the picture really
/// gets, where a browser knows that word; only pictures that may wait can be measured.
fn sizes(props: &CardProps) -> &'static str {
    let sizes = match props.options.layout {
        Layout::List => "auto,15em",
        Layout::Magazine if props.is_first => "auto,(max-width:44em) 100vw,40em",
        _ => "auto,(max-width:36em) 100vw,20em",
    };
    let auto = if props.is_first { "auto,".len() } else { 0 };
    sizes.get(auto..).unwrap_or_default()
}

/// The address of a picture.
pub(crate) fn address(folder: &str, picture: &Picture) -> AttrValue {
    match picture {
        Picture::Remote(url) => url.to_string(),
        Picture::Bundled(file) => format!("{folder}{file}"),
    }
    .into()
}

/// The widths of a picture, for a browser to choose from.
pub(crate) fn widths(folder: &str, image: &Image) -> Option<AttrValue> {
    let widths = image.widths.iter();
    let widths = widths.map(|width| format!("{folder}{} {}w", width.file, width.pixels));
    let widths: Vec<String> = widths.collect();
    (!widths.is_empty())
        .then(|| widths.join(", "))
        .and_then(given)
}

/// What fills the place of a picture that is on its way. Strict pages refuse a style that is written, so
/// `element.js` applies it.
pub(crate) fn color(image: &Image) -> Option<AttrValue> {
    image.color.and_then(|color| given(color.to_string()))
}
