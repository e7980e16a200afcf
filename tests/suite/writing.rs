//! How a bundle reaches the disk (TRUST, W): whole or not at all, whatever happens meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bundle::contains;
use crate::desk::{Desk, copy};

type Files = BTreeMap<String, Vec<u8>>;

fn write_articles(desk: &Desk, version: &str) {
    for number in 0..20 {
        let text = format!(
            "---\ntitle: {version} number {number}\npublishedDateTime: 2024-05-{:02}T06:30:00Z\n\
             related: [{{title: {version} story {number}}}]\n---\nThe words of {version}, number {number}.\n",
            number + 1
        );
        desk.write(&format!("articles/{number}.md"), text);
    }
}

/// A desk with a bundle of one version, and articles of the next.
fn between_versions() -> Desk {
    let desk = Desk::new();
    write_articles(&desk, "Old");
    assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    write_articles(&desk, "New");
    desk
}

/// Starts over from another desk, with its bundle and its cache.
fn copied(from: &Desk) -> Desk {
    let desk = Desk::new();
    copy(&from.path(""), &desk.path(""));
    desk
}

/// What readers get, older generations not counted: all that the manifest leads to, and its companions.
#[track_caller]
fn check_whole(desk: &Desk, old: &Files, new: &Files, what: &str) -> bool {
    let found = desk.files("bundle");
    let version = [old, new]
        .into_iter()
        .find(|version| found["manifest.json"] == version["manifest.json"]);
    let version = version.unwrap_or_else(|| panic!("{what}: the manifest is neither old nor new"));
    for (name, bytes) in version {
        let is_stable = !name.contains('-') && name != "manifest.json";
        let is_whole = found.get(name) == Some(bytes)
            || is_stable
                && [old, new]
                    .iter()
                    .any(|version| found[name] == version[name]);
        assert!(is_whole, "{what}: {name} is not whole");
    }
    let run = desk.newsrack(&["search", "--bundle", "bundle", "number", "--format", "json"]);
    assert_eq!(run.json()["total"], 20, "{what}: {}", run.stderr);
    std::ptr::eq(version, new)
}

/// Dies at every step of a build, one after the other.
fn check_every_step(arguments: &[&str]) {
    let desk = between_versions();
    let old = desk.files("bundle");
    let done = copied(&desk);
    assert_eq!(
        done.newsrack(&[&["build", "--prune"], arguments].concat())
            .code,
        Some(0)
    );
    let new = done.files("bundle");
    let (mut olds, mut news) = (0, 0);
    for step in 0.. {
        let number = step.to_string().leak();
        let desk = copied(&desk).with("NEWSRACK_FAILPOINT", number);
        let run = desk.newsrack(&[&["build", "--prune"], arguments].concat());
        if run.code == Some(0) {
            break;
        }
        let what = format!("killed at step {step}");
        assert_eq!(run.code, None, "{what}: {}", run.stderr);
        let is_new = check_whole(&desk, &old, &new, &what);
        *(if is_new { &mut news } else { &mut olds }) += 1;
        let desk = desk.with("NEWSRACK_FAILPOINT", "never");
        let next = desk.newsrack(&[&["build", "--prune"], arguments].concat());
        assert_eq!(next.code, Some(0), "{what}: {}", next.stderr);
        assert!(
            desk.files("bundle") == new,
            "{what}: the next build does not complete it"
        );
        assert!(
            unfinished(&desk.path("bundle/.newsrack")).is_empty(),
            "{what}"
        );
    }
    assert!(
        olds > 40 && news >= 4,
        "died {olds} times before the manifest, {news} times after it"
    );
}

fn unfinished(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.starts_with("unfinished"))
        .collect()
}

#[test]
fn w1_a_build_killed_at_any_step_leaves_one_whole_generation() {
    check_every_step(&["--no-cache"]);
}

#[test]
fn w1_a_rebuild_killed_at_any_step_leaves_one_whole_generation() {
    check_every_step(&[]);
}

#[test]
fn w1_a_build_killed_at_any_time_leaves_one_whole_generation() {
    let desk = between_versions();
    let old = desk.files("bundle");
    let done = copied(&desk);
    done.newsrack(&["build", "--prune"]);
    let new = done.files("bundle");
    let mut died = 0;
    for try_ in 0..24 {
        let desk = copied(&desk);
        let mut child = spawn(&desk, &["build"]);
        std::thread::sleep(Duration::from_micros(1500 * try_));
        drop(child.kill());
        died += usize::from(!child.wait().unwrap().success());
        check_whole(
            &desk,
            &old,
            &new,
            &format!("killed after {} ms", try_ * 3 / 2),
        );
        assert_eq!(desk.newsrack(&["build", "--prune"]).code, Some(0));
        assert!(desk.files("bundle") == new);
    }
    assert!(died > 0, "no build was slow enough to be killed");
}

