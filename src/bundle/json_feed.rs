//! What does an item of a JSON Feed say in the words of an article?
//!
//! The names of version 1.1 of the format (jsonfeed.org), and `author` of version 1.

use crate::bundle::feed::Feed;
use crate::bundle::feed_text::{Item, cut, excerpt_of, start_of};
use crate::bundle::node::{At, Group, Node};
use crate::bundle::{html, html_markdown};

/// What to say of a version that is not known.
pub(crate) fn unknown_version(version: &str) -> Option<String> {
    let number = version
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let is_known = matches!(number, "1" | "1.1");
    let short: String = version.chars().take(80).collect();
    (!is_known).then(|| {
        format!(
            "`{short}` is no version of JSON Feed that is known, so the file is read as version 1.1"
        )
    })
}

/// Turns an item into an article's fields, in place.
pub(crate) fn item(group: &mut Group, feed: &Feed) -> Item {
    let mut read = Reader {
        item: std::mem::take(group),
        article: Group::default(),
        feed,
    };
    let key = read.text("id");
    let body = read.body();
    read.addresses();
    for (from, to) in [
        ("title", "title"),
        ("date_published", "date_published"),
        ("date_modified", "date_modified"),
        ("tags", "topics"),
        ("language", "locale"),
        ("authors", "author"),
        ("author", "author"),
        ("published", "published"),
        ("draft", "draft"),
    ] {
        read.rename(from, to);
    }
    read.images();
    read.inherit();
    *group = read.finish();
    Item {
        title: start_of(&body.text),
        key,
        body: body.markdown,
    }
}

struct Body {
    text: String,
    markdown: String,
}

struct Reader<'a> {
    item: Group,
    article: Group,
    feed: &'a Feed,
}

impl Reader<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        let value = self.item.take(name)?;
        value
            .value
            .as_text()
            .map(str::to_owned)
            .filter(|text| !text.trim().is_empty())
    }

    fn rename(&mut self, from: &str, to: &str) {
        if let Some(value) = self.item.take(from)
            && !self.article.has(to)
        {
            self.article.push(to, value);
        }
    }

    /// The body, and an excerpt from it where the item has no summary.
    fn body(&mut self) -> Body {
        let place = self
            .item
            .get("content_html")
            .or(self.item.get("content_text"));
        let place = place.map(|value| value.with(()));
        let html = self.text("content_html");
        let plain = self.text("content_text");
        let (text, markdown, excerpt) = match (html, plain) {
            (Some(html), _) => (
                html::text(&html),
                html_markdown::markdown(&html, self.feed.base()),
                excerpt_of(&html),
            ),
            (None, Some(plain)) => (
                plain.clone(),
                plain.clone(),
                cut(plain.lines().next().unwrap_or_default()),
            ),
            (None, None) => Default::default(),
        };
        let summary = self.item.get("summary").is_some();
        self.rename("summary", "excerpt");
        if let Some(place) = place.filter(|_| !summary && !excerpt.is_empty()) {
            self.article
                .push("excerpt", place.with(Node::Text(excerpt)));
        }
        Body { text, markdown }
    }

    fn addresses(&mut self) {
        for (from, to) in [("url", "webUrl"), ("external_url", "originalUrl")] {
            if let Some(value) = self.item.take(from) {
                let whole = value
                    .value
                    .as_text()
                    .map(|address| self.feed.whole(address));
                let value = match whole {
                    Some(whole) => value.with(Node::Text(whole)),
                    None => value,
                };
                self.article.push(to, value);
            }
        }
    }

    /// The image, else the banner, else the pictures that are attached.
    fn images(&mut self) {
        let mut images = Vec::new();
        for name in ["image", "banner_image"] {
            images.extend(
                self.item
                    .take(name)
                    .filter(|value| value.value.as_text().is_some()),
            );
        }
        if let Some(At {
            value: Node::List(attached),
            ..
        }) = self.item.take("attachments")
        {
            images.extend(attached.into_iter().filter_map(picture));
        }
        let whole = |image: At<Node<Group>>| {
            let address = self.feed.whole(image.value.as_text()?);
            Some(image.with(Node::Text(address)))
        };
        let images: Vec<_> = images.into_iter().filter_map(whole).collect();
        if let Some(first) = images.first() {
            let images = first.with(Node::List(images.clone()));
            self.article.push("image", images);
        }
    }

    /// What only the feed says.
    fn inherit(&mut self) {
        let at = At {
            value: (),
            start: 0,
            end: 0,
        };
        if let Some(provider) = self.feed.provider(&at) {
            self.article
                .push("provider", at.with(Node::Fields(Box::new(provider))));
        }
        if let Some(language) = self
            .feed
            .language
            .clone()
            .filter(|_| !self.article.has("locale"))
        {
            self.article.push("locale", at.with(Node::Text(language)));
        }
    }

    /// What is left is not known, but for extensions of the format.
    fn finish(self) -> Group {
        let mut article = self.article;
        for field in self.item.into_fields() {
            if !field.name.starts_with('_') {
                article.push(field.name, field.value);
            }
        }
        article
    }
}

/// The address of something attached, if it is a picture.
fn picture(attached: At<Node<Group>>) -> Option<At<Node<Group>>> {
    let Node::Fields(mut fields) = attached.value else {
        return None;
    };
    let kind = fields.take("mime_type")?;
    let is_picture = kind.value.as_text()?.starts_with("image/");
    fields.take("url").filter(|_| is_picture)
}
