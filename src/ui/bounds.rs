//! From when to when, and how good at least?

use yew::prelude::*;

use crate::model::Day;
use crate::query::Query;
use crate::ui::made::{element, fixed, plain, text};
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
    let bound = |word, kind, name, value, action| {
        let label = text(&words.say(word));
        bound(act, label, kind, name, value, action)
    };
    let (since, until) = (written(query.since), written(query.until));
    let content = vec![
        plain("legend", vec![text(&words.say(Word::Period))]),
        bound(Word::Since, "date", "since", since, |typed| {
            Action::Since(typed.parse().ok())
        }),
        bound(Word::Until, "date", "until", until, |typed| {
            Action::Until(typed.parse().ok())
        }),
        bound(Word::Quality, "number", "min-quality", least, |typed| {
            Action::MinQuality(typed.parse().ok())
        }),
    ];
    element("fieldset", &["class"], [fixed("facet bounds")], content)
}

fn bound(
    act: &Callback<Action>,
    label: Html,
    kind: &'static str,
    name: &'static str,
    value: String,
    action: fn(&str) -> Action,
) -> Html {
    let oninput = act.reform(move |event: InputEvent| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        action(input.map(|input| input.value()).unwrap_or_default().trim())
    });
    let input = html! { <input type={kind} {name} {value} {oninput} /> };
    let content = vec![plain("span", vec![label]), input];
    element("label", &["class"], [fixed("bound")], content)
}
