//! Do the rooms still look in one direction only?
//!
//! The table is the one of ARCHITECTURE.md. It can be read off the sources because an import names
//! one room a line: `use crate::model::Url;`, never `use crate::{…}`.

use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: [(&str, &[&str]); 8] = [
    ("model", &[]),
    ("text", &["model"]),
    ("index", &["model", "text"]),
    ("query", &["model", "text", "index"]),
    ("wire", &["model", "index", "query"]),
    ("ui", &["model", "query"]),
    ("bundle", &["model", "text", "index", "query", "wire", "ui"]),
    (
        "element",
        &["model", "text", "index", "query", "wire", "ui"],
    ),
];

#[test]
fn a_room_names_only_the_rooms_before_it() {
    for (room, allowed) in ROOMS {
        for file in files_of(room) {
            let code = fs::read_to_string(&file).unwrap();
            assert!(
                !code.contains("use crate::{"),
                "{}: one room a line",
                file.display()
            );
            for named in code.split("crate::").skip(1) {
                let named = named.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                let is_allowed = named == room || allowed.contains(&named);
                assert!(is_allowed, "{}: `{room}` names `{named}`", file.display());
            }
        }
    }
}

#[test]
fn every_room_is_in_the_table_of_contents() {
    let contents = fs::read_to_string(source().join("lib.rs")).unwrap();
    for (room, _) in ROOMS {
        assert!(contents.contains(&format!("pub mod {room};")), "{room}");
    }
    assert_eq!(contents.matches("pub mod ").count(), ROOMS.len());
    assert_eq!(
        contents.matches("#[cfg(").count(),
        2,
        "what differs by target differs by room"
    );
}

/// What would turn text into markup, or run it, in a reader's browser.
const FORBIDDEN: [&str; 6] = [
    "from_html_unchecked",
    "inner_html",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
];

#[test]
fn no_markup_string_reaches_the_browser() {
    for room in ["model", "text", "index", "query", "wire", "ui", "element"] {
        for file in files_of(room) {
            let code = fs::read_to_string(&file).unwrap();
            for forbidden in FORBIDDEN {
                assert!(!code.contains(forbidden), "{}: {forbidden}", file.display());
            }
        }
    }
}

/// What only values reach that no view makes: their functions are taken out of the widget
/// (`xtask/src/package/unreached.rs`), and trap.
const UNHEARD: [&str; 10] = [
    "Listener",
    "listeners(",
    "IndexMap",
    "VRaw",
    "__macro_new",
    "from_html_unchecked",
    "portal",
    "VPortal",
    "Suspense",
    "add_attribute",
];

#[test]
fn views_hear_nothing() {
    for file in files_of("ui") {
        let code = fs::read_to_string(&file).unwrap();
        let forbidden = UNHEARD.iter().find(|word| code.contains(*word));
        assert_eq!(forbidden, None, "{}", file.display());
        let heard = code.split_inclusive([' ', '{', '}']).find(is_listener);
        assert_eq!(heard, None, "{}", file.display());
    }
}

/// `onclick={` or, where the value has that name, `onclick}`.
fn is_listener(word: &&str) -> bool {
    let event = word.strip_prefix("on").unwrap_or_default();
    let event = event.strip_suffix("={").or(event.strip_suffix('}'));
    event.is_some_and(|event| {
        !event.is_empty() && event.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

#[test]
fn a_view_that_hears_is_found() {
    for heard in ["<input onclick={f} />", "<input {oninput} />"] {
        assert!(
            heard
                .split_inclusive([' ', '{', '}'])
                .any(|word| is_listener(&word))
        );
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room's own file and all in its folder, scripts too.
fn files_of(room: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(source().join(room))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<_> = folder
        .chain([source().join(format!("{room}.rs"))])
        .filter(|path| path.is_file())
        .collect();
    assert!(files.len() > 1, "{room} has nothing in it");
    files
}
