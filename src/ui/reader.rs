//! What does an article look like that is read in place?

use std::rc::Rc;

use yew::prelude::*;

use crate::model::{Body, Card, Image};
use crate::query::Snippet;
use crate::ui::body::Page;
use crate::ui::card::{CardView, Place, byline, leading, topics};
use crate::ui::made::{element, fixed, given, plain, text};
use crate::ui::results::retry;
use crate::ui::{CardProps, View, Word, related};

/// The article that is open.
#[derive(Debug)]
pub struct Reading {
    /// Which one.
    pub card: Rc<Card>,
    /// What it says.
    pub body: Load,
    /// The one before it in the list that is shown, of those that can be read in place.
    pub previous: Option<Rc<Card>>,
    /// The one after it.
    pub next: Option<Rc<Card>>,
}

/// How far a body has come.
#[derive(Clone, Debug)]
pub enum Load {
    /// It is on its way.
    Waiting,
    /// It did not arrive.
    Failed,
    /// It is here.
    Ready(Rc<Body>),
}

/// The dialog. It is always there; `element.js` opens it when an article is in it, for only a script can
/// make it modal, and tells when it was closed.
pub(crate) fn dialog(view: &View) -> Html {
    let reading = view.reading.as_ref();
    let article = |reading: &Rc<Reading>| {
        let card = &reading.card;
        html! {
            <CardView key={card.id.to_string()} card={card.clone()} options={view.options.clone()}
                times={view.times.clone()} words={view.words.clone()} snippet={Snippet::default()} stories={view.stories_of(card)}
                coverage={view.unfolded.coverage(card.id)} folder={view.folder.clone()} place={Place::Later} reading={reading.clone()} />
        }
    };
    let id = reading.and_then(|reading| given(reading.card.id.to_string()));
    let values = [fixed("reader"), fixed("reader"), fixed("reading"), id];
    let keys = &["part", "class", "aria-labelledby", "data-id"];
    element(
        "dialog",
        keys,
        values,
        reading.map(article).into_iter().collect(),
    )
}

/// All of the open article.
pub(crate) fn view(props: &CardProps, reading: &Reading) -> Html {
    let (card, options, words) = (&reading.card, &props.options, &props.words);
    let page = Page {
        folder: &props.folder,
        has_images: options.has_images,
        words,
    };
    let image = card.image.as_ref().filter(|_| options.has_images);
    let credit = |image: &Image| image.attribution.as_deref().map(text).into_iter().collect();
    let picture = image.map(|image| page.figure(image, credit(image)));
    let headline = [fixed("reading"), fixed("headline"), fixed("-1")];
    let content = vec![
        element(
            "h1",
            &["id", "class", "tabindex"],
            headline,
            vec![text(&card.title)],
        ),
        plain("p", card.excerpt.as_deref().map(text).into_iter().collect()),
        byline(props, vec![minutes(props, &reading.body)]),
        picture.unwrap_or_default(),
        said(props, reading, &page),
        original(props),
        topics(card, &props.words),
        related::view(props),
    ];
    let lang = card.locale.as_deref().map(str::to_owned);
    let values = [fixed("sheet"), fixed("auto"), lang.and_then(given)];
    let article = element("article", &["class", "dir", "lang"], values, content);
    html! {<>{ bar(props, reading) }{ article }</>}
}

/// How long it takes to read, once that is known.
fn minutes(props: &CardProps, body: &Load) -> Html {
    let words = &props.words;
    let said = match body {
        Load::Ready(body) => words.count(Word::Minutes, body.minutes),
        _ => String::new(),
    };
    element(
        "bdi",
        &["lang"],
        [Some(words.language())],
        vec![text(&said)],
    )
}

/// The way to the article's own page.
fn original(props: &CardProps) -> Html {
    let CardProps {
        card,
        options,
        words,
        ..
    } = props;
    let href = options.link.of(card).and_then(|url| given(url.to_string()));
    let shown = href.is_some().then(|| text(&words.say(Word::Original)));
    let values = [
        fixed("quiet"),
        href,
        fixed("page"),
        given(card.title.to_string()),
        None,
        Some(words.language()),
        fixed("noopener"),
    ];
    element("a", LINK, values, shown.into_iter().collect())
}

/// What stays in sight: the way to the neighbors, and the way out.
fn bar(props: &CardProps, reading: &Reading) -> Html {
    let words = &props.words;
    let turn = |card: &Option<Rc<Card>>, word: Word| {
        let Some(card) = card else {
            return Html::default();
        };
        let (href, leads) = leading(&props.options, card);
        let values = [
            fixed("quiet"),
            href.and_then(given),
            leads.and_then(fixed),
            given(card.title.to_string()),
            given(card.id.to_string()),
            None,
            fixed("noopener"),
        ];
        element("a", LINK, values, vec![text(&words.say(word))])
    };
    let close = [fixed("button"), fixed("quiet close")];
    let content = vec![
        turn(&reading.previous, Word::Previous),
        turn(&reading.next, Word::Next),
        element(
            "button",
            &["type", "class"],
            close,
            vec![text(&words.say(Word::Close))],
        ),
    ];
    let values = [fixed("bar"), Some(words.language())];
    element("div", &["class", "lang"], values, content)
}

/// What `element.js` reads off a link that leads to an article.
const LINK: &[&str; 7] = &[
    "class",
    "href",
    "data-leads",
    "title",
    "data-id",
    "lang",
    "rel",
];

/// The body, gray lines until it is here, or a word about why it is not.
fn said(props: &CardProps, reading: &Reading, page: &Page<'_>) -> Html {
    match &reading.body {
        Load::Ready(body) => page.view(body),
        Load::Waiting => {
            let values = [fixed("prose lines"), fixed("true")];
            element("div", &["class", "aria-busy"], values, Vec::new())
        }
        Load::Failed => {
            let language = props.words.language();
            let values = [fixed("notice"), fixed("alert"), Some(language)];
            let content = retry(&props.words, Word::NoBody);
            element("p", &["class", "role", "lang"], values, content)
        }
    }
}
