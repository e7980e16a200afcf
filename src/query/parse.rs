//! What does a search string mean?
//!
//! It cannot be wrong: what is no operator is words, and what is no word is nothing.

use crate::index::Facet;
use crate::model::Day;
use crate::text::{Folding, Kind, Token, tokens};

/// A search string, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) clauses: Vec<Clause>,
    /// `topic:` and `provider:`, each with whether it is excluded.
    pub(crate) labels: Vec<(Facet, String, bool)>,
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// Something that documents must hold, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) wanted: Wanted,
    pub(crate) is_excluded: bool,
    pub(crate) in_title: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A word, or the beginning of one.
    Word { word: String, is_prefix: bool },
    /// Words in their order, each with its distance from the first.
    Phrase(Vec<(u32, String)>),
}

/// A piece of the string between spaces or quotes.
struct Chunk<'a> {
    is_excluded: bool,
    name: Option<&'a str>,
    text: &'a str,
    is_quoted: bool,
    /// Whether nothing follows it, so that its last word may still be typed on.
    is_open: bool,
}

/// Things that a search string can ask for. Nobody types so many; a pasted page may hold thousands, and
/// what the first of them do not find, the others do not find either.
const MOST: usize = 32;

/// The quotes of many languages, any of which closes any other.
fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»')
}

/// A text up to the first character that passes a test, and from there on.
fn split(text: &str, is_end: fn(char) -> bool) -> (&str, &str) {
    let mut characters = text.char_indices();
    let end = characters.find(|&(_, character)| is_end(character));
    text.split_at_checked(end.map_or(text.len(), |(at, _)| at))
        .unwrap_or((text, ""))
}

pub(crate) fn parse(typed: &str, folding: &Folding) -> Search {
    let mut search = Search::default();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (chunk, after) = chunk(rest);
        search.take(&chunk, folding);
        rest = after.trim_start();
    }
    search.clauses.truncate(MOST);
    search.labels.truncate(MOST);
    search
}

fn chunk(rest: &str) -> (Chunk<'_>, &str) {
    let unsigned = rest
        .strip_prefix('-')
        .filter(|after| after.starts_with(|c: char| !c.is_whitespace() && c != '-'));
    let after_sign = unsigned.unwrap_or(rest);
    let name = name(after_sign);
    let value = name.map_or(after_sign, |name| {
        after_sign.get(name.len() + 1..).unwrap_or_default()
    });
    let (text, is_quoted, after) = quoted(value).unwrap_or_else(|| plain(value));
    let chunk = Chunk {
        is_excluded: unsigned.is_some(),
        name,
        text,
        is_quoted,
        is_open: after.is_empty(),
    };
    (chunk, after)
}

/// The operator before a colon, where something follows it.
fn name(text: &str) -> Option<&str> {
    let (name, colon) = split(text, |c| c == ':');
    let value = colon.get(1..)?;
    let is_known = ["topic", "provider", "title", "before", "after"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    let has_value = value.starts_with(|c: char| !c.is_whitespace());
    (is_known && has_value).then_some(name)
}

/// What stands between quotes. One that is not closed yet is no quote: its words are still typed.
fn quoted(text: &str) -> Option<(&str, bool, &str)> {
    let (inside, after) = split(text.strip_prefix(is_quote)?, is_quote);
    let (_, rest) = split(after, |c| !is_quote(c));
    (!after.is_empty()).then_some((inside, true, rest))
}

fn plain(text: &str) -> (&str, bool, &str) {
    let (quotes, start) = split(text, |c| !is_quote(c));
    let (word, after) = split(start, |c| c.is_whitespace() || is_quote(c));
    let end = quotes.len() + word.len();
    (text.get(..end).unwrap_or(text), false, after)
}

impl Search {
    /// The words that are looked for by themselves.
    pub(crate) fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        for clause in &self.clauses {
            if let (Wanted::Word { word, .. }, false) = (&clause.wanted, clause.is_excluded) {
                words.push(word.as_str());
            }
        }
        words
    }

    fn take(&mut self, chunk: &Chunk<'_>, folding: &Folding) {
        let name = chunk.name.map(str::to_ascii_lowercase);
        let label = |facet| (facet, chunk.text.to_owned(), chunk.is_excluded);
        match (name.as_deref(), chunk.text.parse::<Day>()) {
            (Some("topic"), _) => self.labels.push(label(Facet::Topic)),
            (Some("provider"), _) => self.labels.push(label(Facet::Provider)),
            (Some("after"), Ok(day)) => self.since = self.since.max(Some(day)),
            (Some("before"), Ok(day)) => {
                self.until = Some(self.until.map_or(day, |until| until.min(day)))
            }
            (Some("before" | "after"), Err(())) => {
                // No day: an ordinary word with a colon behind it.
                self.take_words(&chunk.named(), folding, false);
                self.take_words(chunk, folding, false);
            }
            (name, _) => self.take_words(chunk, folding, name == Some("title")),
        }
    }

    fn take_words(&mut self, chunk: &Chunk<'_>, folding: &Folding, in_title: bool) {
        let found = tokens(chunk.text, folding);
        let clause = |wanted| Clause {
            wanted,
            is_excluded: chunk.is_excluded,
            in_title,
        };
        if chunk.is_quoted {
            let phrase: Vec<_> = found
                .iter()
                .filter(|token| stands_in_phrase(token))
                .collect();
            self.clauses.extend(phrase_of(&phrase).map(clause));
            return;
        }
        let looked_for: Vec<_> = found.iter().filter(|token| is_looked_for(token)).collect();
        let runs = looked_for.chunk_by(|a, b| a.range.end > b.range.start);
        let last = looked_for.last().map(|token| token.range.end);
        for run in runs {
            let is_last = run.last().map(|token| token.range.end) == last;
            let is_typed = chunk.is_open && is_last && !chunk.is_excluded;
            let wanted = match run {
                [token] => Some(word_of(token, is_typed)),
                // Pairs that overlap are one word of a script without spaces.
                _ => phrase_of(run),
            };
            self.clauses.extend(wanted.map(clause));
        }
    }
}

