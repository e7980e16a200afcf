//! What does front matter in YAML say that asks for nothing unusual?
//!
//! Nearly all of it is groups, lists and texts, and the events of the parser say what these are. To hand every value with
//! its place through a general deserializer takes longer than to parse it. Whatever is not certain here (an anchor, a tag,
//! a number in another notation, a name that is there twice, any fault) is left to `from_yaml`, which judges it.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use crate::bundle::mask::DROPPED;
use crate::bundle::node::{At, Group, Node, is_secured};

/// Bytes of front matter, values in it and groups inside each other: what has more may be beyond a limit.
const LARGE: usize = 64 << 10;
const VALUES: usize = 2000;
const DEPTH: usize = 8;

/// The fields; nothing where somebody else has to look.
pub(crate) fn parse(text: &str) -> Option<At<Node<Group>>> {
    let mut events = Events {
        parser: Parser::new_from_str(text),
        values: VALUES,
    };
    if text.len() > LARGE
        || !matches!(events.next()?.0, Event::StreamStart)
        || !matches!(events.next()?.0, Event::DocumentStart(..))
    {
        return None;
    }
    let fields = events.node(DEPTH)?;
    let is_all = matches!(events.next()?.0, Event::DocumentEnd)
        && matches!(events.next()?.0, Event::StreamEnd);
    (is_all && matches!(fields.value, Node::Fields(_))).then_some(fields)
}

/// What the parser finds, one thing after the other.
struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// How many more values may come.
    values: usize,
}

impl<'a> Events<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next()?.ok()
    }

    /// The next value, with so many groups and lists in each other at most.
    fn node(&mut self, depth: usize) -> Option<At<Node<Group>>> {
        let next = self.next()?;
        self.value(next, depth)
    }

    fn value(&mut self, (event, span): (Event<'a>, Span), depth: usize) -> Option<At<Node<Group>>> {
        self.values = self.values.checked_sub(1)?;
        let value = match event {
            Event::Scalar(text, style, 0, None) => scalar(text, style)?,
            Event::SequenceStart(_, 0, None) => self.list(depth.checked_sub(1)?)?,
            Event::MappingStart(_, 0, None) => self.group(depth.checked_sub(1)?)?,
            _ => return None,
        };
        Some(At {
            value,
            start: span.start.byte_offset()?,
            end: span.end.byte_offset()?,
        })
    }

    fn list(&mut self, depth: usize) -> Option<Node<Group>> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(Node::List(nodes)),
                next => nodes.push(self.value(next, depth)?),
            }
        }
    }

    fn group(&mut self, depth: usize) -> Option<Node<Group>> {
        let (mut group, mut is_secret_known) = (Group::default(), false);
        loop {
            let name = match self.next()?.0 {
                Event::MappingEnd => return Some(Node::Fields(Box::new(group))),
                Event::Scalar(name, style, 0, None) if !is_null(&name, style) => name,
                _ => return None,
            };
            // Of a secret only the shape is left in this text; it goes as soon as it is known to be sound.
            let value = self.node(depth)?;
            let is_secret = is_secured(&name);
            if is_secret && is_secret_known || group.has(&name) {
                return None;
            }
            is_secret_known |= is_secret;
            group.push(name, value);
        }
    }
}

/// What a text without quotes is, as far as that is certain.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Option<Node<Group>> {
    Some(match &*text {
        _ if style != ScalarStyle::Plain => Node::Text(text.into_owned()),
        "" | "~" | "null" => Node::Null,
        "true" => Node::Bool(true),
        "false" => Node::Bool(false),
        plain if is_number(plain) => Node::Number,
        plain if is_text(plain) => Node::Text(text.into_owned()),
        _ => return None,
    })
}

fn is_null(text: &str, style: ScalarStyle) -> bool {
    let nulls = ["", "~", "null", "Null", "NULL"];
    style == ScalarStyle::Plain && nulls.contains(&text)
}

/// Whether this is a whole number as everybody writes it.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.len() == 1 || !digits.starts_with('0');
    (1..=15).contains(&digits.len()) && is_plain && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Words that are, or in other notations were, no texts.
const WORDS: [&str; 12] = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity",
];

/// Whether this can be nothing but a text: it begins with a letter, is a date, or stands for a secret.
fn is_text(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || DROPPED.starts_with(c);
    let is_word = || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    is_dated(text) || text.starts_with(is_letter) && !is_word()
}

