//! What is left of a text once all that damage and machines put into it is gone?
//!
//! Everything here leaves right text alone, byte for byte, and what it mended once it never touches
//! again; so what it does can be said as a warning, and refused.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::bundle::Code;
use crate::bundle::mojibake;
use crate::bundle::prose::{on_one_line, without_controls};
use crate::bundle::walk::printable;

/// Something that was mended in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub code: Code,
    /// The first word that was changed, and what became of it.
    pub was: String,
    pub is: String,
}

/// What a step mends, and how.
type Step = (Code, fn(&str) -> Cow<'_, str>);

/// Mojibake goes first: its bytes look like control characters.
const STEPS: [Step; 4] = [
    (Code::Mojibake, without_mojibake),
    (Code::ControlCharacters, without_controls),
    (Code::CombiningMarks, without_towers),
    (Code::DecomposedLetters, composed),
];

/// One step may uncover work for another; text that keeps them busy for longer was made to.
const PASSES: usize = 8;

/// The text, mended.
pub(crate) fn clean(text: &str) -> (Cow<'_, str>, Vec<Repair>) {
    if is_plain(text) {
        return (Cow::Borrowed(text), Vec::new());
    }
    mend(text, |text| Cow::Borrowed(text))
}

/// The text on one line, mended.
pub(crate) fn clean_line(text: &str) -> (String, Vec<Repair>) {
    let (line, mut repairs) = if is_plain(text) {
        (on_one_line(text), Vec::new())
    } else {
        let (line, repairs) = mend(text, |text| Cow::Owned(on_one_line(text)));
        (line.into_owned(), repairs)
    };
    if has_stray_space(text) {
        repairs.push(Repair {
            code: Code::StraySpace,
            was: "  ".to_owned(),
            is: " ".to_owned(),
        });
    }
    (line, repairs)
}

/// Whether there is nothing in a text that any step could mend.
pub(crate) fn is_plain(text: &str) -> bool {
    // Without an early end, for so the processor looks at many bytes at once.
    let is_odd = |is_odd, byte| is_odd | is_odd_control(byte);
    text.is_ascii() && !text.bytes().fold(false, is_odd)
}

/// Goes through all steps, and the last one, until none of them finds anything.
fn mend<'a>(text: &'a str, last: fn(&str) -> Cow<'_, str>) -> (Cow<'a, str>, Vec<Repair>) {
    let mut repairs: Vec<Repair> = Vec::new();
    let mut mended = Cow::Borrowed(text);
    for _ in 0..PASSES {
        let before = mended.clone();
        for (code, step) in STEPS {
            let better = step(&mended);
            if better != mended.as_ref() {
                repairs.push(Repair::of(code, &mended, &better));
                mended = Cow::Owned(better.into_owned());
            }
        }
        let better = last(&mended);
        if better != mended.as_ref() {
            mended = Cow::Owned(better.into_owned());
        }
        if before == mended {
            break;
        }
    }
    repairs.sort_by_key(|repair| repair.code);
    repairs.dedup_by_key(|repair| repair.code);
    (mended, repairs)
}

fn is_odd_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xB..=0xC | 0xE..=0x1F | 0x7F)
}

