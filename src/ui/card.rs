//! What does an article look like on the rack?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::{Card, Story};
use crate::query::Snippet;
use crate::ui::related::{self, Coverage};
use crate::ui::{Action, Options, Times, Words, picture, pieces};

/// A card, and where its actions go.
#[derive(Clone, Properties)]
pub struct CardProps {
    /// What it shows.
    pub card: Rc<Card>,
    /// What the host asks for.
    pub options: Rc<Options>,
    /// How times are told.
    pub times: Times,
    /// How things are said.
    pub words: Words,
    /// Its title and its text, with what was searched for marked.
    pub snippet: Snippet,
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
            && self.snippet == other.snippet
            && self.times == other.times
            && self.words == other.words
            && self.is_first == other.is_first
            && self.stories.len() == other.stories.len()
            && same_stories()
    }
}

/// A card: picture, title with the one primary link, excerpt, source and time, topics, coverage.
///
/// A component, so that a tick leaves the cards that stay as they are.
#[derive(Debug, Default)]
pub struct CardView {
    /// The address of a picture that cannot be had.
    pub(crate) broken: Option<AttrValue>,
    pub(crate) coverage: Coverage,
}

/// What changes a card.
#[derive(Debug)]
pub enum Change {
    /// This picture cannot be had.
    Broken(AttrValue),
    /// So much of the coverage was asked for.
    Asked(Coverage),
}

impl Component for CardView {
    type Message = Change;
    type Properties = CardProps;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, _: &Context<Self>, change: Change) -> bool {
        match change {
            Change::Broken(address) => self.broken = Some(address),
            Change::Asked(coverage) => self.coverage = self.coverage.max(coverage),
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let card = &props.card;
        let id = format!("title-{}", card.id);
        let lang = match &card.locale {
            Some(locale) => AttrValue::from(locale.to_string()),
            None => props.words.around(),
        };
        let picture = if props.options.has_images {
            picture::view(self, context)
        } else {
            html! { <span key="picture" hidden=true /> }
        };
        html! {
            <article part="card" class="card" data-id={card.id.to_string()} aria-labelledby={id.clone()} {lang}>
                { picture }
                <div key="text" class="text">
                    { title(props, id) }
                    { excerpt(&props.snippet) }
                    { byline(props) }
                    { topics(card) }
                    { related::view(self, context) }
                </div>
            </article>
        }
    }
}

fn title(props: &CardProps, id: String) -> Html {
    let CardProps {
        card,
        options,
        snippet,
        ..
    } = props;
    let tag = options
        .headline_level
        .map_or_else(|| "div".to_owned(), |level| format!("h{level}"));
    let href = options.link.of(card).map(|url| url.to_string());
    let text = html! { <a class="link" dir="auto" {href}>{ pieces::view(&snippet.title) }</a> };
    html! { <@{tag} key="title" part="card-title" class="title" {id}>{ text }</@> }
}

fn excerpt(snippet: &Snippet) -> Html {
    html! {
        <p key="excerpt" part="card-excerpt" class="excerpt" dir="auto" hidden={snippet.text.is_empty()}>
            { pieces::view(&snippet.text) }
        </p>
    }
}

fn byline(props: &CardProps) -> Html {
    let CardProps {
        card, times, words, ..
    } = props;
    let provider = card.provider.as_ref().map(|provider| {
        html! { <bdi key="provider" part="card-provider" class="provider">{ &*provider.name }</bdi> }
    });
    html! {
        <p key="byline" class="byline" lang={words.around()}>
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
