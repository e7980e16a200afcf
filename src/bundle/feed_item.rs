//! What does an item of RSS or an entry of Atom say in the words of an article?
//!
//! Texts of a feed are HTML, whatever they call themselves: the text becomes the excerpt, and what is
//! longer than one becomes the body.

use std::ops::Range;

use url::Url as Base;

use crate::bundle::feed::{Feed, domain_of, is_page, is_web};
use crate::bundle::feed_text::{Item, LONG, excerpt_of, start_of};
use crate::bundle::node::{At, Group, Node};
use crate::bundle::xml::{Element, Space};
use crate::bundle::{date, html, html_markdown};
use crate::model::Instant;

/// The fields of an item, and the rest of it. `text` is the whole feed's.
pub(crate) fn item(item: &Element, text: &str, feed: &Feed) -> (Group, Item) {
    let mut read = Reader {
        item,
        text,
        feed,
        article: Group::default(),
    };
    read.title();
    read.addresses();
    read.dates();
    read.people();
    read.topics();
    read.images();
    let rest = read.texts();
    read.inherit();
    (read.article, rest)
}

struct Reader<'a> {
    item: &'a Element,
    text: &'a str,
    feed: &'a Feed,
    article: Group,
}

impl<'a> Reader<'a> {
    /// A value in the place of an element.
    fn at<T>(&self, element: &Element, value: T) -> At<T> {
        let (start, end) = element.inside;
        let (start, end) = if start == end {
            (element.start, element.end)
        } else {
            (start, end)
        };
        let Range { start, end } = start - self.item.start..end - self.item.start;
        At { value, start, end }
    }

    fn push(&mut self, name: &str, element: &Element, text: impl Into<String>) {
        let value = self.at(element, Node::Text(text.into()));
        self.article.push(name, value);
    }

