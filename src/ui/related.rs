//! Who else covered this story?

use std::rc::Rc;

use yew::html::Scope;
use yew::prelude::*;

use crate::model::Story;
use crate::ui::card::{CardView, Change};
use crate::ui::made::{Button, element, fixed, given, hidden, nothing, plain, text};
use crate::ui::{Action, CardProps, Times, Word, Words};

/// Stories shown at once. A story told a hundred times would bury the next card.
const FEW: usize = 5;

/// How much of the coverage the reader asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing yet, so there is nothing of it in the page: most disclosures stay closed.
    #[default]
    Unasked,
    /// The first few.
    Few,
    /// All of it.
    Whole,
}

/// A disclosure with the other sources; they are fetched when it is first opened.
pub(crate) fn view(own: &CardView, context: &Context<CardView>) -> Html {
    let link = context.link();
    let CardProps {
        card,
        options,
        stories,
        times,
        words,
        act,
        ..
    } = context.props();
    if !options.has_related || card.related.is_empty() {
        return nothing();
    }
    let opened = {
        let (card, act) = (card.clone(), act.clone());
        link.callback(move |_: MouseEvent| {
            act.emit(Action::Opened(card.clone()));
            Change::Asked(Coverage::Few)
        })
    };
    let others = words.count(Word::MoreSources, card.related.len() as u32);
    let on_story = vec![text(&words.about(Word::OnStory, &card.title))];
    let summary = html! {
        <summary class="quiet" onclick={opened}>
            { plain("bdi", vec![text(&others)]) }
            { element("span", &["class"], [fixed("unseen")], on_story) }
        </summary>
    };
    // Something always stands there: where the list grew, the summary would be made anew and lose the
    // focus that it was pressed with.
    let told = match own.coverage {
        Coverage::Unasked => nothing(),
        coverage => told(stories, times, words, coverage, link),
    };
    let values = [fixed("related"), Some(words.language()), fixed("related")];
    element(
        "details",
        &["part", "lang", "class"],
        values,
        vec![summary, told],
    )
}

fn told(
    stories: &[Rc<Story>],
    times: &Times,
    words: &Words,
    coverage: Coverage,
    link: &Scope<CardView>,
) -> Html {
    let whole = link.callback(|_: MouseEvent| Change::Asked(Coverage::Whole));
    let shown = if coverage == Coverage::Whole {
        stories.len()
    } else {
        FEW
    };
    let waiting = [fixed("waiting"), hidden(!stories.is_empty())];
    let loading = vec![text(&words.say(Word::Loading))];
    let items = stories.iter().take(shown).map(|story| item(story, times));
    let all = Button {
        is_hidden: stories.len() <= shown,
        ..Button::quiet()
    };
    let list = [fixed("stories"), fixed("list")];
    let content = vec![
        element("p", &["class", "hidden"], waiting, loading),
        element("ul", &["class", "role"], list, items.collect()),
        all.does(&words.count(Word::ShowAll, stories.len() as u32), whole),
    ];
    plain("div", content)
}

fn item(story: &Rc<Story>, times: &Times) -> Html {
    let href = story.links.web().and_then(|url| given(url.to_string()));
    let link = [fixed("story"), fixed("auto"), href];
    let provider = story.provider.as_ref().map(|provider| {
        let name = vec![text(&provider.name)];
        element("bdi", &["class"], [fixed("provider")], name)
    });
    let time = story.published.map(|published| times.view(published, None));
    let byline = provider.into_iter().chain(time).collect();
    let content = vec![
        element(
            "a",
            &["class", "dir", "href"],
            link,
            vec![text(&story.title)],
        ),
        element("span", &["class"], [fixed("byline")], byline),
    ];
    let values = [fixed("related-item"), fixed("related-item")];
    element("li", &["part", "class"], values, content)
}
