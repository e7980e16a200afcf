//! What can the reader narrow the news down by?

use yew::prelude::*;

use crate::query::Facet;
use crate::ui::facet::FacetView;
use crate::ui::made::{Button, nothing};
use crate::ui::{Action, View, Word, bounds};

/// The facets, the bounds and a way back.
///
/// A hand that comes near makes the index arrive before it is needed.
pub(crate) fn view(view: &View, act: &Callback<Action>, is_open: bool) -> Html {
    if !view.options.has_filters {
        return nothing();
    }
    let facet = |facet: Facet| {
        html! {
            <FacetView key={facet.name()} {facet} choices={view.choices[facet].clone()}
                ticks={view.query.ticks[facet].clone()} values={view.values[facet]} fold={view.fold} words={view.words.clone()} is_counting={view.is_counting} act={act.clone()} />
        }
    };
    let clear = Button {
        part: Some("clear"),
        class: "quiet clear",
        is_hidden: view.query.is_everything(),
        ..Button::default()
    };
    html! {
        <div part="filters" class="filters" data-open={is_open.then_some("")}
            onpointerover={act.reform(|_| Action::Approached)} onfocusin={act.reform(|_| Action::Approached)}>
            { clear.asks(&view.words.say(Word::Clear), act, Action::Cleared) }
            { for Facet::ALL.into_iter().map(facet) }
            { bounds::view(&view.query, &view.words, act) }
        </div>
    }
}
