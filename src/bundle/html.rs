//! What does the HTML of a feed say, as plain text?
//!
//! Token by token and without a tree, so that nothing a stranger nests can exhaust the stack. What
//! only machines run is dropped; an element that Markdown has no mark for is its text.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use crate::bundle::prose::on_one_line;

/// The text, on one line.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut skip = Skip::default();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                skip.open(&tag);
                text.push_str(gap(&tag.name));
            }
            Token::EndTag(tag) => {
                skip.close(&tag.name);
                text.push_str(gap(&tag.name));
            }
            Token::String(part) if !skip.is_on() => text.push_str(&utf8(&part)),
            _ => {}
        }
    }
    on_one_line(&text)
}

/// How far a first paragraph is looked for, in bytes.
const AHEAD: usize = 1 << 14;

/// The text of its first paragraph that has any.
pub(crate) fn first_paragraph(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(AHEAD)];
    let ends = [
        "</p>",
        "</div>",
        "<br><br>",
        "<br/><br/>",
        "<br /><br />",
        "<p>",
        "<p ",
    ];
    let mut rest = html;
    while !rest.is_empty() {
        let end = ends
            .iter()
            .filter_map(|end| Some(rest.get(1..)?.find(end)? + 1))
            .min();
        let (paragraph, after) = rest.split_at(end.unwrap_or(rest.len()));
        let paragraph = text(paragraph);
        if !paragraph.is_empty() {
            return paragraph;
        }
        rest = after;
    }
    String::new()
}

fn gap(name: &[u8]) -> &'static str {
    if is_inline(name) { "" } else { " " }
}

pub(crate) fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(html, emitter);
    tokens.filter_map(Result::ok)
}

pub(crate) fn utf8(text: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(text)
}

pub(crate) fn is_inline(name: &[u8]) -> bool {
    matches!(
        name,
        b"a" | b"abbr"
            | b"b"
            | b"bdi"
            | b"bdo"
            | b"cite"
            | b"code"
            | b"data"
            | b"del"
            | b"dfn"
            | b"em"
            | b"font"
            | b"i"
            | b"ins"
            | b"kbd"
            | b"mark"
            | b"q"
            | b"rp"
            | b"rt"
            | b"ruby"
            | b"s"
            | b"samp"
            | b"small"
            | b"span"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"time"
            | b"tt"
            | b"u"
            | b"var"
            | b"wbr"
    )
}

/// Elements whose text is not meant to be read.
#[derive(Debug, Default)]
pub(crate) struct Skip {
    /// The element that is passed over, and how many of its kind are open.
    open: Option<(HtmlString, usize)>,
}

impl Skip {
    pub(crate) fn is_on(&self) -> bool {
        self.open.is_some()
    }

    pub(crate) fn open(&mut self, tag: &StartTag<()>) {
        match &mut self.open {
            Some((name, depth)) if *name == tag.name && !tag.self_closing => *depth += 1,
            Some(_) => {}
            None if is_skipped(&tag.name) && !tag.self_closing => {
                self.open = Some((tag.name.clone(), 1));
            }
            None => {}
        }
    }

    pub(crate) fn close(&mut self, name: &HtmlString) {
        if let Some((open, depth)) = &mut self.open
            && open == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.open = None;
            }
        }
    }
}

fn is_skipped(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"title"
            | b"iframe"
            | b"object"
            | b"noscript"
            | b"template"
            | b"svg"
            | b"math"
            | b"select"
            | b"textarea"
            | b"button"
            | b"noembed"
            | b"noframes"
            | b"xmp"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_person_reads() {
        assert_eq!(
            text("<p>One&nbsp;<b>t</b>wo</p><script>x()</script><p>R&amp;D"),
            "One\u{A0}two R&D"
        );
        assert_eq!(text("a < b <!-- c --> d"), "a < b d");
        assert_eq!(
            first_paragraph("<p><img src=x></p><p>One.</p><p>Two.</p>"),
            "One."
        );
        assert_eq!(first_paragraph("no tags"), "no tags");
    }
}
