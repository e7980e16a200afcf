//! What does a feed say of itself?
//!
//! Which its items then need not say: who publishes them, where, and in which language.

use url::Url as Base;

use crate::bundle::html;
use crate::bundle::node::{At, Group, Node};
use crate::bundle::xml::{Element, Space};

/// What a feed says of itself.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    pub title: Option<String>,
    /// The site it belongs to.
    pub home: Option<Base>,
    /// Where the feed itself lies.
    pub own: Option<Base>,
    pub icon: Option<String>,
    pub language: Option<String>,
    /// Who writes it, where an item does not say.
    pub author: Option<String>,
}

impl Feed {
    /// By the fields of a JSON Feed.
    pub(crate) fn new(value: &dyn Fn(&str) -> Option<String>) -> Self {
        let address = |name: &str| Base::parse(&value(name)?).ok();
        Self {
            title: value("title").map(|title| html::text(&title)),
            home: address("home_page_url"),
            own: address("feed_url"),
            icon: value("icon").or_else(|| value("favicon")),
            language: value("language"),
            author: None,
        }
    }

    /// What relative addresses are seen from.
    pub(crate) fn base(&self) -> Option<&Base> {
        self.home.as_ref().or(self.own.as_ref())
    }

    /// An address as the site means it.
    pub(crate) fn whole(&self, address: &str) -> String {
        let address = address.trim();
        match self.base() {
            Some(home) => home.join(address).map_or(address.to_owned(), String::from),
            None => address.to_owned(),
        }
    }

    /// The provider that its items have, in this place.
    pub(crate) fn provider<T>(&self, at: &At<T>) -> Option<Group> {
        let domain = self.base().and_then(domain_of);
        let name = self
            .title
            .clone()
            .filter(|title| !title.is_empty())
            .or_else(|| domain.clone())?;
        let mut provider = Group::default();
        provider.push("name", at.with(Node::Text(name)));
        if let Some(domain) = domain {
            provider.push("domain", at.with(Node::Text(domain)));
        }
        if let Some(icon) = self
            .icon
            .as_ref()
            .map(|icon| self.whole(icon))
            .filter(|icon| is_web(icon))
        {
            provider.push("images", at.with(Node::Text(icon)));
        }
        Some(provider)
    }
}

/// Whether an address is one that a page may load.
pub(crate) fn is_web(address: &str) -> bool {
    Base::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// The domain that a site is known by.
pub(crate) fn domain_of(home: &Base) -> Option<String> {
    let domain = home.domain()?;
    Some(domain.strip_prefix("www.").unwrap_or(domain).to_owned())
}

/// What a feed says of itself, from one of its elements.
pub(crate) fn note_feed(feed: &mut Feed, element: &Element) {
    let text = element.text.trim();
    match (element.space, element.name.as_str()) {
        (Space::Feed | Space::Atom, "title") if feed.title.is_none() => {
            feed.title = Some(html::text(text)).filter(|title| !title.is_empty());
        }
        (Space::Feed, "link") if feed.home.is_none() => feed.home = Base::parse(text).ok(),
        (Space::Feed | Space::Atom, "link") if feed.home.is_none() && is_page(element) => {
            feed.home = element
                .attribute("href")
                .and_then(|link| Base::parse(link).ok());
        }
        (Space::Feed | Space::Atom, "link") if element.attribute("rel") == Some("self") => {
            feed.own = element
                .attribute("href")
                .and_then(|link| Base::parse(link).ok());
        }
        (Space::Feed | Space::DublinCore, "language") if !text.is_empty() => {
            feed.language = Some(text.to_owned());
        }
        (Space::Feed, "image") => {
            feed.icon = element
                .first(Space::Feed, "url")
                .map(|url| url.text.trim().to_owned());
        }
        (Space::Atom, "icon") => feed.icon = Some(text.to_owned()),
        (Space::Atom, "author") => {
            feed.author = element
                .first(Space::Atom, "name")
                .map(|name| name.text.trim().to_owned());
        }
        _ => {}
    }
}

/// Whether a link of Atom leads to a page that people read.
pub(crate) fn is_page(link: &Element) -> bool {
    matches!(link.attribute("rel"), None | Some("alternate"))
        && link
            .attribute("type")
            .is_none_or(|kind| kind.contains("html"))
}
