//! Real articles, where they are at hand: `NEWSRACK_CORPUS` names their folder.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

use crate::desk::{Desk, Run};

/// The corpus, or a loud word that it was not there.
pub(crate) fn corpus(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("NEWSRACK_CORPUS").map(PathBuf::from);
    let folder = folder.map(|folder| {
        folder
            .canonicalize()
            .expect("NEWSRACK_CORPUS names a folder")
    });
    if folder.is_none() {
        // Not `eprintln!`, which the test runner would swallow.
        drop(writeln!(
            std::io::stderr(),
            "SKIPPED {test}: set NEWSRACK_CORPUS to the folder of real articles"
        ));
    }
    folder
}

fn build(desk: &Desk, source: PathBuf, flags: &[&str]) -> Run {
    let source = source.to_str().unwrap();
    let run = desk.newsrack(&[&["build", source, "--format", "json"], flags].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    run
}

/// The things on a shelf of the bundle, in order.
pub(crate) fn shelf(desk: &Desk, kind: &str) -> Vec<Value> {
    let manifest = desk.json("bundle/manifest.json");
    let directories = manifest[kind]["directories"].as_array().unwrap().clone();
    let name = |name: &Value| format!("bundle/{}", name.as_str().unwrap());
    let files = directories
        .iter()
        .flat_map(|directory| desk.json(&name(directory)).as_array().unwrap().clone());
    files
        .flat_map(|file| desk.json(&name(&file))[kind].as_array().unwrap().clone())
        .collect()
}

#[test]
fn the_seed_is_one_article_with_its_body_and_three_related() {
    let Some(corpus) = corpus("the seed") else {
        return;
    };
    let desk = Desk::new();
    build(&desk, corpus.join("seeds/paired"), &["--unpublished"]);
    let cards = shelf(&desk, "cards");
    assert_eq!(cards.len(), 1);
    assert_eq!(
        cards[0]["title"],
        "Meta launches new AI project called PyTorch"
    );
    assert_eq!(shelf(&desk, "stories").len(), 3);
    let body = shelf(&desk, "bodies");
    assert_eq!(body[0][1], "Meta PyTorch");
    assert!(body[0].as_array().unwrap().len() > 3);
}

#[test]
fn powerapps_is_what_the_original_site_published() {
    let Some(corpus) = corpus("powerapps") else {
        return;
    };
    let desk = Desk::new();
    let run = build(&desk, corpus.join("news/powerapps"), &[]);
    let report = run.json();
    assert_eq!(
        (
            &report["articles"],
            &report["left_out"]["unpublished"],
            &report["left_out"]["duplicate"]
        ),
        (&425.into(), &246.into(), &3.into())
    );
    let duplicates = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "duplicate");
    let duplicates: Vec<_> = duplicates
        .map(|problem| file_name(&problem["file"]))
        .collect();
    let mut expected = oracle(&corpus);
    expected.retain(|article| !duplicates.contains(&file_name(&article["path"])));
    let cards = shelf(&desk, "cards");
    assert_eq!(cards.len(), expected.len());
    for (card, article) in cards.iter().zip(&expected) {
        check_card(card, article);
    }
}

#[test]
fn the_pages_of_the_news_api_are_read_as_they_were_published() {
    let Some(corpus) = corpus("the news API") else {
        return;
    };
    let desk = Desk::new();
    let report = build(&desk, corpus.join("news-api/powerapps"), &[]).json();
    assert_eq!(
        (&report["articles"], &report["left_out"]["duplicate"]),
        (&425.into(), &3.into())
    );
    let mut cards = shelf(&desk, "cards");
    // Of equal addresses the newest stays, else the first in the order of the pages' names.
    let mut pages: Vec<_> = (1..=18).map(|page: u32| page.to_string()).collect();
    pages.sort();
    let all = oracle(&corpus);
    let in_order = pages.iter().flat_map(|page| {
        let page: usize = page.parse().unwrap();
        all[(page - 1) * 25..all.len().min(page * 25)]
            .iter()
            .cloned()
    });
    let mut expected: Vec<Value> = Vec::new();
    for article in in_order {
        let address = url(&article["webUrl"]);
        let known = expected
            .iter()
            .position(|known| address.is_some() && url(&known["webUrl"]) == address);
        let newer = |known: &Value| {
            article["publishedDateTime"].as_str() > known["publishedDateTime"].as_str()
        };
        match known {
            Some(at) if newer(&expected[at]) => expected[at] = article,
            Some(_) => {}
            None => expected.push(article),
        }
    }
    cards.sort_by_key(|card| text(&card["title"]));
    expected.sort_by_key(|article| text(&article["title"]));
    assert_eq!(cards.len(), expected.len());
    for (card, article) in cards.iter().zip(&expected) {
        check_card(card, article);
    }
}

