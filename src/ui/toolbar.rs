//! What stands above the cards?

use yew::prelude::*;

use crate::query::{Query, Sort};
use crate::ui::{Action, View, Word, Words, search_box, words};

/// How many match, the way to the filters where there is no room beside the cards, and the order.
pub(crate) fn view(
    view: &View,
    act: &Callback<Action>,
    is_open: bool,
    toggle: Callback<MouseEvent>,
) -> Html {
    html! {
        <div key="toolbar" part="toolbar" class="toolbar">
            { search_box::view(view, act) }
            <p key="status" part="status" class="status" role="status" tabindex="-1">{ status(view) }</p>
            <p key="corrected" class="corrected" hidden={view.results.corrected.is_none()}>
                { view.words.about(Word::Corrected, view.results.corrected.as_deref().unwrap_or_default().trim()) }
            </p>
            <button key="filters" type="button" class="quiet filters-toggle" hidden={!view.options.has_filters}
                aria-expanded={is_open.to_string()} onclick={toggle}>
                { view.words.filters(active(&view.query)) }
            </button>
            <label key="sort" class="sort">
                <span class="sort-label">{ view.words.say(Word::Sort) }</span>
                { sorts(&view.query, &view.words, act) }
            </label>
        </div>
    }
}

fn status(view: &View) -> String {
    let shown = view.cards.len() as u32;
    match view.is_pending {
        true if shown == 0 => view.words.say(Word::Loading),
        false if !view.is_answered => view.words.say(Word::Unanswered),
        _ => view.words.status(shown, view.results.total),
    }
}

/// How many things are asked for.
fn active(query: &Query) -> usize {
    let ticks: usize = query.ticks.iter().map(|(_, ticked)| ticked.len()).sum();
    let bounds = [
        query.since.is_some(),
        query.until.is_some(),
        query.min_quality.is_some(),
    ];
    ticks + bounds.into_iter().filter(|is_set| *is_set).count()
}

fn sorts(query: &Query, words: &Words, act: &Callback<Action>) -> Html {
    let chosen = query.order();
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<web_sys::HtmlSelectElement>();
        if let Some(sort) = select.and_then(|select| select.value().parse().ok()) {
            act.emit(Action::Sorted(sort));
        }
    });
    let offered = Sort::ALL
        .into_iter()
        .filter(|sort| *sort != Sort::Relevance || query.has_words());
    let option = |sort: Sort| {
        html! { <option key={sort.name()} value={sort.name()} selected={sort == chosen}>{ words.say(words::sort(sort)) }</option> }
    };
    html! {
        <select part="sort" class="select" {onchange}>{ for offered.map(option) }</select>
    }
}
