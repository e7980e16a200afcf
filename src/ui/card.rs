//! What does an article look like on the rack?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::{Card, Story};
use crate::query::{Facet, Snippet};
use crate::ui::made::{element, fixed, flag, given, text};
use crate::ui::{
    Coverage, Options, Reading, Times, Words, picture, pieces, reader, related, words,
};

/// A card.
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
    /// How much of them the reader asked for.
    pub coverage: Coverage,
    /// The bundle's folder, ending in `/`; pictures of its own lie there.
    pub folder: Rc<str>,
    /// Where it stands, as far as that says how soon its picture is wanted.
    pub place: Place,
    /// What else there is to it, where it is read in place.
    pub reading: Option<Rc<Reading>>,
}

impl PartialEq for CardProps {
    /// Nothing behind an `Rc` ever changes, so what is the same thing is the same. The open article is
    /// painted whenever it may have changed.
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
            && self.coverage == other.coverage
            && self.place == other.place
            && self.reading.is_none()
            && other.reading.is_none()
            && self.stories.len() == other.stories.len()
            && same_stories()
    }
}

/// Where a card stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the first of all.
    Lead,
    /// It is one of those that are seen at first.
    FirstRow,
    /// It comes after them.
    Later,
}

/// A card: picture, title with the one primary link, excerpt, source and time, topics, coverage.
///
/// A component, so that a tick leaves the cards that stay as they are. It is the open article, too,
/// which shows the same and more.
#[derive(Debug)]
pub struct CardView;

impl Component for CardView {
    type Message = ();
    type Properties = CardProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        if let Some(reading) = &props.reading {
            return reader::view(props, reading);
        }
        let card = &props.card;
        let id = format!("title-{}", card.id);
        let lang = match &card.locale {
            Some(locale) => AttrValue::from(locale.to_string()),
            None => props.words.around(),
        };
        let picture = picture::view(props);
        let values = [
            fixed("card"),
            fixed("card"),
            given(card.id.to_string()),
            given(id.clone()),
            Some(lang),
        ];
        let said = vec![
            title(props, id),
            excerpt(&props.snippet),
            byline(props, Vec::new()),
            topics(card, &props.words),
            related::view(props),
        ];
        let said = element("div", &["class"], [fixed("text")], said);
        let keys = &["part", "class", "data-id", "aria-labelledby", "lang"];
        // The title comes first to those who hear the page; the styles set the picture before it.
        element("article", keys, values, vec![said, picture])
    }
}

fn title(props: &CardProps, id: String) -> Html {
    let CardProps {
        card,
        options,
        snippet,
        ..
    } = props;
    let (href, leads) = leading(options, card);
    // A page may open its links in windows of their own, which are not to reach back.
    let rel = href.as_ref().and(fixed("noopener"));
    let link = element(
        "a",
        &["dir", "class", "rel", "href", "data-leads"],
        [
            fixed("auto"),
            fixed("link"),
            rel,
            href.and_then(given),
            leads.and_then(fixed),
        ],
        vec![pieces::view(&snippet.title)],
    );
    let keys = &["part", "class", "id"];
    element(
        heading(options),
        keys,
        [fixed("card-title"), fixed("title"), given(id)],
        vec![link],
    )
}

fn heading(options: &Options) -> &'static str {
    match options.headline_level {
        None => "div",
        Some(2) => "h2",
        Some(3) => "h3",
        Some(4) => "h4",
        Some(5) => "h5",
        Some(_) => "h6",
    }
}

/// Where a card leads, and whether that is a page elsewhere or a text to be read in place. One with no
/// page of its own still needs an address, or no key would reach it.
pub(crate) fn leading(options: &Options, card: &Card) -> (Option<String>, Option<&'static str>) {
    let href = options.link.of(card).map(|url| url.to_string());
    match options.link.opens(card) {
        true => (href.or_else(|| Some("#".to_owned())), Some("reader")),
        false => {
            let leads = href.is_some().then_some("page");
            (href, leads)
        }
    }
}

fn excerpt(snippet: &Snippet) -> Html {
    let values = [
        fixed("card-excerpt"),
        fixed("excerpt"),
        fixed("auto"),
        flag(snippet.text.is_empty()),
    ];
    let keys = &["part", "class", "dir", "hidden"];
    element("p", keys, values, vec![pieces::view(&snippet.text)])
}

/// Who published it and when, and what else is to be said.
pub(crate) fn byline(props: &CardProps, more: Vec<Html>) -> Html {
    let CardProps {
        card, times, words, ..
    } = props;
    let provider = card.provider.as_ref().map(|provider| {
        let values = [fixed("card-provider"), fixed("provider")];
        element(
            "bdi",
            &["part", "class"],
            values,
            vec![text(&provider.name)],
        )
    });
    let time = times.view(card.published, Some("card-time"));
    let content = provider.into_iter().chain([time]).chain(more).collect();
    let values = [fixed("byline"), Some(words.around())];
    element("p", &["class", "lang"], values, content)
}

/// Topics beyond so many would outweigh the excerpt; the filters know them all.
const TOPICS: usize = 3;

pub(crate) fn topics(card: &Card, words: &Words) -> Html {
    let topic = |topic: &str| {
        let values = [fixed("card-topic"), fixed("topic"), fixed("auto")];
        element("li", &["part", "class", "dir"], values, vec![text(topic)])
    };
    let label = words.say(words::facet(Facet::Topic));
    let values = [
        fixed("topics"),
        fixed("list"),
        given(label),
        flag(card.topics.is_empty()),
    ];
    let topics = card.topics.iter().take(TOPICS);
    let topics = topics.map(|name| topic(name)).collect();
    let keys = &["class", "role", "aria-label", "hidden"];
    element("ul", keys, values, topics)
}
