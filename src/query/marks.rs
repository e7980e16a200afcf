//! Which words of a text are hits, and which passage shows them best?

use std::ops::Range;

use crate::index::{Group, ascending};
use crate::query::words::Meant;
use crate::text::{Folding, Kind, Token, tokens};

/// What is marked in the text of a hit: words, beginnings of words, and words in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<Box<str>>,
    prefixes: Vec<Box<str>>,
    phrases: Vec<Vec<(u32, String)>>,
}

/// A piece of a text, plain or hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was searched for.
    pub is_hit: bool,
}

/// Characters of a passage, about: three lines of a card.
const PASSAGE: usize = 180;

impl Marks {
    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.prefixes.is_empty() && self.phrases.is_empty()
    }

    /// Of a word and all that begins with it, and some more forms.
    pub(crate) fn beginning(word: &str, forms: &[Box<str>]) -> Self {
        Self {
            words: forms.to_vec(),
            prefixes: vec![word.into()],
            phrases: Vec::new(),
        }
    }

    /// The words that do not begin with another.
    pub(crate) fn besides(&self, word: &str) -> Vec<Box<str>> {
        let mut besides = self.words.clone();
        besides.retain(|other| !other.starts_with(word));
        besides.sort_unstable();
        besides.dedup();
        besides
    }

    pub(crate) fn add_word(&mut self, word: &str, meant: &Meant, groups: &[(&Group, u8)]) {
        self.words.push(word.into());
        if meant.is_prefix {
            self.prefixes.push(word.into());
        }
        for (group, _) in groups {
            self.words.extend(group.forms.iter().cloned());
        }
    }

    pub(crate) fn add_phrase(&mut self, phrase: &[(u32, String)]) {
        self.phrases.push(phrase.to_vec());
    }

    /// A text in pieces, plain ones and hits by turns; one plain piece where nothing is hit.
    #[must_use]
    pub fn pieces(&self, text: &str, folding: &Folding) -> Vec<Piece> {
        if self.is_empty() {
            return joined(vec![plain(text)]);
        }
        let hits = self.hits(&tokens(text, folding));
        pieces(text, 0..text.len(), &hits)
    }

    /// The passage of a longer text that shows the most different hits, earliest among equals, in
    /// pieces; `None` where nothing in it is hit.
    #[must_use]
    pub fn passage(&self, text: &str, folding: &Folding) -> Option<Vec<Piece>> {
        let found = tokens(text, folding);
        let hits = self.hits(&found);
        let mut best: Option<(usize, usize)> = None;
        for hit in &hits {
            let worth = worth(text, hit.start, &hits);
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, hit.start));
            }
        }
        let (_, start) = best?;
        let range = around(text, start);
        let mut shown = pieces(text, range.clone(), &hits);
        if range.start > 0 {
            shown.insert(0, plain("… "));
        }
        if range.end < text.len() {
            shown.push(plain(" …"));
        }
        Some(joined(shown))
    }

    /// The hits in a text, ascending and apart.
    fn hits(&self, found: &[Token]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for token in found {
            if self.is_word(token) {
                ranges.push(token.range.clone());
            }
            for phrase in &self.phrases {
                ranges.extend(row(found, token, phrase));
            }
        }
        let mut apart: Vec<Range<usize>> = Vec::new();
        let starts = ranges.iter().map(|range| range.start as u64);
        for range in ascending(starts)
            .into_iter()
            .filter_map(|at| ranges.get(at))
        {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range.clone()),
            }
        }
        apart
    }

    fn is_word(&self, token: &Token) -> bool {
        self.words.iter().any(|word| **word == token.word)
            || self
                .prefixes
                .iter()
                .any(|prefix| token.word.starts_with(&**prefix))
    }
}

/// How many different hits a passage shows that begins there.
fn worth(text: &str, start: usize, hits: &[Range<usize>]) -> usize {
    let mut words: Vec<&str> = Vec::new();
    for hit in hits {
        let word = text.get(hit.clone()).unwrap_or_default();
        if (start..start + PASSAGE).contains(&hit.start) && !words.contains(&word) {
            words.push(word);
        }
    }
    words.len()
}