    /// The first of these children that says something.
    fn first(&self, names: &[(Space, &str)]) -> Option<&'a Element> {
        let item = self.item;
        names
            .iter()
            .find_map(|(space, name)| item.first(*space, name))
    }

    /// HTML as it is meant: Atom says what it is, RSS does not.
    fn html(&self, element: &Element) -> String {
        match (element.space, element.attribute("type")) {
            (Space::Atom, Some("xhtml" | "application/xhtml+xml")) => {
                self.text[element.inside.0..element.inside.1].to_owned()
            }
            (Space::Atom, Some("html" | "text/html")) | (Space::Feed | Space::Content, _) => {
                element.text.clone()
            }
            _ => html_escape::encode_text(&element.text).replace("\n\n", "<p>"),
        }
    }

    fn title(&mut self) {
        let titles = self
            .item
            .children
            .iter()
            .filter(|child| child.name == "title");
        let own = titles.filter(|title| {
            matches!(
                title.space,
                Space::Feed | Space::Atom | Space::DublinCore | Space::Media
            )
        });
        let best = own.min_by_key(|title| title.space as u8);
        if let Some(title) = best {
            let html = self.html(title);
            // A title of nothing but tags is about them.
            let plain = Some(html::text(&html)).filter(|text| !text.is_empty());
            let plain = plain.unwrap_or_else(|| title.text.trim().to_owned());
            self.push("title", title, plain);
        }
    }

    fn addresses(&mut self) {
        let item = self.item;
        let rss = item
            .first(Space::Feed, "link")
            .map(|link| (link, link.text.as_str()));
        let atom = || {
            let mut links = item
                .children
                .iter()
                .filter(|link| link.name == "link" && is_page(link));
            links.find_map(|link| Some((link, link.attribute("href")?)))
        };
        let guid = || {
            let guid = item.first(Space::Feed, "guid")?;
            let is_link =
                guid.attribute("isPermaLink") != Some("false") && is_web(guid.text.trim());
            is_link.then_some((guid, guid.text.as_str()))
        };
        if let Some((element, address)) = rss.or_else(atom).or_else(guid) {
            let base = item
                .attribute("xml:base")
                .and_then(|base| match self.feed.base() {
                    Some(home) => home.join(base).ok(),
                    None => Base::parse(base).ok(),
                });
            let address = match base {
                Some(base) => base
                    .join(address.trim())
                    .map_or(address.to_owned(), String::from),
                None => self.feed.whole(address),
            };
            self.push("webUrl", element, address);
        }
    }

    fn dates(&mut self) {
        let published = self.first(&[
            (Space::Feed, "pubDate"),
            (Space::Atom, "published"),
            (Space::Atom, "issued"),
            (Space::DublinCore, "date"),
            (Space::DublinCore, "issued"),
            (Space::DublinCore, "created"),
            (Space::Atom, "created"),
            (Space::Feed, "pubdate"),
            (Space::Feed, "date"),
        ]);
        let updated = self.first(&[
            (Space::Atom, "updated"),
            (Space::Atom, "modified"),
            (Space::DublinCore, "modified"),
        ]);
        let published = published.or(updated).map(|element| self.instant(element));
        let updated = updated.map(|element| self.instant(element));
        for (name, value) in [
            ("publishedDateTime", published),
            ("updatedDateTime", updated),
        ] {
            if let Some(value) = value {
                self.article.push(name, value);
            }
        }
    }

    /// A date in the spelling of articles; RSS has another by rights, which is no fault.
    fn instant(&self, element: &Element) -> At<Node<Group>> {
        let written = element.text.trim();
        let whole = |instant: Instant| instant.to_string();
        // The day of the week says nothing new, and is often in the language of the feed.
        let short = written.split_once(", ").map_or(written, |(_, rest)| rest);
        let parsed = date::parse(written).or_else(|| date::parse(short));
        let text = match parsed {
            Some((instant, date::Spelling::Rfc3339 | date::Spelling::Other)) => whole(instant),
            Some((_, date::Spelling::WithoutZone)) if date::parse(written).is_none() => {
                short.to_owned()
            }
            _ => written.to_owned(),
        };
        self.at(element, Node::Text(text))
    }

    fn people(&mut self) {
        let mut people = Vec::new();
        for child in &self.item.children {
            let name = match (child.space, child.name.as_str()) {
                (Space::Atom, "author") => child
                    .first(Space::Atom, "name")
                    .map(|name| name.text.clone()),
                (Space::Feed, "author") => Some(name_of(&child.text).to_owned()),
                (Space::DublinCore, "creator") => Some(child.text.clone()),
                _ => None,
            };
            let name = name
                .map(|name| html::text(&name))
                .filter(|name| !name.is_empty());
            people.extend(name.map(|name| self.at(child, Node::Text(name))));
        }
        if let (true, Some(author)) = (people.is_empty(), &self.feed.author) {
            people.push(At {
                value: Node::Text(author.clone()),
                start: 0,
                end: 0,
            });
        }
        self.list("author", people);
    }

    fn topics(&mut self) {
        let mut topics = Vec::new();
        for child in &self.item.children {
            let topic = match (child.space, child.name.as_str()) {
                (Space::Feed, "category") | (Space::DublinCore, "subject") => {
                    Some(child.text.as_str())
                }
                (Space::Atom, "category") => child.attribute("label").or(child.attribute("term")),
                _ => None,
            };
            let topic = topic.map(html::text).filter(|topic| !topic.is_empty());
            topics.extend(topic.map(|topic| self.at(child, Node::Text(topic))));
        }
        self.list("topics", topics);
    }

    fn list(&mut self, name: &str, values: Vec<At<Node<Group>>>) {
        if let Some(first) = values.first() {
            let list = first.with(());
            self.article.push(name, list.with(Node::List(values)));
        }
    }

    fn images(&mut self) {
        let mut found: Vec<(u8, &Element, &str)> = Vec::new();
        pictures(self.item, &mut found);
        // Stable: pictures first, then what is enclosed, then small ones.
        found.sort_by_key(|(rank, ..)| *rank);
        let mut addresses: Vec<String> = Vec::new();
        let mut images = Vec::new();
        for (_, element, address) in found {
            let address = self.feed.whole(address);
            if !addresses.contains(&address) {
                images.push(self.image(element, &address));
                addresses.push(address);
            }
        }
        self.list("image", images);
    }

    fn image(&self, element: &Element, address: &str) -> At<Node<Group>> {
        let mut image = Group::default();
        image.push("url", self.at(element, Node::Text(address.to_owned())));
        let size = |name: &str| {
            element
                .attribute(name)
                .filter(|side| side.parse::<u16>().is_ok_and(|side| side > 0))
        };
        if let (Some(width), Some(height)) = (size("width"), size("height")) {
            image.push("width", self.at(element, Node::Text(width.to_owned())));
            image.push("height", self.at(element, Node::Text(height.to_owned())));
        }
        if let Some(credit) = element.first(Space::Media, "credit") {
            image.push(
                "attribution",
                self.at(credit, Node::Text(html::text(&credit.text))),
            );
        }
        self.at(element, Node::Fields(Box::new(image)))
    }

    /// The body and the excerpt.
    fn texts(&mut self) -> Item {
        let media = self.item.all(Space::Media, "group").next();
        let summary = self.first(&[
            (Space::Feed, "description"),
            (Space::Atom, "summary"),
            (Space::DublinCore, "description"),
            (Space::Media, "description"),
            (Space::Itunes, "summary"),
        ]);
        let summary =
            summary.or_else(|| media.and_then(|media| media.first(Space::Media, "description")));
        let xhtml = self
            .item
            .all(Space::Atom, "content")
            .find(|content| !content.children.is_empty());
        let content = self
            .first(&[(Space::Content, "encoded"), (Space::Atom, "content")])
            .or(xhtml);
        let content = content.filter(|content| is_prose(content));
        let summary_html = summary
            .map(|element| self.html(element))
            .unwrap_or_default();
        let summary_text = html::text(&summary_html);
        let body = match content {
            Some(content) => self.html(content),
            None if summary_text.chars().count() > LONG => summary_html.clone(),
            None => String::new(),
        };
        let excerpt = match (summary_text.chars().count(), content) {
            (1..=LONG, _) => summary_text.clone(),
            (0, _) => excerpt_of(&body),
            (_, _) => excerpt_of(&summary_html),
        };
        if let (Some(element), false) = (summary.or(content), excerpt.is_empty()) {
            self.push("excerpt", element, excerpt);
        }
        let key = self.first(&[(Space::Feed, "guid"), (Space::Atom, "id")]);
        let base = self.feed.base();
        Item {
            title: start_of(&summary_text).or_else(|| start_of(&html::text(&body))),
            key: key.map(|key| key.text.trim().to_owned()),
            body: html_markdown::markdown(&body, base),
        }
    }

    /// Who publishes it and in which language, as far as only the feed says.
    fn inherit(&mut self) {
        let top = At {
            value: (),
            start: 0,
            end: 0,
        };
        let provider = self.source().or_else(|| self.feed.provider(&top));
        if let Some(provider) = provider {
            self.article
                .push("provider", top.with(Node::Fields(Box::new(provider))));
        }
        let own = self
            .first(&[(Space::DublinCore, "language")])
            .map(|own| self.at(own, own.text.trim().to_owned()));
        let language = own.or_else(|| Some(top.with(self.feed.language.clone()?)));
        if let Some(At { value, start, end }) = language {
            self.article.push(
                "locale",
                At {
                    value: Node::Text(value),
                    start,
                    end,
                },
            );
        }
    }

    /// The feed that an item was taken from, where it names one.
    fn source(&self) -> Option<Group> {
        let rss = self.item.first(Space::Feed, "source");
        let rss = rss.map(|source| (source, source.text.as_str(), source.attribute("url")));
        let atom = || {
            let source = self.item.all(Space::Atom, "source").next()?;
            let title = source.first(Space::Atom, "title")?;
            let link = source.all(Space::Atom, "link").find(|link| is_page(link));
            Some((
                title,
                title.text.as_str(),
                link.and_then(|link| link.attribute("href")),
            ))
        };
        let (element, name, home) = rss.or_else(atom)?;
        let mut provider = Group::default();
        provider.push("name", self.at(element, Node::Text(html::text(name))));
        let home = home.and_then(|home| Base::parse(home).ok());
        if let Some(domain) = home.as_ref().and_then(domain_of) {
            provider.push("domain", self.at(element, Node::Text(domain)));
        }
        Some(provider)
    }
}

