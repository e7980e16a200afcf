//! How is an element made whose attributes are few and plain?
//!
//! What `html!` writes for an element is a reader's bytes, each time anew. A body has twenty kinds of
//! elements and the reader some more, so these are made here, by one function.

use std::rc::Rc;

use yew::prelude::*;
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

/// The same element, told from its siblings by a key. It was just made, so nobody else has it.
pub(crate) fn keyed(key: &str, mut element: Html) -> Html {
    if let Html::VTag(tag) = &mut element
        && let Some(tag) = Rc::get_mut(tag)
    {
        tag.key = Some(key.into());
    }
    element
}

/// A button, by that in which ours differ.
#[derive(Debug, Default)]
pub(crate) struct Button {
    /// What it does, and what it holds for that: see [`crate::ui::deed`].
    pub(crate) deed: Option<AttrValue>,
    pub(crate) value: Option<AttrValue>,
    pub(crate) part: Option<&'static str>,
    pub(crate) class: &'static str,
    pub(crate) is_hidden: bool,
    /// Whether that is to be seen which it shows and hides.
    pub(crate) is_expanded: Option<bool>,
}

impl Button {
    /// One like a link, which does that.
    pub(crate) fn quiet(deed: Option<AttrValue>) -> Self {
        Self {
            deed,
            class: "quiet",
            ..Self::default()
        }
    }

    /// The button that says this.
    pub(crate) fn says(self, said: &str) -> Html {
        let values = [
            self.part.and_then(fixed),
            fixed("button"),
            fixed(self.class),
            hidden(self.is_hidden),
            self.is_expanded.and_then(truth),
            self.value,
            self.deed,
        ];
        let keys = &[
            "part",
            "type",
            "class",
            "hidden",
            "aria-expanded",
            "value",
            "data-click",
        ];
        element("button", keys, values, vec![text(said)])
    }
}

/// An element without attributes.
pub(crate) fn plain(name: &'static str, content: Vec<Html>) -> Html {
    made(name, &[], Vec::new(), content)
}

/// What stands in the place of something that is not wanted.
pub(crate) fn nothing() -> Html {
    element("span", &["hidden"], [hidden(true)], Vec::new())
}

/// A value that is known beforehand.
pub(crate) const fn fixed(value: &'static str) -> Option<AttrValue> {
    Some(AttrValue::Static(value))
}

/// Something that is there or not, such as `hidden`.
pub(crate) fn flag(is_set: bool) -> Option<AttrValue> {
    is_set.then_some(AttrValue::Static(""))
}

/// The `hidden` of what is there and not to be seen.
pub(crate) fn hidden(is_hidden: bool) -> Option<AttrValue> {
    is_hidden.then_some(AttrValue::Static("hidden"))
}

/// A state that is told in either case, as those of ARIA are.
pub(crate) const fn truth(is_true: bool) -> Option<AttrValue> {
    fixed(if is_true { "true" } else { "false" })
}

/// A value that is known now.
pub(crate) fn given(value: String) -> Option<AttrValue> {
    Some(AttrValue::from(value))
}

/// A text, as content.
pub(crate) fn text(text: &str) -> Html {
    yew::virtual_dom::VText::new(text.to_owned()).into()
}
