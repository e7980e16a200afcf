//! Every source of articles: what the formats and the blogs say, read by us and by a second reader that
//! knows nothing of us.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::corpus::{corpus, shelf};
use crate::desk::{Desk, Run};

/// Builds these files, as far as they can be read.
fn build(files: &[(&str, &str)]) -> (Desk, Run) {
    let desk = Desk::new();
    for (name, text) in files {
        desk.write(&format!("articles/{name}"), text);
    }
    let run = desk.newsrack(&["build", "--keep-going", "--format", "json"]);
    (desk, run)
}

/// The problems of one file, each as `line:column code`.
#[track_caller]
fn check_problems(name: &str, text: &str, expected: &[&str]) {
    let (_, run) = build(&[(name, text), ("good.md", GOOD)]);
    let report = run.json();
    let problems = report["problems"].as_array().unwrap().iter();
    let own = problems.filter(|problem| problem["file"] == format!("articles/{name}"));
    let shown: Vec<_> = own
        .map(|problem| {
            let code = problem["code"].as_str().unwrap();
            format!("{}:{} {code}", problem["line"], problem["column"])
        })
        .collect();
    assert_eq!(shown, expected, "{text:.200}");
}

/// One article, and the fields of its card.
#[track_caller]
fn check_card(name: &str, text: &str, expected: Value) {
    let (desk, run) = build(&[(name, text)]);
    let cards = shelf(&desk, "cards");
    assert_eq!(cards.len(), 1, "{}", run.stdout);
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&cards[0][field], value, "{field} of {text}");
    }
}

const GOOD: &str = "---\ntitle: Good\ndate: 2024-05-02T06:30:00Z\n---\n";
const INSTANT: i64 = 1_714_631_400;

#[test]
fn the_spellings_of_blogs_are_those_of_articles() {
    let article = |fields: &str| format!("---\ntitle: A\n{fields}\n---\n");
    let dated = |fields: &str| article(&format!("{fields}\ndate: 2024-05-02T06:30:00Z"));
    for name in [
        "date",
        "publishDate",
        "publish_date",
        "pubDate",
        "Date",
        "publisheddatetime",
    ] {
        check_card(
            "a.md",
            &article(&format!("{name}: 2024-05-02T06:30:00Z")),
            json!({"published": INSTANT}),
        );
    }
    for name in ["excerpt", "summary", "description", "Description"] {
        check_card(
            "a.md",
            &dated(&format!("{name}: B")),
            json!({"excerpt": "B"}),
        );
    }
    for name in [
        "webUrl",
        "link",
        "canonical",
        "canonical_url",
        "canonicalURL",
    ] {
        let links = json!({"web": "https://a.example/"});
        check_card(
            "a.md",
            &dated(&format!("{name}: https://a.example/")),
            json!({"links": links}),
        );
    }
    for name in [
        "images",
        "image",
        "cover",
        "featured_image",
        "featuredImage",
        "thumbnail",
    ] {
        for value in [
            "https://a.example/b.png",
            "[https://a.example/b.png]",
            "{url: https://a.example/b.png}",
            "{path: https://a.example/b.png}",
        ] {
            let image = json!({"url": "https://a.example/b.png"});
            check_card(
                "a.md",
                &dated(&format!("{name}: {value}")),
                json!({"image": image}),
            );
        }
    }
    for topics in [
        "topics: [B, C]",
        "tags: [B, C]",
        "tags: B, C",
        "tags: [B]\ncategories: [C]",
        "categories: [B, C]",
        "taxonomies: {tags: [B], categories: [C]}",
    ] {
        check_card("a.md", &dated(topics), json!({"topics": ["B", "C"]}));
    }
    for name in ["locale", "lang", "language"] {
        check_card(
            "a.md",
            &dated(&format!("{name}: zh_tw")),
            json!({"locale": "zh-tw"}),
        );
    }
}

