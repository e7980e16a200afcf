//! Who else covered this story?

use std::rc::Rc;

use yew::html::Scope;
use yew::prelude::*;

use crate::model::Story;
use crate::ui::card::{CardView, Change};
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
        return html! { <span key="related" hidden=true /> };
    }
    let opened = {
        let (card, act) = (card.clone(), act.clone());
        link.callback(move |_: MouseEvent| {
            act.emit(Action::Opened(card.clone()));
            Change::Asked(Coverage::Few)
        })
    };
    html! {
        <details key="related" part="related" class="related" lang={words.language()}>
            <summary key="summary" class="quiet" onclick={opened}>
                <bdi>{ words.count(Word::MoreSources, card.related.len() as u32) }</bdi>
                <span class="unseen">{ words.about(Word::OnStory, &card.title) }</span>
            </summary>
            { for (own.coverage != Coverage::Unasked).then(|| told(stories, times, words, own.coverage, link)) }
        </details>
    }
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
    html! {
        <div key="told">
            <p class="waiting" hidden={!stories.is_empty()}>{ words.say(Word::Loading) }</p>
            <ul class="stories" role="list">
                { for stories.iter().take(shown).enumerate().map(|(at, story)| item(at, story, times)) }
            </ul>
            <button type="button" class="quiet" hidden={stories.len() <= shown} onclick={whole}>
                { words.count(Word::ShowAll, stories.len() as u32) }
            </button>
        </div>
    }
}

fn item(at: usize, story: &Rc<Story>, times: &Times) -> Html {
    let href = story.links.web().map(|url| url.to_string());
    let provider = story
        .provider
        .as_ref()
        .map(|provider| html! { <bdi key="provider" class="provider">{ &*provider.name }</bdi> });
    html! {
        <li key={at} part="related-item" class="related-item">
            <a class="story" dir="auto" {href}>{ &*story.title }</a>
            <span class="byline">{ for provider }{ for story.published.map(|published| times.view(published, None)) }</span>
        </li>
    }
}