fn file_name(path: &Value) -> String {
    path.as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
}

/// The articles of the original site, in its order.
fn oracle(corpus: &std::path::Path) -> Vec<Value> {
    let page = |number: u32| {
        let text =
            std::fs::read_to_string(corpus.join(format!("news-api/powerapps/{number}/index.json")))
                .unwrap();
        let page: Value = serde_json::from_str(&text).unwrap();
        page["value"].as_array().unwrap().clone()
    };
    (1..=18).flat_map(page).collect()
}

/// Texts are compared as readers see them: entities read, white space on one line.
fn text(value: &Value) -> Option<String> {
    let decoded = html_escape::decode_html_entities(value.as_str()?).into_owned();
    let words: Vec<_> = decoded
        .split(|c: char| c.is_whitespace() && c != '\u{A0}')
        .filter(|word| !word.is_empty())
        .collect();
    Some(words.join(" ")).filter(|text| !text.is_empty())
}

fn url(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(|text| url::Url::parse(text).unwrap().to_string())
}

#[track_caller]
fn check_card(card: &Value, article: &Value) {
    let path = &article["path"];
    for field in ["title", "excerpt", "type"] {
        assert_eq!(
            text(&card[field]),
            text(&article[field]),
            "{field} of {path}"
        );
    }
    let links = |name: &str| card["links"][name].as_str().map(str::to_owned);
    assert_eq!(links("web"), url(&article["webUrl"]), "{path}");
    assert_eq!(
        links("original").or(links("web")),
        url(&article["originalUrl"]).or(links("web")),
        "{path}"
    );
    assert_eq!(
        (links("amp"), links("cdn")),
        (url(&article["ampWebUrl"]), url(&article["cdnAmpWebUrl"])),
        "{path}"
    );
    let instant =
        newsrack::model::Instant::from_seconds(card["published"].as_i64().unwrap()).unwrap();
    assert_eq!(instant.to_string(), article["publishedDateTime"], "{path}");
    assert_eq!(card["topics"], article["topics"], "{path}");
    assert_eq!(
        text(&card["provider"]["name"]),
        text(&article["provider"]["name"]),
        "{path}"
    );
    assert_eq!(
        card["provider"]["domain"], article["provider"]["domain"],
        "{path}"
    );
    let image = &article["images"][0];
    assert_eq!(
        card["image"]["url"].as_str().map(str::to_owned),
        url(&image["url"]),
        "{path}"
    );
    let size = image
        .is_object()
        .then(|| serde_json::json!([image["width"], image["height"]]));
    assert_eq!(card["image"].get("size"), size.as_ref(), "{path}");
}

#[test]
fn a_story_that_many_articles_name_is_stored_once() {
    let Some(corpus) = corpus("azure") else {
        return;
    };
    let desk = Desk::new();
    let run = build(&desk, corpus.join("news/azure"), &["--unpublished"]);
    assert_eq!(run.json()["articles"], 60);
    let mut addresses: Vec<_> = shelf(&desk, "stories")
        .iter()
        .map(|story| story["links"]["web"].to_string())
        .collect();
    assert_eq!(addresses.len(), 671);
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 671);
}

#[test]
fn articles_without_published_are_published() {
    let Some(corpus) = corpus("diablo4") else {
        return;
    };
    let desk = Desk::new();
    let run = build(&desk, corpus.join("news/diablo4"), &[]);
    assert_eq!(
        (
            &run.json()["articles"],
            &run.json()["left_out"]["unpublished"]
        ),
        (&25.into(), &16.into())
    );
}

#[test]
fn no_secured_value_of_any_real_article_comes_out() {
    let Some(corpus) = corpus("secured") else {
        return;
    };
    for folder in [
        "news/powerapps",
        "news/azure",
        "news/diablo4",
        "seeds/paired",
    ] {
        let desk = Desk::new();
        let run = build(&desk, corpus.join(folder), &["--unpublished"]);
        let mut output: Vec<u8> = desk.files("bundle").into_values().flatten().collect();
        output.extend(run.stdout.into_bytes());
        let output = String::from_utf8_lossy(&output);
        for secret in secrets(&corpus.join(folder)) {
            assert!(
                !output.contains(&secret),
                "a secured value of {folder} came out"
            );
        }
    }
}

/// The first 24 characters of every `secured` value.
fn secrets(folder: &std::path::Path) -> Vec<String> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let texts = files
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .map(|path| std::fs::read_to_string(path).unwrap());
    let secret = |text: String| Some(text.split_once("\nsecured: \"")?.1.get(..24)?.to_owned());
    let secrets: Vec<_> = texts.filter_map(secret).collect();
    assert!(!secrets.is_empty());
    secrets
}
