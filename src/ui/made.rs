//! How is an element made whose attributes are few and plain?
//!
//! What `html!` writes for an element is a reader's bytes, each time anew. A body has twenty kinds of
//! elements and the reader some more, so these are made here, by one function.

use yew::AttrValue;
use yew::prelude::Html;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VList, VTag};

/// An element with the values of some attributes, `None` for one that is not there.
pub(crate) fn element<const N: usize>(
    name: &'static str,
    keys: &'static [&'static str; N],
    values: [Option<AttrValue>; N],
    content: Vec<Html>,
) -> Html {
    made(name, keys, Vec::from(values), content)
}

fn made(
    name: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttrValue>>,
    content: Vec<Html>,
) -> Html {
    let values = values.into_iter();
    let values = values.map(|value| value.map(AttributeOrProperty::Attribute));
    let attributes = Attributes::Dynamic {
        keys,
        values: values.collect(),
    };
    // What `html!` itself calls: `VTag::new` compares each name with those of fields to fill in.
    let (node, listeners) = (Default::default(), Default::default());
    let content = VList::with_children(content, None).into();
    VTag::__new_other(
        AttrValue::Static(name),
        node,
        None,
        attributes,
        listeners,
        content,
    )
    .into()
}

/// An element without attributes.
pub(crate) fn plain(name: &'static str, content: Vec<Html>) -> Html {
    made(name, &[], Vec::new(), content)
}

/// A value that is known beforehand.
pub(crate) const fn fixed(value: &'static str) -> Option<AttrValue> {
    Some(AttrValue::Static(value))
}

/// Something that is there or not, such as `hidden`.
pub(crate) fn flag(is_set: bool) -> Option<AttrValue> {
    is_set.then_some(AttrValue::Static(""))
}

/// A value that is known now.
pub(crate) fn given(value: String) -> Option<AttrValue> {
    Some(AttrValue::from(value))
}

/// A text, as content.
pub(crate) fn text(text: &str) -> Html {
    yew::virtual_dom::VText::new(text.to_owned()).into()
}
