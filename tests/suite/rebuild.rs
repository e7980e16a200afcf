//! A build after another one: it reads only what changed, and nobody can tell its bundle from one that
//! was built of everything.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use proptest::prelude::*;

use crate::desk::{Desk, Run};

const CACHE: &str = ".newsrack-cache";

/// Waits until the disk's clock has gone on: what is younger than its last tick is read again.
pub(crate) fn wait_a_tick() {
    std::thread::sleep(Duration::from_millis(15));
}

fn build(desk: &Desk, out: &str, arguments: &[&str]) -> Run {
    let call = ["build", "--keep-going", "--out", out, "--format", "json"];
    desk.newsrack(&[&call, arguments].concat())
}

/// Builds again, and holds bundle and problems against those of a build of everything.
#[track_caller]
fn check(desk: &Desk, arguments: &[&str]) -> Run {
    wait_a_tick();
    let again = build(desk, "bundle", &[arguments, &["--prune"]].concat());
    let settings = fs::read(desk.path("newsrack.toml")).unwrap_or_default();
    desk.write("elsewhere/fresh.toml", settings);
    drop(fs::remove_dir_all(desk.path("elsewhere/.newsrack-cache")));
    drop(fs::remove_dir_all(desk.path("fresh")));
    let fresh = build(
        desk,
        "fresh",
        &[arguments, &["--config", "elsewhere/fresh.toml"]].concat(),
    );
    assert_eq!(
        (again.code, &again.stdout),
        (fresh.code, &fresh.stdout),
        "{}",
        again.stderr
    );
    let (again_files, fresh_files) = (desk.files("bundle"), desk.files("fresh"));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&again_files), names(&fresh_files));
    assert!(
        again_files == fresh_files,
        "the same names hold other bytes"
    );
    again
}

