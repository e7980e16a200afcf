//! What becomes of an article's text: attacks, and whatever anybody types. Suites of Markdown are in `suites`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use newsrack::model::{Body, Node, Tag};
use newsrack::wire::Bodies;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::{Desk, Run};

const DATE: &str = "publishedDateTime: 2024-05-02T06:30:00Z\n";

/// Builds an article of each text, and hands over their bodies in order.
pub(crate) fn bodies(texts: &[String]) -> (Vec<Body>, Run) {
    let desk = Desk::new();
    for (at, text) in texts.iter().enumerate() {
        let article = format!("---\ntitle: \"Number {at}\"\n{DATE}---\n{text}");
        desk.write(&format!("articles/{at:05}.md"), article);
    }
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let mut files: Vec<Value> = Vec::new();
    for directory in desk.json("bundle/manifest.json")["bodies"]["directories"]
        .as_array()
        .unwrap()
    {
        let directory = desk.json(&format!("bundle/{}", directory.as_str().unwrap()));
        let names = directory.as_array().unwrap().iter();
        files.extend(names.map(|name| desk.json(&format!("bundle/{}", name.as_str().unwrap()))));
    }
    let bodies: Vec<Body> = files.iter().flat_map(read).collect();
    assert!(bodies.len() == texts.len() || bodies.is_empty());
    (bodies, run)
}

/// The bodies of a file. What is written is all on the list: read and written again it is the same.
fn read(file: &Value) -> Vec<Body> {
    let bodies = Bodies::read(file);
    assert_eq!(&serde_json::to_value(Bodies::new(&bodies)).unwrap(), file);
    bodies
}

/// The JSON of one body, without its minutes.
fn tree(text: &str) -> Value {
    let (bodies, _) = bodies(&[text.to_owned()]);
    let file = serde_json::to_value(Bodies::new(&bodies)).unwrap();
    let pieces = file["bodies"][0].as_array().cloned().unwrap_or_default();
    pieces.into_iter().skip(1).collect()
}

#[track_caller]
fn check(text: &str, expected: Value) {
    assert_eq!(tree(text), expected, "{text}");
}

#[test]
fn markdown_becomes_a_tree() {
    check(
        "one\n\ntwo *three*",
        json!(["one", ["p", "two ", ["em", "three"]]]),
    );
    check("# a\n\n##### b", json!([["h2", "a"], ["h4", "b"]]));
    check(
        "- a\n- b\n\n  c",
        json!([["ul", ["li", "a"], ["li", ["p", "b"], ["p", "c"]]]]),
    );
    check("3. a", json!([["ol", 3, ["li", "a"]]]));
    check("- [x] a", json!([["ul", ["task", "☑ ", "a"]]]));
    check("> a\n\n***", json!([["blockquote", ["p", "a"]], ["hr"]]));
    check("```rust\na\n b\n```", json!([["pre", "a\n b"]]));
    check(
        "~~a~~ `b`  \nc",
        json!([["p", ["del", "a"], " ", ["code", "b"], ["br"], "c"]]),
    );
    check(
        "a[^x]\n\n[^x]: b",
        json!([["p", "a", ["ref", 1]], ["note", 1, ["p", "b"]]]),
    );
    check(
        "|a|b|\n|-|-:|\n|c|d|",
        json!([[
            "table",
            ["tr", ["cell", 1, 1, 1, "a"], ["cell", 7, 1, 1, "b"]],
            ["tr", ["td", "c"], ["cell", 6, 1, 1, "d"]]
        ]]),
    );
    check(
        "![a](https://a.example/b.png \"c\")",
        json!([["figure", { "url": "https://a.example/b.png", "title": "a" }, ["figcaption", "c"]]]),
    );
}

