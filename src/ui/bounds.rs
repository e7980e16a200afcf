//! From when to when, and how good at least?

use yew::prelude::*;

use crate::model::Day;
use crate::query::Query;
use crate::ui::{Action, Word, Words};

/// The period and the least quality.
///
/// Every stroke counts: a field that waited for the last one would be emptied by a repaint. One that
/// is half typed holds nothing yet and asks for nothing.
pub(crate) fn view(query: &Query, words: &Words, act: &Callback<Action>) -> Html {
    let written = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let least = query
        .min_quality
        .map(|least| least.to_string())
        .unwrap_or_default();
    html! {
        <fieldset key="bounds" class="facet bounds">
            <legend>{ words.say(Word::Period) }</legend>
            { bound(act, words.say(Word::Since), "date", "since", written(query.since), |typed| Action::Since(typed.parse().ok())) }
            { bound(act, words.say(Word::Until), "date", "until", written(query.until), |typed| Action::Until(typed.parse().ok())) }
            { bound(act, words.say(Word::Quality), "number", "min-quality", least, |typed| Action::MinQuality(typed.parse().ok())) }
        </fieldset>
    }
}

fn bound(
    act: &Callback<Action>,
    label: String,
    kind: &'static str,
    name: &'static str,
    value: String,
    action: fn(&str) -> Action,
) -> Html {
    let oninput = act.reform(move |event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        action(input.map(|input| input.value()).unwrap_or_default().trim())
    });
    html! {
        <label key={name} class="bound"><span>{ label }</span><input type={kind} {name} {value} {oninput} /></label>
    }
}