#[test]
fn the_same_article_in_three_kinds_of_front_matter_is_the_same() {
    let card = json!({"title": "A", "published": INSTANT, "topics": ["B"], "excerpt": "C"});
    check_card(
        "a.md",
        "---\ntitle: A\ndate: 2024-05-02T06:30:00Z\ntags: [B]\nsummary: C\n---\n",
        card.clone(),
    );
    check_card(
        "a.md",
        "+++\ntitle = 'A'\ndate = 2024-05-02T06:30:00Z\ntags = ['B']\nsummary = 'C'\n+++\n",
        card.clone(),
    );
    check_card(
        "a.md",
        "\u{FEFF}+++\r\ntitle = 'A'\r\ndate = 2024-05-02T08:30:00+02:00\r\ntags = ['B']\r\nsummary = 'C'\r\n+++\r\n",
        card.clone(),
    );
    let object = "{\"title\": \"A\", \"date\": \"2024-05-02T06:30:00Z\", \"tags\": [\"B\"], \"summary\": \"C\"}";
    check_card("a.md", &format!("{object}\nText"), card.clone());
    check_card("a.json", object, card.clone());
    check_card("a.json", &format!("\u{FEFF}[{object}]"), card.clone());
    check_card(
        "a.json",
        &format!("{{\"value\": [{object}], \"page\": 1}}"),
        card.clone(),
    );
    check_card("a.jsonl", &format!("\n{object}\r\n"), card);
}

#[test]
fn a_body_follows_front_matter_of_any_kind() {
    for text in [
        "---\ntitle: A\ndate: 2024-05-02\n---\n{{< figure >}} {% raw %} body",
        "+++\ntitle = 'A'\ndate = 2024-05-02\n+++\n{{< figure >}} {% raw %} body",
        "{\"title\": \"A\", \"date\": \"2024-05-02\"}{{< figure >}} {% raw %} body",
        "{\n\"title\": \"}\",\n\"date\": \"2024-05-02\"\n}\n{{< figure >}} {% raw %} body",
    ] {
        let (desk, run) = build(&[("a.md", text)]);
        let bodies = serde_json::to_string(&shelf(&desk, "bodies")).unwrap();
        assert!(
            bodies.contains("{{< figure >}} {% raw %} body"),
            "{bodies}{}",
            run.stdout
        );
    }
}

#[test]
fn a_file_of_json_may_lack_a_body_that_lies_beside_it() {
    let object = "{\"title\": \"A\", \"date\": \"2024-05-02T06:30:00Z\"}";
    let (desk, _) = build(&[("a.json", object), ("a.txt", "Beside")]);
    assert_eq!(shelf(&desk, "bodies")[0][1], "Beside");
}

#[test]
fn two_spellings_that_disagree_are_noted_and_the_documented_one_counts() {
    let text = "---\ntitle: A\ndescription: C\nexcerpt: B\ndate: 2024-05-02T06:30:00Z\n---\n";
    check_card("a.md", text, json!({"excerpt": "B"}));
    check_problems("a.md", text, &["3:1 spellings-disagree"]);
    let text = "---\ntitle: A\ndescription: B\nexcerpt: B\ndate: 2024-05-02T06:30:00Z\n---\n";
    check_problems("a.md", text, &[]);
    let text = "---\ntitle: A\nexcerpt:\nsummary: B\ndate: 2024-05-02T06:30:00Z\n---\n";
    check_card("a.md", text, json!({"excerpt": "B"}));
    let text = "---\ntitle: A\ntopics: [B]\ntags: [C]\ndate: 2024-05-02T06:30:00Z\n---\n";
    check_card("a.md", text, json!({"topics": ["B"]}));
    check_problems("a.md", text, &["4:1 two-readings"]);
    // What would be embargoed by its generator is not published by us.
    let text =
        "---\ntitle: A\ndate: 2020-01-01T00:00:00Z\npublishDate: 2024-05-02T06:30:00Z\n---\n";
    check_card("a.md", text, json!({"published": INSTANT}));
}

/// How many are published, unpublished and unreadable.
#[track_caller]
fn check_counts(name: &str, text: &str, expected: [u64; 3]) {
    let (desk, run) = build(&[(name, text)]);
    let report = run.json();
    let left_out = |reason: &str| report["left_out"][reason].as_u64().unwrap();
    let found = [
        report["articles"].as_u64().unwrap(),
        left_out("unpublished"),
        left_out("unreadable"),
    ];
    assert_eq!(found, expected, "{text}");
    if expected[0] == 0 {
        let written: Vec<u8> = desk.files("bundle").into_values().flatten().collect();
        assert!(
            !String::from_utf8_lossy(&written).contains("CANARY"),
            "{text}"
        );
        assert!(
            !format!("{}{}", run.stdout, run.stderr).contains("CANARY"),
            "{text}"
        );
    }
}