/// Where the words of a phrase stand in a row, the first of them being that token.
fn row(found: &[Token], first: &Token, phrase: &[(u32, String)]) -> Option<Range<usize>> {
    if first.word != phrase.first()?.1 {
        return None;
    }
    let mut end = first.range.end;
    for (distance, word) in phrase {
        let place = first.place + distance;
        let token = found.iter().find(|token| {
            token.place == place && token.word == *word && token.kind != Kind::Compound
        })?;
        end = token.range.end;
    }
    Some(first.range.start..end)
}

/// A few words before a hit and as many after it as fit, cut between words.
fn around(text: &str, hit: usize) -> Range<usize> {
    let before = text.get(..hit).unwrap_or_default();
    let back = before.char_indices().rev().take(PASSAGE / 4).last();
    let start = match back {
        Some((at, _)) if at > 0 => {
            let cut = before.get(at..).unwrap_or_default();
            at + cut.find(char::is_whitespace).map_or(0, |space| space + 1)
        }
        _ => 0,
    };
    let after = text.get(start..).unwrap_or_default();
    let end = match after.char_indices().nth(PASSAGE) {
        Some((at, _)) => {
            let kept = after.get(..at).unwrap_or_default();
            start + kept.rfind(char::is_whitespace).unwrap_or(at)
        }
        None => text.len(),
    };
    start..end
}

fn pieces(text: &str, range: Range<usize>, hits: &[Range<usize>]) -> Vec<Piece> {
    let mut shown = Vec::new();
    let mut at = range.start;
    let within = hits
        .iter()
        .filter(|hit| hit.start >= range.start && hit.end <= range.end);
    for hit in within {
        shown.push(plain(text.get(at..hit.start).unwrap_or_default()));
        shown.push(Piece {
            text: text.get(hit.clone()).unwrap_or_default().to_owned(),
            is_hit: true,
        });
        at = hit.end;
    }
    shown.push(plain(text.get(at..range.end).unwrap_or_default()));
    joined(shown)
}

fn plain(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        is_hit: false,
    }
}

/// Without empty pieces, and no two plain ones in a row.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.text.is_empty()) {
        match joined.last_mut() {
            Some(last) if !last.is_hit && !piece.is_hit => last.text += &piece.text,
            _ => joined.push(piece),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NATIVE;

    fn marks(words: &[&str], prefixes: &[&str]) -> Marks {
        Marks {
            words: words.iter().map(|&word| word.into()).collect(),
            prefixes: prefixes.iter().map(|&word| word.into()).collect(),
            phrases: Vec::new(),
        }
    }

    fn shown(pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece.is_hit {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        pieces.iter().map(piece).collect()
    }

    #[track_caller]
    fn check(marks: &Marks, text: &str, expected: &str) {
        assert_eq!(shown(&marks.pieces(text, &NATIVE)), expected);
    }

    #[test]
    fn hits_are_marked_as_they_are_written() {
        check(
            &marks(&["alesund", "run"], &["quant"]),
            "Run to Ålesund, Quantum!",
            "[Run] to [Ålesund], [Quantum]!",
        );
        check(&marks(&["c++"], &[]), "C++ <b>", "[C++] <b>");
        check(&marks(&["大学", "学生"], &[]), "新大学生用", "新[大学生]用");
        check(&marks(&["x"], &[]), "nothing", "nothing");
    }

    #[test]
    fn a_phrase_is_one_hit() {
        let marks = Marks {
            phrases: vec![vec![(0, "prime".to_owned()), (1, "minister".to_owned())]],
            ..Marks::default()
        };
        check(
            &marks,
            "The Prime  Minister and a prime number",
            "The [Prime  Minister] and a prime number",
        );
    }

    #[test]
    fn the_passage_with_the_most_hits_is_shown() {
        let text = format!(
            "one {} two and one at last {}",
            "word ".repeat(100),
            "tail ".repeat(100)
        );
        let shown = shown(&marks(&["one", "two"], &[]).passage(&text, &NATIVE).unwrap());
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert!(shown.contains("[two] and [one] at last"), "{shown}");
        assert_eq!(marks(&["three"], &[]).passage(&text, &NATIVE), None);
    }
}
