//! A file of related coverage, as JSON.

use serde::Serialize;

use crate::model;
use crate::model::Instant;
use crate::wire::cards::owned;
use crate::wire::{Links, Object, Provider};

/// Stories in the order of their numbers: a file of the stories' shelf.
///
/// A story carries what the card's list of related coverage shows: title, source, time and address.
/// Its excerpt and pictures stay behind: they would be more than half of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stories {
    stories: Vec<Story>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Story {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<i64>,
    #[serde(skip_serializing_if = "Links::is_empty")]
    links: Links,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<u32>,
}

impl Stories {
    /// What stands in the file for these stories.
    pub fn new<'a>(stories: impl IntoIterator<Item = &'a model::Story>) -> Self {
        Self {
            stories: stories.into_iter().map(Story::new).collect(),
        }
    }

    /// The stories that a file holds, in order; `None` stands for one that is damaged.
    pub fn read<O: Object>(file: &O) -> Vec<Option<model::Story>> {
        file.list("stories").iter().map(read_story).collect()
    }
}

impl Story {
    fn new(story: &model::Story) -> Self {
        Self {
            title: story.title.to_string(),
            published: story.published.map(Instant::seconds),
            links: Links::new(&story.links),
            kind: owned(&story.kind),
            provider: story.provider.as_ref().map(Provider::new),
            quality: story.quality,
        }
    }
}

fn read_story<O: Object>(story: &O) -> Option<model::Story> {
    Some(model::Story {
        title: story.text("title")?,
        excerpt: None,
        published: story.integer("published").and_then(Instant::from_seconds),
        links: Links::read(story),
        kind: story.text("type"),
        provider: Provider::read(story),
        quality: story.count("quality"),
    })
}
