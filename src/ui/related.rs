//! Who else covered this story?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Story;
use crate::ui::{Action, CardProps, Times, words};

/// Stories shown at once. A story told a hundred times would bury the next card.
const FEW: usize = 5;

/// A disclosure with the other sources; they are fetched when it is first opened.
pub(crate) fn view(props: &CardProps, is_whole: &UseStateHandle<bool>) -> Html {
    let CardProps {
        card,
        options,
        stories,
        times,
        act,
        ..
    } = props;
    if !options.has_related || card.related.is_empty() {
        return html! { <span key="related" hidden=true /> };
    }
    let opened = {
        let card = card.clone();
        act.reform(move |_| Action::Opened(card.clone()))
    };
    let whole = {
        let is_whole = is_whole.clone();
        Callback::from(move |_: MouseEvent| is_whole.set(true))
    };
    let shown = if **is_whole { stories.len() } else { FEW };
    html! {
        <details key="related" part="related" class="related">
            <summary key="summary" class="quiet" onclick={opened}>
                <bdi>{ words::more_sources(card.related.len()) }</bdi>
                <span class="unseen">{ words::ON_THIS_STORY }{ &*card.title }</span>
            </summary>
            <p key="waiting" class="waiting" hidden={!stories.is_empty()}>{ words::LOADING }</p>
            <ul key="stories" class="stories" role="list">
                { for stories.iter().take(shown).enumerate().map(|(at, story)| item(at, story, times)) }
            </ul>
            <button key="all" type="button" class="quiet" hidden={stories.len() <= shown} onclick={whole}>
                { words::show_all(stories.len() as u32) }
            </button>
        </details>
    }
}

fn item(at: usize, story: &Rc<Story>, times: &Times) -> Html {
    let title = html! { <bdi dir="auto">{ &*story.title }</bdi> };
    let title = match story.links.web() {
        Some(url) => html! { <a class="story" href={url.to_string()}>{ title }</a> },
        None => html! { <span class="story">{ title }</span> },
    };
    let provider = story
        .provider
        .as_ref()
        .map(|provider| html! { <bdi key="provider" class="provider">{ &*provider.name }</bdi> });
    html! {
        <li key={at} part="related-item" class="related-item">
            { title }
            <span class="byline">{ for provider }{ for story.published.map(|published| times.view(published, None)) }</span>
        </li>
    }
}
