//! Which values of a facet are there to tick?

use yew::prelude::*;

use crate::query::{Choice, Facet};
use crate::ui::made::{Button, element, fixed, flag, hidden, keyed, nothing, plain, text, truth};
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
                context.props().act.emit(Action::Unfolded);
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
            return nothing();
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
        let find = html! {
            <input type="search" class="find" hidden={!is_whole} value={self.wanted.clone()}
                placeholder={label.clone()} aria-label={label} oninput={find} />
        };
        let list = [fixed("values"), truth(props.is_counting), flag(is_whole)];
        let values = shown.iter();
        let values = values.map(|choice| value(props, choice, is_ticked(choice)));
        let none = [fixed("none"), hidden(!is_whole || !shown.is_empty())];
        let turn = Button {
            is_hidden: !is_whole && all <= FEW,
            is_expanded: Some(is_whole),
            ..Button::quiet()
        };
        let said = match is_whole {
            true => words.say(Word::ShowFewer),
            false => words.count(Word::ShowAll, all as u32),
        };
        let (list_keys, none_keys) = (&["class", "aria-busy", "data-whole"], &["class", "hidden"]);
        let content = vec![
            plain("legend", vec![text(&words.say(words::facet(*facet)))]),
            find,
            element("ul", list_keys, list, values.collect()),
            element("p", none_keys, none, vec![text(&words.say(Word::NoValue))]),
            turn.does(&said, toggle),
        ];
        let values = [fixed("facet"), fixed("facet"), fixed(facet.name())];
        element(
            "fieldset",
            &["part", "class", "data-facet"],
            values,
            content,
        )
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
    let content = vec![
        html! { <input part="facet-value" type="checkbox" value={choice.value.to_string()} {checked} {onchange} /> },
        element(
            "bdi",
            &["class"],
            [fixed("label")],
            vec![text(&choice.label)],
        ),
        element(
            "span",
            &["class", "aria-hidden"],
            [fixed("count"), fixed("true")],
            vec![text(&number)],
        ),
        element("span", &["class"], [fixed("unseen")], vec![text(&spoken)]),
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
