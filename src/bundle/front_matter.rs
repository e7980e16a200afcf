//! What stands between the two `---`, and where did each byte of it stand in the file?
//!
//! The text is masked before anybody reads it, so its offsets are not those of the file.

use std::ops::Range;

use crate::bundle::Excerpt;
use crate::bundle::mask::{Anchor, Masked, Place};

/// Front matter without what `secured` said.
#[derive(Debug)]
pub(crate) struct FrontMatter {
    text: String,
    anchors: Vec<Anchor>,
    /// Lines from here on are not shown: a key in disguise may be among them.
    shown: usize,
    /// Where something stands that is missing.
    top: (u32, u32),
}

impl FrontMatter {
    /// # Errors
    ///
    /// Text that is not UTF-8, with the line and column where it ceases to be.
    pub(crate) fn new(masked: Masked) -> Result<Self, (u32, u32)> {
        let Masked {
            text,
            anchors,
            has_odd_keys,
        } = masked;
        let text = String::from_utf8(text).map_err(|fault| {
            let valid = fault.utf8_error().valid_up_to();
            place(fault.as_bytes(), &anchors, valid)
        })?;
        let shown = if has_odd_keys { 0 } else { shown_until(&text) };
        let top = place(text.as_bytes(), &anchors, 0);
        Ok(Self {
            text,
            anchors,
            shown,
            top,
        })
    }

    /// Text whose secrets are struck out, that begins in this place.
    pub(crate) fn of(text: String, Place { line, column }: Place) -> Self {
        let anchors = vec![Anchor {
            at: 0,
            line,
            column,
        }];
        let shown = text.len();
        let top = place(text.as_bytes(), &anchors, 0);
        Self {
            text,
            anchors,
            shown,
            top,
        }
    }

    /// The same, where it is the first thing in its file: its first line is the mark above it.
    pub(crate) fn on_top(self) -> Self {
        Self {
            top: (1, 1),
            ..self
        }
    }

    /// The place to name for what is missing.
    pub(crate) fn top(&self) -> (u32, u32) {
        self.top
    }

    /// Text in which nobody knows where a secret would stand: where it may have one, no line of it is
    /// shown.
    pub(crate) fn unparsed(text: String, place: Place) -> Self {
        let lower = text.to_ascii_lowercase();
        // A key can be spelled in escapes, too.
        let is_shown = !["secured", "\\u", "\\x"]
            .iter()
            .any(|suspect| lower.contains(suspect));
        let shown = if is_shown { text.len() } else { 0 };
        Self {
            shown,
            ..Self::of(text, place)
        }
    }