impl<'a> Chunk<'a> {
    fn named(&self) -> Chunk<'a> {
        Chunk {
            text: self.name.unwrap_or_default(),
            is_open: false,
            ..*self
        }
    }
}

fn word_of(token: &Token, is_typed: bool) -> Wanted {
    // A single character of such a script is the beginning of a pair.
    let is_single = token.kind == Kind::Pair && token.word.chars().count() == 1;
    Wanted::Word {
        word: token.word.to_string(),
        is_prefix: is_typed || is_single,
    }
}

fn phrase_of(tokens: &[&Token]) -> Option<Wanted> {
    let first = tokens.first()?.place;
    let words = tokens
        .iter()
        .map(|token| (token.place - first, token.word.to_string()));
    Some(Wanted::Phrase(words.collect()))
}

fn is_looked_for(token: &Token) -> bool {
    matches!(token.kind, Kind::Word | Kind::Pair | Kind::Compound)
}

fn stands_in_phrase(token: &Token) -> bool {
    matches!(token.kind, Kind::Word | Kind::Pair | Kind::Part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NATIVE;

    fn shown(search: &Search) -> String {
        let mut shown = Vec::new();
        for clause in &search.clauses {
            let sign = if clause.is_excluded { "-" } else { "" };
            let field = if clause.in_title { "title:" } else { "" };
            let wanted = match &clause.wanted {
                Wanted::Word { word, is_prefix } => {
                    format!("{word}{}", if *is_prefix { "*" } else { "" })
                }
                Wanted::Phrase(words) => {
                    let words: Vec<_> = words
                        .iter()
                        .map(|(at, word)| format!("{at}{word}"))
                        .collect();
                    format!("\"{}\"", words.join(" "))
                }
            };
            shown.push(format!("{sign}{field}{wanted}"));
        }
        for (facet, value, is_excluded) in &search.labels {
            let sign = if *is_excluded { "-" } else { "" };
            shown.push(format!("{sign}{}={value}", facet.name()));
        }
        shown.extend(search.since.map(|day| format!("since={day}")));
        shown.extend(search.until.map(|day| format!("until={day}")));
        shown.join(" ")
    }

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(shown(&parse(typed, &NATIVE)), expected);
    }

    #[test]
    fn the_last_word_is_a_prefix_while_it_is_typed() {
        check("Quantum comp", "quantum comp*");
        check("quantum comp ", "quantum comp");
        check("", "");
    }

    #[test]
    fn operators_are_understood() {
        check("\"exact phrase\" -without", "\"0exact 1phrase\" -without");
        check("-\"two words\" x ", "-\"0two 1words\" x");
        check("topic:AI provider:zdnet.com", "topic=AI provider=zdnet.com");
        check("-topic:\"machine learning\" ", "-topic=machine learning");
        check("title:robot ", "title:robot");
        check("TITLE:\"two robots\"", "title:\"0two 1robots\"");
        check(
            "after:2022-09-01 before:2022-09-30",
            "since=2022-09-01 until=2022-09-30",
        );
    }

    #[test]
    fn everything_else_is_plain_text() {
        check("before:yesterday ", "before yesterday");
        check("foo:bar - -- : \" ( [ .* \\ ", "foo bar");
        check("\"still typed", "still typed*");
        check("topic: AI ", "topic ai");
        check("C++ GPT-4 ", "c++ gpt-4");
        check("\"GPT-4 model\"", "\"0gpt 14 2model\"");
        check("don't ", "don t");
        check("大学生 ", "\"0大学 1学生\"");
        check("生 ", "生*");
        check("\0 \u{202e}", "");
    }
}
