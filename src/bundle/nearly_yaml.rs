//! What did somebody mean by front matter that is nearly YAML?
//!
//! Word processors curl quotes, and some editors indent with tabs. Both are mended only where it is
//! certain that they are no text: where the front matter cannot be read as it is, or where a date, an
//! address or a number stands in curly quotes. A mended text has every byte in its old place.

use crate::bundle::Code;
use crate::bundle::from_yaml;
use crate::bundle::node::{At, Group, Node};
use crate::bundle::record::{Mended, Unwritten};
use crate::bundle::spelling::rank;
use crate::bundle::written::Article;

type Parsed = Result<At<Node<Group>>, Unwritten>;

/// The fields, and what had to be mended for them.
pub(crate) fn parse(text: &str) -> (Parsed, Vec<Mended>) {
    let parsed = from_yaml::parse(text);
    let is_mendable = match &parsed {
        Ok(fields) => has_curly_value(&fields.value),
        Err(fault) => !fault.is_limit,
    };
    if !is_mendable {
        return (parsed, Vec::new());
    }
    let attempts: [&[Mend]; 3] = [
        &[spaces_for_tabs],
        &[straight_quotes],
        &[spaces_for_tabs, straight_quotes],
    ];
    for mends in attempts {
        let (mended, noted) = mend(text, mends);
        if noted.is_empty() {
            continue;
        }
        if let Ok(fields) = from_yaml::parse(&mended) {
            return (Ok(fields), noted);
        }
    }
    (parsed, Vec::new())
}

/// Changes a text, byte for byte, and notes where.
type Mend = fn(&mut [u8], &str) -> Vec<Mended>;

fn mend(text: &str, mends: &[Mend]) -> (String, Vec<Mended>) {
    let mut bytes = text.as_bytes().to_vec();
    let noted = mends
        .iter()
        .flat_map(|mend| mend(&mut bytes, text))
        .collect();
    match String::from_utf8(bytes) {
        Ok(mended) => (mended, noted),
        Err(_) => (text.to_owned(), Vec::new()),
    }
}

/// Fields that no text can stand in.
const PLAIN: &[&str] = &[
    "publishedDateTime",
    "updatedDateTime",
    "expiryDateTime",
    "webUrl",
    "originalUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "quality",
    "heat",
    "published",
    "publish",
    "draft",
    "locale",
];

fn has_curly_value(fields: &Node<Group>) -> bool {
    let Node::Fields(group) = fields else {
        return false;
    };
    let is_plain = |name: &str| {
        let plain = Article::SPELLINGS
            .iter()
            .filter(|names| PLAIN.contains(&names[0]));
        plain.into_iter().any(|names| rank(names, name).is_some())
    };
    let is_curly =
        |node: &Node<Group>| node.as_text().is_some_and(|text| text.starts_with(OPENING));
    group
        .iter()
        .any(|field| is_curly(&field.value.value) && is_plain(&field.name))
}

/// One space for every tab that indents a line; said once.
fn spaces_for_tabs(bytes: &mut [u8], text: &str) -> Vec<Mended> {
    let mut first = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let of_indent = bytes.iter_mut().enumerate().skip(start).take(indent);
        for (at, byte) in of_indent.filter(|(_, byte)| **byte == b'\t') {
            *byte = b' ';
            first.get_or_insert(At {
                value: (),
                start: at,
                end: at + 1,
            });
        }
        start += line.len();
    }
    let message = "a tab indents this line, and is read as a space; YAML is indented with spaces";
    let note = |at| Mended {
        code: Code::TabIndentation,
        at,
        message: message.to_owned(),
    };
    first.map(note).into_iter().collect()
}

const OPENING: [char; 5] = ['“', '”', '„', '‘', '’'];
const CLOSING: [char; 3] = ['“', '”', '’'];

/// Straight quotes for curly ones that begin and end a value, or one of a list in brackets.
fn straight_quotes(bytes: &mut [u8], text: &str) -> Vec<Mended> {
    let mut noted = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        for (from, to) in curly(line) {
            let value = &line[from..to];
            if let Some(straight) = straight(value) {
                let at = start + from;
                bytes[at..at + value.len()].copy_from_slice(straight.as_bytes());
                let message =
                    "the curly quotes around this value are read as straight ones; type `\"`";
                let at = At {
                    value: (),
                    start: at,
                    end: at + value.len(),
                };
                noted.push(Mended {
                    code: Code::CurlyQuotes,
                    at,
                    message: message.to_owned(),
                });
            }
        }
        start += line.len();
    }
    noted
}

