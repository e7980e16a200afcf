//! Numbers and words as bytes, and back without trust.

use std::fmt;

/// The bytes are not what this version wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the file is damaged")
    }
}

impl std::error::Error for Damaged {}

/// Appends a number, seven bits a byte, the lowest first (LEB128).
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends a signed number, small ones of either sign in few bytes (zigzag).
pub(crate) fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put(bytes, (number << 1 ^ number >> 63) as u64);
}

/// Appends a word with its length before it.
pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads what was appended, from the start on.
///
/// It remembers damage, and reads nothing but zeros from there on: so nobody has to look after each
/// number, and [`Reader::end`] tells whether all of them can be believed.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    is_damaged: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            is_damaged: false,
        }
    }

    /// What follows the four letters that a file of that kind begins with.
    pub(crate) fn of(bytes: &'a [u8], kind: &[u8; 4]) -> Self {
        let mut from = Self::new(bytes);
        let found = from.take(kind.len());
        from.require(found == kind);
        from
    }

    /// Something that holds in every file that this version wrote.
    pub(crate) fn require(&mut self, holds: bool) {
        if !holds {
            self.is_damaged = true;
            self.rest = &[];
        }
    }

    /// Something that is there in every such file.
    pub(crate) fn sound<T: Default>(&mut self, found: Option<T>) -> T {
        self.require(found.is_some());
        found.unwrap_or_default()
    }

    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let parts = self.rest.split_at_checked(count);
        let (taken, rest) = self.sound(parts);
        self.rest = rest;
        taken
    }

    pub(crate) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1).first().copied().unwrap_or(0);
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.require(false);
        0
    }

    /// Leaves so many numbers out.
    pub(crate) fn skip(&mut self, count: usize) {
        let ends = self.rest.iter().enumerate();
        let mut ends = ends.filter(|(_, byte)| **byte < 0x80).map(|(at, _)| at + 1);
        let end = match count.checked_sub(1) {
            Some(others) => ends.nth(others),
            None => Some(0),
        };
        let end = self.sound(end);
        self.take(end);
    }

    /// How many bytes follow.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// A number that counts something of which every piece takes a byte or more: so nothing larger
    /// than the file itself is ever reserved.
    pub(crate) fn count(&mut self) -> usize {
        let count = self.number();
        self.possible(count)
    }

    /// The same of a number that was read before.
    pub(crate) fn possible(&mut self, count: u64) -> usize {
        let count = usize::try_from(count).ok();
        let possible = count.filter(|&count| count <= self.rest.len());
        self.sound(possible)
    }

    pub(crate) fn small(&mut self) -> u32 {
        let number = u32::try_from(self.number()).ok();
        self.sound(number)
    }

    pub(crate) fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    pub(crate) fn text(&mut self) -> &'a str {
        let length = self.count();
        let text = std::str::from_utf8(self.take(length)).ok();
        self.sound(text)
    }

    /// Nothing may follow the last thing, and nothing before may be damaged.
    pub(crate) fn end(&self) -> Result<(), Damaged> {
        if self.rest.is_empty() && !self.is_damaged {
            Ok(())
        } else {
            Err(Damaged)
        }
    }
}

/// Whether something comes back from its bytes as it was, every cut is noticed, and no altered byte
/// panics.
#[cfg(test)]
#[track_caller]
pub(crate) fn survives<T: PartialEq + fmt::Debug>(
    written: &[u8],
    read: impl Fn(&[u8]) -> Result<T, Damaged>,
    expected: &T,
) {
    assert_eq!(read(written).as_ref(), Ok(expected));
    for cut in 0..written.len() {
        assert_eq!(read(&written[..cut]), Err(Damaged), "cut at {cut}");
    }
    for at in 0..written.len() {
        for flip in [1, 0x80, 0xff] {
            let mut bytes = written.to_vec();
            bytes[at] ^= flip;
            let _ = read(&bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive() {
        for number in [
            0,
            1,
            127,
            128,
            16_383,
            16_384,
            u64::from(u32::MAX),
            u64::MAX,
        ] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(Reader::new(&bytes).number(), number);
        }
        for number in [0, -1, 1, i64::MIN, i64::MAX] {
            let mut bytes = Vec::new();
            put_signed(&mut bytes, number);
            assert_eq!(Reader::new(&bytes).signed(), number);
        }
    }

    #[test]
    fn numbers_are_left_out() {
        let mut bytes = Vec::new();
        for number in [1, 300, 0, 70_000, 5] {
            put(&mut bytes, number);
        }
        let mut from = Reader::new(&bytes);
        from.skip(0);
        from.skip(3);
        assert_eq!((from.number(), from.left()), (70_000, 1));
        from.skip(2);
        assert_eq!(from.end(), Err(Damaged));
    }

    #[test]
    fn a_number_without_end_is_damage() {
        for bytes in [
            &[0xff; 20][..],
            &[0x80],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 1, 0],
        ] {
            let mut from = Reader::new(bytes);
            from.small();
            assert_eq!(from.end(), Err(Damaged));
            assert_eq!((from.number(), from.count(), from.text()), (0, 0, ""));
        }
        let mut from = Reader::new(&[5, b'a']);
        assert_eq!(from.text(), "");
        assert_eq!(from.end(), Err(Damaged));
    }
}
