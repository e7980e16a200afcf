//! Whatever an editor's folder may hold ends in a problem with a place or in a repair that is said;
//! never in a panic, and nothing is lost in silence.

use std::fs;

use serde_json::Value;

use crate::corpus::{corpus, shelf};
use crate::desk::{Desk, Run};

const GOOD: &str = "---\ntitle: Good\ndate: 2024-05-02T06:30:00Z\n---\n";

/// The problems of a build, as `file:line:column code`.
fn shown(run: &Run) -> Vec<String> {
    let report = run.json();
    let problems = report["problems"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let shown = problems.map(|problem| {
        let (file, code) = (text(&problem["file"]), text(&problem["code"]));
        format!("{file}:{}:{} {code}", problem["line"], problem["column"])
    });
    shown.collect()
}

/// Builds one file beside a good article: what is said of it, and whether it became an article.
#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str], is_article: bool) {
    let desk = Desk::new();
    desk.write("articles/good.md", GOOD);
    desk.write(&format!("articles/{name}"), bytes);
    let run = desk.newsrack(&["build", "--keep-going", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{name}: {}", run.stderr);
    let prefix = format!("articles/{name}:");
    let found = shown(&run);
    let found: Vec<_> = found
        .iter()
        .map(|line| line.strip_prefix(&prefix).unwrap_or(line))
        .collect();
    assert_eq!(found, expected, "{name}");
    let report = run.json();
    assert_eq!(
        report["articles"],
        1 + u64::from(is_article),
        "{name}: {report}"
    );
}

fn article(lines: &str) -> String {
    format!("---\n{lines}\ntitle: A\ndate: 2024-05-02T06:30:00Z\n---\n")
}

#[test]
fn files_that_are_no_text_or_too_much_of_it_are_explained() {
    let utf_16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(
        "a.md",
        [&[0xFF, 0xFE], &utf_16[..]].concat(),
        &["0:0 not-utf-8"],
        false,
    );
    check("a.md", "", &["0:0 front-matter-missing"], false);
    check("a.md", "---\n", &["1:1 front-matter-unclosed"], false);
    check(
        "a.md",
        "---\n---\n",
        &["1:1 title-missing", "1:1 date-missing"],
        false,
    );
    check("a.md", "---", &["1:1 front-matter-unclosed"], false);
    check(
        "a.md",
        [GOOD.as_bytes(), b"Text \xFF"].concat(),
        &["0:0 not-utf-8"],
        false,
    );
    check(
        "a.md",
        article("excerpt: \"a\\0b\""),
        &["2:10 control-characters"],
        true,
    );
    check(
        "a.md",
        format!("{GOOD}a\0b"),
        &["5:1 control-characters"],
        true,
    );
    check("a.md", GOOD.replace('\n', "\r\n"), &[], true);
    let endless = format!("---\ntitle: A\n{}", "x: y\n".repeat(1 << 20));
    check("a.md", endless, &["0:0 front-matter-too-large"], false);
    check(
        "a.md",
        format!("---\n{}", "\0".repeat(100 << 20)),
        &["0:0 front-matter-too-large"],
        false,
    );
    check(
        "a.json",
        "[".repeat(10_000),
        &["1:10001 json-invalid"],
        false,
    );
    check(
        "a.md",
        article(&format!("x: {}", "{a: ".repeat(10_000))),
        &["2:64 front-matter-too-large"],
        false,
    );
}

#[test]
fn a_million_lines_are_an_article() {
    let lines = "Line by line and so on.\n".repeat(999_999);
    let body = format!("{GOOD}{lines}Not Alphabetâ€™s.\n");
    check("a.md", body, &["1000004:5 mojibake"], true);
}

#[test]
fn text_that_no_screen_can_show_is_mended_or_explained() {
    let json =
        |title: &str| format!("{{\"title\": \"{title}\", \"date\": \"2024-05-02T06:30:00Z\"}}");
    check("a.json", json("A \\ud83d B"), &["1:20 json-invalid"], false);
    check("a.json", json("A \\ud83d\\ude00 B"), &[], true);
    check(
        "a.md",
        article("excerpt: \"A \\ud83d B\""),
        &["2:10 front-matter-invalid"],
        false,
    );
    check(
        "a.md",
        article(&format!("excerpt: x{}", "\u{301}".repeat(1000))),
        &["2:10 combining-marks"],
        true,
    );
    check(
        "a.md",
        article("excerpt: Iggy (nÃƒÂ© Jim)"),
        &["2:15 mojibake"],
        true,
    );
    check(
        "a.md",
        article("excerpt: \"A \u{202E}txt\u{202C}\""),
        &["2:13 control-characters"],
        true,
    );
}

#[test]
fn values_of_the_wrong_kind_are_explained() {
    check(
        "a.md",
        article("provider: [A]"),
        &["2:11 value-invalid"],
        false,
    );
    check(
        "a.md",
        article("related: text"),
        &["2:10 related-incomplete"],
        true,
    );
    check(
        "a.md",
        article("quality: .nan"),
        &["2:10 value-invalid"],
        false,
    );
    check(
        "a.md",
        article("published: yes"),
        &["2:12 published-invalid"],
        false,
    );
    check(
        "a.md",
        article("webUrl: https://a.example/%00?q=“x”"),
        &[],
        true,
    );
    check(
        "a.md",
        article(&format!(
            "webUrl: https://a.example/{}",
            "x".repeat(100_000)
        )),
        &["2:9 url-invalid"],
        false,
    );
    check(
        "a.md",
        article("webUrl: www.a.example/b"),
        &["2:9 url-without-scheme"],
        true,
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_of_the_source_is_named_and_not_opened() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let desk = Desk::new();
    let path = |name: &str| desk.path("articles").join(name);
    desk.write("articles/good.md", GOOD);
    desk.write("secret.md", GOOD);
    let pipe = std::process::Command::new("mkfifo")
        .arg(path("pipe.md"))
        .status();
    assert!(pipe.unwrap().success());
    symlink("/dev/zero", path("device.md")).unwrap();
    symlink("loop-b.md", path("loop-a.md")).unwrap();
    symlink("loop-a.md", path("loop-b.md")).unwrap();
    symlink(".", path("self")).unwrap();
    symlink("../secret.md", path("out.md")).unwrap();
    fs::write(path("two\nlines.md"), "").unwrap();
    fs::write(path(&format!("{}.md", "x".repeat(252))), "").unwrap();
    fs::write(path("").join(OsStr::from_bytes(b"\xFF.md")), GOOD).unwrap();
    let run = desk.newsrack(&["build", "--keep-going", "--format", "json"]);
    let mut found = shown(&run);
    found.sort();
    let long = format!("articles/{}.md:0:0 front-matter-missing", "x".repeat(252));
    assert_eq!(
        found,
        [
            "articles/device.md:0:0 link-skipped",
            "articles/loop-a.md:0:0 link-skipped",
            "articles/loop-b.md:0:0 link-skipped",
            "articles/out.md:0:0 link-skipped",
            "articles/pipe.md:0:0 file-unreadable",
            "articles/self:0:0 link-skipped",
            "articles/two\\nlines.md:0:0 front-matter-missing",
            &long,
            "articles/\u{FFFD}.md:0:0 file-name",
        ]
    );
    assert_eq!(run.json()["articles"], 1);
}

#[test]
fn a_body_is_mended_in_its_own_file_and_place() {
    let desk = Desk::new();
    desk.write("articles/a.md", format!("{GOOD}\nIt isnâ€™t so.\n"));
    desk.write("articles/b.md", GOOD);
    desk.write("articles/b.txt", "One.\n\nSheâ€™s here.\n");
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(
        shown(&run),
        ["articles/a.md:6:4 mojibake", "articles/b.txt:3:1 mojibake"]
    );
    let bodies = serde_json::to_string(&shelf(&desk, "bodies")).unwrap();
    assert!(
        bodies.contains("It isn’t so.") && bodies.contains("She’s here."),
        "{bodies}"
    );
}

#[test]
fn the_damaged_apostrophe_of_the_sample_is_mended() {
    let Some(corpus) = corpus("the sample's apostrophe") else {
        return;
    };
    let desk = Desk::new();
    let seed = corpus.join("seeds/paired");
    let seed = seed.to_str().unwrap();
    let run = desk.newsrack(&["build", seed, "--unpublished", "--format", "json"]);
    assert_eq!(run.codes(), ["mojibake"], "{}", run.stdout);
    let message = &run.json()["problems"][0]["message"];
    assert!(
        message
            .as_str()
            .unwrap()
            .contains("is read as `Alphabet’s`"),
        "{message}"
    );
    for (name, bytes) in desk.files("bundle") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("â€"), "{name}");
    }
}