#[test]
fn a_draft_of_any_format_reaches_nobody() {
    let yaml = |field: &str| format!("---\ntitle: CANARY\ndate: 2024-05-02\n{field}\n---\nCANARY");
    for field in [
        "draft: true",
        "Draft: true",
        "published: false",
        "Published: false",
        "publish: false",
        "published: true\ndraft: true",
        "publish: true\npublished: false",
    ] {
        check_counts("a.md", &yaml(field), [0, 1, 0]);
    }
    for field in [
        "draft: \"yes\"",
        "draft: yes",
        "draft: 1",
        "draft:",
        "publish: \"true\"",
        "published: true\nPublished: false",
        "draft: false\nDRAFT: true",
    ] {
        check_counts("a.md", &yaml(field), [0, 0, 1]);
    }
    check_counts(
        "a.md",
        &yaml("draft: false\npublished: true\npublish: true"),
        [1, 0, 0],
    );
    check_counts("_drafts/a.md", &yaml(""), [0, 1, 0]);
    check_counts(
        "blog/_drafts/deep/a.md",
        &yaml("published: true"),
        [0, 1, 0],
    );
    check_counts(
        "a.md",
        "+++\ntitle = 'CANARY'\ndraft = true\n+++\nCANARY",
        [0, 1, 0],
    );
    check_counts(
        "a.md",
        "+++\ntitle = 'CANARY'\ndraft = 'true'\n+++\nCANARY",
        [0, 0, 1],
    );
    let object =
        "{\"title\": \"CANARY\", \"date\": \"2024-05-02\", \"draft\": true, \"body\": \"CANARY\"}";
    for (name, text) in [
        ("a.md", format!("{object}\nCANARY")),
        ("a.json", object.to_owned()),
        ("a.json", format!("[{object}]")),
        ("a.json", format!("{{\"value\": [{object}]}}")),
        ("a.jsonl", object.to_owned()),
        (
            "a.json",
            format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{object}]}}"),
        ),
    ] {
        check_counts(name, &text, [0, 1, 0]);
    }
    let rss = "<rss><channel><item><title>CANARY</title><pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item></channel></rss>";
    check_counts("_drafts/a.xml", rss, [0, 1, 0]);
}

#[test]
fn drafts_of_every_format_are_there_when_they_are_asked_for() {
    let desk = Desk::new();
    desk.write(
        "articles/_drafts/a.md",
        "---\ntitle: A\ndate: 2024-05-02\n---\n",
    );
    desk.write(
        "articles/b.md",
        "+++\ntitle = 'B'\ndate = 2024-05-02\ndraft = true\n+++\n",
    );
    desk.write(
        "articles/c.json",
        "[{\"title\": \"C\", \"date\": \"2024-05-02\", \"published\": false}]",
    );
    let run = desk.newsrack(&["build", "--unpublished", "--format", "json"]);
    assert_eq!(run.json()["articles"], 3, "{}", run.stdout);
}

#[test]
fn what_is_secured_is_nowhere_whatever_the_format() {
    let toml = "+++\ntitle = 'A'\ndate = 2024-05-02\nquality = 'high'\nsecured = 'CANARY-1'\n[provider]\nname = 'B'\nsecured = \"\"\"\nCANARY-2\n\"\"\"\n[secured.CANARY-3]\nCANARY-4 = ['CANARY-5', {CANARY-6 = 1}]\n+++\n";
    let broken = "+++\ntitle = 'A'\nsecured = 'CANARY-1\n+++\n";
    let odd = "+++\n\"\\u0073ecured\" = 'CANARY-1'\nquality = [\n+++\n";
    let one_line = "+++\ntitle = 'A'\ndate = 2024-05-02\nprovider = {domain = '!', secured = 'CANARY-1', images = ['javascript:x']}\n+++\n";
    let json = "[{\"secured\": \"CANARY-1\", \"quality\": \"high\", \"title\": \"A\", \"date\": \"2024-05-02\"}]";
    let comma = "{\"title\": \"A\", \"date\": \"2024-05-02\", \"secured\": {\"CANARY-1\": [\"CANARY-2\", 12, {\"CANARY-3\": null}]},}";
    let escaped = "{\"\\u0073ecured\": \"CANARY-1\", \"quality\": \"high\", \"title\": \"A\", \"date\": \"2024-05-02\"}";
    let xml = "<rss><channel><item><secured>CANARY-1</secured><title>A</title><pubDate>soon</pubDate></item></channel></rss>";
    for (name, text) in [
        ("a.md", toml),
        ("a.md", broken),
        ("a.md", odd),
        ("a.md", one_line),
        ("a.json", json),
        ("a.json", comma),
        ("a.md", comma),
        ("a.json", escaped),
        ("a.xml", xml),
    ] {
        let desk = Desk::new();
        desk.write(&format!("articles/{name}"), text);
        for format in ["human", "json"] {
            let run = desk.newsrack(&["build", "--keep-going", "--format", format]);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains("CANARY"), "{text}: {said}");
        }
        let written: Vec<u8> = desk.files("bundle").into_values().flatten().collect();
        assert!(
            !String::from_utf8_lossy(&written).contains("CANARY"),
            "{text}"
        );
    }
}

