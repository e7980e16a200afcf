//! From a folder of articles to a bundle: what comes out, what an editor is told, and what never
//! leaves.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::desk::{Desk, Run, copy};

pub(crate) fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// A desk with the articles of `tests/corpus`.
pub(crate) fn corpus() -> Desk {
    let desk = Desk::new();
    copy(&here("corpus"), &desk.path("articles"));
    desk
}

/// Compares with a file of `tests/golden`, or rewrites it.
#[track_caller]
pub(crate) fn check_golden(name: &str, found: &str) {
    let path = here("golden").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == found,
        "{name} differs; look at it, then run with UPDATE_EXPECT=1\n{found}"
    );
}

#[test]
fn a_folder_becomes_a_bundle_and_a_list_of_problems() {
    let desk = corpus();
    let run = desk.newsrack(&["build", "--keep-going"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    check_golden("problems.txt", &run.stderr);
    check_golden("summary.txt", &run.stdout);
    check_golden("bundle.json", &readable(&desk));
    for name in ["feed.xml", "snippet.html"] {
        let file = desk.path("bundle").join(name);
        check_golden(name, &fs::read_to_string(file).unwrap());
    }
}

/// All JSON of the bundle in one, hashes replaced by numbers.
fn readable(desk: &Desk) -> String {
    let files = desk.files("bundle");
    let mut names: Vec<_> = files.keys().filter(|name| name.contains('-')).collect();
    names.sort_by_key(|name| {
        (
            name.split('-').next().unwrap().to_owned(),
            files[*name].clone(),
        )
    });
    let parts = files.iter().filter(|(name, _)| name.ends_with(".json"));
    let parts: serde_json::Map<_, _> = parts
        .map(|(name, bytes)| (name.clone(), serde_json::from_slice(bytes).unwrap()))
        .collect();
    let mut text = serde_json::to_string_pretty(&Value::Object(parts)).unwrap();
    for (number, name) in names.iter().enumerate() {
        let (kind, extension) = (
            name.rsplit_once('-')
                .map_or("", |_| &name[..name.len() - 48]),
            name.rsplit_once('.').unwrap().1,
        );
        text = text.replace(
            name.as_str(),
            &format!("{}#{number}.{extension}", kind.trim_end_matches('-')),
        );
    }
    text + "\n"
}

#[test]
fn secrets_and_drafts_are_nowhere() {
    let desk = corpus();
    for arguments in [
        &["build", "--keep-going"][..],
        &["build", "--keep-going", "--format", "json"],
        &["build"],
        &["check"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["search", "--bundle", "bundle", "--format", "json"],
    ] {
        let run = desk.newsrack(arguments);
        assert!(
            !run.stdout.contains("CANARY"),
            "{arguments:?}: {}",
            run.stdout
        );
        assert!(
            !run.stderr.contains("CANARY"),
            "{arguments:?}: {}",
            run.stderr
        );
        check_no_canary(&desk, "CANARY");
    }
}

#[test]
fn secrets_stay_out_even_with_drafts() {
    let desk = corpus();
    desk.write(
        "articles/draft.md",
        fs::read_to_string(here("corpus/draft.md"))
            .unwrap()
            .replace("not yet", "2024-01-01T00:00:00Z"),
    );
    let run = desk.newsrack(&["build", "--unpublished", "--keep-going"]);
    assert!(
        desk.files("bundle")
            .values()
            .any(|bytes| contains(bytes, "CANARY draft title")),
        "{}",
        run.stderr
    );
    check_no_canary(&desk, "CANARY-literal");
    check_no_canary(&desk, "CANARY-quoted");
    assert!(!run.stderr.contains("CANARY-"), "{}", run.stderr);
}

#[track_caller]
fn check_no_canary(desk: &Desk, canary: &str) {
    for (name, bytes) in desk.files("bundle") {
        assert!(
            !contains(&bytes, canary) && !name.contains(canary),
            "{canary} is in {name}"
        );
    }
}

pub(crate) fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Builds one article whose front matter has these fields, and names the problems.
fn problems_of(fields: &str) -> (Run, Vec<String>) {
    let desk = Desk::new();
    desk.article("a.md", fields);
    let run = desk.newsrack(&["build", "--format", "json"]);
    let codes = run.codes();
    (run, codes)
}

#[track_caller]
fn check_refused(fields: &str, code: &str) {
    let (run, codes) = problems_of(fields);
    assert_eq!(
        (run.code, codes),
        (Some(1), vec![code.to_owned()]),
        "{fields:.80}"
    );
}

#[track_caller]
fn check_mended(fields: &str, codes: &[&str]) {
    let (run, found) = problems_of(fields);
    assert_eq!(
        (run.code, found),
        (Some(0), codes.iter().map(ToString::to_string).collect()),
        "{fields:.80}"
    );
}

#[test]
fn addresses_that_lead_elsewhere_are_refused() {
    check_refused("webUrl: javascript:alert(1)\n", "url-unsafe");
    check_refused("webUrl: \"java\\tscript:alert(1)\"\n", "url-unsafe");
    check_refused("originalUrl: data:text/html,x\n", "url-unsafe");
    check_refused("ampWebUrl: vbscript:x\n", "url-unsafe");
    check_refused("images: [{url: \"javascript:x\"}]\n", "url-unsafe");
    check_refused(
        "provider: {name: A, images: [{url: \"blob:https://a.example/b\"}]}\n",
        "url-unsafe",
    );
    check_refused(
        "related: [{title: A, webUrl: \"javascript:x\"}]\n",
        "url-unsafe",
    );
    check_refused(
        "related: [{title: A, images: [{url: \"javascript:x\"}]}]\n",
        "url-unsafe",
    );
    check_refused("webUrl: a.example/b\n", "url-invalid");
    check_refused("webUrl: https://u:p@a.example/\n", "url-invalid");
    check_mended("webUrl: //a.example/b\n", &["url-without-scheme"]);
}

#[test]
fn dates_are_read_or_refused() {
    check_refused("publishedDateTime: 2022-13-45\n", "date-invalid");
    check_refused("publishedDateTime: 2022-02-30T00:00:00Z\n", "date-invalid");
    check_refused("publishedDateTime:\n", "date-missing");
    check_refused("updatedDateTime: soon\n", "date-invalid");
    check_mended("publishedDateTime: 2022-09-13\n", &["date-without-zone"]);
    check_mended(
        "publishedDateTime: 2022-09-13 12:14 +0200\n",
        &["date-spelling"],
    );
    check_mended("publishedDateTime: 9999-12-31T23:59:60Z\n", &[]);
}

#[test]
fn a_value_of_the_wrong_kind_is_no_publication() {
    check_refused("published: \"false\"\n", "published-invalid");
    check_refused("published: yes\n", "published-invalid");
    check_refused("published: 0\n", "published-invalid");
    check_refused("published:\n", "published-invalid");
    check_refused("quality: high\n", "value-invalid");
    check_refused("quality: -1\n", "value-invalid");
    check_refused("quality: .nan\n", "value-invalid");
    check_refused("heat: 1e99\n", "value-invalid");
    check_refused("title: [A]\n", "value-invalid");
    check_refused("title: \"\"\n", "title-missing");
    check_mended("heat: -1\nquality: 7\n", &[]);
    check_mended(
        "images: [{url: \"https://a.example/b\", width: 0, height: 1e99}]\n",
        &["image-size", "image-size"],
    );
    check_mended(
        "webUrl: ~\ntopics: ~\nrelated: ~\nimages: ~\nprovider: ~\nlocale: ~\n",
        &[],
    );
    check_mended("title: 1.10\ntopics: [~, A, 007, yes]\n", &[]);
}

#[test]
fn front_matter_has_limits() {
    check_refused("a: &x [1]\nb: *x\n", "front-matter-too-large");
    check_refused(
        &format!("a: {}1{}\n", "[".repeat(20), "]".repeat(20)),
        "front-matter-too-large",
    );
    check_refused(
        &format!("a: {}1{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        "front-matter-too-large",
    );
    check_refused(
        &format!("a: [{}]\n", "1,".repeat(20_000)),
        "front-matter-too-large",
    );
    check_refused(
        &format!("a: \"{}\"\n", "x".repeat(1 << 20)),
        "front-matter-too-large",
    );
    check_refused("quality: 1\nquality: 1\n", "front-matter-invalid");
    check_refused(
        "secured: \"never ends\npublished: false\n",
        "front-matter-invalid",
    );
    check_mended(&format!("secured: \"{}\"\n", "x".repeat(3 << 20)), &[]);
}

#[test]
fn related_coverage_at_fault_costs_itself_alone() {
    check_mended("related: [{title: A, webUrl: nowhere}]\n", &["url-invalid"]);
    check_mended("related: [{excerpt: A}]\n", &["related-incomplete"]);
    check_mended(
        "related: [{title: A, publishedDateTime: soon, quality: x}]\n",
        &["date-invalid", "value-invalid"],
    );
}

#[test]
fn a_file_that_is_no_article_is_named() {
    let check = |bytes: &[u8], code: &str, exit: i32| {
        let desk = Desk::new();
        desk.article("good.md", "");
        desk.write("articles/bad.md", bytes);
        let run = desk.newsrack(&["build", "--format", "json"]);
        assert_eq!((run.codes(), run.code), (vec![code.to_owned()], Some(exit)));
        assert_eq!(run.json()["problems"][0]["file"], "articles/bad.md");
    };
    check(b"---\ntitle: A\n", "front-matter-unclosed", 1);
    check(b"---", "front-matter-unclosed", 1);
    check(b"---\ntitle: \xE9\n---\n", "not-utf-8", 1);
    check(b"\xFF\xFE-\0-\0-\0", "not-utf-8", 1);
    check(b"---\n- a\n---\n", "front-matter-invalid", 1);
    check(b"---\ntitle: A: b\n---\n", "front-matter-invalid", 1);
    check(
        b"---\ntitle: A\npublishedDateTime: 2022-01-01T00:00:00Z\n---\n\xE9",
        "not-utf-8",
        1,
    );
    check(b"", "front-matter-missing", 0);
    check(b"# A heading\n", "front-matter-missing", 0);
    check(b"+++\ntitle = 'A'\n", "front-matter-unclosed", 1);
    check(b"+++\ntitle = 'A\n+++\n", "front-matter-invalid", 1);
    check(b"+++\ntitle = '\xE9'\n+++\n", "not-utf-8", 1);
    check(b"{\n\"title\": \"A\"\n", "front-matter-unclosed", 1);
    check(b"{\"title\": \"A\",}\n", "front-matter-invalid", 1);
}

#[track_caller]
fn check_call(arguments: &[&str], exit: i32, said: &str) {
    let desk = Desk::new();
    desk.article("a.md", "");
    desk.write("empty/.keep", "");
    desk.write("foreign/letter.txt", "Dear");
    let before = desk.files("");
    let run = desk.newsrack(arguments);
    assert_eq!(
        run.code,
        Some(exit),
        "{arguments:?}: {}{}",
        run.stdout,
        run.stderr
    );
    assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    assert_eq!(before, desk.files(""), "{arguments:?} wrote something");
}

#[test]
fn a_call_that_cannot_be_followed_writes_nothing() {
    check_call(
        &["search", "--bundle", "bundle", "tides"],
        1,
        "no whole bundle",
    );
    check_call(&["build", "nowhere"], 1, "source-missing");
    check_call(&["build", "empty"], 1, "source-empty");
    check_call(&["build", "--out", "articles"], 1, "lies inside the source");
    check_call(
        &["build", "--out", "articles/below/bundle"],
        1,
        "lies inside the source",
    );
    check_call(
        &["build", "--out", "."],
        1,
        "lies inside the bundle's folder",
    );
    check_call(&["build", "--out", "articles/a.md"], 1, "is a file");
    check_call(&["build", "--out", "foreign"], 1, "is no bundle");
    check_call(
        &["build", "--config", "nowhere.toml"],
        1,
        "settings-invalid",
    );
    check_call(&["build", "--now", "soon"], 2, "no instant");
    check_call(&["build", "--sideways"], 2, "--sideways");
    check_call(&["search", "--bundle", "empty"], 1, "no whole bundle");
}

#[test]
fn a_build_that_fails_leaves_the_old_bundle_as_it_was() {
    let desk = Desk::new();
    desk.article("a.md", "");
    assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    let before = desk.files("bundle");
    desk.article("b.md", "webUrl: nowhere\n");
    assert_eq!(desk.newsrack(&["build"]).code, Some(1));
    assert_eq!(desk.files("bundle"), before);
    desk.article("b.md", "publishedDateTime: 2022-09-13\n");
    assert_eq!(desk.newsrack(&["build", "--strict"]).code, Some(1));
    assert_eq!(desk.files("bundle"), before);
    assert_eq!(desk.newsrack(&["build", "--keep-going"]).code, Some(0));
    assert_ne!(desk.files("bundle"), before);
}

/// Builds twice, the second time with `change`, and compares every byte.
#[track_caller]
fn check_same_bytes(change: impl FnOnce(Desk) -> Desk) {
    let first = corpus();
    first.newsrack(&["build", "--keep-going"]);
    let second = change(corpus());
    let run = second.newsrack(&["build", "--keep-going"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(first.files("bundle"), second.files("bundle"));
}

#[test]
fn nothing_but_the_articles_shows_in_the_bytes() {
    check_same_bytes(|desk| desk);
    check_same_bytes(|desk| {
        desk.with("TZ", "Pacific/Kiritimati")
            .with("LANG", "tr_TR.UTF-8")
            .with("LC_ALL", "tr_TR.UTF-8")
    });
    check_same_bytes(|desk| desk.with("RAYON_NUM_THREADS", "1"));
    check_same_bytes(|desk| desk.with("RAYON_NUM_THREADS", "8"));
    check_same_bytes(|desk| {
        // The disk hands out files in the order of their making, or nearly.
        let files: Vec<_> = desk.files("articles").into_iter().collect();
        fs::remove_dir_all(desk.path("articles")).unwrap();
        files
            .iter()
            .rev()
            .for_each(|(name, bytes)| desk.write(&format!("articles/{name}"), bytes));
        desk
    });
}

#[test]
fn the_newest_of_two_with_one_address_stays() {
    let desk = Desk::new();
    let address = "webUrl: https://a.example/\n";
    desk.article("a.md", &format!("{address}title: First path\n"));
    desk.article(
        "b.md",
        &format!("{address}title: Updated\nupdatedDateTime: 2024-06-01T00:00:00Z\n"),
    );
    desk.article(
        "c.md",
        &format!(
            "{address}title: Draft\npublished: false\nupdatedDateTime: 2025-01-01T00:00:00Z\n"
        ),
    );
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(
        run.json()["left_out"],
        json!({"unpublished": 1, "duplicate": 1, "unreadable": 0, "scheduled": 0, "expired": 0})
    );
    let found = desk
        .newsrack(&["search", "--bundle", "bundle", "--format", "json"])
        .json();
    assert_eq!(found["hits"][0]["title"], "Updated");
}

#[test]
fn now_holds_back_what_is_early_and_drops_what_is_late() {
    let desk = Desk::new();
    desk.article("a.md", "expiryDateTime: 2024-06-01T00:00:00Z\n");
    desk.article("b.md", "publishedDateTime: 2024-07-01T00:00:00Z\n");
    desk.article("c.md", "");
    let left_out = |arguments: &[&str]| {
        let report = desk
            .newsrack(&[&["build", "--format", "json"], arguments].concat())
            .json();
        (
            report["left_out"]["scheduled"].clone(),
            report["left_out"]["expired"].clone(),
            report["articles"].clone(),
        )
    };
    assert_eq!(left_out(&[]), (json!(0), json!(0), json!(3)));
    assert_eq!(
        left_out(&["--now", "2024-06-15T00:00:00Z"]),
        (json!(1), json!(1), json!(1))
    );
    assert_eq!(
        left_out(&["--now", "2024-05-02T06:30:00Z"]),
        (json!(1), json!(0), json!(2))
    );
}

#[test]
fn nothing_published_is_an_empty_rack_and_a_warning() {
    let desk = Desk::new();
    desk.article("a.md", "published: false\n");
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(
        (run.code, run.codes()),
        (Some(0), vec!["nothing-published".to_owned()])
    );
    assert_eq!(desk.json("bundle/manifest.json")["articles"], 0);
}

#[test]
fn older_files_stay_for_open_pages_until_they_must_go() {
    let desk = Desk::new();
    desk.article("a.md", "title: First\n");
    desk.newsrack(&["build"]);
    let first = desk.files("bundle").len();
    desk.article("a.md", "title: Second\n");
    desk.newsrack(&["build"]);
    assert!(
        desk.files("bundle").len() > first,
        "the first generation stays"
    );
    desk.newsrack(&["build", "--prune"]);
    assert_eq!(desk.files("bundle").len(), first, "a takedown takes down");
    desk.article("b.md", "title: CANARY\npublished: false\n");
    desk.newsrack(&["build", "--unpublished"]);
    desk.newsrack(&["build"]);
    check_no_canary(&desk, "CANARY");
}

const NOTE: &str = "bundle/.newsrack/generations.json";

fn build_titled(desk: &Desk, title: &str, more: &[&str]) {
    desk.article("a.md", &format!("title: {title}\n"));
    let run = desk.newsrack(&[&["build"], more].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// The names of the files in the bundle that are named by their content.
fn hashed(desk: &Desk) -> Vec<String> {
    let names = desk.files("bundle").into_keys();
    names.filter(|name| name.contains('-')).collect()
}

#[test]
fn what_a_generation_shares_with_one_that_must_go_stays() {
    let desk = Desk::new();
    build_titled(&desk, "First", &[]);
    let first = hashed(&desk);
    desk.article("b.md", "title: CANARY\npublished: false\n");
    build_titled(&desk, "First", &["--unpublished"]);
    build_titled(&desk, "Second", &[]);
    let left = hashed(&desk);
    assert!(first.iter().all(|name| left.contains(name)), "{left:?}");
    check_no_canary(&desk, "CANARY");
}

#[test]
fn a_preview_that_shows_nothing_unpublished_takes_nothing_down() {
    let desk = Desk::new();
    build_titled(&desk, "First", &[]);
    let first = hashed(&desk);
    build_titled(&desk, "First", &["--unpublished"]);
    build_titled(&desk, "Second", &[]);
    let left = hashed(&desk);
    assert!(first.iter().all(|name| left.contains(name)), "{left:?}");
}

#[test]
fn a_generation_goes_that_is_older_than_three_others_and_than_seven_days() {
    let desk = Desk::new();
    build_titled(&desk, "First", &[]);
    let first = hashed(&desk);
    let mut note = desk.json(NOTE);
    let written = note["generations"][0]["written"].as_u64().unwrap();
    note["generations"][0]["written"] = json!(written - 8 * 24 * 60 * 60);
    fs::write(desk.path(NOTE), note.to_string()).unwrap();
    for (title, stays) in [("Second", true), ("Third", true), ("Fourth", false)] {
        build_titled(&desk, title, &[]);
        let left = hashed(&desk);
        let all = first.iter().all(|name| left.contains(name));
        assert_eq!(all, stays, "after {title}: {left:?}");
    }
}

#[test]
fn the_note_on_generations_grows_with_the_files_that_are_kept_and_no_faster() {
    let desk = Desk::new();
    for number in 0..300 {
        let day = number % 28 + 1;
        let text = format!(
            "---\ntitle: Story {number}\npublishedDateTime: 2024-05-{day:02}T06:30:00Z\n---\nWords.\n"
        );
        desk.write(&format!("articles/{number}.md"), text);
    }
    for round in 0..12 {
        build_titled(&desk, &format!("Round {round}"), &[]);
    }
    let (files, note) = (hashed(&desk).len(), fs::read(desk.path(NOTE)).unwrap());
    assert_eq!(desk.json(NOTE)["generations"].as_array().unwrap().len(), 12);
    assert!(
        note.len() < 12 * 200 + files * 100,
        "{} for {files} files",
        note.len()
    );
}

#[test]
fn settings_say_what_flags_do_not() {
    let desk = Desk::new();
    desk.article("a.md", "published: false\n");
    desk.write(
        "newsrack.toml",
        "title = \"The Courier\"\nlanguage = \"en\"\nout = \"rack\"\nunpublished = true\n",
    );
    let run = desk.newsrack(&["build"]);
    assert_eq!(
        (run.code, desk.json("rack/manifest.json")["title"].as_str()),
        (Some(0), Some("The Courier")),
        "{}",
        run.stderr
    );
    assert_eq!(desk.newsrack(&["build", "--out", "other"]).code, Some(0));
    assert!(desk.path("other/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_source() {
    let desk = Desk::new();
    desk.article("a.md", "images: [{url: secret.png}]\n");
    desk.write(
        "outside/article.md",
        "---\ntitle: CANARY\npublishedDateTime: 2024-01-01T00:00:00Z\n---\n",
    );
    desk.write("outside/secret.png", "x");
    for (from, to) in [
        ("../outside/article.md", "b.md"),
        ("../outside", "c"),
        (".", "loop"),
        ("../outside/secret.png", "secret.png"),
    ] {
        std::os::unix::fs::symlink(from, desk.path("articles").join(to)).unwrap();
    }
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(
        run.codes(),
        [
            "picture-missing",
            "link-skipped",
            "link-skipped",
            "link-skipped",
            "link-skipped"
        ]
    );
}

/// More cards than the manifest has room for directories of.
#[test]
fn a_large_bundle_has_a_catalog_and_every_card_is_found() {
    let desk = Desk::new();
    let articles = 33_000;
    let line = |number: usize| {
        format!(
            "{{\"title\":\"Number {number}\",\"publishedDateTime\":\"2024-{:02}-{:02}T06:30:00Z\"}}\n",
            number % 12 + 1,
            number % 28 + 1
        )
    };
    let lines: String = (0..articles).map(line).collect();
    desk.write("articles/all.jsonl", lines);
    let run = desk.newsrack(&["build", "articles"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let manifest = &desk.files("bundle")["manifest.json"];
    assert!(manifest.len() <= 10_000, "{}", manifest.len());
    let cards = &desk.json("bundle/manifest.json")["cards"];
    assert_eq!(cards["directories"], json!([]));
    assert!(cards["catalog"].is_string());
    for offset in ["0", "16000", "32990"] {
        let run = desk.newsrack(&[
            "search", "--bundle", "bundle", "--offset", offset, "--limit", "10", "--format", "json",
        ]);
        assert_eq!(run.json()["hits"].as_array().unwrap().len(), 10, "{offset}");
    }
    let run = desk.newsrack(&[
        "search",
        "--bundle",
        "bundle",
        "number 20123",
        "--format",
        "json",
    ]);
    assert_eq!(run.json()["hits"][0]["title"], "Number 20123");
    let run = desk.newsrack(&["stats", "--bundle", "bundle", "--format", "json"]);
    assert_eq!(run.json()["articles"], articles);
}
