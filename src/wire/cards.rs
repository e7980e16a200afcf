//! A block of cards, as JSON.

use serde::{Deserialize, Serialize};

use crate::model;
use crate::model::{FileName, Instant, Picture, StoryId, Url};

/// Cards in the order of their documents: a file of the cards' shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cards {
    cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Card {
    id: String,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    excerpt: Option<String>,
    published: i64,
    #[serde(default, skip_serializing_if = "Links::is_empty")]
    links: Links,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<Image>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    related: Vec<u32>,
    #[serde(default, skip_serializing_if = "is_false")]
    body: bool,
}

/// Addresses, each as it is written in an `href`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    web: Option<String>,
    /// Left out where it equals `web`, as it mostly does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cdn: Option<String>,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    icon: Option<Image>,
}

/// A picture: `url` for one on a server, `file` for one in the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<(u32, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attribution: Option<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Text for the wire.
pub(crate) fn owned(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

/// Text from the wire, nothing where it is empty.
pub(crate) fn text(text: &Option<String>) -> Option<Box<str>> {
    text.as_deref().filter(|text| !text.is_empty()).map(Into::into)
}

/// An address from the wire, checked again: a hand-altered bundle yields text, not a link.
fn url(text: &Option<String>) -> Option<Url> {
    text.as_deref()?.parse().ok()
}

impl Cards {
    /// What stands in the file for these cards.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a model::Card>) -> Self {
        Self { cards: cards.into_iter().map(Card::new).collect() }
    }

    /// The cards, in order; `None` stands for one that is damaged.
    pub fn read(&self) -> impl Iterator<Item = Option<model::Card>> + '_ {
        self.cards.iter().map(Card::read)
    }
}

impl Card {
    fn new(card: &model::Card) -> Self {
        Self {
            id: card.id.to_string(),
            title: card.title.to_string(),
            excerpt: owned(&card.excerpt),
            published: card.published.seconds(),
            links: Links::new(&card.links),
            kind: owned(&card.kind),
            provider: card.provider.as_ref().map(Provider::new),
            topics: card.topics.iter().map(ToString::to_string).collect(),
            locale: owned(&card.locale),
            image: card.image.as_ref().map(Image::new),
            related: card.related.iter().map(|story| story.0).collect(),
            body: card.has_body,
        }
    }

    fn read(&self) -> Option<model::Card> {
        Some(model::Card {
            id: self.id.parse().ok()?,
            title: self.title.as_str().into(),
            excerpt: text(&self.excerpt),
            published: Instant::from_seconds(self.published)?,
            links: self.links.read(),
            kind: text(&self.kind),
            provider: self.provider.as_ref().map(Provider::read),
            topics: self.topics.iter().map(|topic| topic.as_str().into()).collect(),
            locale: text(&self.locale),
            image: self.image.as_ref().and_then(Image::read),
            related: self.related.iter().map(|&story| StoryId(story)).collect(),
            has_body: self.body,
        })
    }
}

impl Links {
    pub(crate) fn new(links: &model::Links) -> Self {
        let owned = |url: &Option<Url>| url.as_ref().map(ToString::to_string);
        let original = links.original.as_ref().filter(|&original| links.web.as_ref() != Some(original));
        Self {
            web: owned(&links.web),
            original: original.map(ToString::to_string),
            amp: owned(&links.amp),
            cdn: owned(&links.cdn_amp),
        }
    }

    pub(crate) fn read(&self) -> model::Links {
        let web = url(&self.web);
        model::Links { original: url(&self.original), amp: url(&self.amp), cdn_amp: url(&self.cdn), web }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Provider {
    pub(crate) fn new(provider: &model::Provider) -> Self {
        Self {
            name: provider.name.to_string(),
            domain: owned(&provider.domain),
            icon: provider.icon.as_ref().map(Image::new),
        }
    }

    pub(crate) fn read(&self) -> model::Provider {
        model::Provider {
            name: self.name.as_str().into(),
            domain: text(&self.domain),
            icon: self.icon.as_ref().and_then(Image::read),
        }
    }
}

impl Image {
    fn new(image: &model::Image) -> Self {
        let (url, file) = match &image.picture {
            Picture::Remote(url) => (Some(url.to_string()), None),
            Picture::Bundled(file) => (None, Some(file.to_string())),
        };
        Self { url, file, size: image.size, title: owned(&image.title), attribution: owned(&image.attribution) }
    }

    fn read(&self) -> Option<model::Image> {
        let bundled = |file: &String| file.parse::<FileName>().ok().map(Picture::Bundled);
        let remote = || url(&self.url).map(Picture::Remote);
        Some(model::Image {
            picture: self.file.as_ref().and_then(bundled).or_else(remote)?,
            size: self.size.filter(|&(width, height)| width > 0 && height > 0),
            title: text(&self.title),
            attribution: text(&self.attribution),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> model::Card {
        let url = |text: &str| text.parse().ok();
        model::Card {
            id: 7.into(),
            title: "Quantum computing hits a milestone".into(),
            excerpt: Some("A short one.".into()),
            published: "2022-09-13T12:14:00Z".parse().unwrap(),
            links: model::Links { web: url("https://a.example/1"), amp: url("https://a.example/amp"), ..Default::default() },
            kind: Some("article".into()),
            provider: Some(model::Provider { name: "A".into(), domain: Some("a.example".into()), icon: None }),
            topics: vec!["AI".into(), "Chips".into()],
            locale: None,
            image: Some(model::Image {
                picture: Picture::Bundled("picture-x.webp".parse().unwrap()),
                size: Some((1200, 675)),
                title: None,
                attribution: None,
            }),
            related: vec![StoryId(3), StoryId(0)],
            has_body: true,
        }
    }

    #[test]
    fn a_card_survives_the_wire() {
        let json = serde_json::to_string(&Cards::new([&sample()])).unwrap();
        let back: Cards = serde_json::from_str(&json).unwrap();
        assert_eq!(back.read().collect::<Vec<_>>(), [Some(sample())]);
    }

    #[test]
    fn an_altered_address_becomes_text_and_not_a_link() {
        let mut card = Card::new(&sample());
        card.links.web = Some("javascript:alert(1)".to_owned());
        card.image = Some(Image { file: Some("../../secret".to_owned()), ..Image::new(sample().image.as_ref().unwrap()) });
        let read = card.read().unwrap();
        assert_eq!((read.links.web, read.image), (None, None));
    }
}
