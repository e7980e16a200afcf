//! `feed.json` and `feed.xml`: what validators ask of them, and that they read back as what they were.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use newsrack::model::Instant;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value, json};

use crate::bundle::corpus;
use crate::corpus::{corpus as real, shelf};
use crate::desk::Desk;

/// Articles that feeds have trouble with.
fn odd() -> Desk {
    let desk = Desk::new();
    desk.write(
        "newsrack.toml",
        "title = \"Quay & Co. <News>\"\nbase_url = \"https://quay.example/?a=1&b=2\"\nlanguage = \"en-GB\"\n",
    );
    let long = "A sentence of an excerpt that goes on and on. ".repeat(30);
    for (name, fields) in [
        ("bare.md", "title: Bare\n".to_owned()),
        ("text.md", "title: 'AT&T \"a < b\" & C<D> ]]> ’tis 𝄞'\nexcerpt: 'R&D: 1 < 2, \"so\" it goes'\nwebUrl: https://a.example/?x=1&y='2'\ntopics: ['R&D', 'C++', 'a < b', '人工知能']\nauthor: ['Ann O’Hara', 'B & C']\nlocale: ar\nupdatedDateTime: 2024-06-01T00:00:00Z\n".to_owned()),
        ("same.md", "title: Said twice\nexcerpt: Said twice\nwebUrl: https://a.example/same\n".to_owned()),
        ("long.md", format!("excerpt: {long}\nwebUrl: https://a.example/long\n")),
        ("long-alone.md", format!("excerpt: {long}\n")),
        ("elsewhere.md", "webUrl: https://a.example/ours\noriginalUrl: https://b.example/theirs\n".to_owned()),
        ("only-original-1.md", "originalUrl: https://b.example/one\n".to_owned()),
        ("unchanged.md", "updatedDateTime: 2024-05-02T06:30:00Z\nwebUrl: https://a.example/unchanged\n".to_owned()),
    ] {
        desk.article(name, &fields);
    }
    build(&desk);
    desk
}

fn build(desk: &Desk) {
    let run = desk.newsrack(&["build", "--keep-going"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

fn empty() -> Desk {
    let desk = Desk::new();
    desk.article("draft.md", "published: false\n");
    build(&desk);
    desk
}

fn desks() -> [Desk; 3] {
    let corpus = corpus();
    build(&corpus);
    [corpus, odd(), empty()]
}

fn is_instant(text: &str) -> bool {
    text.parse::<Instant>().is_ok()
}

/// The rules of jsonfeed.org/version/1.1 for what is in our feeds, and that nothing else is.
fn check_json_feed(feed: &Value) {
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    for (key, value) in feed.as_object().unwrap() {
        match key.as_str() {
            "version" | "title" | "language" => assert!(is_said(value), "{key}: {value}"),
            "home_page_url" | "feed_url" => assert!(is_address(value), "{value}"),
            "items" => assert!(value.is_array()),
            _ => panic!("`{key}` is no key of a feed"),
        }
    }
    let items = feed["items"].as_array().unwrap();
    let ids: BTreeSet<_> = items
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), items.len(), "ids are unique");
    items
        .iter()
        .for_each(|item| check_item(item.as_object().unwrap()));
}

fn check_item(item: &Map<String, Value>) {
    for needed in ["id", "content_text"] {
        assert!(item.contains_key(needed), "{item:?}");
    }
    for (key, value) in item {
        let is_right = match key.as_str() {
            "id" | "title" | "content_text" | "summary" | "language" => is_said(value),
            "url" | "external_url" | "image" => is_address(value),
            "date_published" | "date_modified" => value.as_str().is_some_and(is_instant),
            "tags" => value.as_array().unwrap().iter().all(is_said),
            "authors" => value
                .as_array()
                .unwrap()
                .iter()
                .all(|author| is_said(&author["name"])),
            _ => panic!("`{key}` is no key of an item"),
        };
        assert!(is_right, "{key}: {value}");
    }
}

fn is_said(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn is_address(value: &Value) -> bool {
    let parsed = value.as_str().and_then(|text| url::Url::parse(text).ok());
    parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}

#[test]
fn the_json_feed_keeps_the_rules_of_its_format() {
    for desk in desks() {
        check_json_feed(&desk.json("bundle/feed.json"));
    }
}

/// An element of Atom.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn new(start: &BytesStart) -> Self {
        let attribute = |attribute: quick_xml::events::attributes::Attribute| {
            let value = html_escape::decode_html_entities(&&attribute.value).into_owned();
            (attribute.key.as_ref().to_string(), value)
        };
        Self {
            name: start.name().as_ref().to_string(),
            attributes: start
                .attributes()
                .map(|one| attribute(one.unwrap()))
                .collect(),
            ..Self::default()
        }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    #[track_caller]
    fn one(&self, name: &str) -> &Self {
        let all: Vec<_> = self.all(name).collect();
        assert_eq!(all.len(), 1, "one `{name}` in `{}`", self.name);
        all[0]
    }
}

/// Every element that a reader of XML without a list of entities but its own five can read.
fn tree(xml: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(Element::new(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(Element::new(&start)),
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(closed);
            }
            Event::Text(text) => open.last_mut().unwrap().text += &*text,
            Event::GeneralRef(entity) => {
                let entity = entity.to_string();
                assert!(
                    ["amp", "lt", "gt", "quot", "#39"].contains(&entity.as_str()),
                    "{entity}"
                );
                open.last_mut().unwrap().text +=
                    &html_escape::decode_html_entities(&format!("&{entity};"));
            }
            Event::Decl(_) => {}
            Event::Eof => return open.pop().unwrap().children.remove(0),
            other => panic!("{other:?}"),
        }
    }
}