/// What a human is told last.
fn summary(desk: &Desk) -> String {
    wait_a_tick();
    let run = desk.newsrack(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// Something that an editor does.
#[derive(Clone, Debug)]
enum Edit {
    /// Writes an article: its number, date, words and fields.
    Write(u8, u8, String, u8),
    Remove(u8),
    /// Gives the file of one the name of another.
    Rename(u8, u8),
    Touch(u8),
    /// Writes the body of one beside it.
    Text(u8, String),
    Settings(u8),
    /// Damages what the last build left.
    Damage(u8, u16),
}

fn edit() -> impl Strategy<Value = Edit> {
    let number = || 0..30u8;
    prop_oneof![
        8 => (number(), 0..9u8, words(), 0..10u8).prop_map(|(at, day, words, kind)| Edit::Write(at, day, words, kind)),
        2 => number().prop_map(Edit::Remove),
        1 => (number(), number()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => number().prop_map(Edit::Touch),
        1 => (number(), words()).prop_map(|(at, words)| Edit::Text(at, words)),
        1 => (0..4u8).prop_map(Edit::Settings),
        1 => (0..4u8, any::<u16>()).prop_map(|(file, at)| Edit::Damage(file, at)),
    ]
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-d][a-z]{1,2}(s|ing)?",
        Just("größer".to_owned()),
        Just("C++".to_owned()),
        Just("大学生".to_owned()),
    ];
    proptest::collection::vec(word, 1..25).prop_map(|words| words.join(" "))
}

fn article(day: u8, words: &str, kind: u8) -> String {
    let title = words.split(' ').next().unwrap_or_default();
    let fields = match kind {
        0 => "published: false\n".to_owned(),
        1 => "locale: de\ntopics: [A]\n".to_owned(),
        2 => format!("related: [{{title: \"{title}\", webUrl: \"https://b.example/{day}\"}}]\n"),
        3 => "webUrl: https://a.example/same\n".to_owned(),
        // A warning, which is said again at each build.
        4 => "tittle: x\npublishedDateTime2: x\n".to_owned(),
        5 => "quality: high\n".to_owned(),
        6 => "published: false\ntittle: x\n".to_owned(),
        _ => "topics: [A, \"B\"]\nquality: 3\n".to_owned(),
    };
    format!(
        "---\ntitle: \"{title}\"\npublishedDateTime: 2024-05-0{}T06:30:00Z\n{fields}---\n{words}\n",
        day + 1
    )
}

fn path(number: u8) -> String {
    format!("articles/{}/{number}.md", number % 3)
}

fn follow(desk: &Desk, edit: &Edit) {
    let at = |number: u8| desk.path(&path(number));
    match edit {
        Edit::Write(number, day, words, kind) => {
            desk.write(&path(*number), article(*day, words, *kind))
        }
        Edit::Remove(number) => drop(fs::remove_file(at(*number))),
        Edit::Rename(from, to) => {
            fs::create_dir_all(at(*to).parent().unwrap()).unwrap();
            drop(fs::rename(at(*from), at(*to)));
        }
        Edit::Touch(number) => {
            if let Ok(text) = fs::read(at(*number)) {
                desk.write(&path(*number), text);
            }
        }
        Edit::Text(number, words) => desk.write(&path(*number).replace(".md", ".txt"), words),
        Edit::Settings(0) => desk.write("newsrack.toml", "language = \"de\"\n"),
        Edit::Settings(1) => desk.write("newsrack.toml", "title = \"Other\"\n"),
        Edit::Settings(2) => desk.write("newsrack.toml", "now = 2024-05-04T00:00:00Z\n"),
        Edit::Settings(_) => desk.write("newsrack.toml", ""),
        Edit::Damage(file, place) => damage(desk, *file, usize::from(*place)),
    }
}

/// Changes a byte of the cache, or of a file in the bundle.
fn damage(desk: &Desk, file: u8, place: usize) {
    let hashed = desk
        .files("bundle")
        .into_keys()
        .filter(|name| name.contains('-'))
        .nth(place % 7);
    let path = match (file, hashed) {
        (0, _) => desk.path(CACHE).join("notes"),
        (1, _) => desk.path(CACHE).join("articles"),
        (_, Some(name)) => desk.path("bundle").join(name),
        _ => return,
    };
    let Ok(mut bytes) = fs::read(&path) else {
        return;
    };
    match (file, bytes.len()) {
        (3, _) => drop(fs::remove_file(path)),
        (_, 0) => {}
        (_, length) => {
            bytes[place % length] ^= 0x55;
            fs::write(path, bytes).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_editors_do_a_rebuild_is_a_build(
        start in proptest::collection::vec(edit(), 20..40),
        edits in proptest::collection::vec(proptest::collection::vec(edit(), 1..4), 8)
    ) {
        let desk = Desk::new();
        desk.write("articles/keep.md", article(3, "always there", 9));
        start.iter().for_each(|edit| follow(&desk, edit));
        check(&desk, &[]);
        for edits in edits {
            edits.iter().for_each(|edit| follow(&desk, edit));
            check(&desk, &[]);
        }
    }
}

/// More articles than have their labels in a few files.
fn many() -> String {
    let article = |number: u32| {
        let (day, minute) = (1 + number / 1440, number % 1440);
        format!(
            "{{\"title\": \"Harbor {} gate {number}\", \"topics\": [\"Topic {}\"], \"publishedDateTime\": \
             \"2024-03-{day:02}T{:02}:{:02}:00Z\", \"webUrl\": \"https://news.example/{number}\"}}\n",
            ["north", "south", "northern"][number as usize % 3],
            number % 40,
            minute / 60,
            minute % 60
        )
    };
    (0..6300).map(article).collect()
}

#[test]
fn what_leads_where_a_word_is_changes_with_one_article() {
    let desk = Desk::new();
    desk.write("articles/many.jsonl", many());
    let dated = |fields: &str| format!("publishedDateTime: 2024-03-02T12:00:30Z\n{fields}");
    desk.article("one.md", &dated("title: North gate\ntopics: [Topic 1]\n"));
    check(&desk, &[]);
    let has_tallies = |name: &String| name.starts_with("tallies-");
    assert!(desk.files("bundle").keys().any(has_tallies));
    for fields in [
        "title: North gate\ntopics: [Topic 2]\n",
        "title: South harbor\ntopics: [Topic 2]\n",
        "title: Lighthouse\ntopics: [Topic 41]\n",
    ] {
        desk.article("one.md", &dated(fields));
        let again = check(&desk, &[]);
        assert_eq!(again.code, Some(0), "{}", again.stderr);
    }
}

#[test]
fn a_rebuild_says_how_much_it_read() {
    let desk = Desk::new();
    for number in 0..5 {
        desk.article(&format!("{number}.md"), "");
    }
    assert!(summary(&desk).ends_with("kB)\n"));
    assert!(summary(&desk).ends_with("; no file was changed\n"));
    desk.article("3.md", "title: Other\n");
    assert!(summary(&desk).ends_with("; 1 of 5 read again\n"));
}

#[test]
fn a_file_of_the_same_length_and_date_is_read_again() {
    let desk = Desk::new();
    desk.article("a.md", "title: One\n");
    summary(&desk);
    let path = desk.path("articles/a.md");
    let date = fs::metadata(&path).unwrap().modified().unwrap();
    desk.article("a.md", "title: Two\n");
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(date)
        .unwrap();
    check(&desk, &[]);
    let found = desk
        .newsrack(&["search", "--bundle", "bundle", "--format", "json"])
        .json();
    assert_eq!(found["hits"][0]["title"], "Two");
}

#[test]
fn a_change_in_the_tick_of_a_build_is_seen_by_the_next() {
    let desk = Desk::new();
    for round in 0..20 {
        // No waiting: the file may bear the very instant of the build that reads it.
        let title = format!("Round {round:02}");
        desk.article("a.md", &format!("title: {title}\n"));
        assert_eq!(desk.newsrack(&["build", "--prune"]).code, Some(0));
        let found = desk
            .newsrack(&["search", "--bundle", "bundle", "--format", "json"])
            .json();
        assert_eq!(found["hits"][0]["title"], *title);
    }
}

#[test]
fn what_is_wrong_is_said_at_each_build() {
    let desk = Desk::new();
    desk.article("a.md", "tittle: x\nquality: 3\n");
    desk.article("b.md", "publishedDateTime: 2024-05-02\n");
    let first = desk.newsrack(&["build"]);
    wait_a_tick();
    desk.article("c.md", "");
    let second = desk.newsrack(&["build"]);
    assert!(second.stdout.contains("read again"), "{}", second.stdout);
    assert!(
        first.stderr.contains("date-without-zone"),
        "{}",
        first.stderr
    );
    assert_eq!(first.stderr, second.stderr);
    assert_eq!(desk.newsrack(&["build", "--strict"]).code, Some(1));
}

#[test]
fn pictures_beside_articles_are_looked_at_each_time() {
    let desk = Desk::new();
    let picture = |color: u8| {
        let head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00".to_vec();
        [
            head,
            vec![color; 6],
            b"!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
                .to_vec(),
        ]
        .concat()
    };
    desk.article("a.md", "images: [{url: a.gif}]\n");
    desk.article("b.md", "");
    desk.write("articles/a.gif", picture(1));
    check(&desk, &[]);
    desk.write("articles/a.gif", picture(2));
    check(&desk, &[]);
    fs::remove_file(desk.path("articles/a.gif")).unwrap();
    check(&desk, &[]);
    desk.write("articles/a.gif", picture(3));
    check(&desk, &[]);
}

#[test]
fn a_cache_that_is_damaged_anywhere_changes_nothing() {
    let desk = Desk::new();
    for number in 0..40 {
        desk.write(
            &path(number),
            article(number % 9, "some words of it", 1 + number % 4),
        );
    }
    check(&desk, &[]);
    for (file, step) in [("notes", 97), ("articles", 211)] {
        let length = fs::metadata(desk.path(CACHE).join(file)).unwrap().len() as usize;
        for place in (0..length).step_by(length / 7 + step % 2) {
            let file_path = desk.path(CACHE).join(file);
            let mut bytes = fs::read(&file_path).unwrap();
            let place = place.min(bytes.len() - 1);
            bytes[place] ^= 1;
            fs::write(&file_path, bytes).unwrap();
            let number = (place % 40) as u8;
            desk.write(
                &path(number),
                article(number % 9, &format!("other words {place}"), 2),
            );
            check(&desk, &[]);
        }
        fs::write(desk.path(CACHE).join(file), "").unwrap();
        check(&desk, &[]);
    }
}

#[test]
fn a_cache_of_another_program_and_one_that_cannot_be_change_nothing() {
    let desk = Desk::new();
    desk.article("a.md", "");
    check(&desk, &[]);
    let notes = desk.path(CACHE).join("notes");
    let mut bytes = fs::read(&notes).unwrap();
    // Another program's name in front, and all else as it was.
    bytes[..16].copy_from_slice(&[7; 16]);
    fs::write(&notes, bytes).unwrap();
    assert!(summary(&desk).ends_with("kB)\n"));
    fs::remove_dir_all(desk.path(CACHE)).unwrap();
    desk.write(CACHE, "a file where the folder would be");
    check(&desk, &[]);
}

#[test]
fn no_cache_leaves_none_and_takes_away_what_was_left() {
    let desk = Desk::new();
    desk.article("a.md", "");
    assert_eq!(desk.newsrack(&["build", "--no-cache"]).code, Some(0));
    assert!(!desk.path(CACHE).exists());
    desk.newsrack(&["build"]);
    assert!(desk.path(CACHE).join("notes").exists());
    assert!(
        !fs::read_to_string(desk.path(CACHE).join(".gitignore"))
            .unwrap()
            .is_empty()
    );
    desk.write("newsrack.toml", "no_cache = true\n");
    desk.newsrack(&["build"]);
    assert!(!desk.path(CACHE).exists());
}

#[test]
fn the_cache_is_never_in_the_bundle() {
    let desk = Desk::new();
    desk.article("a.md", "");
    desk.write(
        "site/newsrack.toml",
        "source = \"../articles\"\nout = \".\"\n",
    );
    // A folder that holds nothing but its settings is foreign; a bundle is not.
    assert_eq!(desk.newsrack(&["build", "--out", "rack"]).code, Some(0));
    fs::rename(
        desk.path("site/newsrack.toml"),
        desk.path("rack/newsrack.toml"),
    )
    .unwrap();
    let run = desk.newsrack(&["build", "--config", "rack/newsrack.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!desk.path("rack").join(CACHE).exists());
}
