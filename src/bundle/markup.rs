//! What does the HTML inside Markdown mean?
//!
//! It is cut into tags and texts by the rules of the WHATWG, and each tag is held against a list that
//! starts empty. What is not on it becomes its text. Only the tokens are a browser's: its repair of a
//! whole tree, where mutation XSS lives and which takes the square of its depth, is not needed, for
//! what comes out is our own closed tree.

use html5gum::{DefaultEmitter, HtmlString, StartTag, StringReader, Token, Tokenizer};

use crate::bundle::tree::{Kind, Raw, Tree};
use crate::model::{Align, Cell, Image, Name};

/// Whoever knows where addresses lead.
pub(crate) trait Addresses {
    /// The node that a link's target makes; nothing where it may not be followed.
    fn link(&mut self, address: &str) -> Option<Kind>;

    /// The picture at an address, which shows what the text says; nothing where it cannot be had.
    fn picture(&mut self, address: &str, shown: &str) -> Option<Image>;
}

/// Adds a piece of HTML to the tree: a tag of a line, or lines of a block.
pub(crate) fn read(tree: &mut Tree, html: &str, addresses: &mut impl Addresses) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::<StringReader<'_>, _>::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => begin(tree, &tag, addresses),
            Ok(Token::EndTag(tag)) => end(tree, &tag.name),
            Ok(Token::String(text)) => tree.text(&String::from_utf8_lossy(&text)),
            Ok(Token::Comment(_) | Token::Doctype(_) | Token::Error(_)) => {}
            Err(never) => match never {},
        }
    }
}

fn begin(tree: &mut Tree, tag: &StartTag<()>, addresses: &mut impl Addresses) {
    match &**tag.name {
        b"br" => tree.add(Raw::Break),
        b"hr" => tree.add(Raw::Rule),
        b"img" => image(tree, tag, addresses),
        b"input" => task(tree, tag),
        b"a" => link(tree, tag, addresses),
        name => {
            if let Some(meant) = meaning(name, tag) {
                tree.begin(meant);
            }
        }
    }
}

/// What an element means; nothing where it is none of ours and stands in the line.
fn meaning(name: &[u8], tag: &StartTag<()>) -> Option<Kind> {
    Some(match name {
        b"p" => Kind::Paragraph,
        b"h1" | b"h2" => Kind::Heading(Name::Part),
        b"h3" => Kind::Heading(Name::Section),
        b"h4" | b"h5" | b"h6" => Kind::Heading(Name::Detail),
        b"ul" => Kind::List(None),
        b"ol" => Kind::List(Some(number(tag, "start").unwrap_or(1))),
        b"li" => Kind::Item,
        b"blockquote" => Kind::Quote,
        b"pre" => Kind::Lines,
        b"figure" => Kind::Figure,
        b"figcaption" => Kind::Caption,
        b"table" => Kind::Table,
        b"tr" => Kind::Row,
        b"td" | b"th" => Kind::Cell(shape(name == b"th", tag)),
        b"em" | b"i" => Kind::Mark(Name::Emphasis),
        b"strong" | b"b" => Kind::Mark(Name::Strong),
        b"del" | b"s" | b"strike" => Kind::Mark(Name::Deleted),
        b"sub" => Kind::Mark(Name::Sub),
        b"sup" => Kind::Mark(Name::Super),
        b"code" => Kind::Code,
        b"script" | b"style" => Kind::Dropped,
        name if stands_apart(name) => Kind::Division,
        _ => return None,
    })
}

/// Elements that are none of ours and whose text stands apart from what is around them.
fn stands_apart(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"address",
        b"article",
        b"aside",
        b"body",
        b"caption",
        b"center",
        b"dd",
        b"details",
        b"dialog",
        b"dir",
        b"div",
        b"dl",
        b"dt",
        b"fieldset",
        b"footer",
        b"form",
        b"frameset",
        b"header",
        b"hgroup",
        b"html",
        b"legend",
        b"listing",
        b"main",
        b"menu",
        b"nav",
        b"noscript",
        b"option",
        b"plaintext",
        b"search",
        b"section",
        b"summary",
        b"textarea",
        b"title",
        b"xmp",
    ];
    NAMES.binary_search(&name).is_ok()
}

fn end(tree: &mut Tree, name: &HtmlString) {
    let is = |wanted: Kind| move |open: &Kind| *open == wanted;
    match &***name {
        b"a" => tree.end(|open| matches!(open, Kind::Link(_))),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
            tree.end(|open| matches!(open, Kind::Heading(_)));
        }
        b"ul" | b"ol" => tree.end(|open| matches!(open, Kind::List(_))),
        b"td" | b"th" => tree.end(|open| matches!(open, Kind::Cell(_))),
        name => {
            if let Some(meant) = meaning(name, &StartTag::default()) {
                tree.end(is(meant));
            }
        }
    }
}

fn link(tree: &mut Tree, tag: &StartTag<()>, addresses: &mut impl Addresses) {
    // One link does not stand in another.
    tree.end(|open| matches!(open, Kind::Link(_)));
    if let Some(link) = attribute(tag, "href").and_then(|href| addresses.link(&href)) {
        tree.begin(link);
    }
}

fn image(tree: &mut Tree, tag: &StartTag<()>, addresses: &mut impl Addresses) {
    let value = |name: &str| attribute(tag, name).unwrap_or_default();
    picture(
        tree,
        &value("src"),
        &value("alt"),
        value("title"),
        addresses,
    );
}

/// Adds a picture or, where it cannot be had, what it shows in words.
pub(crate) fn picture(
    tree: &mut Tree,
    address: &str,
    shown: &str,
    caption: String,
    addresses: &mut impl Addresses,
) {
    match addresses.picture(address, shown) {
        Some(image) => tree.add(Raw::Image(image, caption)),
        None => tree.text(shown),
    }
}

/// A box to tick is a task; nothing else to fill in has a text.
fn task(tree: &mut Tree, tag: &StartTag<()>) {
    if attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
        tree.add(Raw::Task(attribute(tag, "checked").is_some()));
    }
}

fn shape(is_head: bool, tag: &StartTag<()>) -> Cell {
    // A cell a thousand rows high would be a page's worth of nothing.
    let span = |name: &str| number(tag, name).unwrap_or(1).clamp(1, 100);
    let align = attribute(tag, "align").unwrap_or_default();
    Cell {
        is_head,
        align: match &*align.to_ascii_lowercase() {
            "left" => Align::Left,
            "center" => Align::Center,
            "right" => Align::Right,
            _ => Align::Usual,
        },
        columns: span("colspan"),
        rows: span("rowspan"),
    }
}

fn number(tag: &StartTag<()>, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_stand_apart_are_sorted_and_found() {
        for name in ["address", "div", "summary", "xmp"] {
            assert!(stands_apart(name.as_bytes()), "{name}");
        }
        assert!(!stands_apart(b"span"));
    }
}
