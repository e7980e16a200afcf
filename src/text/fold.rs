//! Which texts does a reader take for the same?

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Folding;

/// Folding by this program's own tables. The browser brings its own.
pub const NATIVE: Folding = Folding {
    word: fold,
    unspaced: |text| text.nfkc().collect(),
};

/// Text without what readers do not type: case, diacritics, and the forms of width and ligature.
///
/// `Ålesund` and `ALESUND`, `ﬁlm` and `film`, `Ｔｏｋｙｏ` and `Tokyo` fold alike. Compatibility
/// decomposition (Unicode Standard Annex #15) splits letters from their marks; the letters that it
/// leaves whole, though readers type them as two or without their stroke, are spelled out. Folding
/// folded text changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most texts need no table.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    // `İ` becomes `i` and a dot above, which is a mark of its own by now.
    let lower = letters
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_combining_mark(*letter));
    spell_out(&lower.collect::<String>())
}

/// The last step of folding, which no table of a browser knows.
#[must_use]
pub fn spell_out(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match spelled(letter) {
            Some(spelled) => folded.push_str(spelled),
            None => folded.push(letter),
        }
    }
    folded
}

fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '’' | '‘' => "'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded);
        assert_eq!(fold(folded), folded, "folding twice changes nothing");
    }

    #[test]
    fn case_and_diacritics_do_not_matter() {
        check("Ålesund", "alesund");
        check("Crème Brûlée", "creme brulee");
        check("ΟΔΥΣΣΕΎΣ", "οδυσσευσ");
        check("İstanbul", "istanbul");
        check("DIYARBAKIR ılık", "diyarbakir ilik");
    }

    #[test]
    fn letters_that_are_typed_as_others_are_spelled_out() {
        check("Straße", "strasse");
        check("Łódź Øresund Æther", "lodz oresund aether");
        check("the mayor’s", "the mayor's");
    }

    #[test]
    fn forms_of_width_and_ligature_are_one() {
        check("ﬁlm Ｔｏｋｙｏ ①", "film tokyo 1");
    }

    #[test]
    fn what_has_no_case_stays() {
        check("大学生用旧渔网", "大学生用旧渔网");
        check("C++ .NET GPT-4", "c++ .net gpt-4");
        check("", "");
    }
}