#[test]
fn dates_and_titles_stand_in_where_generators_take_them_from_elsewhere() {
    let empty = "---\ntags: [A]\n---\nText";
    check_problems(
        "2024-05-02-a-title.md",
        empty,
        &["1:1 title-elsewhere", "1:1 date-elsewhere"],
    );
    check_card(
        "2024-05-02-a-title.md",
        empty,
        json!({"title": "A Title", "published": 1_714_608_000}),
    );
    check_card(
        "2024-05-02-a-title/index.md",
        empty,
        json!({"title": "A Title"}),
    );
    let heading = "---\ndate: 2024-05-02T06:30:00Z\n---\n\n# From *here*\n\nText";
    check_problems("a.md", heading, &["1:1 title-elsewhere"]);
    check_card("a.md", heading, json!({"title": "From here"}));
    check_card(
        "2024-05-02-a-title.md",
        heading,
        json!({"title": "From here", "published": INSTANT}),
    );
    check_problems(
        "a.md",
        "---\ntitle: A\nlastmod: 2024-05-02T06:30:00Z\n---\n",
        &["3:10 date-elsewhere"],
    );
    check_problems(
        "a.md",
        "---\ntitle: A\nupdatedDateTime: 2024-05-02T06:30:00Z\n---\n",
        &["1:1 date-missing"],
    );
    check_problems("a.md", empty, &["1:1 title-missing", "1:1 date-missing"]);
    check_problems("_index.md", GOOD, &["0:0 section-page"]);
}

#[test]
fn a_picture_that_only_a_generator_can_find_costs_itself() {
    let text = |field: &str| format!("---\ntitle: A\ndate: 2024-05-02T06:30:00Z\n{field}\n---\n");
    check_problems(
        "a.md",
        &text("image: /assets/a.png"),
        &["4:8 picture-elsewhere"],
    );
    check_problems(
        "a.md",
        &text("cover: {image: a.png}"),
        &["4:16 picture-elsewhere"],
    );
    check_problems("a.md", &text("images: [a.png]"), &["4:10 picture-missing"]);
    check_problems(
        "a.md",
        &text("image: \"javascript:x\""),
        &["4:8 url-unsafe"],
    );
    let gif =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/2024/dot.gif")).unwrap();
    let desk = Desk::new();
    desk.write("articles/static/img/dot.gif", gif);
    desk.write("articles/blog/a.md", text("image: /img/dot.gif"));
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(run.codes(), Vec::<String>::new());
    assert_eq!(shelf(&desk, "cards")[0]["image"]["size"], json!([1, 1]));
}

