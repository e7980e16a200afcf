//! A block of cards, as JSON.

use serde::Serialize;

use crate::model;
use crate::model::{Color, FileName, Instant, Picture, StoryId, Url, Width};
use crate::wire::Object;

/// Cards in the order of their documents: a file of the cards' shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cards {
    cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Card {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt: Option<String>,
    published: i64,
    #[serde(skip_serializing_if = "Links::is_empty")]
    links: Links,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Image>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<u32>,
    #[serde(skip_serializing_if = "is_false")]
    body: bool,
}

/// Addresses, each as it is written in an `href`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<String>,
    /// Left out where it equals `web`, as it mostly does.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cdn: Option<String>,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provider {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<Image>,
}

/// A picture: `url` for one on a server, `file` for one in the bundle, and that in other widths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Image {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    widths: Vec<(u32, String)>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Text for the wire.
pub(crate) fn owned(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

/// An address from the wire, checked again: a hand-altered bundle yields text, not a link.
fn url<O: Object>(from: &O, name: &str) -> Option<Url> {
    from.text(name)?.parse().ok()
}

impl Cards {
    /// What stands in the file for these cards.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a model::Card>) -> Self {
        Self {
            cards: cards.into_iter().map(Card::new).collect(),
        }
    }

    /// The cards of a file as they are written, in order.
    pub fn pieces<O: Object>(file: &O) -> Vec<O> {
        file.list("cards")
    }

    /// The cards that a file holds, in order; `None` stands for one that is damaged.
    pub fn read<O: Object>(file: &O) -> Vec<Option<model::Card>> {
        Self::pieces(file).iter().map(read_card).collect()
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
}

fn read_card<O: Object>(card: &O) -> Option<model::Card> {
    Some(model::Card {
        id: card.text("id")?.parse().ok()?,
        title: card.text("title")?,
        excerpt: card.text("excerpt"),
        published: Instant::from_seconds(card.integer("published")?)?,
        links: Links::read(card),
        kind: card.text("type"),
        provider: Provider::read(card),
        topics: card.texts("topics"),
        locale: card.text("locale"),
        image: image(card, "image"),
        related: card
            .list("related")
            .iter()
            .filter_map(O::as_count)
            .map(StoryId)
            .collect(),
        has_body: card.get("body").is_some_and(|body| body.is_true()),
    })
}

impl Links {
    pub(crate) fn new(links: &model::Links) -> Self {
        let owned = |url: &Option<Url>| url.as_ref().map(ToString::to_string);
        let original = links
            .original
            .as_ref()
            .filter(|&original| links.web.as_ref() != Some(original));
        Self {
            web: owned(&links.web),
            original: original.map(ToString::to_string),
            amp: owned(&links.amp),
            cdn: owned(&links.cdn_amp),
        }
    }

    /// The links of a card or a story.
    pub(crate) fn read<O: Object>(from: &O) -> model::Links {
        let read = |links: O| model::Links {
            web: url(&links, "web"),
            original: url(&links, "original"),
            amp: url(&links, "amp"),
            cdn_amp: url(&links, "cdn"),
        };
        from.get("links").map(read).unwrap_or_default()
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

    /// The provider of a card or a story.
    pub(crate) fn read<O: Object>(from: &O) -> Option<model::Provider> {
        let provider = from.get("provider")?;
        let icon = image(&provider, "icon");
        Some(model::Provider {
            name: provider.text("name")?,
            domain: provider.text("domain"),
            icon,
        })
    }
}

impl Image {
    pub(crate) fn new(image: &model::Image) -> Self {
        let (url, file) = match &image.picture {
            Picture::Remote(url) => (Some(url.to_string()), None),
            Picture::Bundled(file) => (None, Some(file.to_string())),
        };
        Self {
            url,
            file,
            size: image.size,
            title: owned(&image.title),
            attribution: owned(&image.attribution),
            color: image.color.map(Color::bits),
            widths: image
                .widths
                .iter()
                .map(|width| (width.pixels, width.file.to_string()))
                .collect(),
        }
    }

    /// The picture that this says.
    pub(crate) fn read<O: Object>(image: &O) -> Option<model::Image> {
        let file = image
            .text("file")
            .and_then(|file| file.parse::<FileName>().ok());
        let remote = || url(image, "url").map(Picture::Remote);
        Some(model::Image {
            picture: file.map(Picture::Bundled).or_else(remote)?,
            size: size(image),
            title: image.text("title"),
            attribution: image.text("attribution"),
            color: image.count("color").and_then(Color::from_bits),
            widths: image.list("widths").iter().filter_map(width).collect(),
        })
    }
}

/// How wide, and the name of the file.
fn width<O: Object>(width: &O) -> Option<Width> {
    let [pixels, file] = width.pieces().try_into().ok()?;
    Some(Width {
        pixels: pixels.as_count()?,
        file: file.as_text()?.parse().ok()?,
    })
}

/// The picture under a name.
fn image<O: Object>(from: &O, name: &str) -> Option<model::Image> {
    Image::read(&from.get(name)?)
}

fn size<O: Object>(image: &O) -> Option<(u32, u32)> {
    let [width, height] = image.list("size").try_into().ok()?;
    let side = |side: O| side.as_count().filter(|&side| side > 0);
    Some((side(width)?, side(height)?))
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
            links: model::Links {
                web: url("https://a.example/1"),
                amp: url("https://a.example/amp"),
                ..Default::default()
            },
            kind: Some("article".into()),
            provider: Some(model::Provider {
                name: "A".into(),
                domain: Some("a.example".into()),
                icon: None,
            }),
            topics: vec!["AI".into(), "Chips".into()],
            locale: None,
            image: Some(model::Image {
                picture: Picture::Bundled("picture-x.webp".parse().unwrap()),
                size: Some((1200, 675)),
                color: Color::from_bits(0x8AF),
                widths: vec![Width {
                    pixels: 640,
                    file: "picture-y.webp".parse().unwrap(),
                }],
                title: None,
                attribution: None,
            }),
            related: vec![StoryId(3), StoryId(0)],
            has_body: true,
        }
    }

    #[test]
    fn a_card_survives_the_wire() {
        let file = serde_json::to_value(Cards::new([&sample()])).unwrap();
        assert_eq!(Cards::read(&file), [Some(sample())]);
    }

    #[test]
    fn an_altered_address_becomes_text_and_not_a_link() {
        let mut file = serde_json::to_value(Cards::new([&sample()])).unwrap();
        file["cards"][0]["links"]["web"] = "javascript:alert(1)".into();
        file["cards"][0]["image"]["file"] = "../../secret".into();
        let card = Cards::read(&file).remove(0).unwrap();
        assert_eq!((card.links.web, card.image), (None, None));
    }

    #[test]
    fn altered_widths_and_colors_are_none() {
        let mut file = serde_json::to_value(Cards::new([&sample()])).unwrap();
        file["cards"][0]["image"]["color"] = "url(https://a.example)".into();
        file["cards"][0]["image"]["widths"] = serde_json::json!([[640, "../x"], [1280], 7]);
        let card = Cards::read(&file).remove(0).unwrap();
        let image = card.image.unwrap();
        assert_eq!((image.color, image.widths), (None, Vec::new()));
    }

    #[test]
    fn a_damaged_card_keeps_its_place() {
        let mut file = serde_json::to_value(Cards::new([&sample(), &sample()])).unwrap();
        file["cards"][0]["id"] = 7.into();
        assert_eq!(Cards::read(&file), [None, Some(sample())]);
        assert_eq!(Cards::read(&serde_json::Value::Null), []);
    }
}
