//! Which values of a facet are there to tick?

use yew::prelude::*;

use crate::query::{Choice, Facet};
use crate::ui::deed::{FIND, TICK, TURN, to};
use crate::ui::made::{Button, element, fixed, flag, hidden, keyed, nothing, plain, text, truth};
use crate::ui::{View, Word, Words, words};

/// Values shown before all are asked for. More would push the next facet out of sight.
const FEW: usize = 10;

/// The ten most frequent values, what is ticked, and the rest on demand with a box to find one.
pub(crate) fn view(view: &View, facet: Facet) -> Html {
    let (choices, ticks) = (&view.choices[facet], &view.query.ticks[facet]);
    let (values, words) = (view.values[facet], &view.words);
    if (values < 2 || choices.is_empty()) && ticks.is_empty() {
        return nothing();
    }
    let wanted = view.unfolded.facets[facet].as_deref();
    let is_whole = wanted.is_some();
    let is_ticked = |choice: &Choice| ticks.iter().any(|tick| *tick == *choice.value);
    let shown: Vec<_> = shown(choices, wanted, view.fold.0, is_ticked).collect();
    let list = [
        fixed("values"),
        truth(view.is_counting),
        flag(is_whole),
        to(TICK, facet.name()),
    ];
    let items = shown.iter();
    let items = items.map(|choice| value(view, choice, is_ticked(choice)));
    let none = [fixed("none"), hidden(!is_whole || !shown.is_empty())];
    let all = all(choices, values);
    let turn = Button {
        is_hidden: !is_whole && all <= FEW,
        is_expanded: Some(is_whole),
        ..Button::quiet(to(TURN, facet.name()))
    };
    let said = match is_whole {
        true => words.say(Word::ShowFewer),
        false => words.count(Word::ShowAll, all as u32),
    };
    let (list_keys, none_keys) = (
        &["class", "aria-busy", "data-whole", "data-change"],
        &["class", "hidden"],
    );
    let content = vec![
        plain("legend", vec![text(&words.say(words::facet(facet)))]),
        find(words, facet, wanted),
        element("ul", list_keys, list, items.collect()),
        element("p", none_keys, none, vec![text(&words.say(Word::NoValue))]),
        turn.says(&said),
    ];
    let values = [fixed("facet"), fixed("facet"), fixed(facet.name())];
    let keys = &["part", "class", "data-facet"];
    element("fieldset", keys, values, content)
}

/// The box that finds a value among all of them.
fn find(words: &Words, facet: Facet, wanted: Option<&str>) -> Html {
    let label = words.say(words::find(facet));
    let value = wanted.unwrap_or_default().to_owned();
    html! {
        <input type="search" class="find" hidden={wanted.is_none()} {value}
            placeholder={label.clone()} aria-label={label} data-input={to(FIND, facet.name())} />
    }
}

/// How many values there are to show. Where the answer names the first few, the manifest knows of the
/// rest.
fn all(choices: &[Choice], values: u32) -> usize {
    if choices.len() == FEW {
        values as usize
    } else {
        choices.len()
    }
}

/// The first few and what is ticked or, once all are asked for, those whose label holds what is
/// looked for.
fn shown<'a>(
    choices: &'a [Choice],
    wanted: Option<&str>,
    fold: fn(&str) -> String,
    is_ticked: impl Fn(&Choice) -> bool,
) -> impl Iterator<Item = &'a Choice> {
    let wanted = wanted.map(|wanted| fold(wanted.trim()));
    choices.iter().enumerate().filter_map(move |(at, choice)| {
        let is_shown = match &wanted {
            Some(wanted) => holds(&fold(&choice.label), wanted),
            None => at < FEW || is_ticked(choice),
        };
        is_shown.then_some(choice)
    })
}

/// Whether one text stands in another. The library's search is made for long ones, and large.
fn holds(text: &str, part: &str) -> bool {
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|window| window == part.as_bytes())
}

fn value(view: &View, choice: &Choice, checked: bool) -> Html {
    let (words, count) = (&view.words, choice.count);
    let (number, spoken) = match view.is_counting {
        false => (words.count(Word::Number, count), words.counted(count)),
        true => ("…".to_owned(), String::new()),
    };
    let value = choice.value.to_string();
    let name = format!("{}{spoken}", choice.label);
    // What is seen is in the name, and would be read a second time.
    let seen = |tag, class, said: &str| {
        let values = [fixed(class), fixed("true")];
        element(tag, &["class", "aria-hidden"], values, vec![text(said)])
    };
    let content = vec![
        html! { <input part="facet-value" type="checkbox" {value} {checked} aria-label={name} /> },
        seen("bdi", "label", &choice.label),
        seen("span", "count", &number),
    ];
    let label = element("label", &["class"], [fixed("value")], content);
    keyed(&choice.value, plain("li", vec![label]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(count: u32) -> Vec<Choice> {
        let choice = |at: u32| Choice {
            value: format!("v{at}").into(),
            label: format!("Välue {at}").into(),
            count: count - at,
        };
        (0..count).map(choice).collect()
    }

    #[track_caller]
    fn check(wanted: Option<&str>, count: usize) {
        let is_ticked = |choice: &Choice| &*choice.value == "v20";
        let choices = choices(400);
        let shown = shown(&choices, wanted, str::to_lowercase, is_ticked);
        assert_eq!(shown.count(), count);
    }

    #[test]
    fn four_hundred_values_stay_usable() {
        check(None, 11);
        check(Some(""), 400);
        check(Some(" VÄLUE 39"), 11);
        check(Some("nothing"), 0);
    }
}
