//! How do files get their names, and leave for the disk as soon as they are made?

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::model::FileName;
use crate::wire::{self, Hash, Kind};

/// What is in a file.
#[derive(Debug)]
pub(crate) enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What is in another file: a picture.
    Copy(PathBuf),
}

/// A file named by its content.
pub(crate) type Hashed = (FileName, Content);

/// The files of a bundle, as far as they are made.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub names: BTreeSet<FileName>,
    /// Bytes of those that stand there already, and how many these are.
    pub kept_bytes: u64,
    pub kept: usize,
}

/// The way of files to whoever writes them. It takes them from any thread, and whoever makes them
/// faster than they are written has to wait.
#[derive(Debug)]
pub(crate) struct Files {
    queue: SyncSender<Hashed>,
    named: Mutex<Named>,
    /// What stands there whole, and need not be written even if it is made again.
    whole: HashSet<String>,
}

impl Files {
    pub(crate) fn new(queue: SyncSender<Hashed>) -> Self {
        Self {
            queue,
            named: Mutex::default(),
            whole: HashSet::new(),
        }
    }

    /// The same where files of these names stand whole.
    pub(crate) fn over(self, whole: impl Iterator<Item = String>) -> Self {
        Self {
            whole: whole.collect(),
            ..self
        }
    }

    /// Sends a file that is named by its content. Returns its name and the hash in it.
    ///
    /// # Errors
    ///
    /// When nobody writes any more, who will then have said why.
    fn hashed(&self, kind: &str, extension: &str, bytes: Vec<u8>) -> io::Result<(String, Hash)> {
        let sha256 = Sha256::digest(&bytes).into();
        let name = wire::hashed_name(kind, &sha256, extension)
            .expect("our kinds and extensions are plain letters");
        let text = name.to_string();
        match self.whole.contains(&text) {
            true => self.keep(name, bytes.len() as u64),
            false => self.send(name, Content::Bytes(bytes))?,
        }
        Ok((text, sha256))
    }

    /// The same of a file that is named by nothing but its hash.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`].
    pub(crate) fn filed(&self, kind: Kind, bytes: Vec<u8>) -> io::Result<(String, Hash)> {
        self.hashed(kind.name(), "bin", bytes)
    }

    /// The same where only the name is wanted.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`].
    pub(crate) fn add(&self, kind: &str, extension: &str, bytes: Vec<u8>) -> io::Result<String> {
        Ok(self.hashed(kind, extension, bytes)?.0)
    }

    /// Sends a file whose name is known; one that was sent before is written once.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`].
    pub(crate) fn send(&self, name: FileName, content: Content) -> io::Result<()> {
        let is_new = self.named().names.insert(name.clone());
        if is_new && self.queue.send((name, content)).is_err() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(())
    }

    /// Sends a picture that lies in another file, unless it stands there whole.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`], and those of the disk.
    pub(crate) fn copy(&self, name: &FileName, from: &Path) -> io::Result<()> {
        match self.whole.contains(name.as_str()) {
            true => self.keep(name.clone(), fs::metadata(from)?.len()),
            false => self.send(name.clone(), Content::Copy(from.to_owned()))?,
        }
        Ok(())
    }

    /// A file of so many bytes stands there already, and nobody has to write it.
    pub(crate) fn keep(&self, name: FileName, bytes: u64) {
        let mut named = self.named();
        if named.names.insert(name) {
            named.kept += 1;
            named.kept_bytes += bytes;
        }
    }

    fn named(&self) -> MutexGuard<'_, Named> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends no more. Returns all that were sent or stand.
    pub(crate) fn close(self) -> Named {
        let named = self.named.into_inner();
        named.unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("strings and numbers have a JSON form")
}