/// Where in a line values stand in curly quotes.
fn curly(line: &str) -> Vec<(usize, usize)> {
    let value = value_of(line);
    let from = line.len() - value.len();
    let value = value.trim_end();
    match value
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
    {
        Some(list) => quoted(list)
            .map(|(start, end)| (from + 1 + start, from + 1 + end))
            .collect(),
        None => vec![(from, from + value.len())],
    }
}

/// What stands after a name or the mark of a list, up to the end of the line.
fn value_of(line: &str) -> &str {
    let line = line.trim_start_matches([' ', '-']);
    let name = line
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
        .unwrap_or(line.len());
    line[name..]
        .strip_prefix(':')
        .filter(|_| name > 0)
        .unwrap_or(line)
        .trim_start()
}

/// The pairs of curly quotes in a text.
fn quoted(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(['“', '„', '‘'])?;
        let inside = text[start..]
            .chars()
            .next()
            .map_or(start, |open| start + open.len_utf8());
        let end = inside + text[inside..].find(CLOSING)?;
        rest = end + text[end..].chars().next().map_or(0, char::len_utf8);
        Some((start, rest))
    })
}

/// The value in straight quotes, as many bytes long; nothing where it is in no curly ones, or needs
/// both kinds inside.
fn straight(value: &str) -> Option<String> {
    let inside = value.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
    let (before, after) = (value.find(inside)?, value.len() - inside.len());
    let quote = match inside {
        _ if inside.contains(['“', '”', '„']) => return None,
        _ if !inside.contains(['"', '\\']) => '"',
        _ if !inside.contains('\'') => '\'',
        _ => return None,
    };
    let (left, right) = (" ".repeat(before - 1), " ".repeat(after - before - 1));
    Some(format!("{left}{quote}{inside}{quote}{right}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, value: Option<&str>, codes: &[Code]) {
        let (parsed, noted) = parse(text);
        let found: Vec<_> = noted.iter().map(|mended| mended.code).collect();
        assert_eq!(found, codes, "{text}");
        let fields = parsed.ok().map(|fields| fields.value);
        let found = match &fields {
            Some(Node::Fields(group)) => group.get(name).and_then(|value| value.value.as_text()),
            _ => None,
        };
        assert_eq!(found, value, "{text}");
    }

    #[test]
    fn curly_quotes_that_cannot_be_text_are_straight_ones() {
        check(
            "title: “Two: colons”\n",
            "title",
            Some("Two: colons"),
            &[Code::CurlyQuotes],
        );
        check(
            "title: „Zwei: Punkte“\r\n",
            "title",
            Some("Zwei: Punkte"),
            &[Code::CurlyQuotes],
        );
        check(
            "title: ‘It’s: so’\n",
            "title",
            Some("It’s: so"),
            &[Code::CurlyQuotes],
        );
        check("title: “A “b”: c”\n", "title", None, &[]);
        let both = [Code::CurlyQuotes, Code::CurlyQuotes];
        check(
            "title: “A”\ndate: “2024-05-02”\n",
            "title",
            Some("A"),
            &both,
        );
        check(
            "date: 2\ntopics: [“A”, “B: c”]\nx: “1: 2”\n",
            "x",
            Some("1: 2"),
            &[Code::CurlyQuotes; 3],
        );
    }

    #[test]
    fn curly_quotes_that_may_be_text_stay() {
        check(
            "title: “We are ready”\ndate: 2024-05-02\n",
            "title",
            Some("“We are ready”"),
            &[],
        );
    }

    #[test]
    fn tabs_indent_like_spaces() {
        check(
            "a:\n\tb: 1\n\tc:\n\t\td: 2\nx: y\n",
            "x",
            Some("y"),
            &[Code::TabIndentation],
        );
        check(
            "a: “b: c”\nd:\n\t- e\n",
            "a",
            Some("b: c"),
            &[Code::TabIndentation, Code::CurlyQuotes],
        );
        check("a: [\n", "a", None, &[]);
    }
}
