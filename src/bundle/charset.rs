//! From which byte did a program that expected another encoding make this character?
//!
//! Only what is needed to undo it: the upper half of the encodings that UTF-8 is mistaken for. Where an
//! encoding leaves a byte undefined, programs let it through as the control character of that number.

use std::sync::LazyLock;

use encoding_rs::{ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1257};

/// An encoding that UTF-8 is mistaken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// Windows-1252, and Latin-1 with it: they differ in control characters only.
    Western,
    Cyrillic,
    /// ISO 8859-2.
    Latin2,
    /// Windows-1250.
    Central,
    /// Windows-1257.
    Baltic,
    Mac,
    /// Code page 437, of terminals.
    Dos,
}

/// The upper half of code page 437, which no encoding of the web is.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// Past the last character that any of them has, two ligatures and a logo aside.
const END: usize = 0x2700;

/// For each character below [`END`] its byte in each encoding; 0 where it has none.
static BYTES: LazyLock<Vec<[u8; Charset::ALL.len()]>> = LazyLock::new(|| {
    let mut bytes = vec![[0; Charset::ALL.len()]; END];
    for (at, charset) in Charset::ALL.iter().enumerate() {
        for byte in 0x80..=0xFF {
            let characters = [control(byte), charset.character(byte)];
            for c in characters.into_iter().flatten() {
                if let Some(row) = bytes.get_mut(c as usize) {
                    row[at] = byte;
                }
            }
        }
    }
    bytes
});

fn control(byte: u8) -> Option<char> {
    Some(char::from(byte)).filter(|c| c.is_control())
}

impl Charset {
    /// All of them, the likeliest first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Western,
        Self::Cyrillic,
        Self::Latin2,
        Self::Central,
        Self::Baltic,
        Self::Mac,
        Self::Dos,
    ];

    /// The character that a byte of the upper half stands for.
    pub(crate) fn character(self, byte: u8) -> Option<char> {
        let encoding = match self {
            Self::Western => WINDOWS_1252,
            Self::Cyrillic => WINDOWS_1251,
            Self::Latin2 => ISO_8859_2,
            Self::Central => WINDOWS_1250,
            Self::Baltic => WINDOWS_1257,
            Self::Mac => MACINTOSH,
            Self::Dos => return DOS.chars().nth(usize::from(byte.checked_sub(0x80)?)),
        };
        let bytes = [byte];
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
        text.chars().next()
    }

    /// The byte of the upper half that a character stands for.
    pub(crate) fn byte(self, c: char) -> Option<u8> {
        let row = BYTES.get(c as usize)?;
        Some(row[self as usize]).filter(|byte| *byte > 0)
    }
}

/// Whether two characters can be the first two of one that was misread, in any of the encodings.
pub(crate) fn may_begin(lead: char, next: char) -> bool {
    if lead.is_ascii() || next.is_ascii() {
        return false;
    }
    let (Some(leads), Some(nexts)) = (BYTES.get(lead as usize), BYTES.get(next as usize)) else {
        return BYTES.get(lead as usize).is_some() && next == char::REPLACEMENT_CHARACTER;
    };
    let mut pairs = leads.iter().zip(nexts);
    pairs.any(|(lead, next)| matches!(lead, 0xC2..=0xF4) && matches!(next, 0x80..=0xBF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_goes_back_to_the_byte_it_came_from() {
        assert_eq!(DOS.chars().count(), 128);
        for charset in Charset::ALL {
            for byte in 0x80..=0xFF {
                let Some(c) = charset.character(byte) else {
                    continue;
                };
                if (c as usize) < END {
                    assert_eq!(charset.byte(c), Some(byte), "{charset:?} {c}");
                }
            }
        }
        assert_eq!(Charset::Western.byte('€'), Some(0x80));
        assert_eq!(Charset::Western.byte('\u{80}'), Some(0x80));
        assert_eq!(Charset::Western.byte('e'), None);
    }
}
