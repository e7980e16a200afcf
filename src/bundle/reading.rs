//! How long does it take to read, and in which language is it?

use whatlang::{Lang, Script, detect};

use crate::bundle::spacing::joins;

/// Words that a grown-up reads in a minute: Brysbaert, “How many words do we read per minute?”, 2019,
/// names 238 for English prose.
const WORDS: usize = 238;
/// Characters of Chinese and Japanese in a minute, by the like measures.
const CHARACTERS: usize = 500;
/// Below so many letters a language is a guess.
const ENOUGH: usize = 120;

/// Minutes to read a text, rounded up; 0 for an empty one.
pub(crate) fn minutes(text: &str) -> u32 {
    let (words, characters) = match text.is_ascii() {
        true => (ascii_words(text), 0),
        false => words_and_characters(text),
    };
    let load = words * CHARACTERS + characters * WORDS;
    u32::try_from(load.div_ceil(WORDS * CHARACTERS)).unwrap_or(u32::MAX)
}

/// The words of a text without other letters than those of ASCII: most texts, and soon counted.
fn ascii_words(text: &str) -> usize {
    let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let words = text.as_bytes().split(is_space);
    words
        .filter(|word| word.iter().any(u8::is_ascii_alphanumeric))
        .count()
}

/// The words of any text, and the characters that stand for words.
fn words_and_characters(text: &str) -> (usize, usize) {
    let has_word = |word: &&str| {
        word.chars()
            .any(|letter| letter.is_alphanumeric() && !joins(letter))
    };
    let characters = text
        .chars()
        .filter(|&letter| joins(letter) && letter.is_alphabetic());
    let words = text.split_whitespace().filter(has_word);
    (words.count(), characters.count())
}

/// The language of a text as a BCP 47 tag, where it is long enough to be sure.
pub(crate) fn language(text: &str) -> Option<&'static str> {
    // A few thousand characters say what a book would.
    let end = text
        .char_indices()
        .nth(4000)
        .map_or(text.len(), |(at, _)| at);
    let text = text.get(..end)?;
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let found = detect(text)?;
    // A script that says a word in one letter needs fewer of them.
    let enough = match found.script() {
        Script::Mandarin | Script::Hangul | Script::Hiragana | Script::Katakana => ENOUGH / 3,
        _ => ENOUGH,
    };
    (found.is_reliable() && letters.count() >= enough)
        .then(|| tag(found.lang()))
        .flatten()
}

/// Languages that are told apart safely; the others stay unsaid.
fn tag(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Ara => "ar",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kat => "ka",
        Lang::Kor => "ko",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Vie => "vi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_those_of_words_and_of_characters() {
        assert_eq!(minutes(""), 0);
        assert_eq!(minutes("one"), 1);
        assert_eq!(minutes(&"word ".repeat(239)), 2);
        assert_eq!(minutes(&"潮".repeat(500)), 1);
        assert_eq!(minutes(&"潮汐点亮灯塔。".repeat(100)), 2);
    }

    #[test]
    fn words_without_other_letters_are_counted_like_all() {
        for text in [
            "",
            " ",
            "one",
            " one  two\n",
            "- a1\u{B}b -- c\r\n\u{7F}",
            "C++ \u{1}",
        ] {
            assert_eq!(
                (ascii_words(text), 0),
                words_and_characters(text),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_language_is_named_only_when_it_is_sure() {
        let english = "For the first time in its long life, the light on the head burned through the \
            night on nothing but the sea below it, and nobody in the harbor slept. Three small \
            turbines sit on the bed of the channel and turn with the flood and the ebb. What they \
            make goes into a bank of batteries in the old store.";
        let german = "Zum ersten Mal in seinem langen Leben brannte das Licht auf der Landspitze die \
            ganze Nacht hindurch mit nichts als dem Meer darunter, und niemand im Hafen schlief. Drei \
            kleine Turbinen liegen auf dem Grund der Fahrrinne und drehen sich mit Flut und Ebbe.";
        assert_eq!(language(english), Some("en"));
        assert_eq!(language(german), Some("de"));
        assert_eq!(language("Meta PyTorch"), None);
        assert_eq!(
            language(&"潮汐点亮了百年灯塔，港口的人们彻夜未眠。".repeat(4)),
            Some("zh")
        );
        assert_eq!(language(""), None);
    }
}
