//! What does a plain text say that somebody wrote with HTML tags?
//!
//! Only what is certainly markup goes: an element of text that begins and ends, or one that is written
//! as empty. `a < b`, `Vec<u8>` and a story about the `<b>` tag are plain text.

use std::borrow::Cow;

/// A text, and the first of the tags that were in it.
#[derive(Debug)]
pub(crate) struct Bare<'a> {
    pub text: Cow<'a, str>,
    pub first: Option<&'a str>,
}

/// Elements that come in pairs around text.
const PAIRED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "ul",
];

/// Elements that have no end.
const EMPTY: &[&str] = &["br", "hr", "img", "wbr"];

/// A tag in a text.
#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    start: usize,
    text: &'a str,
    name: &'a str,
    is_end: bool,
}

/// The text without its tags; a line break is a space.
pub(crate) fn without_tags(text: &str) -> Bare<'_> {
    let found = if text.contains('<') {
        certain(&tags(text))
    } else {
        Vec::new()
    };
    let Some(first) = found.first() else {
        let text = Cow::Borrowed(text);
        return Bare { text, first: None };
    };
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for tag in &found {
        bare.push_str(&text[at..tag.start]);
        if parts_words(tag.name) && !bare.ends_with(' ') && !bare.is_empty() {
            bare.push(' ');
        }
        at = tag.start + tag.text.len();
    }
    bare.push_str(&text[at..]);
    let bare = bare.trim_end_matches(' ').to_owned();
    Bare {
        text: Cow::Owned(bare),
        first: Some(first.text),
    }
}

/// Everything that has the shape of a tag, and a name that is known.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let starts = text.match_indices('<').map(|(start, _)| start);
    starts.filter_map(|start| tag(text, start)).collect()
}

fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
    let rest = &text[start..];
    let end = end(rest)?;
    let inside = &rest[1..end - 1];
    let (inside, is_end) = inside
        .strip_prefix('/')
        .map_or((inside, false), |inside| (inside, true));
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let after = inside[name.len()..].trim_end_matches('/');
    let is_known = is_one_of(PAIRED, name) || is_one_of(EMPTY, name);
    let has_shape = after.is_empty() || after.starts_with(char::is_whitespace);
    let text = &rest[..end];
    (is_known && has_shape && !inside.contains('<')).then_some(Tag {
        start,
        text,
        name,
        is_end,
    })
}

/// Longer than any tag that somebody pastes into a title.
const LONGEST: usize = 1000;

/// Where a tag ends; a `>` in quotes does not end it.
fn end(text: &str) -> Option<usize> {
    let mut quote = None;
    let ends = |byte: &u8| {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            _ => {}
        }
        quote.is_none() && *byte == b'>'
    };
    let at = text.as_bytes().iter().take(LONGEST).position(ends)?;
    Some(at + 1)
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether the text before an element and the text in it are different words.
fn parts_words(name: &str) -> bool {
    let blocks = [
        "blockquote",
        "br",
        "center",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "ul",
    ];
    is_one_of(&blocks, name)
}

/// The tags that are certainly markup.
fn certain<'a>(tags: &[Tag<'a>]) -> Vec<Tag<'a>> {
    let mut is_certain: Vec<bool> = tags.iter().map(|tag| is_one_of(EMPTY, tag.name)).collect();
    let mut open: Vec<usize> = Vec::new();
    for (at, tag) in tags
        .iter()
        .enumerate()
        .filter(|(_, tag)| is_one_of(PAIRED, tag.name))
    {
        if !tag.is_end {
            // What nests deeper is no text; this keeps the search for a partner short.
            open.truncate(64);
            open.push(at);
            continue;
        }
        let partner = open
            .iter()
            .rposition(|&other| tags[other].name.eq_ignore_ascii_case(tag.name));
        if let Some(partner) = partner {
            (is_certain[at], is_certain[open[partner]]) = (true, true);
            open.truncate(partner);
        }
    }
    let both = tags.iter().zip(is_certain);
    both.filter(|(_, is_certain)| *is_certain)
        .map(|(tag, _)| *tag)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bare: &str, first: Option<&str>) {
        let found = without_tags(text);
        assert_eq!((found.text.as_ref(), found.first), (bare, first));
    }

    #[test]
    fn elements_are_their_text() {
        check("A <b>bold</b> claim", "A bold claim", Some("<b>"));
        check("<p>One</p><p>Two</p>", "One Two", Some("<p>"));
        check("One<br/>Two<BR>Three", "One Two Three", Some("<br/>"));
        check(
            "<a href=\"https://a.example/?b>\">C</a>",
            "C",
            Some("<a href=\"https://a.example/?b>\">"),
        );
        check("H<sub>2</sub>O", "H2O", Some("<sub>"));
    }

    #[test]
    fn what_may_be_meant_stays() {
        for text in [
            "a < b > c",
            "Vec<u8>",
            "the <b> tag",
            "</b>",
            "<news-rack></news-rack>",
            "<3",
            "x<y",
            "<i",
        ] {
            check(text, text, None);
        }
    }
}
