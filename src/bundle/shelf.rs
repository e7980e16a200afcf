//! How do things lie in files, and the files' names in directories?

use std::io;

use crate::bundle::files::{Files, json};
use crate::wire::Shelf;

/// How things lie on a shelf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// What files are called.
    kind: &'static str,
    /// Things in one file.
    pub per_file: usize,
    /// The most directories that the manifest names, however long the shelf is. All of them together
    /// keep it below 10 kB.
    directories: usize,
}

/// Cards in one file. The first file is the first view: fewer would need a second request for a page
/// of twelve. More, and the hits of a search, which lie in a dozen files, bring a hundred others along.
pub(crate) const CARDS: Layout = Layout {
    kind: "cards",
    per_file: 16,
    directories: 32,
};
/// Stories in one file: those of a block of cards stand together.
pub(crate) const STORIES: Layout = Layout {
    kind: "stories",
    per_file: 256,
    directories: 16,
};
/// Bodies in one file: a reader opens one article at a time, but a host takes only so many files.
pub(crate) const BODIES: Layout = Layout {
    kind: "bodies",
    per_file: 32,
    directories: 16,
};
/// Files that one directory names at least, so that a small bundle has one.
const DIRECTORY: usize = 64;

impl Layout {
    /// Sends things on their way, file by file, and names the files. Only the last file of a shelf may
    /// be short.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`].
    pub(crate) fn fill<T>(
        self,
        files: &Files,
        things: &[T],
        bytes: impl Fn(&[T]) -> Vec<u8>,
    ) -> io::Result<Vec<String>> {
        things
            .chunks(self.per_file)
            .map(|things| files.add(self.kind, "json", bytes(things)))
            .collect()
    }

    /// The shelf of so many things in files of these names.
    ///
    /// # Errors
    ///
    /// As [`Files::hashed`].
    pub(crate) fn shelf(self, files: &Files, things: usize, names: &[String]) -> io::Result<Shelf> {
        let per_directory = names.len().div_ceil(self.directories).max(DIRECTORY);
        let kind = format!("{}-files", self.kind);
        let directories = names
            .chunks(per_directory)
            .map(|names| files.add(&kind, "json", json(&names)));
        let count = |number: usize| u32::try_from(number).expect("a bundle counts in 32 bits");
        Ok(Shelf {
            count: count(things),
            per_file: count(self.per_file),
            per_directory: count(per_directory),
            directories: directories.collect::<io::Result<_>>()?,
        })
    }
}
