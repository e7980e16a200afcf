//! What can the reader narrow the news down by?

use yew::prelude::*;

use crate::query::Facet;
use crate::ui::deed::{APPROACH, CLEAR};
use crate::ui::made::{Button, element, fixed, flag, nothing};
use crate::ui::{View, Word, bounds, facet};

/// The facets, the bounds and a way back.
///
/// A hand that comes near makes the index arrive before it is needed.
pub(crate) fn view(view: &View) -> Html {
    if !view.options.has_filters {
        return nothing();
    }
    let clear = Button {
        part: Some("clear"),
        class: "quiet clear",
        is_hidden: view.query.is_everything(),
        deed: fixed(CLEAR),
        ..Button::default()
    };
    let mut content = vec![clear.says(&view.words.say(Word::Clear))];
    content.extend(Facet::ALL.map(|facet| facet::view(view, facet)));
    content.push(bounds::view(&view.query, &view.words));
    let values = [
        fixed("filters"),
        fixed("filters"),
        flag(view.unfolded.filters),
        fixed(APPROACH),
        fixed(APPROACH),
    ];
    let keys = &[
        "part",
        "class",
        "data-open",
        "data-pointerover",
        "data-focusin",
    ];
    element("div", keys, values, content)
}
