//! From when to when, and how good at least?

use yew::prelude::*;

use crate::model::Day;
use crate::query::Query;
use crate::ui::deed::{LEAST, SINCE, UNTIL};
use crate::ui::made::{element, fixed, plain, text};
use crate::ui::{Word, Words};

/// The period and the least quality.
///
/// Every stroke counts: a field that waited for the last one would be emptied by a repaint. One that
/// is half typed holds nothing yet and asks for nothing.
pub(crate) fn view(query: &Query, words: &Words) -> Html {
    let written = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let least = query
        .min_quality
        .map(|least| least.to_string())
        .unwrap_or_default();
    let bound = |word, kind, name, value, deed| {
        let label = text(&words.say(word));
        bound(label, kind, name, value, deed)
    };
    let (since, until) = (written(query.since), written(query.until));
    let content = vec![
        plain("legend", vec![text(&words.say(Word::Period))]),
        bound(Word::Since, "date", "since", since, SINCE),
        bound(Word::Until, "date", "until", until, UNTIL),
        bound(Word::Quality, "number", "min-quality", least, LEAST),
    ];
    element("fieldset", &["class"], [fixed("facet bounds")], content)
}

fn bound(
    label: Html,
    kind: &'static str,
    name: &'static str,
    value: String,
    deed: &'static str,
) -> Html {
    let input = html! { <input type={kind} {name} {value} data-input={deed} /> };
    let content = vec![plain("span", vec![label]), input];
    element("label", &["class"], [fixed("bound")], content)
}
