//! What picture goes with it, and how much room does it need?

use std::fmt;
use std::str::FromStr;

use crate::model::Url;

/// A picture as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Image {
    /// Where it lies.
    pub picture: Picture,
    /// Width and height in pixels, both at least 1, where they are known: with them the page keeps
    /// the place free before the picture arrives.
    pub size: Option<(u32, u32)>,
    /// What the picture shows, in the editor's words.
    pub title: Option<Box<str>>,
    /// Who made it.
    pub attribution: Option<Box<str>>,
}

/// Where a picture lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Picture {
    /// On somebody's server.
    Remote(Url),
    /// In the bundle's own folder.
    Bundled(FileName),
}

/// The name of a file in the bundle's folder.
///
/// Invariant: letters, digits, `-`, `_` and `.` only, and no dot at the start, so that it cannot
/// leave the folder and needs no escaping in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(Box<str>);

impl FileName {
    /// The name, without a folder.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FileName {
    type Err = ();

    /// # Errors
    ///
    /// Whatever breaks the invariant.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_name = !text.is_empty()
            && text.len() <= 128
            && !text.starts_with('.')
            && text.bytes().all(is_plain);
        is_name.then(|| Self(text.into())).ok_or(())
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_stays_in_its_folder() {
        assert!("cards-Ab_9.json".parse::<FileName>().is_ok());
        for text in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            ".hidden",
            "a?b",
            "a#b",
            "a b",
            "ä",
            "https://a",
        ] {
            assert_eq!(text.parse::<FileName>(), Err(()), "{text}");
        }
    }
}
