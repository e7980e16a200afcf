//! A file of related coverage, as JSON.

use serde::{Deserialize, Serialize};

use crate::model;
use crate::model::Instant;
use crate::wire::cards::{owned, text};
use crate::wire::{Links, Provider};

/// Stories in the order of their numbers: a file of the stories' shelf.
///
/// A story carries what the card's list of related coverage shows. Its pictures stay behind: they
/// are shown nowhere, and would be the largest part of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stories {
    stories: Vec<Story>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Story {
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    excerpt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<i64>,
    #[serde(default, skip_serializing_if = "Links::is_empty")]
    links: Links,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<u32>,
}

impl Stories {
    /// What stands in the file for these stories.
    pub fn new<'a>(stories: impl IntoIterator<Item = &'a model::Story>) -> Self {
        Self { stories: stories.into_iter().map(Story::new).collect() }
    }

    /// The stories, in order.
    pub fn read(&self) -> impl Iterator<Item = model::Story> + '_ {
        self.stories.iter().map(Story::read)
    }
}

impl Story {
    fn new(story: &model::Story) -> Self {
        Self {
            title: story.title.to_string(),
            excerpt: owned(&story.excerpt),
            published: story.published.map(Instant::seconds),
            links: Links::new(&story.links),
            kind: owned(&story.kind),
            provider: story.provider.as_ref().map(Provider::new),
            quality: story.quality,
        }
    }

    fn read(&self) -> model::Story {
        model::Story {
            title: self.title.as_str().into(),
            excerpt: text(&self.excerpt),
            published: self.published.and_then(Instant::from_seconds),
            links: self.links.read(),
            kind: text(&self.kind),
            provider: self.provider.as_ref().map(Provider::read),
            quality: self.quality,
        }
    }
}
