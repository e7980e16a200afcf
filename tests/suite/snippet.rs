//! What does a page owner paste, seen as an HTML parser sees it?

use html5gum::{StartTag, Token, Tokenizer};

use crate::desk::Desk;

/// A line of the pasted list, by the elements that readers and search engines know.
#[derive(Debug, Default, PartialEq)]
struct Headline {
    title: String,
    href: Option<String>,
    provider: String,
    datetime: String,
    told: String,
    excerpt: String,
    lang: Option<String>,
}

/// What an HTML parser finds: the addresses of the script and the tag, and the lines inside it.
#[derive(Debug, Default)]
struct Pasted {
    script: String,
    src: String,
    headlines: Vec<Headline>,
    /// Every element that is open, the innermost last.
    open: Vec<String>,
}

/// All elements and attributes that a snippet may have. None of them can meet a rule or a script that
/// the page has for its own classes and ids.
const KNOWN: [(&str, &[&str]); 11] = [
    ("div", &[]),
    ("script", &["type", "async", "src"]),
    ("news-rack", &["src"]),
    ("ul", &[]),
    ("li", &["lang"]),
    ("a", &["href", "rel", "dir"]),
    ("br", &[]),
    ("small", &[]),
    ("bdi", &[]),
    ("time", &["datetime", "lang", "dir"]),
    ("p", &["dir"]),
];

impl Pasted {
    fn new(html: &str) -> Self {
        let mut pasted = Self::default();
        for token in Tokenizer::new(html) {
            match token.unwrap() {
                Token::StartTag(tag) => pasted.open(&tag),
                Token::EndTag(tag) => {
                    let name = String::from_utf8(tag.name.to_vec()).unwrap();
                    assert_eq!(pasted.open.pop(), Some(name), "in {html}");
                }
                Token::String(text) => pasted.text(std::str::from_utf8(&text).unwrap()),
                Token::Comment(_) => {}
                other => panic!("{other:?} in {html}"),
            }
        }
        assert_eq!(pasted.open, [""; 0], "left open in {html}");
        pasted
    }

    fn open(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8(tag.name.to_vec()).unwrap();
        let attributes = tag.attributes.iter().map(|(key, value)| {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            (text(key), text(value))
        });
        let attributes: Vec<_> = attributes.collect();
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        let (_, allowed) = known.unwrap_or_else(|| panic!("<{name}>"));
        for (key, _) in &attributes {
            assert!(allowed.contains(&&**key), "<{name} {key}>");
        }
        let value = |key: &str| {
            let mut found = attributes.iter().filter(|(known, _)| known == key);
            found.next().map(|(_, value)| value.clone())
        };
        match &*name {
            "script" => self.script = value("src").unwrap(),
            "news-rack" => self.src = value("src").unwrap(),
            "li" => {
                assert_eq!(self.open, ["div", "news-rack", "ul"]);
                self.headlines.push(Headline {
                    lang: value("lang"),
                    ..Headline::default()
                });
            }
            "a" => {
                self.last().href = value("href");
                assert_eq!(value("rel").is_some(), value("href").is_some());
                assert_eq!(value("dir").as_deref(), Some("auto"));
            }
            "time" => self.last().datetime = value("datetime").unwrap(),
            _ => {}
        }
        if name != "br" {
            self.open.push(name);
        }
    }

    fn last(&mut self) -> &mut Headline {
        self.headlines.last_mut().expect("a line is open")
    }

    fn text(&mut self, text: &str) {
        let innermost = self.open.last().cloned().unwrap_or_default();
        match &*innermost {
            "a" => self.last().title.push_str(text),
            "bdi" => self.last().provider.push_str(text),
            "time" => self.last().told.push_str(text),
            "p" => self.last().excerpt.push_str(text),
            "small" => assert_eq!(text, ", "),
            _ => assert_eq!(text.trim(), "", "text in <{innermost}>"),
        }
    }
}

