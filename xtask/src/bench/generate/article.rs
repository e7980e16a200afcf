//! What is one made-up article, before it is written down in any form?

use super::languages::Language;
use super::names::Provider;
use jiff::Timestamp;
use std::rc::Rc;

/// One article with all that is known about it.
pub(in crate::bench) struct Article {
    pub(in crate::bench) headline: Rc<Headline>,
    pub(in crate::bench) heat: i32,
    pub(in crate::bench) author: Rc<str>,
    pub(in crate::bench) topics: Vec<&'static str>,
    pub(in crate::bench) language: &'static Language,
    pub(in crate::bench) image: Option<Image>,
    pub(in crate::bench) related: Vec<Rc<Headline>>,
    pub(in crate::bench) body: Vec<Block>,
}

/// What others show of an article when they name it as related.
pub(in crate::bench) struct Headline {
    pub(in crate::bench) title: String,
    pub(in crate::bench) excerpt: String,
    pub(in crate::bench) published: Timestamp,
    pub(in crate::bench) url: String,
    /// `article`, `video`, …
    pub(in crate::bench) kind: &'static str,
    pub(in crate::bench) quality: u32,
    pub(in crate::bench) provider: Rc<Provider>,
}

pub(in crate::bench) struct Image {
    pub(in crate::bench) url: String,
    pub(in crate::bench) width: u32,
    pub(in crate::bench) height: u32,
}

/// A part of a body. Its text holds letters, digits and plain punctuation, nothing to escape.
pub(in crate::bench) enum Block {
    Heading(String),
    Paragraph(String),
    Quote(String),
    List(Vec<String>),
}

impl Block {
    /// Its text, in one piece or several.
    pub(in crate::bench) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Heading(text) | Self::Paragraph(text) | Self::Quote(text) => vec![text],
            Self::List(items) => items.iter().map(String::as_str).collect(),
        }
    }
}