fn spawn(desk: &Desk, arguments: &[&str]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsrack"));
    let command = command.current_dir(desk.path("")).args(arguments);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn two_builds_at_once_end_with_one_whole_bundle() {
    let desk = between_versions();
    let old = desk.files("bundle");
    let done = copied(&desk);
    done.newsrack(&["build", "--prune"]);
    let new = done.files("bundle");
    for _ in 0..6 {
        let desk = copied(&desk);
        let children: Vec<_> = (0..4).map(|_| spawn(&desk, &["build"])).collect();
        let mut done = 0;
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            match output.status.code() {
                Some(0) => done += 1,
                code => assert!(
                    code == Some(1) && said.contains("another build is writing to `bundle`"),
                    "{code:?} {said}"
                ),
            }
        }
        assert!(done > 0);
        assert!(check_whole(&desk, &old, &new, "two builds"));
    }
}

/// No file may grow beyond so many blocks of 512 bytes: a disk that is full, file by file.
#[cfg(unix)]
fn with_little_room(desk: &Desk, blocks: usize, arguments: &str) -> std::process::Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build {arguments}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_newsrack")]);
    shell.current_dir(desk.path("")).output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_is_said_and_leaves_the_old_bundle() {
    let mut refused = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 32] {
        let desk = between_versions();
        let old = desk.files("bundle");
        let output = with_little_room(&desk, blocks, "");
        let said = String::from_utf8(output.stderr).unwrap();
        if output.status.success() {
            continue;
        }
        refused += 1;
        assert_eq!(output.status.code(), Some(1), "{blocks}: {said}");
        assert!(
            said.contains("the bundle cannot be written to `bundle`: file too large"),
            "{blocks}: {said}"
        );
        let found = desk.files("bundle");
        assert!(found["manifest.json"] == old["manifest.json"]);
        assert!(
            old.iter()
                .filter(|(name, _)| name.contains('-'))
                .all(|(name, bytes)| found[name] == *bytes)
        );
        assert_eq!(desk.newsrack(&["build"]).code, Some(0));
    }
    assert!(refused > 3, "{refused}");
}

/// No file of the bundle holds more than 32 of the texts, and the cache holds them all in one.
#[cfg(unix)]
#[test]
fn a_cache_without_room_costs_the_cache_alone() {
    let desk = Desk::new();
    let text = "word ".repeat(2000);
    for number in 0..100 {
        desk.article(
            &format!("{number}.md"),
            &format!("title: {number}\nwebUrl: https://a.example/{number}\n"),
        );
        desk.write(&format!("articles/{number}.txt"), format!("{text}{number}"));
    }
    let mut without = 0;
    for blocks in [800, 1200] {
        let output = with_little_room(&desk, blocks, "--prune");
        let has_cache = desk.path(".newsrack-cache/notes").exists();
        without += usize::from(output.status.success() && !has_cache);
        drop(fs::remove_dir_all(desk.path(".newsrack-cache")));
    }
    assert!(without > 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_articles_is_not_opened() {
    let desk = Desk::new();
    desk.article("a.md", "");
    let made = Command::new("mkfifo")
        .arg(desk.path("articles/b.md"))
        .status()
        .unwrap();
    assert!(made.success());
    // Whoever opened it would wait for ever.
    let run = desk.newsrack(&["build", "--keep-going", "--format", "json"]);
    assert_eq!(
        (run.code, run.codes()),
        (Some(0), vec!["file-unreadable".to_owned()])
    );
    assert_eq!(run.json()["articles"], 1);
    assert_eq!(desk.newsrack(&["build"]).code, Some(1));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let desk = Desk::new();
    desk.article("a.md", "");
    // Nobody writes below a device, whoever they are.
    let run = desk.newsrack(&["build", "--out", "/dev/null/bundle"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("out-un"), "{}", run.stderr);
    let run = desk.newsrack(&["build", "--out", "/proc/bundle"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("cannot be written"), "{}", run.stderr);
    assert!(!contains(run.stdout.as_bytes(), "article"));
}