#[test]
fn the_html_inside_it_becomes_the_same_tree_or_its_text() {
    check("<p>a<p>b", json!(["a", "b"]));
    check(
        "<div>a <b>b</b></div>\n\nc",
        json!([["p", "a ", ["strong", "b"]], "c"]),
    );
    check(
        "<ul><li>a<li>b</ul>",
        json!([["ul", ["li", "a"], ["li", "b"]]]),
    );
    check("a <script>alert(1)</script> b", json!(["a b"]));
    check("<style>a {}</style>\n\nb", json!(["b"]));
    check(
        "a <svg onload=alert(1)><text>b</text></svg>",
        json!(["a b"]),
    );
    check(
        "<iframe src=x>a</iframe> <xmp><b>c</b></xmp>",
        json!(["a", "<b>c</b>"]),
    );
    check("<p class=x id=y style=z onclick=w>a</p>", json!(["a"]));
    check(
        "<table><tr><th align=right>a<td colspan=2>b</table>",
        json!([[
            "table",
            ["tr", ["cell", 7, 1, 1, "a"], ["cell", 0, 2, 1, "b"]]
        ]]),
    );
    check(
        "<figure><img src=https://a.example/b.png alt=c><figcaption>d</figcaption></figure>",
        json!([["figure", { "url": "https://a.example/b.png", "title": "c" }, ["figcaption", "d"]]]),
    );
    check(
        "<blockquote>\n\na *b*\n\n</blockquote>",
        json!([["blockquote", ["p", "a ", ["em", "b"]]]]),
    );
    check(
        "*a <b>b*\n\nc</b>",
        json!([["p", ["em", "a ", ["strong", "b"]]], "c"]),
    );
}

#[test]
fn links_lead_to_pages_and_mailboxes_and_nowhere_else() {
    check(
        "[a](https://A.example)",
        json!([["p", ["a", "https://a.example/", "a"]]]),
    );
    check(
        "<a@b.example>",
        json!([["p", ["a", "mailto:a@b.example", "a@b.example"]]]),
    );
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "/a",
        "#a",
        "https://u:p@a.example/",
    ] {
        check(
            &format!("[a]({address}) <a href=\"{address}\">b</a>"),
            json!(["a b"]),
        );
    }
    check("<a href=\"java\tscript:alert(1)\">a</a>", json!(["a"]));
    check(
        "![a](javascript:x) <img src=\"data:image/png,x\" alt=b>",
        json!(["a b"]),
    );
}

#[test]
fn what_nobody_may_follow_is_said_with_its_place() {
    let desk = Desk::new();
    let text = "one\n\ntwo [three](javascript:x)\n\n![four](nowhere.png)\n";
    desk.write(
        "articles/a.md",
        format!("---\ntitle: A\n{DATE}---\n\n{text}"),
    );
    let run = desk.newsrack(&["check", "--format", "json"]);
    let report = run.json();
    let problems = report["problems"].as_array().unwrap().iter();
    let places: Vec<_> = problems
        .map(|problem| json!([problem["code"], problem["line"], problem["column"]]))
        .collect();
    assert_eq!(
        places,
        [json!(["body-link", 8, 5]), json!(["body-picture", 10, 1])]
    );
}

#[test]
fn a_title_on_top_is_not_said_again() {
    for top in [
        "# Number 0",
        "Number 0\n===",
        "**Number 0**",
        "<h1>Number 0</h1>",
        "NUMBER 0",
    ] {
        check(&format!("{top}\n\ntext"), json!(["text"]));
    }
    check("text\n\n# Number 0", json!(["text", ["h2", "Number 0"]]));
}

/// The folder of what others have collected, beside that of real articles.
pub(crate) fn fixtures(test: &str) -> Option<PathBuf> {
    let corpus = std::env::var_os("NEWSRACK_CORPUS").map(PathBuf::from);
    let fixtures = corpus
        .map(|corpus| corpus.join("../fixtures"))
        .filter(|folder| folder.is_dir());
    if fixtures.is_none() {
        drop(writeln!(
            std::io::stderr(),
            "SKIPPED {test}: there are no fixtures beside NEWSRACK_CORPUS"
        ));
    }
    fixtures
}

