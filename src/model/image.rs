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
    /// What fills its place until it is there.
    pub color: Option<Color>,
    /// The same picture in other widths, the narrowest first; none where there is only this one.
    pub widths: Vec<Width>,
}

impl Image {
    /// A picture of which nothing else is known.
    #[must_use]
    pub fn new(picture: Picture) -> Self {
        Self {
            picture,
            size: None,
            title: None,
            attribution: None,
            color: None,
            widths: Vec::new(),
        }
    }
}

/// A color in four bits for each of red, green and blue: close enough for a place that waits, and three
/// bytes of a card.
///
/// Invariant: below 4,096, so that nothing but a color can come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Color(u16);

impl Color {
    /// The color of these bits; `None` where they are more than twelve.
    #[must_use]
    pub fn from_bits(bits: u32) -> Option<Self> {
        let bits = u16::try_from(bits).ok()?;
        (bits < 1 << 12).then_some(Self(bits))
    }

    /// The twelve bits, those of red on top.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0.into()
    }

    /// As CSS has it: `#8af`.
    #[must_use]
    pub fn css(self) -> String {
        let digit = |shift: u32| char::from_digit((self.bits() >> shift) & 15, 16);
        let digits = [8, 4, 0].into_iter().filter_map(digit);
        ['#'].into_iter().chain(digits).collect()
    }
}

/// A picture in one of its widths.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Width {
    /// How wide it is.
    pub pixels: u32,
    /// Where it lies in the bundle's folder.
    pub file: FileName,
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
    fn a_color_is_one_of_css() {
        let color = |bits| Color::from_bits(bits).map(Color::css);
        assert_eq!(color(0x8AF).as_deref(), Some("#8af"));
        assert_eq!(color(0).as_deref(), Some("#000"));
        assert_eq!(color(0x1000), None);
    }

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
