//! Was this text UTF-8 that somebody read as another encoding, and what did it say?
//!
//! `Alphabetâ€™s` was `Alphabet’s`. The idea is that of ftfy by Robyn Speer (Apache-2.0,
//! <https://github.com/rspeer/python-ftfy>): the misread bytes of UTF-8 look like nothing that people
//! write, so a text is mended only if its bytes decode and it looks less bad afterwards. What looks bad
//! is decided here by rules of our own: a *sequence* is two to six characters that are the bytes of one,
//! and a *sign* is a sequence that right text does not have. One sign convicts all sequences of its text.
//!
//! The rules lean to silence: `AMANHÃ”` and `É¿` can be typed, so they stay.

use crate::bundle::charset::{Charset, may_begin};
use crate::bundle::sequence::{Sequence, decode, sequences, spaced};

/// How many times a text is taken to have been misread, one after the other.
const ROUNDS: usize = 3;

/// What a text said before it was misread; nothing where it was not, or more often than anybody can
/// vouch for.
pub(crate) fn mend(text: &str) -> Option<String> {
    if !is_suspect(text) {
        return None;
    }
    let mut mended = None;
    for _ in 0..=ROUNDS {
        let said = mended.as_deref().unwrap_or(text);
        let Some(better) = once(said) else {
            return as_windows(said).or(mended);
        };
        mended = Some(better);
    }
    None
}

/// A quick look that no damaged text passes.
fn is_suspect(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let is_suspect = may_begin(before, c) || is_c1(c) || (before == 'Ã' && c == ' ');
        before = c;
        is_suspect
    })
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

/// One misreading undone, where that makes the text look better.
fn once(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let has_c1 = chars.iter().copied().any(is_c1);
    let mut readings: Vec<_> = Charset::ALL
        .iter()
        // Latin-2 differs from Windows-1250 in few letters; only its controls give it away.
        .filter(|charset| has_c1 || **charset != Charset::Latin2)
        .map(|charset| Reading::new(*charset, &chars))
        .filter(|reading| reading.signs > 0)
        .collect();
    // Stable: of two that explain as much the likelier stays first.
    readings.sort_by_key(|reading| std::cmp::Reverse((reading.signs, reading.weight())));
    let before = readings.iter().map(Reading::weight).max()?;
    let mended = readings.iter().map(Reading::undone);
    let mut better = mended.filter(|mended| badness(mended) < before);
    better.next()
}

/// How many characters of a text are explained by a misreading.
fn badness(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let readings = Charset::ALL.map(|charset| Reading::new(charset, &chars).weight());
    readings.into_iter().max().unwrap_or_default()
}

/// Control characters as the punctuation that Windows-1252 has in their places.
fn as_windows(text: &str) -> Option<String> {
    let windows = |c: char| {
        let byte = u8::try_from(c).ok().filter(|_| is_c1(c))?;
        Charset::Western.character(byte).filter(|c| !is_c1(*c))
    };
    let has_any = text.chars().any(|c| windows(c).is_some());
    has_any.then(|| text.chars().map(|c| windows(c).unwrap_or(c)).collect())
}

/// A text, seen as UTF-8 that was read as one encoding.
struct Reading<'a> {
    charset: Charset,
    chars: &'a [char],
    sequences: Vec<Sequence>,
    /// Whether nothing but ASCII is outside of the sequences.
    is_consistent: bool,
    signs: usize,
}

impl<'a> Reading<'a> {
    fn new(charset: Charset, chars: &'a [char]) -> Self {
        let sequences = sequences(charset, chars, decode);
        let foreign = chars.iter().filter(|c| !c.is_ascii()).count();
        let explained: usize = sequences.iter().map(|sequence| sequence.len).sum();
        let mut reading = Self {
            charset,
            chars,
            sequences,
            is_consistent: foreign <= explained,
            signs: 0,
        };
        let signs = (0..reading.sequences.len()).filter(|at| reading.is_sign(*at));
        reading.signs = signs.count() + reading.grave_accents();
        reading
    }

    /// How much of the text it explains; nothing without a sign.
    fn weight(&self) -> usize {
        if self.signs == 0 {
            return 0;
        }
        let explained: usize = self.sequences.iter().map(|sequence| sequence.len).sum();
        explained + 2 * self.grave_accents()
    }

    /// `voilÃ le`: an `à` whose second byte, a space that forbids a break, has become a plain one.
    fn grave_accents(&self) -> usize {
        if self.charset != Charset::Western {
            return 0;
        }
        let is_grave = |three: &&[char]| three[0].is_ascii_lowercase() && three[1..] == ['Ã', ' '];
        self.chars.windows(3).filter(is_grave).count()
    }