#[test]
fn what_cannot_be_read_is_told_by_line_and_column() {
    check_problems("a.md", "+++\ntitle = 'A'\n", &["1:1 front-matter-unclosed"]);
    check_problems(
        "a.md",
        "+++\ntitle = 'A'\ndate == 1\n+++\n",
        &["3:7 front-matter-invalid"],
    );
    check_problems(
        "a.md",
        "+++\ntitle = 'A'\ntitle = 'B'\n+++\n",
        &["3:1 front-matter-invalid"],
    );
    check_problems(
        "a.md",
        "{\n \"title\": \"A\",\n}\n",
        &["3:1 front-matter-invalid"],
    );
    check_problems(
        "a.md",
        "{\n \"title\": \"A\"\n",
        &["1:1 front-matter-unclosed"],
    );
    check_problems(
        "a.json",
        "{\n \"title\": \"A\",\n}\n",
        &["3:1 json-invalid"],
    );
    check_problems(
        "a.json",
        "[{\"title\": \"A\", \"date\": \"2024-05-02T06:30:00Z\"},\n]",
        &["2:1 json-invalid"],
    );
    check_problems(
        "a.json",
        "[{\"title\": \"A\", \"title\": \"B\"}]",
        &["1:26 json-invalid"],
    );
    check_problems(
        "a.json",
        "[1, {\"title\": \"A\"}]",
        &["1:2 json-invalid", "1:5 date-missing"],
    );
    check_problems("a.json", "{\"title\": \"A\"} {}", &["1:16 json-invalid"]);
    check_problems("a.json", "\"text\"", &["0:0 no-article"]);
    check_problems("a.json", "", &["0:0 no-article"]);
    check_problems("a.json", "[]", &["0:0 no-article"]);
    check_problems("a.json", "{\"name\": \"b\"}", &["0:0 no-article"]);
    check_problems(
        "a.jsonl",
        "{\"title\": \"A\"}\nnot json\n",
        &["1:1 date-missing", "2:2 json-invalid"],
    );
    check_problems(
        "a.xml",
        "<rss><channel><item>\n<title>A</title></item>",
        &["2:24 feed-invalid"],
    );
    check_problems("a.xml", "<html/>", &["0:0 no-article"]);
    check_problems("a.atom", "plain text", &["0:0 no-article"]);
    let rss = "<rss><channel>\n<item><title>A</title>\n<pubDate>soon</pubDate></item>\n<item><guid>1</guid></item></channel></rss>";
    check_problems(
        "a.rss",
        rss,
        &["3:10 date-invalid", "4:1 title-missing", "4:1 date-missing"],
    );
    let feed = "{\"version\": \"https://jsonfeed.org/version/9\", \"items\": [\n{\"id\": \"1\", \"title\": \"A\", \"date_published\": \"2024-05-02\"}]}";
    check_problems(
        "a.json",
        feed,
        &["0:0 feed-version", "2:45 date-without-zone"],
    );
}