    /// Bytes as text.
    ///
    /// # Errors
    ///
    /// Where they cease to be UTF-8, for text that begins in this place.
    pub(crate) fn utf8(
        bytes: Vec<u8>,
        Place { line, column }: Place,
    ) -> Result<String, (u32, u32)> {
        String::from_utf8(bytes).map_err(|fault| {
            let anchor = Anchor {
                at: 0,
                line,
                column,
            };
            place(
                fault.as_bytes(),
                &[anchor],
                fault.utf8_error().valid_up_to(),
            )
        })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of an offset, counted from 1.
    pub(crate) fn place(&self, offset: usize) -> (u32, u32) {
        place(self.text.as_bytes(), &self.anchors, offset)
    }

    /// The line around a fault, unless a secret may be on it.
    pub(crate) fn excerpt(&self, fault: Range<usize>) -> Option<Excerpt> {
        // Where curly quotes were straightened, a value begins within one of them.
        let start = self.text.floor_char_boundary(fault.start);
        let fault = start..self.text.floor_char_boundary(fault.end.max(start));
        let before = self.text.get(..fault.start)?;
        let after = self.text.get(fault.start..)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = fault.start + after.find(['\n', '\r']).unwrap_or(after.len());
        if line_end > self.shown {
            return None;
        }
        let end = fault.end.clamp(fault.start, line_end);
        let shown = end + without_comment(&self.text[end..line_end]).len();
        let line = &self.text[line_start..shown];
        let fault = fault.start - line_start..end - line_start;
        Some(Excerpt::around(line, fault))
    }
}

/// A comment is the editor's own business.
fn without_comment(text: &str) -> &str {
    let end = text
        .find(" #")
        .or_else(|| text.find("\t#"))
        .unwrap_or(text.len());
    &text[..end]
}

/// The scanner and the parser may disagree about broken text. Where something like a key named
/// `secured` was left in, nothing from that line on is shown.
fn shown_until(text: &str) -> usize {
    let mut rest = text;
    while let Some(at) = rest.find("secured") {
        rest = &rest[at + "secured".len()..];
        let value = rest.trim_start_matches(['"', '\'']).trim_start();
        let is_dropped = |value: &str| {
            value
                .trim_start_matches([' ', '"', '\'', '-', '\n', '\r'])
                .starts_with(['…', '[', '{'])
        };
        match value.strip_prefix(':') {
            Some(value) if !is_dropped(value) => {
                let end = text.len() - rest.len();
                return text[..end].rfind('\n').unwrap_or(0);
            }
            _ => {}
        }
    }
    text.len()
}

fn place(text: &[u8], anchors: &[Anchor], offset: usize) -> (u32, u32) {
    let offset = offset.min(text.len());
    let known = anchors
        .partition_point(|anchor| anchor.at <= offset)
        .saturating_sub(1);
    let Some(anchor) = anchors.get(known) else {
        return (0, 0);
    };
    let between = &text[anchor.at..offset];
    let lines = between.iter().filter(|&&byte| byte == b'\n').count();
    let line = anchor.line + u32::try_from(lines).unwrap_or(u32::MAX);
    let last = between
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(between, |at| &between[at + 1..]);
    let column = last.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
    let column = if lines == 0 {
        column + anchor.column
    } else {
        column
    };
    (line, u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::mask::Mask;

    fn front_matter(text: &str) -> FrontMatter {
        let mut mask = Mask::new(Place { line: 2, column: 0 });
        mask.push(text.as_bytes());
        FrontMatter::new(mask.finish()).unwrap()
    }

    /// Finds `fault` in the text and checks the place and the line that are reported.
    #[track_caller]
    fn check(text: &str, fault: &str, place: (u32, u32), line: Option<&str>) {
        let front_matter = front_matter(text);
        let start = front_matter.text().find(fault).unwrap();
        assert_eq!(front_matter.place(start), place);
        let excerpt = front_matter.excerpt(start..start + fault.len());
        assert_eq!(excerpt.as_ref().map(|excerpt| excerpt.text.as_str()), line);
        if let Some(excerpt) = excerpt {
            assert_eq!(&excerpt.text[excerpt.start..][..excerpt.len], fault);
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        check(
            "a: 1\nquality: high\n",
            "high",
            (3, 10),
            Some("quality: high"),
        );
        check(
            "secured: |\n  C\n  N\nquality: high\n",
            "high",
            (5, 10),
            Some("quality: high"),
        );
        check(
            "p: {secured: 'CANARY', b: high}\n",
            "high",
            (2, 27),
            Some("p: {secured: '…', b: high}"),
        );
        check("ä: ö\nü: x\n", "x", (3, 4), Some("ü: x"));
    }

    #[test]
    fn comments_and_what_may_be_a_secret_are_not_shown() {
        check("a: high # CANARY\n", "high", (2, 4), Some("a: high"));
        check("? secured\n: CANARY\na: high\n", "high", (4, 4), None);
        check("t: \"x\nsecured: \"CANARY\nb: high\n", "high", (4, 4), None);
    }

    #[test]
    fn a_long_line_is_cut_around_the_fault() {
        let long = format!("a: [{}high{}]\n", "x, ".repeat(50), ", y".repeat(50));
        let excerpt = front_matter(&long).excerpt(154..158).unwrap();
        assert_eq!(excerpt.text.chars().count(), 124);
        assert_eq!(&excerpt.text[excerpt.start..][..4], "high");
    }
}