    /// The text as it was. Now that it is known to be misread, spaces count as bytes, too.
    fn undone(&self) -> String {
        let decode =
            |charset, chars: &[char]| decode(charset, chars).or_else(|| spaced(charset, chars));
        let mut text = String::with_capacity(self.chars.len());
        let mut at = 0;
        for sequence in sequences(self.charset, self.chars, decode) {
            text.extend(&self.chars[at..sequence.start]);
            text.push(sequence.meant);
            text.extend(sequence.keeps_space.then_some(' '));
            at = sequence.start + sequence.len;
        }
        text.extend(&self.chars[at..]);
        text
    }

    /// Whether right text would not have this sequence.
    fn is_sign(&self, at: usize) -> bool {
        let Sequence { start, len, .. } = self.sequences[at];
        let rest = &self.chars[start + 1..start + len];
        match rest {
            [next] => self.is_sign_of_two(at, *next),
            [_, _] => self.is_sign_of_three(at, rest),
            _ => true,
        }
    }

    fn is_sign_of_three(&self, at: usize, rest: &[char]) -> bool {
        let lead = self.chars[self.sequences[at].start];
        let is_loud = match self.charset {
            Charset::Western => !rest.iter().all(|c| is_quiet(*c)),
            _ => rest.iter().any(|c| !is_quiet(*c) && !c.is_alphabetic()),
        };
        match self.charset {
            Charset::Mac => lead == '‚',
            Charset::Cyrillic => rest[0] == 'Ђ' || !rest.iter().all(|c| c.is_alphabetic()),
            Charset::Dos => {
                (lead == 'ß' && !rest.iter().any(|c| c.is_alphabetic())) || self.is_in_run(at)
            }
            _ => is_loud || self.is_in_run(at) || (lead == 'â' && self.before(at).is_lowercase()),
        }
    }

    fn is_sign_of_two(&self, at: usize, next: char) -> bool {
        let Sequence { start, meant, .. } = self.sequences[at];
        let (lead, before, after) = (self.chars[start], self.before(at), self.after(at));
        let script = Script::of(meant);
        let is_within = before.is_lowercase() && after.is_lowercase();
        let is_in_run = self.is_in_run(at);
        if next == char::REPLACEMENT_CHARACTER {
            return is_in_run || is_within;
        }
        // On a Mac, the bytes of Cyrillic are quotes and dashes, which stand beside letters anyway.
        if self.charset == Charset::Mac && script == Script::Cyrillic {
            return false;
        }
        if !matches!(script, Script::Latin | Script::Greek)
            || (script == Script::Greek && is_in_run)
        {
            return is_in_run;
        }
        match self.charset {
            Charset::Dos => {
                script == Script::Latin
                    && next.is_alphabetic()
                    && !lead.is_alphabetic()
                    && after.is_alphabetic()
            }
            Charset::Mac => matches!(lead, '√' | '≈' | 'ƒ') && before.is_alphabetic(),
            Charset::Western if script == Script::Greek => !is_quiet(next),
            _ if script == Script::Greek => false,
            Charset::Western if (lead, next) == ('Ã', '\u{A0}') && !before.is_alphabetic() => true,
            Charset::Cyrillic => {
                !next.is_alphabetic() && (!is_quiet(next) || after.is_alphabetic())
            }
            _ => self.is_sign_of_latin(at, next),
        }
    }

    /// A Latin letter in an encoding of Latin letters, which is where right text comes closest.
    fn is_sign_of_latin(&self, at: usize, next: char) -> bool {
        let lead = self.chars[self.sequences[at].start];
        let (before, after) = (self.before(at), self.after(at));
        let is_usual = matches!(lead, 'Ã' | 'Â' | 'Ă');
        if is_quiet(next) {
            let is_ended = before.is_alphabetic() && (next != '’' || before.is_lowercase());
            let is_trademark = next == '™' && self.charset == Charset::Western;
            return (is_ended && after.is_lowercase())
                || (is_usual && before.is_alphabetic() && after.is_alphabetic())
                || (is_usual && (before.is_lowercase() || is_trademark));
        }
        if matches!(next, '£' | '¥' | '¢') && !self.is_consistent {
            return false;
        }
        let is_repeated = self.is_consistent && self.sequences.len() > 1;
        (is_repeated && !next.is_alphabetic() && !matches!(next, '¡' | '¿'))
            || is_usual
            || before.is_lowercase()
            || after.is_lowercase()
            || is_c1(next)
    }

    fn before(&self, at: usize) -> char {
        let before = self.sequences[at].start.checked_sub(1);
        before.map_or(' ', |before| self.chars[before])
    }

    fn after(&self, at: usize) -> char {
        let Sequence { start, len, .. } = self.sequences[at];
        self.chars.get(start + len).copied().unwrap_or(' ')
    }