#[test]
fn what_means_harm_is_refused_in_time() {
    let started = std::time::Instant::now();
    let bomb = "<!DOCTYPE a [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>";
    check_problems("a.xml", bomb, &["1:52 feed-invalid"]);
    let (_, run) = build(&[
        (
            "a.xml",
            &format!("<rss><channel><item>{}", "<a>".repeat(200_000)),
        ),
        ("b.json", &"[".repeat(1_000_000)),
        (
            "c.json",
            &format!(
                "[{{\"title\": {}1{}}}]",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        (
            "d.md",
            &format!(
                "+++\ntitle = {}1{}\n+++\n",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        ("e.md", &format!("{{\"title\": {}", "[".repeat(100_000))),
        (
            "f.json",
            &format!("[{{\"title\": \"{}\"}}]", "x".repeat(2 << 20)),
        ),
        (
            "g.md",
            &format!("+++\ntitle = '{}'\n+++\n", "x".repeat(2 << 20)),
        ),
        (
            "h.xml",
            &format!(
                "<rss><channel><item><title>A</title><pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate><description>{}x</description></item></channel></rss>",
                "&lt;blockquote>&lt;ul>&lt;li>".repeat(20_000)
            ),
        ),
        ("i.json", &format!("[{}{{}}]", "{},".repeat(20_000))),
    ]);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let codes = run.codes();
    assert_eq!(
        codes
            .iter()
            .filter(|code| *code == "front-matter-too-large")
            .count(),
        4,
        "{:?}",
        codes.iter().take(40).collect::<Vec<_>>()
    );
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn files_larger_than_memory_should_hold_are_read_article_by_article() {
    let article = |at: usize| {
        format!(
            "{{\"title\": \"A {at}\", \"date\": \"2024-05-02T06:30:00Z\", \"secured\": \"{}\"}}",
            "x".repeat(4_000)
        )
    };
    let list: Vec<_> = (0..2_000).map(article).collect();
    let (desk, run) = build(&[("a.json", &format!("[{}]", list.join(",\n")))]);
    assert_eq!(run.json()["articles"], 2_000, "{}", run.stdout);
    let titles: Vec<_> = shelf(&desk, "cards")
        .iter()
        .map(|card| card["title"].clone())
        .collect();
    // Equal instants stand in the order of their places.
    let expected: Vec<_> = (0..2_000).map(|at| json!(format!("A {at}"))).collect();
    assert_eq!(titles, expected);
}

#[test]
fn an_article_keeps_its_id_while_its_feed_grows() {
    let item = |key: &str| {
        format!(
            "<item><guid isPermaLink='false'>{key}</guid><title>{key}</title><pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item>"
        )
    };
    let ids = |items: &str| {
        let (desk, _) = build(&[("a.xml", &format!("<rss><channel>{items}</channel></rss>"))]);
        let cards = shelf(&desk, "cards");
        let id = |key: &str| {
            cards
                .iter()
                .find(|card| card["title"] == key)
                .map(|card| card["id"].clone())
        };
        id("old").unwrap()
    };
    assert_eq!(ids(&item("old")), ids(&(item("new") + &item("old"))));
}

#[test]
fn the_same_address_in_two_formats_is_one_article() {
    let rss = "<rss><channel><item><title>From the feed</title><link>https://a.example/b</link><pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item></channel></rss>";
    let newer = "+++\ntitle = 'From the file'\nlink = 'https://a.example/b'\ndate = 2024-05-02T06:30:00Z\nlastmod = 2024-06-01T00:00:00Z\n+++\n";
    let (desk, run) = build(&[("a.xml", rss), ("b.md", newer)]);
    assert_eq!(run.codes(), ["duplicate"]);
    assert_eq!(shelf(&desk, "cards")[0]["title"], "From the file");
}

/// All files below a folder that may hold articles.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    let is_read = |path: &PathBuf| {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().into_owned());
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !is_hidden
            && ending.is_some_and(|ending| {
                ["md", "markdown", "json", "jsonl", "xml", "rss", "atom"].contains(&ending.as_str())
            })
    };
    found.retain(is_read);
    found.sort();
    found
}

/// Builds one file alone.
fn build_alone(path: &Path) -> (Desk, Run) {
    let desk = Desk::new();
    let run = desk.newsrack(&[
        "build",
        path.to_str().unwrap(),
        "--keep-going",
        "--format",
        "json",
    ]);
    assert!(
        !run.stderr.contains("panicked"),
        "{}: {}",
        path.display(),
        run.stderr
    );
    assert_eq!(
        run.code,
        Some(0),
        "{}: {}{}",
        path.display(),
        run.stdout,
        run.stderr
    );
    (desk, run)
}

/// Whether somebody is told that this file has no article, where, and what to do.
fn is_explained(run: &Run) -> bool {
    let report = run.json();
    let problems = report["problems"].as_array().unwrap().clone();
    problems.iter().any(|problem| {
        let is_grave = problem["severity"] == "error" || problem["code"] == "front-matter-missing";
        is_grave
            && problem["line"].as_u64() > Some(0)
            && problem["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
    })
}

/// What a script of thirty lines finds in a post.
#[derive(Debug, Default)]
struct Post {
    title: Option<String>,
    seconds: Option<i64>,
    topics: Vec<String>,
    body: String,
}

/// Reads a post as a script would, line by line.
fn post(path: &Path) -> Option<Post> {
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{FEFF}');
    let mark = ["---\n", "+++\n"]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let (front, body) = text[4..].split_once(&format!("\n{mark}"))?;
    let mut post = Post {
        body: body.to_owned(),
        ..Post::default()
    };
    let mut dates = [None, None];
    let mut lists: [Option<Vec<String>>; 3] = Default::default();
    let names = ["topics", "tags", "categories"];
    let mut open = None;
    for line in front.lines() {
        if let (Some(at), Some(item)) = (open, line.trim_start().strip_prefix("- ")) {
            let list: &mut Option<Vec<String>> = &mut lists[at];
            list.get_or_insert_default().push(unquoted(item));
            continue;
        }
        let Some((name, value)) = line.split_once(if mark == "---\n" { ':' } else { '=' }) else {
            continue;
        };
        let (name, value) = (name.trim_end(), value.trim());
        open = names.iter().position(|known| *known == name);
        match name {
            "title" => post.title = Some(unquoted(value)),
            "date" => dates[0] = seconds(&unquoted(value)),
            "lastmod" => dates[1] = seconds(&unquoted(value)),
            _ => {}
        }
        if let Some(at) = open.filter(|_| !value.is_empty()) {
            let items = value.trim_matches(['[', ']']).split(',').map(unquoted);
            lists[at] = Some(items.collect());
        }
    }
    let name = path.file_name().unwrap().to_str().unwrap();
    post.seconds = dates[0].or_else(|| seconds(name.get(..10)?)).or(dates[1]);
    let [topics, tags, categories] = lists;
    post.topics = topics.unwrap_or_else(|| tags.into_iter().chain(categories).flatten().collect());
    let mut seen = Vec::new();
    post.topics.retain(|topic| {
        !topic.is_empty() && !seen.contains(topic) && {
            seen.push(topic.clone());
            true
        }
    });
    Some(post)
}

fn unquoted(text: &str) -> String {
    html_escape::decode_html_entities(text.trim().trim_matches(['\'', '"']))
        .trim()
        .to_owned()
}

/// `2015-11-09 9:52:53 -0400`, and less of it, in seconds since 1970.
fn seconds(text: &str) -> Option<i64> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse::<i64>().ok());
    let mut next = || numbers.next().flatten();
    let (year, month, day) = (next()?, next()?, next()?);
    if !(1990..2100).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let time = [next(), next(), next()].map(Option::unwrap_or_default);
    // Days since 1970, after Howard Hinnant.
    let (y, m) = if month <= 2 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let (era, of_era) = (y / 400, y % 400);
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * m + 2) / 5 + day
        - 1
        - 719_468;
    let zone = text
        .get(17..)
        .and_then(|rest| rest.find(['+', '-']).map(|at| rest[at..].replace(':', "")));
    let offset = zone.map_or(0, |zone| {
        let number: i64 = zone[1..5].parse().unwrap();
        let seconds = (number / 100) * 3600 + (number % 100) * 60;
        if zone.starts_with('-') {
            -seconds
        } else {
            seconds
        }
    });
    Some(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2] - offset)
}

