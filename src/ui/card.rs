//! What does an article look like on the rack?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::{Card, Story};
use crate::ui::related::{self, Coverage};
use crate::ui::{Action, Options, Times, picture};

/// A card, and where its actions go.
#[derive(Clone, Properties)]
pub struct CardProps {
    /// What it shows.
    pub card: Rc<Card>,
    /// What the host asks for.
    pub options: Rc<Options>,
    /// How times are told.
    pub times: Times,
    /// Those of its related stories that have arrived.
    pub stories: Vec<Rc<Story>>,
    /// The address of its picture.
    pub picture: Option<AttrValue>,
    /// Whether its picture is fetched at once.
    pub is_first: bool,
    /// Takes what the reader did.
    pub act: Callback<Action>,
}

impl PartialEq for CardProps {
    /// Nothing behind an `Rc` ever changes, so what is the same thing is the same.
    fn eq(&self, other: &Self) -> bool {
        let same_stories = || {
            self.stories
                .iter()
                .zip(&other.stories)
                .all(|(a, b)| Rc::ptr_eq(a, b))
        };
        Rc::ptr_eq(&self.card, &other.card)
            && Rc::ptr_eq(&self.options, &other.options)
            && self.times == other.times
            && self.is_first == other.is_first
            && self.stories.len() == other.stories.len()
            && same_stories()
    }
}

/// A card: picture, title with the one primary link, excerpt, source and time, topics, coverage.
///
/// A component, so that a tick leaves the cards that stay as they are.
#[component]
pub fn CardView(props: &CardProps) -> Html {
    let CardProps { card, options, .. } = props;
    let broken = use_state(|| None);
    let coverage = use_state(Coverage::default);
    let id = format!("title-{}", card.id);
    let lang = card.locale.as_deref().map(str::to_owned);
    let picture = if options.has_images {
        picture::view(props, &broken)
    } else {
        html! { <span key="picture" hidden=true /> }
    };
    html! {
        <article part="card" class="card" data-id={card.id.to_string()} aria-labelledby={id.clone()} {lang}>
            { picture }
            <div key="text" class="text">
                { title(card, options, id) }
                { excerpt(card) }
                { byline(card, &props.times) }
                { topics(card) }
                { related::view(props, &coverage) }
            </div>
        </article>
    }
}

fn title(card: &Card, options: &Options, id: String) -> Html {
    let tag = options
        .headline_level
        .map_or_else(|| "div".to_owned(), |level| format!("h{level}"));
    let href = options.link.of(card).map(|url| url.to_string());
    let text = html! { <a class="link" dir="auto" {href}>{ &*card.title }</a> };
    html! { <@{tag} key="title" part="card-title" class="title" {id}>{ text }</@> }
}

fn excerpt(card: &Card) -> Html {
    match &card.excerpt {
        Some(excerpt) => {
            html! { <p key="excerpt" part="card-excerpt" class="excerpt" dir="auto">{ &**excerpt }</p> }
        }
        None => html! { <span key="excerpt" hidden=true /> },
    }
}

fn byline(card: &Card, times: &Times) -> Html {
    let provider = card.provider.as_ref().map(|provider| {
        html! { <bdi key="provider" part="card-provider" class="provider">{ &*provider.name }</bdi> }
    });
    html! {
        <p key="byline" class="byline">
            { for provider }
            { times.view(card.published, Some("card-time")) }
        </p>
    }
}

/// Topics beyond so many would outweigh the excerpt; the filters know them all.
const TOPICS: usize = 3;

fn topics(card: &Card) -> Html {
    let topic = |topic: &str| {
        html! { <li key={topic} part="card-topic" class="topic" dir="auto">{ topic }</li> }
    };
    html! {
        <ul key="topics" class="topics" role="list" hidden={card.topics.is_empty()}>
            { for card.topics.iter().take(TOPICS).map(|name| topic(name)) }
        </ul>
    }
}
