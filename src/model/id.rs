//! Which article is this, from build to build?

use std::fmt;
use std::str::FromStr;

/// Names an article: 64 bits of a hash of its `webUrl` or, without one, of its path.
///
/// Written as sixteen lower-case hexadecimal digits. It stays the same as long as the address does,
/// so a page may remember it. Among a million articles the odds of two sharing one are 1 in 37
/// million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl From<u64> for Id {
    fn from(bits: u64) -> Self {
        Self(bits)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Id {
    type Err = ();

    /// # Errors
    ///
    /// Anything but sixteen lower-case hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return Err(());
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_and_read() {
        let id = Id::from(0x00ab_cdef);
        assert_eq!(id.to_string(), "0000000000abcdef");
        assert_eq!("0000000000abcdef".parse(), Ok(id));
    }

    #[test]
    fn anything_else_is_no_id() {
        for text in [
            "",
            "abc",
            "0000000000ABCDEF",
            "+000000000abcdef",
            "0000000000abcdeg",
        ] {
            assert_eq!(text.parse::<Id>(), Err(()), "{text}");
        }
    }
}
