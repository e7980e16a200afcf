//! What is this character to a word?

/// What a character is to a word.
///
/// The library's own tables would be the largest part of the tokenizer in the browser. Nearly all
/// that is no letter lies in a few blocks; what is rare and not in them counts as a letter, natively
/// and in the browser alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Ends a word.
    Gap,
    /// Belongs to a word: letters, digits, marks.
    Letter,
    /// Belongs to a script that writes words without spaces, and some others that join them.
    Unspaced,
    /// Stands inside a word and is not seen: soft hyphens, joiners, directions.
    Unseen,
}

/// Blocks that hold no letters: first and last character.
const GAPS: [(u32, u32); 31] = [
    (0x80, 0xa9),
    (0xab, 0xac),
    (0xae, 0xb1),
    (0xb4, 0xb4),
    (0xb6, 0xb8),
    (0xbb, 0xbf),
    (0xd7, 0xd7),
    (0xf7, 0xf7),
    (0x37e, 0x37e),
    (0x387, 0x387),
    (0x55a, 0x55f),
    (0x589, 0x58a),
    (0x5be, 0x5be),
    (0x5c0, 0x5c0),
    (0x5c3, 0x5c3),
    (0x60c, 0x60c),
    (0x61b, 0x61f),
    (0x6d4, 0x6d4),
    (0x964, 0x965),
    (0x2000, 0x206f),
    (0x20a0, 0x20cf),
    (0x2120, 0x2122),
    (0x2190, 0x2bff),
    (0x2e00, 0x303f),
    (0x30fb, 0x30fb),
    (0xe000, 0xf8ff),
    (0xfe10, 0xfe6f),
    (0xff01, 0xff0f),
    (0xff1a, 0xff20),
    (0xff5b, 0xff65),
    (0x1f000, 0x1faff),
];

/// Blocks whose scripts are found by any part of a word: Thai to Myanmar, Khmer, kana and Han,
/// Hangul, half-width kana, the later planes of Han.
const UNSPACED: [(u32, u32); 8] = [
    (0xe00, 0x109f),
    (0x1780, 0x17ff),
    (0x3005, 0x3007),
    (0x3040, 0x9fff),
    (0xac00, 0xd7af),
    (0xf900, 0xfaff),
    (0xff66, 0xff9f),
    (0x20000, 0x3ffff),
];

/// Seen by nobody: soft hyphen, Arabic stretching, joiners, directions, variation selectors.
const UNSEEN: [(u32, u32); 7] = [
    (0xad, 0xad),
    (0x640, 0x640),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
];

/// What a character is. Tibetan lies inside the first unspaced block and marks its syllables; found by
/// parts as well, it loses nothing.
pub(crate) fn class(character: char) -> Class {
    if character.is_ascii() {
        return if character.is_ascii_alphanumeric() {
            Class::Letter
        } else {
            Class::Gap
        };
    }
    let lies_in = |blocks: &[(u32, u32)]| {
        let code = u32::from(character);
        blocks
            .iter()
            .any(|&(first, last)| (first..=last).contains(&code))
    };
    if lies_in(&UNSEEN) {
        Class::Unseen
    } else if lies_in(&UNSPACED) && character != '・' {
        Class::Unspaced
    } else if lies_in(&GAPS) || character == char::REPLACEMENT_CHARACTER {
        Class::Gap
    } else {
        Class::Letter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_told_apart() {
        for (characters, expected) in [
            (" -_.,;:!?\0\u{a0}«»…—’“”€™©×、。・！🙂", Class::Gap),
            ("azAZ09äßéøłжשمकअ\u{301}ªＡ１", Class::Letter),
            ("学がカ한กｶ々", Class::Unspaced),
            ("\u{ad}\u{200d}\u{202e}\u{feff}", Class::Unseen),
        ] {
            for character in characters.chars() {
                assert_eq!(class(character), expected, "{character:?}");
            }
        }
    }
}
