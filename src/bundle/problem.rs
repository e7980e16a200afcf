//! What should an editor mend, and where?
//!
//! A problem carries the one line it is about, cut loose from its file: when it is shown, the file
//! may have changed, and no other line of it is anybody's business.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::bundle::Code;

/// Something an editor should mend, and where. Collected, never thrown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which fault it is.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The file, as the call named its source; empty where no file is at fault.
    pub file: String,
    /// From 1, as editors count; 0 where no line is at fault.
    pub line: u32,
    /// From 1, in characters; 0 where no line is at fault.
    pub column: u32,
    /// What was found and what would do.
    pub message: String,
    /// The line at fault, where it may be shown.
    pub excerpt: Option<Excerpt>,
}

/// The line that a problem is about.
///
/// Invariant: no value of `secured` and no comment is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, without its end.
    pub text: String,
    /// Where the fault begins in `text`, in bytes.
    pub start: usize,
    /// How many bytes are at fault; 0 marks a point.
    pub len: usize,
}

/// The most of a line that is shown on each side of a fault, in characters.
const AROUND: usize = 60;

impl Excerpt {
    /// A fault in a line, with what stands around it.
    pub(crate) fn around(line: &str, fault: Range<usize>) -> Self {
        let (before, after) = (&line[..fault.start], &line[fault.end..]);
        let starts = before.char_indices().rev().take(AROUND);
        let from = starts.last().map_or(fault.start, |(at, _)| at);
        let to = after
            .char_indices()
            .nth(AROUND)
            .map_or(line.len(), |(at, _)| fault.end + at);
        Self {
            text: line[from..to].to_owned(),
            start: fault.start - from,
            len: fault.len(),
        }
    }
}

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The article cannot be used as it is.
    Error,
    /// The article is used, and probably not as it was meant.
    Warning,
    /// Good to know.
    Note,
}

impl Problem {
    /// A fault of a whole file, or of none if `file` is empty.
    #[must_use]
    pub fn new(code: Code, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file: file.into(),
            line: 0,
            column: 0,
            message: message.into(),
            excerpt: None,
        }
    }
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Problem {
    /// One line: `news/a.md:3:10: error[url-unsafe]: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
        }
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        let gap = if self.file.is_empty() { "" } else { " " };
        write!(
            f,
            "{gap}{}[{}]: {}",
            self.severity.name(),
            self.code.name(),
            self.message
        )
    }
}
