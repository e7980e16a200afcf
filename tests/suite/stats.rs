//! What `newsrack stats` says of a bundle, and of a folder that is none.

use std::fs;

use serde_json::{Value, json};

use crate::bundle::{check_golden, contains, corpus};
use crate::desk::{Desk, Run};

const STATS: &[&str] = &["stats", "--bundle", "bundle", "--format", "json"];

fn build(desk: &Desk, arguments: &[&str]) -> Value {
    let run = desk.newsrack(&[&["build", "--format", "json"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    run.json()
}

#[test]
fn the_corpus_in_numbers() {
    let desk = corpus();
    build(&desk, &["--keep-going"]);
    let run = desk.newsrack(&["stats", "--bundle", "bundle"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    check_golden("stats.txt", &run.stdout);
    let stats = desk.newsrack(STATS).json();
    check_golden("stats.json", &format!("{stats:#}\n"));
}

#[test]
fn every_file_and_byte_of_the_build_is_in_one_part() {
    let desk = corpus();
    desk.article("more.md", "topics: [One, Two]\nimages: [{url: a.png}]\n");
    desk.write("articles/a.png", PNG);
    let built = build(&desk, &["--keep-going"]);
    let stats = desk.newsrack(STATS).json();
    assert_eq!(stats["articles"], built["articles"]);
    assert_eq!(stats["left_out"], built["left_out"]);
    let parts = stats["parts"].as_array().unwrap();
    let sum = |of: &str| {
        parts
            .iter()
            .map(|part| part[of].as_u64().unwrap())
            .sum::<u64>()
    };
    for of in ["files", "bytes"] {
        assert_eq!(stats["total"][of], built[of]);
        assert_eq!(Value::from(sum(of)), built[of]);
    }
    assert_eq!(stats["older"]["files"], 0);
    let pictures = parts.iter().find(|part| part["part"] == "pictures");
    let files = desk.files("bundle");
    let named = files.keys().filter(|name| name.starts_with("picture-"));
    assert_eq!(pictures.unwrap()["files"], named.count());
}

/// One pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

#[test]
fn months_and_labels_are_counted_as_they_are_searched() {
    let desk = Desk::new();
    for (name, fields) in [
        (
            "a.md",
            "publishedDateTime: 2024-03-01T00:00:00Z\ntopics: [Sea, Arts]\n",
        ),
        (
            "b.md",
            "publishedDateTime: 2024-02-29T23:59:59Z\ntopics: [Sea]\n",
        ),
        (
            "c.md",
            "publishedDateTime: 2022-01-01T00:00:00Z\nprovider: {name: The Post, domain: post.example}\n",
        ),
    ] {
        desk.article(name, fields);
    }
    build(&desk, &[]);
    let stats = desk.newsrack(STATS).json();
    let month = |month: &str| json!({ "month": month, "articles": 1 });
    assert_eq!(
        stats["months"],
        json!([month("2024-03"), month("2024-02"), month("2022-01")])
    );
    assert_eq!(
        (&stats["first"], &stats["last"]),
        (&json!("2022-01-01"), &json!("2024-03-01"))
    );
    assert_eq!(
        stats["facets"]["topic"],
        json!([{ "value": "Sea", "label": "Sea", "count": 2 }, { "value": "Arts", "label": "Arts", "count": 1 }])
    );
    let provider = json!([{ "value": "post.example", "label": "The Post", "count": 1 }]);
    assert_eq!(stats["facets"]["provider"], provider);
    let human = desk.newsrack(&["stats", "--bundle", "bundle"]).stdout;
    assert!(
        human.contains("  2024-01  0\n"),
        "a month without articles is one, too: {human}"
    );
    assert!(human.contains("  earlier  1\n"), "{human}");
}

#[test]
fn the_largest_articles_come_first() {
    let desk = Desk::new();
    for number in 0..40 {
        desk.article(
            &format!("{number:02}.md"),
            &format!("title: Number {number}\n"),
        );
    }
    let long = fs::read_to_string(desk.path("articles/33.md")).unwrap() + &"word ".repeat(500);
    desk.write("articles/33.md", long);
    build(&desk, &[]);
    let stats = desk.newsrack(STATS).json();
    let largest = stats["largest"].as_array().unwrap();
    assert_eq!(
        (largest.len(), &largest[0]["title"]),
        (10, &json!("Number 33"))
    );
    assert!(largest[0]["bytes"].as_u64() > Some(2500), "{largest:?}");
    assert!(largest[1]["bytes"].as_u64() < Some(250), "{largest:?}");
}

#[test]
fn nothing_of_a_draft_or_a_secret_is_told() {
    let desk = corpus();
    build(&desk, &["--keep-going"]);
    for format in ["human", "json"] {
        let run = desk.newsrack(&["stats", "--bundle", "bundle", "--format", format]);
        assert!(!run.stdout.contains("CANARY"), "{}", run.stdout);
    }
    let note = fs::read(desk.path("bundle/.newsrack/generations.json")).unwrap();
    assert!(!contains(&note, "CANARY"));
    assert!(
        contains(&note, "unpublished"),
        "the note is where the counts are"
    );
}

/// What was left out is the newsroom's business, and stands in no file that readers get.
#[test]
fn one_more_draft_changes_no_file_of_the_bundle() {
    let desk = corpus();
    build(&desk, &["--keep-going"]);
    let files = desk.files("bundle");
    let drafts = |desk: &Desk| {
        desk.newsrack(STATS).json()["left_out"]["unpublished"]
            .as_u64()
            .unwrap()
    };
    let before = drafts(&desk);
    desk.article("one-more.md", "published: false\n");
    build(&desk, &["--keep-going"]);
    assert!(desk.files("bundle") == files);
    assert_eq!(drafts(&desk), before + 1);
}

#[test]
fn what_was_left_out_is_unknown_where_the_note_is_not() {
    let desk = corpus();
    build(&desk, &["--keep-going"]);
    fs::remove_dir_all(desk.path("bundle/.newsrack")).unwrap();
    assert_eq!(desk.newsrack(STATS).json()["left_out"], Value::Null);
    let human = desk.newsrack(&["stats", "--bundle", "bundle"]).stdout;
    assert!(human.contains("not known"), "{human}");
}

#[test]
fn files_of_older_builds_are_told_apart() {
    let desk = Desk::new();
    desk.article("a.md", "");
    build(&desk, &[]);
    desk.article("b.md", "");
    let built = build(&desk, &[]);
    let stats = desk.newsrack(STATS).json();
    assert_eq!(stats["total"]["files"], built["files"]);
    assert!(stats["older"]["files"].as_u64() > Some(0), "{stats}");
    build(&desk, &["--prune"]);
    assert_eq!(
        desk.newsrack(STATS).json()["older"],
        json!({ "files": 0, "bytes": 0 })
    );
}

#[test]
fn an_empty_rack_has_numbers_too() {
    let desk = Desk::new();
    desk.article("a.md", "published: false\n");
    build(&desk, &[]);
    let run = desk.newsrack(&["stats", "--bundle", "bundle"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("News: 0 articles\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("  unpublished  1\n"), "{}", run.stdout);
}

#[track_caller]
fn check_refused(run: &Run, said: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn a_folder_without_a_bundle_is_named() {
    let desk = Desk::new();
    check_refused(
        &desk.newsrack(STATS),
        "there is no whole bundle in `bundle`: `manifest.json`",
    );
    assert_eq!(desk.newsrack(&["stats"]).code, Some(2));
}

#[test]
fn a_newer_bundle_asks_for_a_newer_program() {
    let desk = Desk::new();
    desk.write("bundle/manifest.json", "{\"format\":2}");
    check_refused(&desk.newsrack(STATS), "made by a newer Newsrack");
}

/// Whichever file it is: cut short, altered within, or gone.
#[test]
fn every_damaged_file_is_named() {
    let desk = corpus();
    desk.article("more.md", "images: [{url: a.png}]\n");
    desk.write("articles/a.png", PNG);
    build(&desk, &["--keep-going"]);
    let is_hashed = |name: &&String| name.contains('-');
    for (name, bytes) in desk.files("bundle") {
        let path = desk.path("bundle").join(&name);
        fs::remove_file(&path).unwrap();
        if Some(&name).filter(is_hashed).is_some() {
            check_refused(&desk.newsrack(STATS), &name);
            let mut altered = bytes.clone();
            *altered.last_mut().unwrap() ^= 1;
            fs::write(&path, altered).unwrap();
            check_refused(
                &desk.newsrack(STATS),
                &format!("`{name}` is not what it should be"),
            );
        }
        fs::write(&path, bytes).unwrap();
    }
    desk.write("bundle/manifest.json", "{\"format\":1,\"title\":\"x\"}");
    check_refused(
        &desk.newsrack(STATS),
        "`manifest.json` is not what it should be",
    );
}