#[test]
fn every_post_of_fifteen_blogs_is_an_article_or_an_explained_problem() {
    let Some(corpus) = corpus("blogs") else {
        return;
    };
    let posts = files(&corpus.join("blogs"));
    let mut articles = 0;
    for path in &posts {
        let shown = path.strip_prefix(&corpus).unwrap().display().to_string();
        let (desk, run) = build_alone(path);
        let (cards, bodies) = (shelf(&desk, "cards"), shelf(&desk, "bodies"));
        let post = post(path).unwrap_or_default();
        // Two posts are no YAML, by the specification.
        let is_broken =
            shown.contains("part-3-working-with-vendors") || shown.contains("archetypes-invalid");
        match (post.title, post.seconds) {
            (Some(title), Some(seconds)) if !is_broken => {
                assert_eq!(cards.len(), 1, "{shown}: {}", run.stdout);
                assert_eq!(cards[0]["title"], title, "{shown}");
                assert_eq!(cards[0]["published"], seconds, "{shown}");
                let topics: Vec<_> = cards[0]["topics"].as_array().cloned().unwrap_or_default();
                assert_eq!(topics, post.topics, "{shown}");
                check_body(&post.body, &title, &bodies[0], &shown);
                articles += 1;
            }
            _ => {
                assert!(
                    cards.is_empty() && is_explained(&run),
                    "{shown}: {}",
                    run.stdout
                );
            }
        }
    }
    assert_eq!((posts.len(), articles), (64, 38));
}

/// The words of a post are in the body, but for what is only markup.
#[track_caller]
fn check_body(post: &str, title: &str, body: &Value, shown: &str) {
    let plain = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(str::to_lowercase)
            .collect()
    };
    let read = plain(&body.to_string().replace("\\n", " "));
    let is_text = |line: &&str| {
        !line.contains(['<', '{', '[', '`', '/', '\\', '&'])
            && line.trim_matches(['#', ' ']) != title
    };
    let words: Vec<_> = post.lines().filter(is_text).flat_map(plain).collect();
    let missing: Vec<_> = words.iter().filter(|word| !read.contains(word)).collect();
    assert!(missing.is_empty(), "{shown}: {missing:?}");
}

