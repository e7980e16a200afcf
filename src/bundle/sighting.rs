//! Which picture was in a file the last time?
//!
//! Stamps tell whether the file is still the same, and what was made of it, as they do of articles: so the next
//! build reads neither. A note stands behind its own hash, and a damaged one is none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::bundle::keep;
use crate::bundle::key::Key;
use crate::bundle::made::{Made, Note};
use crate::bundle::stamp::{Instant, Stamp};

/// A file that may hold a picture, and what it looks like before it is read.
#[derive(Debug)]
pub(crate) struct Sighting {
    /// Where it is noted.
    note: PathBuf,
    file: Stamp,
}

#[derive(Debug, Deserialize, Serialize)]
struct Noted {
    file: Stamp,
    made: Note,
    /// Of the files that were made, in their order.
    files: Vec<Stamp>,
}

impl Sighting {
    /// Of a file that was left alone since before an instant; nothing of others.
    pub(crate) fn of(path: &Path, since: Instant, note: PathBuf) -> Option<Self> {
        let file = Stamp::of(path).ok()?;
        file.is_older_than(since).then_some(Self { note, file })
    }

    /// What was made of it, if it is the same and all of that still lies where `files` says.
    pub(crate) fn made(&self, files: impl Fn(&Made) -> Vec<PathBuf>) -> Option<Made> {
        let noted = Noted::read(&self.note)?;
        let made = noted.made.made().filter(|_| noted.file == self.file)?;
        let stamps = stamps(&files(&made)).ok()?;
        keep::want(&self.note);
        (stamps == noted.files).then_some(made)
    }

    /// Notes what was made of it, and lies in these files.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn note(&self, made: &Made, files: &[PathBuf]) -> io::Result<()> {
        let noted = Noted {
            file: self.file,
            made: Note::of(made),
            files: stamps(files)?,
        };
        let bytes = serde_json::to_vec(&noted)?;
        keep::write(&self.note, &[Key::of_bytes(&bytes).bytes(), &bytes])
    }
}

impl Noted {
    fn read(path: &Path) -> Option<Self> {
        let note = fs::read(path).ok()?;
        let (hash, noted) = note.split_at_checked(Key::default().bytes().len())?;
        let is_sound = Key::of_bytes(noted).bytes() == hash;
        is_sound.then(|| serde_json::from_slice(noted).ok())?
    }
}

/// The files that a note names.
pub(crate) fn files_of(note: &Path) -> Vec<String> {
    Noted::read(note).map_or(Vec::new(), |noted| noted.made.files())
}

fn stamps(files: &[PathBuf]) -> io::Result<Vec<Stamp>> {
    files.iter().map(|path| Stamp::of(path)).collect()
}
