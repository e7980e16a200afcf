//! Which cards are there, and how does the reader get more?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Card;
use crate::query::{Asked, Snippet};
use crate::ui::card::CardView;
use crate::ui::{Action, View, Word};

/// Cards whose pictures are fetched at once: about a row of a wide page, or a phone's first screen.
const FIRST_ROW: usize = 3;

/// The list of cards, what is said when it is empty or incomplete, and the way to more.
pub(crate) fn view(view: &View, act: &Callback<Action>) -> Html {
    let rest = view.results.total.saturating_sub(view.cards.len() as u32);
    let is_empty = view.results.total == 0 && !view.is_pending;
    html! {
        <div key="results" class="results">
            <ul key="list" part="list" class="list" role="list">
                { for view.cards.iter().enumerate().map(|(at, card)| item(view, act, at, card)) }
            </ul>
            <div key="empty" hidden={!is_empty}>
                <slot key="said" name="empty"><p part="empty" class="empty">{ nothing(view) }</p></slot>
                { suggestion(view, act) }
                <ul key="freeing" class="freeing" role="list">{ for view.results.freeing.iter().map(|freed| freeing(view, act, freed)) }</ul>
            </div>
            <p key="incomplete" class="notice" role="alert" hidden={!view.is_incomplete}>
                { view.words.say(Word::Incomplete) }{ " " }
                <button type="button" class="quiet" onclick={act.reform(|_| Action::Retried)}>{ view.words.say(Word::Retry) }</button>
            </p>
            <button key="more" part="more" type="button" class="more" hidden={rest == 0 || view.cards.is_empty()}
                onclick={act.reform(|_| Action::More)}>
                { view.words.count(Word::ShowMore, rest.min(view.options.page_size)) }
            </button>
        </div>
    }
}

/// A rack with nothing in it is not the reader's doing.
fn nothing(view: &View) -> String {
    view.words.say(match view.query.is_everything() {
        true => Word::NothingYet,
        false => Word::Loosen,
    })
}

/// What may have been meant.
fn suggestion(view: &View, act: &Callback<Action>) -> Html {
    let meant = view.suggestion.clone().unwrap_or_default();
    let shown = view.words.about(Word::Meant, meant.trim());
    html! {
        <p key="meant" class="freeing" hidden={meant.is_empty()}>
            <button type="button" class="quiet" onclick={act.reform(move |_| Action::Typed(meant.clone()))}>
                { shown }
            </button>
        </p>
    }
}

/// A way out of an empty answer, and how many articles lie there.
fn freeing(view: &View, act: &Callback<Action>, (asked, count): &(Asked, u32)) -> Html {
    let (asked, count) = (*asked, *count);
    let what = match asked {
        Asked::Words => view.query.words.trim().to_owned(),
        Asked::Ticks(facet) => view.query.ticks[facet].join(", "),
        Asked::Since => view.words.say(Word::Since),
        Asked::Until => view.words.say(Word::Until),
        Asked::MinQuality => view.words.say(Word::Quality),
    };
    html! {
        <li key={what.clone()}>
            <button type="button" class="quiet" onclick={act.reform(move |_| Action::Loosened(asked))}>
                { view.words.without(&what, count) }
            </button>
        </li>
    }
}

fn item(view: &View, act: &Callback<Action>, at: usize, card: &Rc<Card>) -> Html {
    let picture = card
        .image
        .as_ref()
        .map(|image| AttrValue::from(view.address(&image.picture)));
    let snippet = view.snippets.get(at).cloned();
    let snippet = snippet.unwrap_or_else(|| Snippet::from(&**card));
    html! {
        <li key={card.id.to_string()} class="item">
            <CardView card={card.clone()} options={view.options.clone()} times={view.times.clone()} words={view.words.clone()}
                {snippet} stories={view.stories_of(card)} {picture} is_first={at < FIRST_ROW} reading={None} act={act.clone()} />
        </li>
    }
}
