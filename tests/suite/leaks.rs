//! What must be nowhere (TRUST, L): neither plainly nor in another alphabet, in nothing that a build
//! leaves behind, its cache included.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::bundle::contains;
use crate::desk::Desk;

const SECRET: &str = "CANARY-of-what-is-secured";
const DRAFT: &str = "CANARY-of-a-draft";

/// All that lies below a folder, hidden or not, by its path.
fn everything(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(Result::unwrap)
    {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => everything(&entry.path(), &format!("{name}/"), files),
            false => drop(files.insert(name, fs::read(entry.path()).unwrap())),
        }
    }
}

/// How a text may be hidden: as it is, in the three positions of base64, as digits, byte by byte.
fn disguises(text: &str) -> Vec<Vec<u8>> {
    let mut all = vec![text.as_bytes().to_vec(), text.to_lowercase().into_bytes()];
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
        // What its neighbors decide is left out at both ends.
        let start = if shift == 0 { 0 } else { 4 };
        let end = shifted.len() / 3 * 4;
        all.push(STANDARD.encode(&shifted)[start..end].into());
        all.push(URL_SAFE.encode(&shifted)[start..end].into());
    }
    let digits =
        |format: fn(u8) -> String| text.bytes().map(format).collect::<String>().into_bytes();
    all.push(digits(|byte| format!("{byte:02x}")));
    all.push(digits(|byte| format!("{byte:02X}")));
    all.push(digits(|byte| format!("%{byte:02X}")));
    all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all.push(text.bytes().rev().collect());
    all
}

/// The bytes, and what they are if they are compressed.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    let mut add = |reader: &mut dyn Read| {
        let mut found = Vec::new();
        drop(reader.read_to_end(&mut found));
        all.push(found);
    };
    add(&mut flate2::read::GzDecoder::new(bytes));
    add(&mut flate2::read::ZlibDecoder::new(bytes));
    add(&mut flate2::read::DeflateDecoder::new(bytes));
    all
}

#[track_caller]
fn check_nowhere(desk: &Desk, canary: &str, said: &str) {
    let mut files = BTreeMap::new();
    for folder in ["bundle", ".newsrack-cache"] {
        everything(&desk.path(folder), &format!("{folder}/"), &mut files);
    }
    assert!(
        files.contains_key(".newsrack-cache/notes"),
        "{:?}",
        files.keys()
    );
    files.insert("what was said".to_owned(), said.into());
    for (name, bytes) in files {
        assert!(!name.contains(canary), "{name}");
        let layers = unpacked(&bytes);
        for disguise in disguises(canary) {
            let found = layers.iter().any(|bytes| holds(bytes, &disguise));
            assert!(
                !found,
                "{canary} is in {name}, as {}",
                String::from_utf8_lossy(&disguise)
            );
        }
    }
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn secured(canary: &str) -> String {
    format!(
        "secured: \"{canary}\"\nrelated: [{{title: A story, secured: \"{canary}\"}}]\n\
         provider: {{name: A, secured: {{deep: \"{canary}\"}}}}\n# {canary}\nunheard-of: \"{canary}\"\n"
    )
}

fn draft(canary: &str, more: &str) -> String {
    format!(
        "---\ntitle: \"{canary}\"\nexcerpt: \"{canary}\"\ntopics: [\"{canary}\"]\npublished: false\n{more}\
         publishedDateTime: 2024-05-02T06:30:00Z\nimages: [{{url: \"https://a.example/{canary}.png\"}}]\n---\n{canary}\n"
    )
}

#[test]
fn l1_neither_secrets_nor_drafts_are_in_what_a_build_leaves() {
    let desk = Desk::new();
    for number in 0..3 {
        desk.article(&format!("{number}.md"), &secured(SECRET));
    }
    desk.write(&format!("articles/{DRAFT}.md"), draft(DRAFT, ""));
    desk.write("articles/plain.jsonl", format!("{{\"title\":\"{DRAFT}\",\"published\":false}}\n{{\"title\":\"B\",\"publishedDateTime\":\"2024-05-02T06:30:00Z\",\"secured\":\"{SECRET}\"}}\n"));
    for _ in 0..2 {
        std::thread::sleep(std::time::Duration::from_millis(15));
        let run = desk.newsrack(&["build", "--keep-going"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        check_nowhere(&desk, SECRET, &(run.stdout.clone() + &run.stderr));
        check_nowhere(&desk, DRAFT, &(run.stdout + &run.stderr));
        check_nowhere(&desk, desk.path("").to_str().unwrap(), "");
    }
}

#[test]
fn l1_a_draft_with_something_to_mend_is_not_in_the_cache() {
    let desk = Desk::new();
    desk.article("a.md", "");
    desk.write(
        "articles/draft.md",
        draft(DRAFT, &format!("tittle: \"{DRAFT}\"\n\"{DRAFT}\": 1\n")),
    );
    desk.write("articles/broken.md", draft(DRAFT, "published: no\n"));
    for _ in 0..2 {
        std::thread::sleep(std::time::Duration::from_millis(15));
        assert_eq!(desk.newsrack(&["build", "--keep-going"]).code, Some(0));
        // A problem may quote a draft's own faulty field on the terminal, and nowhere else.
        check_nowhere(&desk, DRAFT, "");
    }
}

#[test]
fn l3_with_drafts_no_cache_is_kept_and_secrets_stay_out() {
    let desk = Desk::new();
    desk.article("a.md", &secured(SECRET));
    assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    desk.write("articles/draft.md", draft(DRAFT, &secured(SECRET)));
    assert_eq!(desk.newsrack(&["build", "--unpublished"]).code, Some(0));
    assert!(
        desk.files("bundle")
            .values()
            .any(|bytes| contains(bytes, DRAFT))
    );
    assert!(
        !desk
            .files(".newsrack-cache")
            .values()
            .any(|bytes| contains(bytes, DRAFT))
    );
    check_nowhere(&desk, SECRET, "");
    assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    check_nowhere(&desk, DRAFT, "");
}

#[test]
fn what_an_editor_takes_back_is_overwritten() {
    let desk = Desk::new();
    for number in 0..5 {
        desk.article(&format!("{number}.md"), "");
    }
    let published = draft(DRAFT, "").replace("published: false\n", "");
    desk.write("articles/a.md", &published);
    std::thread::sleep(std::time::Duration::from_millis(15));
    assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    let is_kept = || {
        desk.files(".newsrack-cache")
            .values()
            .any(|bytes| contains(bytes, DRAFT))
    };
    assert!(is_kept(), "what is published is what is kept");
    desk.write("articles/a.md", draft(DRAFT, ""));
    std::thread::sleep(std::time::Duration::from_millis(15));
    assert_eq!(desk.newsrack(&["build", "--prune"]).code, Some(0));
    check_nowhere(&desk, DRAFT, "");
}
