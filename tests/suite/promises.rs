//! Is each promise of `docs/promises.md` held by a test that exists?
//!
//! A row names its tests as `file::name`: scenarios of `tests/browser`, tests of `tests/suite`, or tests and
//! checks of `xtask/src`. A promise that nothing holds, and a test that is gone, are found here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The series in their order, and how many promises each has.
const SERIES: [(char, u32); 7] = [
    ('R', 33),
    ('G', 4),
    ('A', 13),
    ('S', 5),
    ('F', 8),
    ('E', 6),
    ('M', 1),
];

/// Where the tests are that a row may name.
const PLACES: [&str; 5] = [
    "tests/browser",
    "tests/browser/frameworks",
    "tests/suite",
    "xtask/src",
    "xtask/src/bench",
];

struct Promise {
    /// The letter of the section that it stands in.
    section: char,
    number: String,
    words: String,
    tests: Vec<String>,
}

fn file(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// The rows of the page, each under the heading that stands before it.
fn promises(page: &str) -> Vec<Promise> {
    let mut section = ' ';
    let mut promises = Vec::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading.chars().next().unwrap();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, number, words, tests, _] = cells[..] else {
            continue;
        };
        let is_number = number.len() > 1 && number[1..].bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            let (number, words) = (number.to_owned(), words.to_owned());
            let tests = tests.split('`').skip(1).step_by(2).map(str::to_owned);
            promises.push(Promise {
                section,
                number,
                words,
                tests: tests.collect(),
            });
        }
    }
    promises
}

fn page() -> Vec<Promise> {
    promises(&file("docs/promises.md").unwrap())
}

/// The numbers of a series.
fn numbers((letter, count): (char, u32)) -> Vec<String> {
    (1..=count)
        .map(|number| format!("{letter}{number}"))
        .collect()
}

#[test]
fn every_promise_has_one_row_under_its_heading() {
    for series @ (letter, _) in SERIES {
        let rows: Vec<String> = page()
            .into_iter()
            .filter(|promise| promise.section == letter)
            .map(|promise| promise.number)
            .collect();
        assert_eq!(rows, numbers(series), "the section {letter}");
    }
}

#[test]
fn the_sections_stand_in_their_order() {
    let page = file("docs/promises.md").unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    let letters: Vec<_> = headings
        .filter_map(|heading| heading.split_once(": "))
        .map(|(letter, _)| letter.to_owned())
        .collect();
    assert_eq!(letters, SERIES.map(|(letter, _)| letter.to_string()));
}

#[test]
fn every_promise_is_said_and_held_by_tests_that_exist() {
    let played = played();
    for Promise {
        number,
        words,
        tests,
        ..
    } in page()
    {
        assert!(!words.is_empty(), "{number} says nothing");
        assert!(!tests.is_empty(), "{number} is held by nothing");
        let unique: BTreeSet<_> = tests.iter().collect();
        assert_eq!(unique.len(), tests.len(), "{number} names a test twice");
        for test in &tests {
            assert!(exists(test, &played), "{number}: there is no test `{test}`");
        }
    }
}

/// The scenarios that are played: a function in a file that is in no list is no test.
fn played() -> BTreeSet<String> {
    let main = file("tests/browser/main.rs").unwrap();
    let (_, list) = main.split_once("&scenarios![").unwrap();
    let (list, _) = list.split_once("];").unwrap();
    let names = list.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn exists(test: &str, played: &BTreeSet<String>) -> bool {
    let Some((module, name)) = test.rsplit_once("::") else {
        return false;
    };
    PLACES.iter().any(|place| {
        let text = file(&format!("{place}/{module}.rs")).unwrap_or_default();
        let is_played = !place.starts_with("tests/browser") || played.contains(test);
        is_played && text.contains(&format!("fn {name}("))
    })
}

#[test]
fn what_holds_nothing_is_found() {
    let page =
        "## R: x\n| Number | What | Held by |\n|---|---|---|\n| R1 | A thing. | `a::b`, `c::d` |\n";
    let found = promises(page);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].section, &*found[0].number), ('R', "R1"));
    assert_eq!(found[0].tests, ["a::b", "c::d"]);
    let played = played();
    assert!(exists("promises::what_holds_nothing_is_found", &played));
    assert!(exists("embedding::the_script_may_come_twice", &played));
    assert!(!exists("promises::a_test_that_nobody_wrote", &played));
    // A function of a scenarios' file that nobody plays.
    assert!(!exists("embedding::open", &played));
    assert!(!exists("without_a_file", &played));
}
