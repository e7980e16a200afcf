//! What stands above the cards?

use yew::prelude::*;

use crate::query::{Query, Sort};
use crate::ui::deed::{OPEN, SORT};
use crate::ui::made::{Button, element, fixed, keyed, text};
use crate::ui::{View, Word, Words, search_box, words};

/// How many match, the way to the filters where there is no room beside the cards, and the order.
pub(crate) fn view(view: &View) -> Html {
    let toggle_filters = Button {
        class: "quiet filters-toggle",
        is_hidden: !view.options.has_filters,
        is_expanded: Some(view.unfolded.filters),
        deed: fixed(OPEN),
        ..Button::default()
    };
    let content = vec![
        search_box::view(view),
        status(view),
        toggle_filters.says(&view.words.filters(active(&view.query))),
        order(view),
    ];
    let values = [fixed("toolbar"), fixed("toolbar")];
    element("div", &["part", "class"], values, content)
}

/// To be read. What is told of a change is said in a place of its own: `#utter` in element.js.
fn status(view: &View) -> Html {
    let values = [fixed("status"), fixed("status"), fixed("-1")];
    let keys = &["part", "class", "tabindex"];
    let corrected = view.results.corrected.iter();
    let corrected = corrected.map(|words| view.words.about(Word::Corrected, words.trim()));
    let corrected: String = corrected.map(|said| format!(" {said}")).collect();
    let content = vec![
        text(&so_far(view)),
        element("span", &["class"], [fixed("none")], vec![text(&corrected)]),
    ];
    element("p", keys, values, content)
}

fn order(view: &View) -> Html {
    let said = vec![text(&view.words.say(Word::Sort))];
    let content = vec![
        element("span", &["class"], [fixed("sort-label")], said),
        sorts(&view.query, &view.words),
    ];
    element("label", &["class"], [fixed("sort")], content)
}

/// How much of it is there.
fn so_far(view: &View) -> String {
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

fn sorts(query: &Query, words: &Words) -> Html {
    let chosen = query.order();
    let offered = Sort::ALL
        .into_iter()
        .filter(|sort| *sort != Sort::Relevance || query.has_words());
    let option = |sort: Sort| {
        let is_chosen = (sort == chosen).then_some(AttrValue::Static("selected"));
        let values = [fixed(sort.name()), is_chosen];
        let said = vec![text(&words.say(words::sort(sort)))];
        keyed(
            sort.name(),
            element("option", &["value", "selected"], values, said),
        )
    };
    let values = [fixed("sort"), fixed("select"), fixed(SORT)];
    let keys = &["part", "class", "data-change"];
    element("select", keys, values, offered.map(option).collect())
}
