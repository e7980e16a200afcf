//! Which characters of this text may be the bytes of one?
//!
//! UTF-8 has two to four bytes for a character that is not ASCII. Read as another encoding they are so
//! many characters; here they are found, and said what they meant. Whether that was so is for
//! `mojibake` to judge.

use crate::bundle::charset::Charset;

/// Characters that are the bytes of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sequence {
    pub start: usize,
    pub len: usize,
    pub meant: char,
    /// Whether its last character is a space that is still needed.
    pub keeps_space: bool,
}

/// All sequences, from left to right.
pub(crate) fn sequences(
    charset: Charset,
    chars: &[char],
    decode: impl Fn(Charset, &[char]) -> Option<Sequence>,
) -> Vec<Sequence> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let sequence = decode(charset, &chars[start..]);
        let likely = sequence.filter(|sequence| is_likely(charset, sequence.meant));
        match likely {
            Some(sequence) => {
                found.push(Sequence { start, ..sequence });
                start += sequence.len;
            }
            None => start += 1,
        }
    }
    found
}

/// The sequence that these characters begin with.
pub(crate) fn decode(charset: Charset, chars: &[char]) -> Option<Sequence> {
    let lead = charset.byte(*chars.first()?)?;
    let len = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for (at, byte) in bytes.iter_mut().enumerate().take(len).skip(1) {
        let c = *chars.get(at)?;
        if c == char::REPLACEMENT_CHARACTER && at + 1 == len {
            return Some(Sequence::new(len, c));
        }
        *byte = charset.byte(c).filter(|byte| matches!(byte, 0x80..=0xBF))?;
    }
    let decoded = std::str::from_utf8(&bytes[..len]).ok();
    let meant = decoded.and_then(|text| text.chars().next());
    meant
        .map(|meant| Sequence::new(len, meant))
        .or_else(|| surrogates(charset, chars))
}

/// A character that was written as the two halves that UTF-16 has for it.
fn surrogates(charset: Charset, chars: &[char]) -> Option<Sequence> {
    let mut bytes = [0; 6];
    for (byte, c) in bytes.iter_mut().zip(chars) {
        *byte = charset.byte(*c)?;
    }
    let half = |[lead, high, low]: [u8; 3]| {
        u16::from(lead & 0xF) << 12 | u16::from(high & 0x3F) << 6 | u16::from(low & 0x3F)
    };
    let [a, b, c, d, e, f] = bytes;
    let halves = [half([a, b, c]), half([d, e, f])];
    let meant = char::decode_utf16(halves).next()?.ok()?;
    (meant > '\u{FFFF}').then(|| Sequence::new(6, meant))
}

/// The sequence, if the space that ends it was one that forbids a break.
pub(crate) fn spaced(charset: Charset, chars: &[char]) -> Option<Sequence> {
    let end = chars.iter().take(3).position(|c| *c == ' ')?;
    let (before, rest) = (&chars[..end], &chars[end + 1..]);
    let whole: Vec<char> = before.iter().copied().chain(['\u{A0}']).collect();
    let sequence = decode(charset, &whole).filter(|sequence| sequence.len == whole.len())?;
    let next = rest.first().copied().unwrap_or(' ');
    if sequence.meant == 'à' {
        // `às` and `àquele` are words; other words end with it.
        let goes_on = [&['s', ' '][..], &['q', 'u', 'e', 'l']];
        let is_end = next != ' ' && !goes_on.iter().any(|word| rest.starts_with(word));
        return Some(Sequence {
            keeps_space: is_end,
            ..sequence
        });
    }
    Some(sequence).filter(|_| next != ' ')
}

impl Sequence {
    fn new(len: usize, meant: char) -> Self {
        Self {
            start: 0,
            len,
            meant,
            keeps_space: false,
        }
    }
}

/// Whether news is written with this character. Phonetic letters and the scripts of the dead come out
/// of right text by chance: `VOCÊ…` would be one.
fn is_likely(charset: Charset, c: char) -> bool {
    if matches!(charset, Charset::Mac | Charset::Dos) && c < '\u{A0}' {
        return false;
    }
    matches!(c,
        '\u{80}'..='\u{24F}' | '\u{2C6}'..='\u{2DD}' | '\u{300}'..='\u{45F}' | '\u{490}'..='\u{4BB}'
        | '\u{5B0}'..='\u{5EA}' | '\u{60C}'..='\u{60D}' | '\u{61B}'..='\u{6FF}'
        | '\u{900}'..='\u{DFF}' | '\u{E01}'..='\u{E5B}' | '\u{10A0}'..='\u{10FF}'
        | '\u{1E00}'..='\u{23FF}' | '\u{2500}'..='\u{27BF}' | '\u{2800}'..='\u{28FF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{FB00}'..='\u{FB06}' | '\u{FE0F}' | '\u{FEFF}'
        | '\u{FF00}'..='\u{FFFD}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(charset: Charset, text: &str, meant: Option<(usize, char)>) {
        let chars: Vec<char> = text.chars().collect();
        let found = decode(charset, &chars).map(|found| (found.len, found.meant));
        assert_eq!(found, meant, "{text}");
    }

    #[test]
    fn characters_are_the_bytes_of_one_or_not() {
        check(Charset::Western, "Ã©t", Some((2, 'é')));
        check(Charset::Western, "â€™", Some((3, '’')));
        check(Charset::Western, "ðŸ˜€", Some((4, '😀')));
        check(Charset::Western, "í\u{A0}½í¸\u{8D}", Some((6, '😍')));
        check(Charset::Western, "Ã\u{FFFD}", Some((2, '\u{FFFD}')));
        check(Charset::Cyrillic, "вЂ™", Some((3, '’')));
        for text in ["", "a", "Ã", "Ãa", "é", "í\u{A0}½", "â€"] {
            check(Charset::Western, text, None);
        }
    }
}
