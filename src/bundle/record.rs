//! What does one article say, whatever the format, and how much of its text may be shown?
//!
//! A record is an article's fields, with the text they were read from: front matter, an object of a
//! JSON file, an item of a feed.

use std::ops::Range;

use crate::bundle::front_matter::FrontMatter;
use crate::bundle::mask::{Masked, Place};
use crate::bundle::node::{At, Group, Node};
use crate::bundle::{Code, from_json, from_toml, nearly_yaml};

/// How deep fields may lie in each other.
pub(crate) const DEPTH: usize = 16;
/// How many values one article may have.
pub(crate) const NODES: usize = 20_000;
/// The most text that the fields of one article may have, in bytes.
pub(crate) const LARGEST: usize = 1 << 20;

pub(crate) const TOO_LARGE: &str =
    "these fields are larger, deeper or more repetitive than an article's may be";
pub(crate) const TWICE: &str = "this field is there twice; keep one of them";

/// Why fields cannot be read.
#[derive(Debug)]
pub(crate) struct Unwritten {
    /// Where the parser gave up, in bytes.
    pub at: usize,
    /// Whether it gave up at one of its limits.
    pub is_limit: bool,
    pub message: String,
}

impl Unwritten {
    pub(crate) fn limit(at: usize, message: &str) -> Self {
        Self {
            at,
            is_limit: true,
            message: message.to_owned(),
        }
    }
}

/// The fields of an article, and the text in which they have their places.
#[derive(Debug)]
pub(crate) struct Record {
    pub text: FrontMatter,
    pub fields: Result<At<Node<Group>>, Unwritten>,
    /// What had to be mended before the fields could be read.
    pub repairs: Vec<Mended>,
}

/// Something that was mended in a text before it was parsed.
#[derive(Debug)]
pub(crate) struct Mended {
    pub code: Code,
    pub at: At<()>,
    pub message: String,
}

impl Record {
    /// Front matter in YAML.
    ///
    /// # Errors
    ///
    /// Text that is not UTF-8, with the line and column where it ceases to be.
    pub(crate) fn yaml(masked: Masked) -> Result<Self, (u32, u32)> {
        let text = FrontMatter::new(masked)?.on_top();
        let (fields, repairs) = nearly_yaml::parse(text.text());
        Ok(Self {
            text,
            fields,
            repairs,
        })
    }

    /// An object in JSON.
    ///
    /// # Errors
    ///
    /// Text that is not UTF-8, with the line and column where it ceases to be.
    pub(crate) fn json(masked: Masked) -> Result<Self, (u32, u32)> {
        let text = FrontMatter::new(masked)?;
        let fields = from_json::parse(text.text());
        Ok(Self::unmended(text, fields))
    }

    /// Front matter in TOML that begins in the second line.
    ///
    /// # Errors
    ///
    /// Text that is not UTF-8, with the line and column where it ceases to be.
    pub(crate) fn toml(text: Vec<u8>) -> Result<Self, (u32, u32)> {
        let place = Place { line: 2, column: 0 };
        let text = FrontMatter::utf8(text, place)?;
        Ok(match from_toml::parse(&text) {
            Ok(parsed) => {
                let shown = without(text, &parsed.secrets);
                Self::unmended(FrontMatter::of(shown, place).on_top(), Ok(parsed.fields))
            }
            Err(fault) => Self::unmended(FrontMatter::unparsed(text, place), Err(fault)),
        })
    }

    /// Something that is too much to be read, in this place.
    pub(crate) fn too_large(place: Place) -> Self {
        let text = FrontMatter::of(String::new(), place);
        Self::unmended(text, Err(Unwritten::limit(0, TOO_LARGE)))
    }

    /// Fields that were found in a piece of a file.
    pub(crate) fn found(text: &str, place: Place, group: Group) -> Self {
        let whole = At {
            value: Node::Fields(Box::new(group)),
            start: 0,
            end: text.len(),
        };
        Self::unmended(FrontMatter::unparsed(text.to_owned(), place), Ok(whole))
    }

    fn unmended(text: FrontMatter, fields: Result<At<Node<Group>>, Unwritten>) -> Self {
        let repairs = Vec::new();
        Self {
            text,
            fields,
            repairs,
        }
    }
}

/// The text with stars in place of what nobody may see. Every other byte keeps its place.
fn without(text: String, secrets: &[Range<usize>]) -> String {
    if secrets.is_empty() {
        return text;
    }
    let is_secret = |at: usize| secrets.iter().any(|secret| secret.contains(&at));
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => shown.push(c),
            _ if is_secret(at) => shown.extend(std::iter::repeat_n('*', c.len_utf8())),
            _ => shown.push(c),
        }
    }
    shown
}
