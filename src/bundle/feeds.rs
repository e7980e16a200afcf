//! What do feed readers get?
//!
//! The newest articles as JSON Feed 1.1 and as Atom (RFC 4287). Text and addresses only: bodies stay
//! behind the click. What is written here reads back as what it was, in titles, excerpts, topics,
//! authors, dates, languages and addresses.

use serde_json::{Map, Value, json};

use crate::bundle::Site;
use crate::bundle::key::Key;
use crate::bundle::snippet::BUNDLE;
use crate::model::{Article, Card, Instant, Picture, Url};

/// As many articles as a feed reader that looks in daily can have missed.
pub(crate) const NEWEST: usize = 50;

/// The feeds' own names in the bundle.
pub(crate) const JSON: &str = "feed.json";
pub(crate) const ATOM: &str = "feed.xml";

/// Where a feed itself is found, as validators want it said, once the bundle lies where `snippet.html` says.
fn own(site: &Site, name: &str) -> Option<String> {
    site.address(&format!("{BUNDLE}{name}"))
}

/// `feed.json` of the newest articles.
pub(crate) fn json(newest: &[Article], site: &Site) -> Vec<u8> {
    let mut feed = Map::new();
    feed.insert(
        "version".to_owned(),
        json!("https://jsonfeed.org/version/1.1"),
    );
    feed.insert("title".to_owned(), json!(site.title()));
    insert(
        &mut feed,
        "home_page_url",
        site.base_url.as_ref().map(ToString::to_string),
    );
    insert(&mut feed, "feed_url", own(site, JSON));
    insert(&mut feed, "language", site.language.clone());
    feed.insert("items".to_owned(), newest.iter().map(item).collect());
    Value::Object(feed).to_string().into_bytes()
}

fn item(article: &Article) -> Value {
    let card = &article.card;
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(name(article)));
    insert(&mut item, "url", card.links.web().map(ToString::to_string));
    insert(
        &mut item,
        "external_url",
        first_published(card).map(ToString::to_string),
    );
    item.insert("title".to_owned(), json!(card.title));
    insert(
        &mut item,
        "summary",
        card.excerpt.as_ref().map(ToString::to_string),
    );
    // An item needs a content; where the editor wrote no excerpt the title has to do.
    item.insert(
        "content_text".to_owned(),
        json!(card.excerpt.as_ref().unwrap_or(&card.title)),
    );
    item.insert(
        "date_published".to_owned(),
        json!(card.published.to_string()),
    );
    insert(
        &mut item,
        "date_modified",
        article.updated.map(|updated| updated.to_string()),
    );
    insert(
        &mut item,
        "language",
        card.locale.as_ref().map(ToString::to_string),
    );
    if let Some(Picture::Remote(url)) = card.image.as_ref().map(|image| &image.picture) {
        item.insert("image".to_owned(), json!(url.as_str()));
    }
    let lists = [
        ("tags", json!(card.topics)),
        (
            "authors",
            article
                .authors
                .iter()
                .map(|name| json!({ "name": name }))
                .collect(),
        ),
    ];
    item.extend(
        lists
            .into_iter()
            .filter(|(_, list)| list != &json!([]))
            .map(|(key, list)| (key.to_owned(), list)),
    );
    Value::Object(item)
}

fn insert(object: &mut Map<String, Value>, key: &str, text: Option<String>) {
    object.extend(text.map(|text| (key.to_owned(), Value::String(text))));
}

/// Where it was first published, when that is not where it leads.
fn first_published(card: &Card) -> Option<&Url> {
    let original = card.links.original.as_ref();
    original.filter(|&original| card.links.web() != Some(original))
}

/// What feed readers know an article by: its address or, without one of its own, its id. No two share
/// one, as two could share where they were first published.
fn name(article: &Article) -> String {
    let id = || format!("urn:newsrack:{}", article.card.id);
    let web = article.card.links.web.as_ref();
    web.map_or_else(id, ToString::to_string)
}

/// What names the feed of a site whose address nobody told: what the site is called tells it from others.
fn urn(site: &Site) -> String {
    format!("urn:newsrack:feed:{}", Key::of(site.title()).id())
}

/// `feed.xml` of the same.
pub(crate) fn atom(newest: &[Article], site: &Site) -> Vec<u8> {
    let changed = |article: &Article| article.updated.unwrap_or(article.card.published);
    let updated = newest
        .iter()
        .map(changed)
        .max()
        .or(Instant::from_seconds(0));
    let mut xml = Xml::default();
    xml.0
        .push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let atom = "feed xmlns=\"http://www.w3.org/2005/Atom\"";
    xml.open(atom, site.language.as_deref());
    let home = site.base_url.as_ref().map(ToString::to_string);
    xml.text("id", home.as_deref().unwrap_or(&urn(site)));
    xml.text("title", site.title());
    xml.optional("updated", updated.map(|updated| updated.to_string()));
    xml.author(site.title());
    if let Some(home) = &home {
        xml.link("alternate", home);
    }
    if let Some(own) = own(site, ATOM) {
        xml.link("self", &own);
    }
    for article in newest {
        xml.open("entry", article.card.locale.as_deref());
        xml.entry(article);
        xml.0.push_str("</entry>\n");
    }
    xml.0.push_str("</feed>\n");
    xml.0.into_bytes()
}

/// XML in the making: whatever goes in is escaped here.
#[derive(Default)]
struct Xml(String);

impl Xml {
    fn entry(&mut self, article: &Article) {
        let card = &article.card;
        self.text("id", &name(article));
        self.text("title", &card.title);
        self.text("published", &card.published.to_string());
        self.text(
            "updated",
            &article.updated.unwrap_or(card.published).to_string(),
        );
        self.optional("summary", card.excerpt.as_ref().map(ToString::to_string));
        for author in &article.authors {
            self.author(author);
        }
        for topic in &card.topics {
            self.0
                .push_str(&format!("<category term=\"{}\"/>\n", escaped(topic)));
        }
        if let Some(original) = first_published(card) {
            self.link("via", original.as_str());
        }
        match card.links.web() {
            Some(url) => self.link("alternate", url.as_str()),
            // Without an address an entry must have content.
            None => self.text("content", card.excerpt.as_ref().unwrap_or(&card.title)),
        }
    }

    fn open(&mut self, element: &str, language: Option<&str>) {
        let language = language.map(|tag| format!(" xml:lang=\"{}\"", escaped(tag)));
        let language = language.unwrap_or_default();
        self.0.push_str(&format!("<{element}{language}>\n"));
    }

    fn text(&mut self, element: &str, text: &str) {
        self.0
            .push_str(&format!("<{element}>{}</{element}>\n", escaped(text)));
    }

    fn optional(&mut self, element: &str, text: Option<String>) {
        if let Some(text) = text {
            self.text(element, &text);
        }
    }

    fn author(&mut self, name: &str) {
        self.0.push_str(&format!(
            "<author><name>{}</name></author>\n",
            escaped(name)
        ));
    }

    fn link(&mut self, rel: &str, url: &str) {
        self.0.push_str(&format!(
            "<link rel=\"{rel}\" href=\"{}\"/>\n",
            escaped(url)
        ));
    }
}

/// Text for XML, in an element or an attribute, without the characters that XML cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(
            escaped("<a href='\"'>&"),
            "&lt;a href=&#39;&quot;&#39;&gt;&amp;"
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("a\u{7}\u{0}b\u{FFFF}\tc"), "ab\tc");
    }
}