/// `lawyer@boyer.net (Lawyer Boyer)` by the name in it.
fn name_of(author: &str) -> &str {
    let name = author
        .split_once('(')
        .and_then(|(_, name)| Some(name.rsplit_once(')')?.0));
    name.filter(|name| !name.trim().is_empty())
        .unwrap_or(author)
        .trim()
}

/// Whether Atom's content is something to read, and not a film or a file elsewhere.
fn is_prose(content: &Element) -> bool {
    content.attribute("src").is_none()
        && content.attribute("type").is_none_or(|kind| {
            matches!(kind, "text" | "html" | "xhtml")
                || kind.starts_with("text/")
                || kind.contains("xhtml")
        })
}

/// The pictures of an item, each with its rank.
fn pictures<'a>(item: &'a Element, found: &mut Vec<(u8, &'a Element, &'a str)>) {
    for child in &item.children {
        let (rank, address) = match (child.space, child.name.as_str()) {
            (Space::Media, "content") => {
                pictures(child, found);
                (
                    0,
                    child
                        .attribute("url")
                        .filter(|address| is_picture(child, address)),
                )
            }
            (Space::Media, "group") => {
                pictures(child, found);
                (0, None)
            }
            (Space::Feed, "enclosure") => (
                1,
                child
                    .attribute("url")
                    .filter(|address| is_picture(child, address)),
            ),
            (Space::Atom, "link") if child.attribute("rel") == Some("enclosure") => (
                1,
                child
                    .attribute("href")
                    .filter(|address| is_picture(child, address)),
            ),
            (Space::Media, "thumbnail") => (2, child.attribute("url")),
            (Space::Itunes, "image") => (3, child.attribute("href")),
            _ => continue,
        };
        found.extend(address.map(|address| (rank, child, address)));
    }
}

fn is_picture(element: &Element, address: &str) -> bool {
    let kind = element.attribute("type").or(element.attribute("medium"));
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match kind {
        Some(kind) => kind.starts_with("image"),
        None => [".jpg", ".jpeg", ".png", ".webp", ".gif"]
            .iter()
            .any(|ending| path.ends_with(ending)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_called_by_their_names() {
        assert_eq!(name_of("a@b.example (Ada B.)"), "Ada B.");
        assert_eq!(name_of(" Ada "), "Ada");
        assert_eq!(name_of("a@b.example ()"), "a@b.example ()");
    }
}
