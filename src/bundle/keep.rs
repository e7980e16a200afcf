//! What does a build keep for the next one, beside the project?
//!
//! Only what can be had again, so the folder may be removed at any time, and is no business of version control.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What no build has wanted for so long goes. Not at once: who builds two sites in one folder, or goes back
/// and forth between two branches, wants it again.
const PATIENCE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Keeps version control away.
const IGNORE: &str = ".gitignore";
/// As old as the last look for what can go.
const SWEPT: &str = "swept";

/// Makes a folder for it, and sees that it can be written.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(IGNORE);
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    NamedTempFile::new_in(folder).map(drop)
}

/// Writes a file whole or not at all: another build may be at it, too.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.persist(path).map(drop).map_err(|fault| fault.error)
}

/// Notes that a build wants a file, by the day.
pub(crate) fn want(path: &Path) {
    if age(path).is_some_and(|age| age > DAY) {
        let file = File::options().append(true).open(path);
        // What cannot be noted is made or fetched again, some day.
        drop(file.and_then(|file| file.set_modified(SystemTime::now())));
    }
}

/// Removes, once a day, the files that no build has wanted for long. Some files name others: what a wanted
/// file names stays, and so does a file that names any of that.
pub(crate) fn sweep(folder: &Path, named: impl Fn(&Path) -> Vec<String>) {
    let swept = folder.join(SWEPT);
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    if age(&swept).is_some_and(|age| age < DAY) {
        return;
    }
    let files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let is_old = |path: &PathBuf| age(path).is_some_and(|age| age > PATIENCE);
    let (old, wanted): (Vec<_>, Vec<_>) = files.into_iter().partition(is_old);
    let wanted: HashSet<String> = wanted.iter().flat_map(|path| named(path)).collect();
    for path in old {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_wanted =
            wanted.contains(&*name) || named(&path).iter().any(|it| wanted.contains(it));
        if !is_wanted && name != IGNORE {
            drop(fs::remove_file(&path));
        }
    }
    drop(fs::write(swept, ""));
}

/// How long ago a file was written; nothing where the clock was set back since.
fn age(path: &Path) -> Option<Duration> {
    fs::metadata(path).ok()?.modified().ok()?.elapsed().ok()
}
