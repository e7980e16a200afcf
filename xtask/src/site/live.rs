//! How does a changed article get onto the page that is being served?
//!
//! Trunk would make the whole site again. Here the bundle alone is, which with its cache takes a blink,
//! and its new files are laid beside the page, the manifest last; the page looks for another manifest
//! a few times a second (`xtask/site/live.js`) and asks its racks to refresh.

use crate::package::demo;
use crate::package::demo::Articles;
use crate::project::Project;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

/// Between two looks at the articles: short beside two seconds, long beside a look at some thousand.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// What the files of a folder look like from outside.
type Looks = BTreeMap<PathBuf, (u64, SystemTime)>;

/// Keeps the served bundle up to date until the program ends.
pub(super) fn keep_up(project: &Project, articles: &Articles) {
    let mut shown = looks(&articles.folder);
    loop {
        thread::sleep(BETWEEN_LOOKS);
        let now = looks(&articles.folder);
        if now == shown {
            continue;
        }
        match publish(project, articles) {
            Ok(()) => shown = now,
            // What is wrong in an article `newsrack` has said; it is tried again when it changes.
            Err(error) => {
                eprintln!("the page keeps its articles: {error:#}");
                shown = now;
            }
        }
    }
}

fn publish(project: &Project, articles: &Articles) -> Result<()> {
    let bundle = demo::build(project, articles)?;
    let served = project.dist().join("news");
    fs::create_dir_all(&served)?;
    let mut files: Vec<_> = fs::read_dir(&bundle)?.collect::<Result<_, _>>()?;
    // The manifest names all others, so it comes last.
    files.sort_by_key(|file| file.file_name() == "manifest.json");
    for file in files.iter().filter(|file| file.path().is_file()) {
        lay(&file.path(), &served.join(file.file_name()))?;
    }
    Ok(())
}

/// Copies a file whole or not at all; one whose name is its content is there once.
fn lay(from: &Path, to: &Path) -> Result<()> {
    let is_hashed = from.file_stem().is_some_and(|stem| stem.len() > 43);
    if is_hashed && to.exists() {
        return Ok(());
    }
    let unfinished = to.with_extension("unfinished");
    fs::copy(from, &unfinished)?;
    Ok(fs::rename(unfinished, to)?)
}

fn looks(folder: &Path) -> Looks {
    let mut looks = Looks::new();
    look(folder, &mut looks);
    looks
}

/// What cannot be looked at looks like nothing; `newsrack` says why when it reads it.
fn look(folder: &Path, looks: &mut Looks) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(found) = entry.metadata() else {
            continue;
        };
        if found.is_dir() {
            look(&entry.path(), looks);
        } else {
            let changed = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            looks.insert(entry.path(), (found.len(), changed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_new_gone_or_longer_looks_different() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/a.md");
        let empty = looks(folder.path());
        fs::create_dir(folder.path().join("below")).unwrap();
        fs::write(&path, "a").unwrap();
        let first = looks(folder.path());
        assert!(first != empty && first == looks(folder.path()));
        fs::write(&path, "ab").unwrap();
        assert!(looks(folder.path()) != first);
        fs::remove_file(path).unwrap();
        assert!(looks(folder.path()) == empty);
    }
}
