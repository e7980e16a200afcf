//! What does a page owner paste?
//!
//! `snippet.html`: the tag, with the newest headlines inside for whoever sees the page before the rack
//! runs, or without it. Rendered by the widget's own views, so their serializer escapes all text.

use std::rc::Rc;

use futures_executor::block_on;
use yew::LocalServerRenderer;

use crate::bundle::Site;
use crate::bundle::long_date;
use crate::model::Article;
use crate::ui::{Options, Tag, TagProps};

/// What page owners read. Nothing of theirs or of an editor's stands in it: a comment cannot be escaped.
const ADVICE: &str = "\
<!-- Paste this where the cards are to stand. The headlines stay until there is something better.
     Change both addresses to where you uploaded news-rack.js and the bundle's folder;
     with `base_url` in newsrack.toml they are written for that site. -->
";

/// Where the finished site has the script and the bundle.
const SCRIPT: &str = "news-rack.js";
pub(crate) const BUNDLE: &str = "news/";

/// How many articles a snippet shows: as many as the rack at first.
pub(crate) fn shown() -> usize {
    Options::default().page_size as usize
}

/// `snippet.html` of the newest articles.
pub(crate) fn html(newest: &[Article], site: &Site) -> Vec<u8> {
    let (language, times) = long_date::times(site.language.as_deref());
    let cards = newest.iter().take(shown());
    let tag = TagProps {
        script: address(site, SCRIPT).into(),
        src: address(site, BUNDLE).into(),
        cards: Rc::new(cards.map(|article| article.card.clone()).collect()),
        times,
        language,
    };
    let tag = LocalServerRenderer::<Tag>::with_props(tag).hydratable(false);
    (ADVICE.to_owned() + &block_on(tag.render())).into_bytes()
}

/// An address below the site's own, or as seen from the page where that is not known.
fn address(site: &Site, name: &str) -> String {
    site.address(name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(base_url: Option<&str>, src: &str) {
        let site = Site {
            base_url: base_url.map(|url| url.parse().unwrap()),
            ..Site::default()
        };
        assert_eq!(address(&site, BUNDLE), src);
    }

    #[test]
    fn addresses_lie_below_that_of_the_site() {
        check(None, "news/");
        check(Some("https://a.example"), "https://a.example/news/");
        check(Some("https://a.example/b"), "https://a.example/b/news/");
        check(
            Some("https://a.example/b/?c#d"),
            "https://a.example/b/news/",
        );
    }
}
