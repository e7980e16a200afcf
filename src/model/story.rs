//! Who else covered it?

use crate::model::{Instant, Links, Provider};

/// Related coverage: somebody's article about the same story.
///
/// Two mentions with one address are one story, however many articles name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Plain text, never empty.
    pub title: Box<str>,
    /// Its summary, plain text, never empty.
    pub excerpt: Option<Box<str>>,
    /// When it was published, where that is known.
    pub published: Option<Instant>,
    /// Where it lives.
    pub links: Links,
    /// `article`, `video`, …
    pub kind: Option<Box<str>>,
    /// Who published it.
    pub provider: Option<Provider>,
    /// The editor's score, where it is known; larger is better.
    pub quality: Option<u32>,
}