/// Every address in a tree is one that the rules of the WHATWG serialize so, of a scheme that is allowed.
fn check_addresses(nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(_) => {}
            Node::Image(image) => {
                let json = format!("{:?}", image.picture);
                assert!(json.starts_with("Remote") || json.starts_with("Bundled"));
                if let newsrack::model::Picture::Remote(url) = &image.picture {
                    check_address(url.as_str(), &["http", "https"]);
                }
            }
            Node::Tagged(tag, content) => {
                if let Tag::Link(target) = tag {
                    check_address(target.as_str(), &["http", "https", "mailto"]);
                }
                check_addresses(content);
            }
        }
    }
}

fn check_address(text: &str, schemes: &[&str]) {
    let url = url::Url::parse(text).unwrap();
    assert_eq!(url.as_str(), text);
    assert!(schemes.contains(&url.scheme()), "{text}");
    assert!(
        url.username().is_empty() && url.password().is_none(),
        "{text}"
    );
}

#[test]
fn attacks_become_text_or_nothing() {
    let Some(fixtures) = fixtures("attacks") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(fixtures.join("xss").join(name)).unwrap();
    let purify: Value = serde_json::from_str(&read("dompurify/expect.json")).unwrap();
    let naughty: Value = serde_json::from_str(&read("blns/blns.json")).unwrap();
    let payloads = purify
        .as_array()
        .unwrap()
        .iter()
        .map(|case| &case["payload"]);
    let strings = payloads.chain(naughty.as_array().unwrap());
    let mut texts: Vec<String> = strings
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect();
    for name in [
        "XSS_Filter_Evasion_Cheat_Sheet.md",
        "DOM_based_XSS_Prevention_Cheat_Sheet.md",
    ] {
        let sheet = read(&format!("owasp/cheatsheets/{name}"));
        // Each payload by itself, as it is typed there.
        texts.extend(sheet.split("```").skip(1).step_by(2).map(|code| {
            code.split_once('\n')
                .map_or(String::new(), |(_, code)| code.to_owned())
        }));
        texts.push(sheet);
    }
    assert!(texts.len() > 800, "{} attacks", texts.len());
    let (bodies, _) = bodies(&texts);
    bodies.iter().for_each(|body| check_addresses(&body.nodes));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_becomes_a_tree_of_known_nodes(
        texts in prop::collection::vec(
            prop_oneof![
                "\\PC{0,200}",
                "([<>&/\"'=a-c \n*_`\\[\\]()!|#~:-]|<[abipu]>|</[abipu]>|<table>|<td>|<li>|<script>|\\[\\^1\\]|> |- ){0,120}",
            ],
            40..60,
        )
    ) {
        let (bodies, _) = bodies(&texts);
        bodies.iter().for_each(|body| check_addresses(&body.nodes));
    }
}

/// How long the build of one article takes, the quickest of two.
fn duration(text: &str) -> Duration {
    let once = || {
        let start = Instant::now();
        bodies(&[text.to_owned()]);
        start.elapsed()
    };
    once().min(once())
}

#[test]
fn twice_the_text_takes_twice_the_time() {
    let patterns = [
        "<div>",
        "<b>",
        "> ",
        "*a ",
        "[a](",
        "![",
        "`a",
        "<p>a",
        "- a\n",
        "a[^1]",
        "<table><td>",
        "\\\\<",
        "|a",
        "&amp;",
    ];
    for pattern in patterns {
        let text = |bytes: usize| pattern.repeat(bytes / pattern.len());
        // A busy machine is slow once, what takes the square is slow each time.
        let times = (0..4).map(|_| (duration(&text(64 << 10)), duration(&text(128 << 10))));
        let is_good = |&(one, two): &(Duration, Duration)| two < one * 5 / 2;
        assert!(
            times.into_iter().any(|times| is_good(&times)),
            "`{pattern}`"
        );
    }
}

#[test]
fn a_tree_is_never_deep_and_loses_no_word() {
    let deep = format!("{}word", "> ".repeat(500));
    let (found, run) = bodies(&[deep, "<b>".repeat(100) + "word", "*a* ".repeat(30_000)]);
    assert_eq!(found[0].text(), "word");
    assert_eq!(found[1].text(), "word");
    assert_eq!(found[2].text().split(' ').count(), 30_000);
    assert_eq!(run.codes(), ["body-too-large"; 3]);
}
