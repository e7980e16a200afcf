//! What does an editor keep in one file?

use crate::model::{Body, Card, Instant, Story};

/// An article, whole.
///
/// There is no field for `secured`: what cannot be held cannot leak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// What its card shows. `card.related` is filled when the bundle numbers the stories.
    pub card: Card,
    /// When it was last changed.
    pub updated: Option<Instant>,
    /// When it ceases to be news.
    pub expires: Option<Instant>,
    /// The byline.
    pub authors: Vec<Box<str>>,
    /// `news`, …
    pub category: Option<Box<str>>,
    /// The editor's score; larger is better.
    pub quality: Option<u32>,
    /// Current attention. `-1` in the input means *not measured* and is `None` here.
    pub heat: Option<i32>,
    /// Other coverage of the same story, in the editor's order.
    pub related: Vec<Story>,
    /// What it says.
    pub body: Body,
}
