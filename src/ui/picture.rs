//! What stands where the picture goes?

use yew::prelude::*;

use crate::model::Card;
use crate::ui::card::{CardView, Change};
use crate::ui::made::{element, fixed, flag, keyed, nothing, text};

/// The picture in a box of a set shape, or the box alone where it is missing or broken: nothing
/// moves when it comes, or when it does not.
pub(crate) fn view(own: &CardView, context: &Context<CardView>) -> Html {
    let props = context.props();
    if !props.options.has_images {
        return nothing();
    }
    let address = props
        .picture
        .as_ref()
        .filter(|address| own.broken.as_ref() != Some(*address));
    let kind = kind(&props.card).map(|kind| {
        let badge = element("span", &["class"], [fixed("kind")], vec![text(kind)]);
        keyed("kind", badge)
    });
    let values = [
        fixed("card-image"),
        flag(address.is_none()),
        fixed("picture"),
    ];
    let image = address.map(|address| img(context, address));
    let content = image.into_iter().chain(kind).collect();
    element("div", &["part", "data-missing", "class"], values, content)
}

/// A word upon the picture that says what kind of thing it is, unless it is what everything is.
fn kind(card: &Card) -> Option<&str> {
    card.kind
        .as_deref()
        .filter(|kind| !matches!(*kind, "article" | "news"))
}

fn img(context: &Context<CardView>, address: &AttrValue) -> Html {
    let props = context.props();
    let image = props.card.image.as_ref();
    let (width, height) = image.and_then(|image| image.size).unzip();
    let alt = image
        .and_then(|image| image.title.as_deref())
        .unwrap_or_default()
        .to_owned();
    let onerror = {
        let address = address.clone();
        context
            .link()
            .callback(move |_: Event| Change::Broken(address.clone()))
    };
    html! {
        <img key="image" src={address.clone()} {alt} {onerror}
            width={width.map(|width| width.to_string())} height={height.map(|height| height.to_string())}
            loading={if props.is_first { "eager" } else { "lazy" }} decoding="async" referrerpolicy="no-referrer" />
    }
}