/// RFC 4287, sections 4.1.1 and 4.1.2: what must be there, how often, and that nothing else is.
fn check_atom(xml: &str) {
    let is_allowed = |c: char| c >= ' ' || c == '\n' || c == '\t';
    assert!(
        xml.chars().all(is_allowed),
        "XML holds no control characters"
    );
    let feed = tree(xml);
    assert_eq!(feed.name, "feed");
    assert_eq!(feed.attributes["xmlns"], "http://www.w3.org/2005/Atom");
    let known = ["id", "title", "updated", "author", "link", "entry"];
    check_atom_element(&feed, &known);
    // The feed's author speaks for entries without one.
    assert!(feed.all("author").count() > 0);
    let ids: BTreeSet<_> = feed
        .all("entry")
        .map(|entry| &entry.one("id").text)
        .collect();
    assert_eq!(ids.len(), feed.all("entry").count(), "ids are unique");
    for entry in feed.all("entry") {
        let known = [
            "id",
            "title",
            "updated",
            "author",
            "link",
            "published",
            "summary",
            "category",
            "content",
        ];
        check_atom_element(entry, &known);
        for at_most_once in ["published", "summary", "content"] {
            assert!(entry.all(at_most_once).count() < 2);
        }
        let is_there = alternates(entry) == 1 || entry.all("content").count() == 1;
        assert!(is_there, "content, or an address: {entry:?}");
    }
}

fn alternates(element: &Element) -> usize {
    element
        .all("link")
        .filter(|link| link.attributes["rel"] == "alternate")
        .count()
}

fn check_atom_element(element: &Element, known: &[&str]) {
    for name in ["id", "title", "updated"] {
        assert!(!element.one(name).text.trim().is_empty(), "{name}");
    }
    assert!(
        url::Url::parse(&element.one("id").text).is_ok(),
        "an id is an IRI"
    );
    assert!(
        alternates(element) < 2,
        "none of the same type and language twice"
    );
    for child in &element.children {
        assert!(
            known.contains(&child.name.as_str()),
            "`{}` in `{}`",
            child.name,
            element.name
        );
        match child.name.as_str() {
            "updated" | "published" => assert!(is_instant(&child.text), "{child:?}"),
            "author" => assert!(!child.one("name").text.trim().is_empty()),
            "category" => assert!(!child.attributes["term"].is_empty()),
            "link" => assert!(is_address(&json!(child.attributes["href"])), "{child:?}"),
            _ => {}
        }
    }
}

#[test]
fn the_atom_feed_has_what_rfc_4287_requires() {
    for desk in desks() {
        check_atom(&fs::read_to_string(desk.path("bundle/feed.xml")).unwrap());
    }
}

/// What a feed carries of the cards of a bundle. Only an address of its own keeps an article's id, and
/// a language that nobody named may be that of the feed.
fn carried(desk: &Desk, known: &[Value]) -> Vec<Value> {
    let of = |(at, card): (usize, Value)| {
        let links = &card["links"];
        let own = Some(&links["web"]).filter(|web| !web.is_null());
        let locale = known.get(at).is_none_or(|known| !known["locale"].is_null());
        json!({
            "link": own.unwrap_or(&links["original"]),
            "original": own.map(|_| &links["original"]),
            "title": card["title"],
            "excerpt": card["excerpt"],
            "published": card["published"],
            "topics": card["topics"],
            "locale": Some(&card["locale"]).filter(|_| locale),
            "id": card["id"],
        })
    };
    let mut cards = shelf(desk, "cards");
    // Equal instants stand in the order of paths, which a feed does not have.
    cards.sort_by_key(|card| {
        let links = &card["links"];
        let link = links["web"].as_str().or(links["original"].as_str());
        (link.map(str::to_owned), card["title"].to_string())
    });
    cards.into_iter().enumerate().map(of).collect()
}