    /// Whether a neighbor without a gap means a letter of the same script.
    fn is_in_run(&self, at: usize) -> bool {
        let own = self.sequences[at];
        let script = Script::of(own.meant);
        let is_alike =
            |other: &Sequence| script != Script::None && Script::of(other.meant) == script;
        let before = at
            .checked_sub(1)
            .and_then(|before| self.sequences.get(before));
        let after = self.sequences.get(at + 1);
        before.is_some_and(|other| other.start + other.len == own.start && is_alike(other))
            || after.is_some_and(|other| other.start == own.start + own.len && is_alike(other))
    }
}

/// Punctuation that follows a letter in right text.
fn is_quiet(c: char) -> bool {
    "…’‘“”–—«»\u{A0}™®©•´".contains(c)
}

/// Letters that stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Semitic,
    Other,
    /// Signs, which stand beside everything.
    None,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\0'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{530}'..='\u{8FF}' => Self::Semitic,
            '\u{2000}'..='\u{2FFF}' => Self::None,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, said: &str) {
        assert_eq!(mend(text).as_deref(), Some(said), "{text}");
    }

    #[test]
    fn what_was_misread_is_read_again() {
        check("Alphabetâ€™s", "Alphabet’s");
        check("SmÃ¥land", "Småland");
        check(
            "Iggy Pop (nÃƒÂ© Jim Osterberg)",
            "Iggy Pop (né Jim Osterberg)",
        );
        check("voilÃ le travail", "voilà le travail");
        check("a \u{93}quote\u{94}", "a “quote”");
        check("ðŸ˜€", "😀");
        check("í\u{A0}½í¸\u{8D}", "😍");
    }

    #[test]
    fn what_can_be_typed_stays() {
        for text in [
            "",
            "plain",
            "São Paulo",
            "à\u{A0}«\u{A0}point\u{A0}»",
            "AMANHÃ”",
            "the letter “â”…",
            "¿QUÉ¡",
            "Україна: рік",
            "10 µm ± 2 °C",
            "« mangé »…",
            "«…»",
            "日本語",
            "5×£35",
        ] {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn text_that_was_misread_more_often_than_three_times_stays() {
        let misread = |text: &str| -> String {
            text.bytes()
                .map(|byte| match byte {
                    0x80.. => Charset::Western.character(byte).unwrap(),
                    _ => char::from(byte),
                })
                .collect()
        };
        let mut text = "doesn’t".to_owned();
        for round in 1..=4 {
            text = misread(&text);
            let expected = (round <= 3).then_some("doesn’t");
            assert_eq!(mend(&text).as_deref(), expected, "{text}");
        }
    }

    /// Cases of ftfy, where they are at hand: beside the folder that `NEWSRACK_CORPUS` names.
    fn cases(name: &str) -> Option<Vec<(String, String)>> {
        let folder = std::path::PathBuf::from(std::env::var_os("NEWSRACK_CORPUS")?);
        let folder = folder.join("../fixtures/mojibake/ftfy/tests/test-cases");
        let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let expected = |case: &serde_json::Value| {
            text(&case["fixed-encoding"]).or_else(|| text(&case["fixed"]))
        };
        let pair = |case: &serde_json::Value| Some((text(&case["original"])?, expected(case)?));
        Some(cases.iter().map(|case| pair(case).unwrap()).collect())
    }

    fn is_as_expected((original, expected): &&(String, String)) -> bool {
        mend(original).as_deref().unwrap_or(original) == expected
    }

    /// Says so where the cases are not there; not by `eprintln!`, which the test runner would swallow.
    fn skipped(test: &str) {
        use std::io::Write;
        let message = "set NEWSRACK_CORPUS to the folder of real articles";
        drop(writeln!(std::io::stderr(), "SKIPPED {test}: {message}"));
    }

    #[test]
    fn what_only_looks_damaged_is_never_touched() {
        let Some(cases) = cases("negative") else {
            return skipped("mojibake");
        };
        let wrong: Vec<_> = cases.iter().filter(|case| !is_as_expected(case)).collect();
        assert_eq!((cases.len(), wrong), (31, vec![]));
    }

    #[test]
    fn of_what_is_damaged_nearly_all_is_mended() {
        let kinds = ["in-the-wild", "language-names", "synthetic"];
        let Some(cases) = kinds.into_iter().map(cases).collect::<Option<Vec<_>>>() else {
            return skipped("mojibake");
        };
        let cases = cases.concat();
        let mended = cases.iter().filter(is_as_expected).count();
        assert!(
            mended * 100 >= cases.len() * 95,
            "{mended} of {}",
            cases.len()
        );
        assert_eq!(cases.len(), 120);
    }
}
