//! Which words are in a text, and where?
//!
//! One function for the build and the browser: a word is found as it was written only if both cut
//! texts at the same places. What is cut here is not yet stemmed; the index knows which forms belong
//! together.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::scripts::{Class, class};

/// How words are made alike, given from outside: the tables of all scripts are large, and every
/// browser has them.
#[derive(Clone, Copy, Debug)]
pub struct Folding {
    /// Without case, diacritics and forms of width: [`crate::text::fold`].
    pub word: fn(&str) -> String,
    /// The same for scripts without case, whose marks tell words apart: composed, and nothing left
    /// out.
    pub unspaced: fn(&str) -> String,
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// As it is looked up: folded, never empty, at most [`LONGEST`] bytes. Most are written like that
    /// and borrowed from their text.
    pub word: Cow<'a, str>,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Its number among the words of the text, from 0. What stands in one place has one number.
    pub place: u32,
    /// What it is to its neighbors.
    pub kind: Kind,
}

/// What a token is to its neighbors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word like any other.
    Word,
    /// Two neighboring characters of a script that writes without spaces.
    Pair,
    /// `gpt-4`: several parts that belong together. A search for words looks for it whole.
    Compound,
    /// `gpt` in `GPT-4`: in a phrase parts stand for their compound.
    Part,
    /// `c` in `C++`, the last character of a run: found, but never looked for itself.
    Inner,
}

/// No word of any language is longer; what is longer is a checksum or an address.
pub const LONGEST: usize = 48;

/// The words of a text, in order.
#[must_use]
pub fn tokens<'a>(text: &'a str, folding: &'a Folding) -> Vec<Token<'a>> {
    let runs = runs(text);
    let mut cut = Cut {
        text,
        folding,
        tokens: Vec::with_capacity(runs.len()),
        place: 0,
    };
    let mut parts: Vec<Run> = Vec::new();
    for run in runs {
        if parts.last().is_some_and(|last| !joins(text, last, &run)) {
            cut.take(&parts);
            parts.clear();
        }
        parts.push(run);
    }
    cut.take(&parts);
    cut.tokens
}

/// Bytes of a word and what follows it, about.
const USUAL_LENGTH: usize = 6;

/// Neighboring characters of one class.
struct Run {
    range: Range<usize>,
    class: Class,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(text.len() / USUAL_LENGTH);
    let mut start = 0;
    while let Some((class, end)) = stretch(text, start) {
        match runs.last_mut().filter(|run| run.range.end == start) {
            Some(run) if class == run.class || class == Class::Unseen => run.range.end = end,
            _ if class == Class::Letter || class == Class::Unspaced => runs.push(Run {
                range: start..end,
                class,
            }),
            _ => {}
        }
        start = end;
    }
    runs
}

/// What stands there, and where it ends: letters of ASCII, of which nearly all texts are made, as many
/// as follow each other; of all else one character.
fn stretch(text: &str, start: usize) -> Option<(Class, usize)> {
    let rest = text.as_bytes().get(start..)?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
    match (letters.count(), rest.first()?.is_ascii()) {
        (0, true) => Some((Class::Gap, start + 1)),
        (0, false) => {
            let character = text.get(start..)?.chars().next()?;
            Some((class(character), start + character.len_utf8()))
        }
        (letters, _) => Some((Class::Letter, start + letters)),
    }
}

/// Whether two runs are one name: `GPT-4`, `3.5`, `U.S`. A hyphen between letters joins nothing, for
/// `e-mail` is searched as two words as often as one.
fn joins(text: &str, a: &Run, b: &Run) -> bool {
    if text.as_bytes().get(a.range.end) == Some(&b' ') {
        return false;
    }
    let (Some(before), Some(after)) = (text.get(a.range.clone()), text.get(b.range.clone())) else {
        return false;
    };
    let is_letters = a.class == Class::Letter && b.class == Class::Letter;
    let is_digit = |c: char| c.is_ascii_digit();
    let has_digit = before.ends_with(is_digit) || after.starts_with(is_digit);
    is_letters
        && match text.get(a.range.end..b.range.start) {
            Some("-" | "\u{2011}") => has_digit,
            Some(".") => has_digit || before.len() == 1 && after.len() == 1,
            _ => false,
        }
}

struct Cut<'a> {
    text: &'a str,
    folding: &'a Folding,
    tokens: Vec<Token<'a>>,
    place: u32,
}

impl<'a> Cut<'a> {
    /// One run, or several that belong together.
    fn take(&mut self, parts: &[Run]) {
        match parts {
            [run] if run.class == Class::Unspaced => self.unspaced(run.range.clone()),
            [run] => self.word(run.range.clone()),
            _ => self.compound(parts),
        }
    }

    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn push(&mut self, word: Cow<'a, str>, range: Range<usize>, kind: Kind) {
        let word = shortened(word);
        if !word.is_empty() {
            let place = self.place;
            self.tokens.push(Token {
                word,
                range,
                place,
                kind,
            });
        }
    }

