//! Which cards are there, and how does the reader get more?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Card;
use crate::query::{Asked, Snippet};
use crate::ui::card::{CardView, Place};
use crate::ui::deed::{self, FREE, MORE, RETRY, TYPE, to};
use crate::ui::made::{Button, element, fixed, given, hidden, keyed, plain, text};
use crate::ui::{View, Word, Words};

/// Cards whose pictures are fetched at once: about a row of a wide page, or a phone's first screen.
const FIRST_ROW: usize = 3;

fn place(at: usize) -> Place {
    match at {
        0 => Place::Lead,
        at if at < FIRST_ROW => Place::FirstRow,
        _ => Place::Later,
    }
}

/// The list of cards, what is said when it is empty or incomplete, and the way to more.
pub(crate) fn view(view: &View) -> Html {
    let rest = view.results.total.saturating_sub(view.cards.len() as u32);
    let more = Button {
        part: Some("more"),
        class: "more",
        is_hidden: rest == 0 || view.cards.is_empty(),
        deed: fixed(MORE),
        ..Button::default()
    };
    let said = view
        .words
        .count(Word::ShowMore, rest.min(view.options.page_size));
    let cards = view.cards.iter().enumerate();
    let cards = cards.map(|(at, card)| item(view, at, card)).collect();
    let values = [fixed("list"), fixed("list"), fixed("list")];
    let content = vec![
        element("ul", &["part", "class", "role"], values, cards),
        empty(view),
        incomplete(view),
        more.says(&said),
    ];
    element("div", &["class"], [fixed("results")], content)
}

/// What is said where nothing matches, and the ways out.
fn empty(view: &View) -> Html {
    let is_empty = view.results.total == 0 && !view.is_pending;
    let values = [fixed("empty"), fixed("empty")];
    let said = element("p", &["part", "class"], values, vec![text(&nothing(view))]);
    let ways = view.results.freeing.iter();
    let ways = ways.map(|freed| freeing(view, freed)).collect();
    let values = [fixed("freeing"), fixed("list")];
    let content = vec![
        element("slot", &["name"], [fixed("empty")], vec![said]),
        suggestion(view),
        element("ul", &["class", "role"], values, ways),
    ];
    element("div", &["hidden"], [hidden(!is_empty)], content)
}

fn incomplete(view: &View) -> Html {
    let values = [fixed("notice"), fixed("alert"), hidden(!view.is_incomplete)];
    let content = retry(&view.words, Word::Incomplete);
    element("p", &["class", "role", "hidden"], values, content)
}

/// What did not arrive, and another try.
pub(crate) fn retry(words: &Words, what: Word) -> Vec<Html> {
    let again = Button::quiet(fixed(RETRY)).says(&words.say(Word::Retry));
    vec![text(&words.say(what)), text(" "), again]
}

/// A rack with nothing in it is not the reader's doing.
fn nothing(view: &View) -> String {
    view.words.say(match view.query.is_everything() {
        true => Word::NothingYet,
        false => Word::Loosen,
    })
}

/// What may have been meant.
fn suggestion(view: &View) -> Html {
    let meant = view.suggestion.clone().unwrap_or_default();
    let shown = view.words.about(Word::Meant, meant.trim());
    let values = [fixed("freeing"), hidden(meant.is_empty())];
    let button = Button {
        value: given(meant),
        ..Button::quiet(fixed(TYPE))
    };
    let content = vec![button.says(&shown)];
    element("p", &["class", "hidden"], values, content)
}

/// A way out of an empty answer, and how many articles lie there.
fn freeing(view: &View, (asked, count): &(Asked, u32)) -> Html {
    let (asked, count) = (*asked, *count);
    let what = match asked {
        Asked::Words => view.query.words.trim().to_owned(),
        Asked::Ticks(facet) => view.query.ticks[facet].join(", "),
        Asked::Since => view.words.say(Word::Since),
        Asked::Until => view.words.say(Word::Until),
        Asked::MinQuality => view.words.say(Word::Quality),
    };
    let said = view.words.without(&what, count);
    let button = Button::quiet(to(FREE, deed::asked(asked))).says(&said);
    keyed(&what, plain("li", vec![button]))
}

fn item(view: &View, at: usize, card: &Rc<Card>) -> Html {
    let snippet = view.snippets.get(at).cloned();
    let snippet = snippet.unwrap_or_else(|| Snippet::from(&**card));
    let shown = html! {
        <CardView card={card.clone()} options={view.options.clone()} times={view.times.clone()} words={view.words.clone()}
            {snippet} stories={view.stories_of(card)} coverage={view.unfolded.coverage(card.id)} folder={view.folder.clone()}
            place={place(at)} reading={None} />
    };
    let item = element("li", &["class"], [fixed("item")], vec![shown]);
    keyed(&card.id.to_string(), item)
}