/// Builds what lies on a desk and reads the snippet as a parser does.
fn build(desk: &Desk) -> Pasted {
    let run = desk.newsrack(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    Pasted::new(&String::from_utf8(desk.files("bundle")["snippet.html"].clone()).unwrap())
}

#[test]
fn headlines_are_links_with_source_and_time() {
    let desk = Desk::new();
    desk.article(
        "a.md",
        "title: The lamp\nwebUrl: https://a.example/lamp?a=1&b=2\nlocale: en\nexcerpt: It lit itself.\n\
         provider: { name: The Post, domain: a.example }\npublishedDateTime: 2026-11-14T06:30:00Z\n",
    );
    let expected = Headline {
        title: "The lamp".to_owned(),
        href: Some("https://a.example/lamp?a=1&b=2".to_owned()),
        provider: "The Post".to_owned(),
        datetime: "2026-11-14T06:30:00Z".to_owned(),
        told: "November 14, 2026".to_owned(),
        excerpt: "It lit itself.".to_owned(),
        lang: Some("en".to_owned()),
    };
    assert_eq!(build(&desk).headlines, [expected]);
}

#[test]
fn as_many_stand_there_as_the_rack_shows_first_the_newest_on_top() {
    let desk = Desk::new();
    for day in 10..30 {
        let fields = format!("title: Day {day}\npublishedDateTime: 2026-11-{day}T06:30:00Z\n");
        desk.article(&format!("{day}.md"), &fields);
    }
    let titles = build(&desk).headlines.into_iter().map(|line| line.title);
    let expected = (18..30).rev().map(|day| format!("Day {day}"));
    assert_eq!(titles.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn markup_in_a_text_is_text() {
    let desk = Desk::new();
    let title = r#"</a></news-rack><script>alert(1)</script> "it's" <!-- & -->"#;
    let quoted = title.replace('\'', "''");
    desk.article(
        "a.md",
        &format!("title: '{quoted}'\nexcerpt: '{quoted}'\nprovider: {{ name: '{quoted}' }}\n"),
    );
    let [line] = &build(&desk).headlines[..] else {
        panic!("one line")
    };
    assert_eq!(
        (&*line.title, &*line.provider, &*line.excerpt),
        (title, title, title)
    );
}

#[test]
fn a_title_without_an_address_leads_nowhere() {
    let desk = Desk::new();
    desk.article("a.md", "title: No page\n");
    let pasted = build(&desk);
    assert_eq!(pasted.headlines[0].href, None);
    assert_eq!(pasted.headlines[0].title, "No page");
}

#[test]
fn an_empty_bundle_is_a_tag_with_nothing_in_it() {
    let desk = Desk::new();
    desk.article("a.md", "title: CANARY\npublished: false\n");
    let pasted = build(&desk);
    assert_eq!((&*pasted.src, pasted.headlines.len()), ("news/", 0));
}

#[test]
fn times_are_told_in_the_language_of_the_site_and_titles_keep_theirs() {
    let desk = Desk::new();
    desk.write("newsrack.toml", "language = \"ar-EG\"\n");
    desk.article("a.md", "title: \"افتتاح الجسر\"\nlocale: ar\n");
    desk.article("b.md", "title: A bridge\nlocale: en\n");
    let lines = build(&desk).headlines;
    assert_eq!(lines[0].told, "2 مايو 2024");
    assert_eq!(lines[1].told, "2 مايو 2024");
    let languages: Vec<_> = lines.iter().map(|line| line.lang.as_deref()).collect();
    assert_eq!(languages, [Some("ar"), Some("en")]);
}

#[test]
fn addresses_are_those_of_the_site_where_it_is_known() {
    let desk = Desk::new();
    desk.article("a.md", "");
    let pasted = build(&desk);
    assert_eq!((&*pasted.script, &*pasted.src), ("news-rack.js", "news/"));
    desk.write("newsrack.toml", "base_url = \"https://a.example/news's\"\n");
    let pasted = build(&desk);
    assert_eq!(pasted.script, "https://a.example/news's/news-rack.js");
    assert_eq!(pasted.src, "https://a.example/news's/news/");
}

/// Nothing takes part in loading the page but the script of the tag: no picture, no sheet.
#[test]
fn a_snippet_of_real_articles_is_small_and_asks_nobody_for_anything() {
    let Some(corpus) = crate::corpus::corpus("snippet") else {
        return;
    };
    for folder in ["news/powerapps", "news/azure", "news/diablo4"] {
        let desk = Desk::new();
        let source = corpus.join(folder);
        let run = desk.newsrack(&["build", source.to_str().unwrap(), "--unpublished"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let snippet = desk.files("bundle")["snippet.html"].clone();
        let pasted = Pasted::new(std::str::from_utf8(&snippet).unwrap());
        assert_eq!(pasted.headlines.len(), 12, "{folder}");
        assert!(pasted.headlines.iter().all(|line| line.href.is_some()));
        let mut small = Vec::new();
        brotli::BrotliCompress(
            &mut &*snippet,
            &mut small,
            &brotli::enc::BrotliEncoderParams::default(),
        )
        .unwrap();
        assert!(small.len() <= 6000, "{folder}: {} bytes", small.len());
    }
}