    fn folded(&self, range: &Range<usize>) -> Cow<'a, str> {
        folded(self.slice(range), self.folding.word)
    }

    /// A word, with the signs that are part of its name: `C++`, `C#`, `.NET`.
    fn word(&mut self, range: Range<usize>) {
        let word = self.folded(&range);
        let named = self.named(&range);
        if named == range {
            self.push(word, range, Kind::Word);
        } else {
            let (before, after) = (named.start..range.start, range.end..named.end);
            let whole = [self.slice(&before), &word, self.slice(&after)].concat();
            self.push(whole.into(), named, Kind::Word);
            self.push(word, range, Kind::Inner);
        }
        self.place += 1;
    }

    fn named(&self, range: &Range<usize>) -> Range<usize> {
        let neighbor = |at: Option<usize>| self.text.as_bytes().get(at?);
        let (last, next) = (
            neighbor(range.start.checked_sub(1)),
            neighbor(Some(range.end)),
        );
        if last != Some(&b'.') && !matches!(next, Some(b'+' | b'#')) {
            return range.clone();
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        let signs = after.len() - after.trim_start_matches(['+', '#']).len();
        let is_end = |rest: &str| !rest.starts_with(|c| class(c) != Class::Gap);
        let end = match after.get(signs..) {
            Some(rest) if signs <= 2 && is_end(rest) => range.end + signs,
            _ => range.end,
        };
        let has_dot = before.strip_suffix('.').is_some_and(|before| {
            before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '(')
        });
        let is_name = self
            .slice(range)
            .starts_with(|c: char| c.is_ascii_alphabetic());
        let start = range.start - usize::from(has_dot && is_name);
        start..end
    }

    /// Parts that belong together, found together and apart. Letters with dots between them are
    /// written without as often: `U.S.`
    fn compound(&mut self, parts: &[Run]) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let range = first.range.start..last.range.end;
        let words: Vec<_> = parts.iter().map(|part| self.folded(&part.range)).collect();
        let is_initials = words
            .iter()
            .all(|word| word.len() == 1 && !word.starts_with(|c: char| c.is_ascii_digit()));
        if is_initials {
            self.push(words.concat().into(), range, Kind::Word);
            self.place += 1;
            return;
        }
        let mut whole = String::new();
        for (at, (word, part)) in words.iter().zip(parts).enumerate() {
            if at > 0 {
                let is_dot = self.slice(&(part.range.start - 1..part.range.start)) == ".";
                whole.push(if is_dot { '.' } else { '-' });
            }
            whole.push_str(word);
        }
        self.push(whole.into(), range, Kind::Compound);
        for (word, part) in words.into_iter().zip(parts) {
            self.push(word, part.range.clone(), Kind::Part);
            self.place += 1;
        }
    }

    /// Overlapping pairs, and the last character by itself, so that any part of a run is the start
    /// of something.
    fn unspaced(&mut self, range: Range<usize>) {
        let run = folded(self.slice(&range), self.folding.unspaced);
        let plain = *run == *self.slice(&range);
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
        let end_of = |at: usize| starts.get(at).copied().unwrap_or(run.len());
        for (at, &start) in starts.iter().enumerate() {
            let end = end_of(at + 2);
            let is_last = at + 1 == starts.len();
            let kind = match (is_last, at) {
                (true, 0) | (false, _) => Kind::Pair,
                (true, _) => Kind::Inner,
            };
            // Where folding changed lengths, a hit marks the whole run.
            let place = if plain {
                range.start + start..range.start + end
            } else {
                range.clone()
            };
            self.push(
                run.get(start..end).unwrap_or_default().to_owned().into(),
                place,
                kind,
            );
            self.place += 1;
        }
    }
}

/// As it is looked up. Nearly all words are ASCII, and need no table.
fn folded(text: &str, fold: fn(&str) -> String) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => text.to_ascii_lowercase().into(),
            false => text.into(),
        };
    }
    let seen: String = text
        .chars()
        .filter(|&c| class(c) != Class::Unseen)
        .collect();
    fold(&seen).split_whitespace().collect::<String>().into()
}

fn shortened(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.len() <= LONGEST {
        return word;
    }
    let ends = (0..=LONGEST).rev();
    let cut = ends.into_iter().find_map(|end| word.get(..end));
    cut.unwrap_or_default().to_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NATIVE;

    /// `word` · `(inner)` · `whole=part+part`: as they come, places apart by spaces.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut shown = String::new();
        let mut place = 0;
        for token in tokens(text, &NATIVE) {
            if token.place > place {
                shown.push(' ');
                place = token.place;
            }
            let (before, after) = match token.kind {
                Kind::Word | Kind::Pair => ("", ""),
                Kind::Compound => ("", "="),
                Kind::Part => ("", "+"),
                Kind::Inner => ("(", ")"),
            };
            shown += &format!("{before}{}{after}", token.word);
            assert!(text.get(token.range).is_some());
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_folded_and_counted() {
        check(
            "Quantum Computing’s Ålesund!",
            "quantum computing s alesund",
        );
        check("l'amour, e-mail", "l amour e mail");
        check("so\u{ad}ft\u{200d}ware", "software");
        check("", "");
        check("\0 \u{202e} ++ # ...", "");
    }

    #[test]
    fn names_are_found_as_they_are_typed() {
        check("C++, C# and .NET.", "c++(c) c#(c) and .net(net)");
        check("GPT-4 is 3.5 times", "gpt-4=gpt+ 4+ is 3.5=3+ 5+ times");
        check("the U.S. and the E.U.", "the us and the eu");
        check("end.Next ...and", "end next and");
        check("a+b a+", "a b a+(a)");
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        check("大学生", "大学 学生 (生)");
        check("生", "生");
        check("新AI時代", "新 ai 時代 (代)");
        check("ｶﾞｽ", "ガス (ス)");
        check("한국어", "한국 국어 (어)");
    }

    #[test]
    fn nothing_is_too_long_or_too_strange() {
        let long = "ä".repeat(10_000);
        assert!(
            tokens(&long, &NATIVE)
                .iter()
                .all(|t| t.word.len() <= LONGEST)
        );
        for strange in ["\u{301}\u{301}", "ﷺ", "İıſ", "🙂👩‍👩‍👧", "\u{10ffff}", "٣٫٥"]
        {
            let _ = tokens(strange, &NATIVE);
        }
    }
}
