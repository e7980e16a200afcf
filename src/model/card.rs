//! What does a card show?

use crate::model::{Id, Image, Instant, Provider, Url};

/// All of an article that a card shows, and nothing that it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which article this is.
    pub id: Id,
    /// Plain text, never empty.
    pub title: Box<str>,
    /// The editor's own summary, plain text, never empty.
    pub excerpt: Option<Box<str>>,
    /// When it was first published.
    pub published: Instant,
    /// Where it lives.
    pub links: Links,
    /// `article`, `video`, …: whatever the editor wrote.
    pub kind: Option<Box<str>>,
    /// Who published it.
    pub provider: Option<Provider>,
    /// What it is about, in the editor's order, none twice.
    pub topics: Vec<Box<str>>,
    /// Language of the text as a BCP 47 tag, where it is known.
    pub locale: Option<Box<str>>,
    /// The first of its images.
    pub image: Option<Image>,
    /// Related coverage, in the editor's order, none twice.
    pub related: Vec<StoryId>,
    /// Whether there is a body to read in place.
    pub has_body: bool,
}

/// Where an article lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Its page: the default target.
    pub web: Option<Url>,
    /// Where it was first published, when that is elsewhere.
    pub original: Option<Url>,
    /// Its AMP page.
    pub amp: Option<Url>,
    /// Its AMP page in a cache.
    pub cdn_amp: Option<Url>,
}

impl Links {
    /// The article's page or, without one, where it was first published.
    #[must_use]
    pub fn web(&self) -> Option<&Url> {
        self.web.as_ref().or(self.original.as_ref())
    }

    /// Where it was first published or, without that, the article's page.
    #[must_use]
    pub fn original(&self) -> Option<&Url> {
        self.original.as_ref().or(self.web.as_ref())
    }

    /// The AMP page, else the cached one, else what `web` says.
    #[must_use]
    pub fn amp(&self) -> Option<&Url> {
        self.amp
            .as_ref()
            .or(self.cdn_amp.as_ref())
            .or_else(|| self.web())
    }
}

/// Names a related story within one bundle, counted from 0 in the order of first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub u32);