/// Builds a bundle from a feed of another, and compares the articles.
#[track_caller]
fn check_reads_back(first: &Desk, feed: &str) {
    let second = Desk::new();
    let bytes = fs::read(first.path("bundle").join(feed)).unwrap();
    second.write(&format!("articles/{feed}"), bytes);
    let run = second.newsrack(&["build"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{feed}");
    let mut expected = carried(first, &[]);
    let mut found = carried(&second, &expected);
    for (expected, found) in expected.iter_mut().zip(&mut found) {
        let has_address = !expected["link"].is_null();
        let is_own = has_address && expected["link"] != "https://b.example/one";
        if !is_own {
            (expected["id"], found["id"]) = (Value::Null, Value::Null);
        }
        assert_eq!(found, expected, "{feed}");
    }
    assert_eq!(found.len(), expected.len());
    assert_eq!(items(&second), items(first), "{feed}");
    let has_body = |desk: &Desk, at: usize| shelf(desk, "cards")[at]["body"] == true;
    let bodies = (0..found.len()).filter(|&at| has_body(&second, at));
    assert_eq!(bodies.count(), 0, "what stands in for a content is no body");
}

/// What only the feed says of its articles, by title: who wrote them, and when they were changed.
fn items(desk: &Desk) -> Vec<[String; 4]> {
    let feed = desk.json("bundle/feed.json");
    let item = |item: &Value| {
        let published = &item["date_published"];
        let modified = Some(&item["date_modified"]).filter(|modified| *modified != published);
        [
            &item["title"],
            published,
            modified.unwrap_or(&Value::Null),
            &item["authors"],
        ]
        .map(Value::to_string)
    };
    let mut items: Vec<_> = feed["items"].as_array().unwrap().iter().map(item).collect();
    items.sort();
    items
}

#[test]
fn the_feeds_read_back_as_the_articles_that_they_are_of() {
    let corpus = corpus();
    build(&corpus);
    for desk in [corpus, odd()] {
        check_reads_back(&desk, "feed.json");
        check_reads_back(&desk, "feed.xml");
    }
}

#[test]
fn the_feeds_of_real_articles_read_back_too() {
    let Some(corpus) = real("feeds that read back") else {
        return;
    };
    let desk = Desk::new();
    let folder = corpus.join("news");
    let run = desk.newsrack(&["build", folder.to_str().unwrap(), "--keep-going"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for feed in ["feed.json", "feed.xml"] {
        let again = Desk::new();
        again.write(
            &format!("articles/{feed}"),
            fs::read(desk.path("bundle").join(feed)).unwrap(),
        );
        let run = again.newsrack(&["build"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{feed}");
        let newest = |desk: &Desk| {
            let mut cards = shelf(desk, "cards");
            cards.truncate(50);
            let fields = ["id", "title", "excerpt", "published", "topics"];
            let card = |card: &Value| {
                (
                    card["id"].to_string(),
                    fields.map(|field| card[field].clone()),
                )
            };
            cards.iter().map(card).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(newest(&again), newest(&desk), "{feed}");
    }
}

#[test]
fn where_the_site_is_known_feeds_say_where_they_are() {
    let desk = odd();
    desk.write("newsrack.toml", "base_url = 'https://a.example/b'\n");
    build(&desk);
    let json = desk.json("bundle/feed.json");
    check_json_feed(&json);
    assert_eq!(json["feed_url"], "https://a.example/b/news/feed.json");
    let xml = fs::read_to_string(desk.path("bundle/feed.xml")).unwrap();
    check_atom(&xml);
    let feed = tree(&xml);
    let links = feed.all("link").map(|link| &link.attributes);
    let links: Vec<_> = links.map(|link| [&link["rel"], &link["href"]]).collect();
    assert_eq!(
        links,
        [
            ["alternate", "https://a.example/b"],
            ["self", "https://a.example/b/news/feed.xml"]
        ]
    );
    check_reads_back(&desk, "feed.json");
    check_reads_back(&desk, "feed.xml");
}

#[test]
fn two_articles_of_one_origin_are_two_in_the_feeds() {
    let desk = odd();
    desk.article("only-original-2.md", "originalUrl: https://b.example/one\n");
    build(&desk);
    check_json_feed(&desk.json("bundle/feed.json"));
    check_atom(&fs::read_to_string(desk.path("bundle/feed.xml")).unwrap());
}

#[test]
fn a_feed_that_lacks_what_is_required_is_seen_to() {
    let desk = odd();
    let xml = fs::read_to_string(desk.path("bundle/feed.xml")).unwrap();
    for lost in ["updated", "id", "title"] {
        let start = xml.rfind(&format!("<{lost}>")).unwrap();
        let end = start + xml[start..].find('\n').unwrap();
        let broken = format!("{}{}", &xml[..start], &xml[end..]);
        assert!(
            std::panic::catch_unwind(|| check_atom(&broken)).is_err(),
            "{lost}"
        );
    }
}