/// White space that nobody types on purpose. A line end is how a long text is written.
fn has_stray_space(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let is_stray = |c: char| {
        matches!(
            c,
            '\t' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    text.contains("  ") || text.contains(is_stray) || text.starts_with(' ') || text.ends_with(' ')
}

fn without_mojibake(text: &str) -> Cow<'_, str> {
    mojibake::mend(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// More marks on one letter than any language puts there cover what is written around them.
const MARKS: usize = 8;

fn without_towers(text: &str) -> Cow<'_, str> {
    let mut height = 0;
    let mut is_within = |c: char| {
        height = if is_combining_mark(c) { height + 1 } else { 0 };
        height <= MARKS
    };
    if text.chars().all(&mut is_within) {
        return Cow::Borrowed(text);
    }
    // In composed order, so that what is cut does not depend on how it was typed.
    let mut height = 0;
    let is_within = |c: &char| {
        height = if is_combining_mark(*c) { height + 1 } else { 0 };
        height <= MARKS
    };
    Cow::Owned(text.nfc().filter(is_within).collect())
}

fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

impl Repair {
    /// What to tell the editor of that place.
    pub(crate) fn message(&self, place: &str) -> String {
        let Self { was, is, .. } = self;
        match self.code {
            Code::Mojibake => format!(
                "`{}` in {place} is UTF-8 that was read as another encoding, and is read as `{is}`; write it like that",
                printable(was)
            ),
            Code::CombiningMarks => {
                format!("more than {MARKS} marks on one letter in {place} are removed")
            }
            Code::DecomposedLetters => {
                format!(
                    "`{is}` in {place} is written in parts (NFD) and is put together; save it as NFC"
                )
            }
            Code::StraySpace => format!("stray white space in {place} is read as one space"),
            _ => format!("invisible control characters in {place} are removed"),
        }
    }

    fn of(code: Code, was: &str, is: &str) -> Self {
        let start = first_word(was, is);
        let word = |text: &str| {
            let rest = text.get(start..).unwrap_or_default();
            let word: String = rest
                .chars()
                .take_while(|c| !c.is_whitespace())
                .take(40)
                .collect();
            word
        };
        Self {
            code,
            was: word(was),
            is: word(is),
        }
    }
}

/// Where the first word begins that is another one afterwards.
pub(crate) fn first_word(was: &str, is: &str) -> usize {
    let same = common(was.chars(), is.chars());
    let space = was[..same]
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace());
    space.map_or(0, |(at, c)| at + c.len_utf8())
}

/// How many bytes two texts begin with alike.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b)
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, line: &str, codes: &[&str]) {
        let (mended, repairs) = clean_line(text);
        let found: Vec<_> = repairs.iter().map(|repair| repair.code.name()).collect();
        assert_eq!(
            (mended.as_str(), found.as_slice()),
            (line, codes),
            "{text:?}"
        );
    }

    #[test]
    fn each_damage_is_mended_and_named() {
        check("Alphabetâ€™s", "Alphabet’s", &["mojibake"]);
        check("a\u{202E}b", "ab", &["control-characters"]);
        check("cafe\u{301}", "café", &["decomposed-letters"]);
        check(" a  b ", "a b", &["stray-space"]);
        check("a\r\nb", "a b", &["stray-space"]);
        let tower = format!("x{}y", "\u{32A}".repeat(1000));
        check(
            &tower,
            &format!("x{}y", "\u{32A}".repeat(8)),
            &["combining-marks"],
        );
    }

    #[test]
    fn a_text_that_is_written_on_several_lines_has_no_stray_space() {
        check("one\ntwo\n", "one two", &[]);
    }

    /// The quickest of three runs over a text repeated to this many bytes.
    fn seconds(piece: &str, bytes: usize) -> f64 {
        let text = piece.repeat(bytes / piece.len());
        let run = |_| {
            let start = std::time::Instant::now();
            let (line, _) = clean_line(&crate::bundle::tags::without_tags(&text).text);
            std::hint::black_box(line);
            start.elapsed().as_secs_f64()
        };
        (0..3).map(run).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn four_times_the_text_takes_about_four_times_as_long() {
        for piece in [
            "â€™ ",
            "ÃƒÂ©",
            "Ã ",
            "√©",
            "╨┐",
            "<b>",
            "</b>",
            "<a href='",
            "a\u{301}",
            "\u{1F3F4}\u{E0067}",
            "\u{200B}",
            "\u{E01}\u{200B}",
            "â",
            "\u{80}",
            "&amp;",
            " \t",
        ] {
            // Quadratic time would be sixteen times as long; a busy machine gets another chance.
            let is_linear = |_| seconds(piece, 1 << 17) < seconds(piece, 1 << 15) * 10.0 + 0.01;
            assert!((0..5).any(is_linear), "{piece:?}");
        }
    }

    /// Text in which every rule has something to bite on.
    fn texts() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "â€™",
            "Ã©",
            "Ã ",
            "ÃƒÂ©",
            "\u{80}",
            "\u{9D}",
            "â",
            "€",
            "™",
            "√",
            "©",
            "Р",
            "і",
            "ß",
            "║",
            "┐",
            "í\u{A0}½í¸\u{8D}",
            "\u{FFFD}",
            "e\u{301}",
            "\u{301}",
            "\u{1F3F4}",
            "\u{E0067}",
            "\u{E007F}",
            "\u{200B}",
            "\u{E01}",
            "\u{202E}",
            "\u{FEFF}",
            " ",
            "\n",
            "\t",
            "\r",
            "a",
            "B",
            "š",
            "&amp;",
            "ﬁ",
        ]);
        let piece = prop_oneof![3 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    /// Words with their quotes, apostrophes and dashes where writers put them. Letters of other alphabets in
    /// a row, dashes and quotes among them, are what a misread text looks like.
    const USUAL: &str = "(“?[A-Za-z]{1,3}[äöüßéèñçåøæ]?[a-z]{1,4}[äöüßéèñçåøæ]?(’[a-z]{1,2})?[,.!?]?”?( –)?[ ]){0,6}[0-9a-z]{1,8}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn what_is_clean_stays_as_it_is(text in texts()) {
            let (line, _) = clean_line(&text);
            let (again, repairs) = clean_line(&line);
            prop_assert_eq!(&again, &line);
            prop_assert_eq!(repairs, vec![]);
        }

        #[test]
        fn letters_of_usual_words_are_left_alone(text in USUAL) {
            let (clean, repairs) = clean(&text);
            prop_assert_eq!(clean.as_ref(), text.as_str());
            prop_assert_eq!(repairs, vec![]);
        }
    }
}
