//! What does the article itself say?

/// The text of an article as a tree with a closed set of nodes.
///
/// No HTML string is in it, so whoever renders it has nothing to sanitize.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// From top to bottom; empty where the article has no body.
    pub blocks: Vec<Block>,
}

/// One block of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text, never empty.
    Paragraph(Box<str>),
}
