//! What stands above the cards?

use yew::prelude::*;

use crate::query::{Query, Sort};
use crate::ui::deed::{OPEN, SORT};
use crate::ui::made::{Button, element, fixed, hidden, keyed, text};
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
        corrected(view),
        toggle_filters.says(&view.words.filters(active(&view.query))),
        order(view),
    ];
    let values = [fixed("toolbar"), fixed("toolbar")];
    element("div", &["part", "class"], values, content)
}

fn status(view: &View) -> Html {
    let values = [
        fixed("status"),
        fixed("status"),
        fixed("status"),
        fixed("-1"),
    ];
    let keys = &["part", "class", "role", "tabindex"];
    // A block of its own: of a status without one, a screen reader that reads a page says but its role.
    let said = element("p", &[], [], vec![text(&so_far(view))]);
    element("div", keys, values, vec![said])
}

fn corrected(view: &View) -> Html {
    let corrected = view.results.corrected.as_deref();
    let values = [fixed("corrected"), hidden(corrected.is_none())];
    let said = view
        .words
        .about(Word::Corrected, corrected.unwrap_or_default().trim());
    element("p", &["class", "hidden"], values, vec![text(&said)])
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