#[test]
fn the_feeds_of_a_public_reader_are_read_as_it_reads_them() {
    let Some(corpus) = corpus("feeds") else {
        return;
    };
    let feeds = files(&corpus.join("../fixtures/feeds"));
    let mut counts = [0; 2];
    for path in feeds
        .iter()
        .filter(|path| !path.to_string_lossy().ends_with(".serde.json"))
    {
        let (desk, run) = build_alone(path);
        let cards = shelf(&desk, "cards");
        let report = run.json();
        let unreadable = report["left_out"]["unreadable"].as_u64().unwrap();
        let oracle = fs::read_to_string(path.with_extension("serde.json"));
        let Ok(oracle) = oracle else {
            assert!(
                !cards.is_empty() || !report["problems"].as_array().unwrap().is_empty(),
                "{}",
                path.display()
            );
            continue;
        };
        let oracle: Value = serde_json::from_str(&oracle).unwrap();
        let entries = oracle["entries"].as_array().unwrap();
        assert_eq!(
            entries.len() as u64,
            cards.len() as u64 + unreadable,
            "{}: {}",
            path.display(),
            run.stdout
        );
        for entry in entries {
            counts[0] += 1;
            counts[1] += usize::from(check_entry(path, entry, &cards, &report));
        }
    }
    assert_eq!(counts, [102, 88]);
}

/// Whether an entry is an article; otherwise a problem says why not.
#[track_caller]
fn check_entry(path: &Path, entry: &Value, cards: &[Value], report: &Value) -> bool {
    let words = |text: &str| {
        html_escape::decode_html_entities(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let title = entry["title"]["content"].as_str().map(words);
    let instant = entry["published"].as_str().or(entry["updated"].as_str());
    let at = instant.and_then(seconds);
    let card = cards.iter().find(|card| match &title {
        Some(title) => card["title"].as_str().map(words).as_ref() == Some(title),
        None => at.is_some_and(|at| card["published"] == at),
    });
    match card {
        Some(card) => {
            if let Some(instant) = instant {
                assert_eq!(
                    card["published"],
                    seconds(instant).unwrap(),
                    "{}: {entry}",
                    path.display()
                );
            }
            true
        }
        None => {
            let problems = report["problems"].as_array().unwrap();
            let is_explained = problems.iter().any(|problem| {
                problem["severity"] == "error" && problem["line"].as_u64() > Some(0)
            });
            assert!(is_explained, "{}: {entry}", path.display());
            false
        }
    }
}

#[test]
fn no_fixture_is_lost_in_silence() {
    let Some(corpus) = corpus("fixtures") else {
        return;
    };
    for folder in ["front-matter", "feeds", "yaml-test-suite", "markdown-spec"] {
        let folder = corpus
            .join("../fixtures")
            .join(folder)
            .canonicalize()
            .unwrap();
        let desk = Desk::new();
        let run = desk.newsrack(&[
            "build",
            folder.to_str().unwrap(),
            "--keep-going",
            "--format",
            "json",
        ]);
        assert!(
            !run.stderr.contains("panicked"),
            "{}: {}",
            folder.display(),
            run.stderr
        );
        if run.json()["problems"][0]["code"] == "source-empty" {
            continue;
        }
        let report = run.json();
        let problems = report["problems"].as_array().unwrap();
        for path in files(&folder) {
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
            let is_told = problems
                .iter()
                .any(|problem| problem["file"].as_str().unwrap().ends_with(name));
            if !is_told {
                let (desk, run) = build_alone(&path);
                let is_draft = run.json()["left_out"]["unpublished"] != 0;
                assert!(is_draft || !shelf(&desk, "cards").is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn yaml_that_tests_parsers_is_read_or_refused() {
    let Some(corpus) = corpus("the YAML test suite") else {
        return;
    };
    let desk = Desk::new();
    let mut count = 0;
    let suite = corpus.join("../fixtures/yaml-test-suite/data");
    let mut folders = vec![suite];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() == "in.yaml" {
                let yaml = fs::read(entry.path()).unwrap();
                desk.write(
                    &format!("articles/{count}.md"),
                    [&b"---\n"[..], &yaml, b"\n---\n"].concat(),
                );
                count += 1;
            }
        }
    }
    let run = desk.newsrack(&["build", "--keep-going", "--format", "json"]);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let report = run.json();
    let problems = report["problems"].as_array().unwrap();
    let named: std::collections::BTreeSet<_> = problems
        .iter()
        .map(|problem| problem["file"].as_str().unwrap())
        .filter(|file| file.ends_with(".md"))
        .collect();
    // None of them has a title, so each has a problem.
    assert_eq!((named.len(), count), (402, 402));
}