/// Whether this begins with a year and a month.
fn is_dated(text: &str) -> bool {
    let Some((year, [b'-', month, ..])) = text.as_bytes().split_at_checked(4) else {
        return false;
    };
    year.iter().chain([month]).all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::from_yaml::judged;
    use proptest::prelude::*;

    /// Whatever is certain here is what `from_yaml` would say, places included.
    #[track_caller]
    fn check(text: &str) -> bool {
        let found = parse(text);
        if let Some(found) = &found {
            let judged = judged(text);
            assert_eq!(
                format!("{:?}", Ok::<_, ()>(found)),
                format!("{judged:?}"),
                "{text}"
            );
        }
        found.is_some()
    }

    #[test]
    fn usual_front_matter_is_read() {
        assert!(check(
            "title: \"One: two\"\npublishedDateTime: 2025-04-09T21:52:37Z\nquality: 95\nheat: -1\n\
             published: true\nauthor: Ada Löwe\nexcerpt: >\n  folded\n  text\n# said in between\ntopics:\n  - \"AI\"\n  \
             - Winter sports\nimages:\n  - url: \"https://a.example/3.jpg\"\n    width: 800\nnothing:\n\
             secured: {a: …, b: [x]}\nfew: [a, 'b', 3]\n"
        ));
    }

    #[test]
    fn what_is_not_certain_is_left_to_others() {
        for text in [
            "",
            "a",
            "- a",
            "a: 1\na: 2",
            "a: &x 1",
            "a: !!str 1",
            "a: *x",
            "a: 012",
            "a: 1e3",
            "a: Yes",
            "a: .5",
            "a: b: c",
            "~: 1",
            "? [a]\n: 1",
            "a: 1\n---\nb: 2",
            "secured: 1\nSecured: 2",
            "a: [",
            "a: +1",
            "a: 1_0",
        ] {
            assert!(!check(text), "{text}");
        }
        assert!(!check(&format!("a: {}", "[".repeat(20) + &"]".repeat(20))));
        assert!(!check(&"- a\n".repeat(VALUES)));
    }

    fn scalars() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "",
            "~",
            "null",
            "Null",
            "true",
            "True",
            "false",
            "yes",
            "no",
            "on",
            "y",
            "-",
            "--",
            "-1",
            "-0",
            "0",
            "00",
            "007",
            "1",
            "12345",
            "123456789012345",
            "1234567890123456789012",
            "1.5",
            "1e5",
            "e5",
            "inf",
            ".inf",
            "nan",
            "NaN",
            "Infinity",
            "0x1F",
            "0o7",
            "1_000",
            "12:30",
            "2024-05-02",
            "2024-05-02T06:30:00Z",
            "2024-5",
            "20240-1",
            "\"quoted\"",
            "'it''s'",
            "\"a\\u00e9\\n\"",
            "größe",
            "潮汐",
            "“curly”",
            "a b  c",
            "a #b",
            "a: b",
            "a:b",
            "http://a.example/?q=1#x",
            "[a, b: c]",
            "{a: 1, a: 2}",
            "{a: b}",
            "&x a",
            "*x",
            "!!str 1",
            "!t a",
            "|\n  a\n  b",
            ">-\n  a\n\n  b",
            "|2\n    a",
            "\"two\n  lines\"",
            "two\n  lines",
            "@a",
            "%a",
            "`a",
            "<<",
            "…",
        ]);
        prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[ -~]{0,8}"]
    }

    fn lines() -> impl Strategy<Value = String> {
        let name = prop::sample::select(vec![
            "a", "b", "title", "secured", "Secured", "\"a\"", "1", "~", "<<", "true", "? a\n", "ü",
            "topics",
        ]);
        let indent = prop::sample::select(vec!["", "  ", "    ", "- ", "  - ", "\t"]);
        let line = (indent, name, scalars());
        let line = line.prop_map(|(indent, name, value)| format!("{indent}{name}: {value}\n"));
        let item = (prop::sample::select(vec!["- ", "  - "]), scalars());
        let item = item.prop_map(|(indent, value)| format!("{indent}{value}\n"));
        let odd = prop::sample::select(vec!["# note\n", "\n", "---\n", "...\n", "x\n"]);
        prop_oneof![8 => line, 3 => item, 1 => odd.prop_map(str::to_owned)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn what_is_certain_is_what_the_judge_says(lines in prop::collection::vec(lines(), 1..8)) {
            check(&lines.concat());
        }

        #[test]
        fn a_value_that_is_certain_is_what_the_judge_says(value in scalars()) {
            check(&format!("a: {value}\n"));
        }
    }
}
