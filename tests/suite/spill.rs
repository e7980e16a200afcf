//! What does not fit into memory: it changes no byte, and nothing of it stays.

use std::fs;
use std::path::{Path, PathBuf};

use newsrack::bundle::{
    self, Compiling, Pictures, Problem, Progress, Reading, Site, Spill, Stage, Writing, Written,
};

use crate::desk::Desk;

/// Articles enough for several batches, with bodies, topics, related coverage and equal dates.
const ARTICLES: usize = 2500;

fn many() -> Desk {
    let desk = Desk::new();
    let words = [
        "robot",
        "robots",
        "tide",
        "tides",
        "naïve",
        "C++",
        "大学生",
        "tax",
    ];
    for number in 0..ARTICLES {
        let word = |at: usize| words[(number * 7 + at * at) % words.len()];
        let related = format!(
            "related: [{{title: \"{} {}\", webUrl: \"https://b.example/{}\"}}]",
            word(1),
            word(2),
            number % 700
        );
        let text = format!(
            "---\ntitle: \"{} {} number{number}\"\npublishedDateTime: 2024-05-{:02}T06:30:00Z\n\
             topics: [\"{}\"]\nlocale: {}\n{related}\n---\n\n{} {} {}\n",
            word(3),
            word(4),
            number % 28 + 1,
            word(5),
            if number % 3 == 0 { "de" } else { "en" },
            word(6),
            word(7),
            word(8)
        );
        desk.write(&format!("articles/{:02}/{number}.md", number % 17), text);
    }
    desk
}

/// Builds from `articles` with so many bytes in memory; what does not fit goes to `spill`.
fn build(desk: &Desk, out: &str, most: usize) -> Result<Written, Vec<Problem>> {
    let progress = |_: Progress| {};
    build_with(desk, &desk.path(out), most, &progress)
}

fn build_with(
    desk: &Desk,
    out: &Path,
    most: usize,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Written, Vec<Problem>> {
    let spill = Spill {
        most,
        folder: desk.path("spill"),
    };
    let reading = Reading {
        with_unpublished: false,
        now: None,
        spill,
        pictures: Pictures::Made(Some(desk.path("pictures"))),
        cache: None,
        progress,
    };
    let edition = bundle::read(&[desk.path("articles")], &reading);
    if !edition.problems.is_empty() {
        return Err(edition.problems);
    }
    let compiling = Compiling {
        site: &Site::default(),
        now: None,
        progress,
        cache: None,
    };
    let written = bundle::write(&edition, &compiling, out, Writing::default());
    written.map_err(|problem| vec![problem])
}

fn names(folder: PathBuf) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

#[test]
fn a_build_that_does_not_fit_into_memory_has_the_same_bytes() {
    let desk = many();
    fs::create_dir(desk.path("spill")).unwrap();
    let whole = build(&desk, "whole", usize::MAX).unwrap();
    for most in [0, 50_000] {
        let out = format!("in-{most}");
        assert_eq!(build(&desk, &out, most).unwrap(), whole);
        assert!(desk.files(&out) == desk.files("whole"), "{most} bytes");
        assert_eq!(names(desk.path("spill")), [""; 0]);
    }
}

#[test]
fn a_build_without_a_place_for_the_rest_says_so_and_writes_nothing() {
    let desk = many();
    let problems = build(&desk, "bundle", 50_000).unwrap_err();
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(said[0].contains("do not fit into memory"), "{said:?}");
    assert_eq!(said.len(), 1);
    assert!(desk.files("bundle").is_empty());
    // What fits needs no such place.
    build(&desk, "bundle", usize::MAX).unwrap();
}

#[test]
fn a_build_that_fails_while_it_writes_leaves_nothing_new() {
    let desk = many();
    fs::create_dir(desk.path("spill")).unwrap();
    build(&desk, "bundle", 0).unwrap();
    let before = (desk.files("bundle"), names(desk.path("bundle/.newsrack")));
    for number in 0..ARTICLES {
        // Other dates, so that every file is another one.
        let path = format!("articles/{:02}/{number}.md", number % 17);
        let text = fs::read_to_string(desk.path(&path)).unwrap();
        desk.write(&path, text.replace("2024-", "2023-"));
    }
    // A folder where the feed is to be: it is written after all hashed files.
    fs::remove_file(desk.path("bundle/feed.json")).unwrap();
    fs::create_dir_all(desk.path("bundle/feed.json/in-the-way")).unwrap();
    let problems = build(&desk, "bundle", 0).unwrap_err();
    assert!(problems[0].message.contains("cannot be written"));
    let (mut expected, private) = before;
    expected.remove("feed.json");
    assert!(desk.files("bundle") == expected);
    assert_eq!(names(desk.path("bundle/.newsrack")), private);
    assert_eq!(names(desk.path("spill")), [""; 0]);
}

#[test]
fn every_step_of_a_build_is_told() {
    let desk = many();
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |progress| told.lock().unwrap().push(progress);
    build_with(&desk, &desk.path("bundle"), usize::MAX, &progress).unwrap();
    let told = told.into_inner().unwrap();
    let begun = |stage| {
        told.iter()
            .position(|told| matches!(told, Progress::Begun(found, _) if *found == stage))
    };
    let stages = [
        Stage::Looking,
        Stage::Reading,
        Stage::Bundling,
        Stage::Sorting,
        Stage::Indexing,
    ];
    let places: Vec<usize> = stages.iter().map(|&stage| begun(stage).unwrap()).collect();
    assert!(places.is_sorted());
    for (at, stage) in stages.iter().enumerate().skip(1) {
        let end = places.get(at + 1).copied().unwrap_or(told.len());
        let done = told[places[at] + 1..end].iter().map(|told| match told {
            Progress::Done(steps) => *steps,
            Progress::Begun(..) => 0,
        });
        assert_eq!(told[places[at]], Progress::Begun(*stage, done.sum()));
    }
}
