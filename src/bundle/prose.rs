//! What does a plain text say, once what only machines meant by it is gone?
//!
//! Text arrives from HTML and from word processors. Entities become the characters they stand for,
//! characters that nobody sees and that change how the rest is read are removed, and runs of white
//! space become one space. What was damaged on its way is mended by `repair`.

use std::borrow::Cow;

use crate::bundle::Code;
use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::bundle::repair::{Repair, clean_line, is_plain};
use crate::bundle::tags::without_tags;

/// The plain text of a field; nothing where it is empty.
pub(crate) fn text<T>(
    faults: &mut Faults<'_>,
    name: &str,
    field: Option<&At<Node<T>>>,
) -> Option<Box<str>> {
    let written = faults.scalar(name, field)?;
    let bare = without_tags(&written);
    if let (Some(field), Some(tag)) = (field, bare.first) {
        let message =
            format!("`{tag}` in `{name}` is taken out, for it is plain text; take it out");
        faults.note_part(Code::Tags, field, tag, message);
    }
    let decoded = without_entities(&bare.text);
    if let (Some(field), true) = (field, decoded != bare.text) {
        let entity = first_entity(&bare.text);
        let message = format!(
            "`{entity}` in `{name}` is read as the character it stands for; write that character"
        );
        faults.note_part(Code::Entities, field, entity, message);
    }
    let (clean, repairs) = clean_line(&decoded);
    if let Some(field) = field {
        note_repairs(faults, &format!("`{name}`"), field, &repairs);
    }
    Some(clean)
        .filter(|text| !text.is_empty())
        .map(String::into_boxed_str)
}

fn note_repairs<T>(faults: &mut Faults<'_>, place: &str, field: &At<T>, repairs: &[Repair]) {
    for repair in repairs {
        faults.note_part(repair.code, field, &repair.was, repair.message(place));
    }
}

/// The text with the characters that its entities stand for.
///
/// Text that went through HTML twice says `&amp;#39;`. Nobody means to show a number in that form, so
/// what is numeric after the first round is decoded once more; `&amp;lt;` is left as `&lt;`.
fn without_entities(text: &str) -> Cow<'_, str> {
    let once = html_escape::decode_html_entities(text);
    if !once.contains("&#") {
        return once;
    }
    let mut twice = String::with_capacity(once.len());
    let mut rest = once.as_ref();
    while let Some(at) = rest.find("&#") {
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end + 1);
        twice.push_str(&rest[..at]);
        html_escape::decode_html_entities_to_string(&rest[at..end], &mut twice);
        rest = &rest[end..];
    }
    twice.push_str(rest);
    Cow::Owned(twice)
}

/// The first thing that looks like an entity, for a message.
fn first_entity(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let entity = |at: usize| {
        let rest = &text[at + 1..];
        let len = rest
            .find(|c| !is_part(c))
            .filter(|&len| len > 0 && rest[len..].starts_with(';'))?;
        Some(&text[at..at + len + 2])
    };
    text.match_indices('&')
        .find_map(|(at, _)| entity(at))
        .unwrap_or("&…;")
}

/// One space for every run of white space, none at the ends. A space that forbids a line break is
/// the author's choice, and stays.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{A0}' && c != '\u{202F}') {
        if !line.is_empty() && !word.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The text without characters that are invisible and deceive: controls, directional overrides,
/// byte order marks, word joiners, and tags outside an emoji flag.
///
/// Joiners and directional marks stay: Persian, Arabic and emoji need them.
pub(crate) fn without_controls(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_suspect) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut flag_left = 0;
    while let Some(c) = rest.next() {
        if c == '\u{1F3F4}' {
            flag_left = flag_tags(rest.as_str());
        }
        let is_kept = match c {
            '\u{200B}' => {
                clean.chars().last().is_some_and(breaks_without_spaces)
                    && rest.clone().next().is_some_and(breaks_without_spaces)
            }
            c if is_tag(c) => flag_left > 0,
            c => !is_suspect(c),
        };
        flag_left -= usize::from(is_tag(c) && flag_left > 0);
        if is_kept {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

/// How many tags make a flag of the black one before this text: up to six letters or digits, and the
/// tag that ends them. More of them could hide a text.
fn flag_tags(rest: &str) -> usize {
    let names_place = |c: &char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let len = rest.chars().take_while(names_place).count();
    match rest.chars().nth(len) {
        Some('\u{E007F}') if (1..=6).contains(&len) => len + 1,
        _ => 0,
    }
}

fn is_suspect(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        && c != '\r'
        || is_tag(c)
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// Letters of Thai, Lao, Burmese and Khmer, which mark where a line may break by U+200B.
fn breaks_without_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, clean: &str) {
        assert_eq!(on_one_line(&without_controls(text)), clean);
    }

    #[test]
    fn white_space_becomes_one_space() {
        check("  a\r\n b\t c\n", "a b c");
        check("a\u{A0}b", "a\u{A0}b");
        check("\n", "");
    }

    #[test]
    fn what_nobody_sees_is_removed() {
        check(
            "a\u{202E}b\u{2066}c\u{FEFF}d\u{200B}e\u{0}f\u{9B}g\u{E0041}h",
            "abcdefgh",
        );
    }

    #[test]
    fn what_languages_and_emoji_need_stays() {
        for text in [
            "\u{645}\u{6CC}\u{200C}\u{62E}",
            "\u{1F468}\u{200D}\u{1F469}",
            "a\u{200F}b",
            "\u{E01}\u{200B}\u{E02}",
        ] {
            check(text, text);
        }
        let scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
        check(scotland, scotland);
        check("\u{1F3F4}\u{E0067}\u{E0062}", "\u{1F3F4}");
        check(&format!("{scotland}\u{E0067}"), scotland);
    }

    #[test]
    fn entities_are_the_characters_they_stand_for() {
        assert_eq!(
            without_entities("we&amp;#39;re H&#038;M&nbsp;&hellip;"),
            "we're H&M\u{A0}…"
        );
        assert_eq!(
            without_entities("&amp;lt; AT&T; R&D &unknown; 5 &# 6"),
            "&lt; AT&T; R&D &unknown; 5 &# 6"
        );
    }

    #[test]
    fn the_first_entity_is_named() {
        assert_eq!(first_entity("AT&T; R&D H&#038;M &amp;"), "&T;");
        assert_eq!(first_entity("R&D H&#038;M"), "&#038;");
    }
}
