//! Which values of a facet are there to tick?

use yew::prelude::*;

use crate::query::{Choice, Facet};
use crate::ui::{Action, Fold, Word, Words, words};

/// Values shown before all are asked for. More would push the next facet out of sight.
const FEW: usize = 10;

#[derive(PartialEq, Properties)]
pub(crate) struct FacetProps {
    pub(crate) facet: Facet,
    pub(crate) choices: Vec<Choice>,
    /// The values that are ticked, whether or not the answer to them is here.
    pub(crate) ticks: Vec<String>,
    /// How many values the bundle knows.
    pub(crate) values: u32,
    /// Makes labels alike that differ in case only.
    pub(crate) fold: Fold,
    pub(crate) words: Words,
    /// Whether the counts are those of the answer before.
    pub(crate) is_counting: bool,
    pub(crate) act: Callback<Action>,
}

/// The ten most frequent values, what is ticked, and the rest on demand with a box to find one.
#[derive(Debug, Default)]
pub(crate) struct FacetView {
    is_whole: bool,
    /// What is looked for among all values.
    wanted: String,
}

/// What changes a facet.
#[derive(Debug)]
pub(crate) enum Change {
    /// All values were asked for, or no longer.
    Turned,
    /// This was typed into the box.
    Wanted(String),
}

impl Component for FacetView {
    type Message = Change;
    type Properties = FacetProps;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, context: &Context<Self>, change: Change) -> bool {
        match change {
            Change::Turned => {
                context.props().act.emit(Action::Approached);
                self.wanted.clear();
                self.is_whole = !self.is_whole;
            }
            Change::Wanted(wanted) => self.wanted = wanted,
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let (props, link) = (context.props(), context.link());
        let FacetProps {
            facet,
            choices,
            ticks,
            values,
            words,
            ..
        } = props;
        if (*values < 2 || choices.is_empty()) && ticks.is_empty() {
            return html! { <span hidden=true /> };
        }
        let toggle = link.callback(|_: MouseEvent| Change::Turned);
        let find = link.callback(|event: InputEvent| {
            let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
            Change::Wanted(input.map(|input| input.value()).unwrap_or_default())
        });
        let label = words.say(words::find(*facet));
        let (all, is_whole) = (all(choices, *values), self.is_whole);
        let is_ticked = |choice: &Choice| ticks.iter().any(|tick| *tick == *choice.value);
        let shown: Vec<_> =
            shown(choices, is_whole, &self.wanted, props.fold.0, is_ticked).collect();
        html! {
            <fieldset part="facet" class="facet" data-facet={facet.name()}>
                <legend key="legend">{ words.say(words::facet(*facet)) }</legend>
                <input key="find" type="search" class="find" hidden={!is_whole} value={self.wanted.clone()}
                    placeholder={label.clone()} aria-label={label} oninput={find} />
                <ul key="values" class="values" aria-busy={props.is_counting.to_string()} data-whole={is_whole.then_some("")}>
                    { for shown.iter().map(|choice| value(props, choice, is_ticked(choice))) }
                </ul>
                <p key="none" class="none" hidden={!is_whole || !shown.is_empty()}>{ words.say(Word::NoValue) }</p>
                <button key="all" type="button" class="quiet" hidden={!is_whole && all <= FEW}
                    aria-expanded={is_whole.to_string()} onclick={toggle}>
                    { if is_whole { words.say(Word::ShowFewer) } else { words.count(Word::ShowAll, all as u32) } }
                </button>
            </fieldset>
        }
    }
}

/// How many values there are to show. Before the index is here, the answer names the first few and
/// the manifest knows of the rest.
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
    is_whole: bool,
    wanted: &str,
    fold: fn(&str) -> String,
    is_ticked: impl Fn(&Choice) -> bool,
) -> impl Iterator<Item = &'a Choice> {
    let wanted = fold(wanted.trim());
    choices.iter().enumerate().filter_map(move |(at, choice)| {
        let is_found = || holds(&fold(&choice.label), &wanted);
        let is_shown = if is_whole {
            is_found()
        } else {
            at < FEW || is_ticked(choice)
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

fn value(props: &FacetProps, choice: &Choice, checked: bool) -> Html {
    let (facet, value) = (props.facet, choice.value.to_string());
    let count = (!props.is_counting).then_some(choice.count);
    let (number, spoken) = match count {
        Some(count) => (
            props.words.count(Word::Number, count),
            props.words.counted(count),
        ),
        None => ("…".to_owned(), String::new()),
    };
    let onchange = props
        .act
        .reform(move |_: Event| Action::Toggled(facet, value.clone()));
    html! {
        <li key={&*choice.value}>
            <label class="value">
                <input part="facet-value" type="checkbox" value={choice.value.to_string()} {checked} {onchange} />
                <bdi class="label">{ &*choice.label }</bdi>
                <span class="count" aria-hidden="true">{ number }</span>
                <span class="unseen">{ spoken }</span>
            </label>
        </li>
    }
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
    fn check(is_whole: bool, wanted: &str, count: usize) {
        let is_ticked = |choice: &Choice| &*choice.value == "v20";
        assert_eq!(
            shown(
                &choices(400),
                is_whole,
                wanted,
                str::to_lowercase,
                is_ticked
            )
            .count(),
            count
        );
    }

    #[test]
    fn four_hundred_values_stay_usable() {
        check(false, "", 11);
        check(true, "", 400);
        check(true, " VÄLUE 39", 11);
        check(true, "nothing", 0);
    }
}
