//! What does a page owner paste, and what does a reader see until there is something better?
//!
//! The tag with the newest headlines inside. They stand among the page's own classes and ids, so they
//! have none of a card's: they look as lists look on that page, and load nothing.

use std::rc::Rc;

use yew::prelude::*;

use crate::model::Card;
use crate::ui::Times;
use crate::ui::made::{element, fixed, flag, given, plain, text};

/// What is pasted.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TagProps {
    /// The address of the element's script.
    pub script: AttrValue,
    /// The address of the bundle's folder.
    pub src: AttrValue,
    /// The articles in it, in their order.
    pub cards: Rc<Vec<Card>>,
    /// How times are told.
    pub times: Times,
    /// The language that they are told in, as a BCP 47 tag.
    pub language: &'static str,
}

/// The script and the tag in a block. Rendered natively only; no reader pays for it.
#[derive(Debug, Default)]
pub struct Tag;

impl Component for Tag {
    type Message = ();
    type Properties = TagProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        let values = [fixed("module"), flag(true), Some(props.script.clone())];
        let script = element("script", &["type", "async", "src"], values, Vec::new());
        let src = Some(props.src.clone());
        let tag = element("news-rack", &["src"], [src], headlines(props));
        // What mends pasted HTML, and lays out what stands in an article, knows blocks and no such tag: without one
        // around it WordPress puts it into a paragraph, which the list then falls out of.
        let block = plain("div", vec![text("\n"), script, text("\n"), tag, text("\n")]);
        [block, text("\n")].into_iter().collect()
    }
}

/// A line for each article, or nothing at all.
fn headlines(props: &TagProps) -> Vec<Html> {
    if props.cards.is_empty() {
        return Vec::new();
    }
    let lines = props
        .cards
        .iter()
        .flat_map(|card| [text("\n"), headline(card, props)]);
    let list = plain("ul", lines.chain([text("\n")]).collect());
    vec![text("\n"), list, text("\n")]
}

fn headline(card: &Card, props: &TagProps) -> Html {
    let locale = card.locale.as_deref().map(str::to_owned);
    let mut content = vec![title(card), plain("br", Vec::new()), byline(card, props)];
    content.extend(card.excerpt.as_deref().map(excerpt));
    element("li", &["lang"], [locale.and_then(given)], content)
}

/// The title, as a link where the article has a page. A page may open its links in windows of their
/// own by its `<base>`; those are not to reach back.
fn title(card: &Card) -> Html {
    let href = card.links.web().map(ToString::to_string);
    let rel = href.as_ref().and(fixed("noopener"));
    let values = [href.and_then(given), rel, fixed("auto")];
    element(
        "a",
        &["href", "rel", "dir"],
        values,
        vec![text(&card.title)],
    )
}

fn byline(card: &Card, props: &TagProps) -> Html {
    let provider = card.provider.as_ref().map(|provider| {
        let name = plain("bdi", vec![text(&provider.name)]);
        [name, text(", ")]
    });
    let time = time(card, props);
    let content = provider.into_iter().flatten().chain([time]).collect();
    plain("small", content)
}

fn time(card: &Card, props: &TagProps) -> Html {
    let values = [
        given(card.published.to_string()),
        fixed(props.language),
        fixed("auto"),
    ];
    let words = props.times.tell(card.published).words;
    element(
        "time",
        &["datetime", "lang", "dir"],
        values,
        vec![text(&words)],
    )
}

fn excerpt(excerpt: &str) -> Html {
    element(
        "p",
        &["dir"],
        [fixed("auto")],
        vec![text(&shortened(excerpt))],
    )
}

/// About the three lines that a card has for an excerpt. Longer, and the pasted text outweighs the page;
/// without any, the headlines take far less room than the cards, and what follows them jumps.
const LONGEST: usize = 160;

/// The beginning of a text, cut between words where there are any.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let start = &text[..end];
    let words = start
        .rfind(char::is_whitespace)
        .map_or(start, |at| &start[..at]);
    format!("{} …", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_excerpt_is_cut_between_words() {
        assert_eq!(shortened("A short one."), "A short one.");
        let long = shortened(&"word ".repeat(50));
        assert!(
            long.ends_with("word …") && long.chars().count() <= LONGEST + 2,
            "{long}"
        );
    }

    #[test]
    fn a_text_without_spaces_is_cut_between_letters() {
        assert_eq!(shortened(&"語".repeat(500)), "語".repeat(LONGEST) + " …");
    }
}
