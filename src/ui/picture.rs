//! What stands where the picture goes?

use yew::prelude::*;

use crate::model::Image;

/// Whether the picture at this address turned out to be broken, and the node to hold it.
///
/// `error` does not bubble, so a listener on the root would never hear of it.
#[hook]
pub(crate) fn use_picture(address: &Option<AttrValue>) -> (NodeRef, bool) {
    let node = use_node_ref();
    let is_broken = use_state(|| false);
    let result = (node.clone(), *is_broken);
    use_effect_with(address.clone(), move |_| {
        is_broken.set(false);
        let listener = node.cast::<web_sys::Element>().map(|element| {
            gloo::events::EventListener::once(&element, "error", move |_| is_broken.set(true))
        });
        move || drop(listener)
    });
    result
}

/// The picture in a box of a set shape, or the box alone where it is missing or broken: nothing
/// moves when it comes, or when it does not. `kind` is a word upon it, like `video`.
pub(crate) fn view(
    image: Option<&Image>,
    address: Option<&AttrValue>,
    node: NodeRef,
    is_first: bool,
    kind: Option<&str>,
) -> Html {
    html! {
        <div key="picture" part="card-image" class="picture" data-missing={address.is_none().then_some("")}>
            { for address.map(|address| img(image, address.clone(), node, is_first)) }
            { for kind.map(|kind| html! { <span key="kind" class="kind">{ kind }</span> }) }
        </div>
    }
}

fn img(image: Option<&Image>, src: AttrValue, node: NodeRef, is_first: bool) -> Html {
    let (width, height) = image.and_then(|image| image.size).unzip();
    let alt = image
        .and_then(|image| image.title.as_deref())
        .unwrap_or_default()
        .to_owned();
    html! {
        <img key="image" ref={node} {src} {alt} width={width.map(|width| width.to_string())}
            height={height.map(|height| height.to_string())} loading={if is_first { "eager" } else { "lazy" }}
            decoding="async" referrerpolicy="no-referrer" />
    }
}
