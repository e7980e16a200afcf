//! How do things lie in files, and the files' names in directories?

use std::io;

use crate::bundle::files::{Files, json};
use crate::wire::Shelf;

/// How things lie on a shelf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// What files are called.
    pub kind: &'static str,
    /// Things in one file.
    pub per_file: usize,
    /// The most directories that the manifest names; more are named in a catalog.
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
/// Files that one directory names, as long as the manifest can name the directories.
const DIRECTORY: usize = 64;
/// The same beyond, at least.
const SMALL_DIRECTORY: usize = 32;
/// Hits of a search that a reader sees at first. They lie all over a large bundle, each in another
/// directory; so these are made as small as the catalog allows.
const HITS: usize = 10;

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
        let has_catalog = names.len() > self.directories * DIRECTORY;
        let per_directory = match has_catalog {
            true => (names.len() / HITS).isqrt().max(SMALL_DIRECTORY),
            false => DIRECTORY,
        };
        let kind = format!("{}-files", self.kind);
        let directories = names
            .chunks(per_directory)
            .map(|names| files.add(&kind, "json", json(&names)));
        let directories: Vec<String> = directories.collect::<io::Result<_>>()?;
        let kind = format!("{}-catalog", self.kind);
        let catalog = has_catalog.then(|| files.add(&kind, "json", json(&directories)));
        let catalog = catalog.transpose()?;
        let count = |number: usize| u32::try_from(number).expect("a bundle counts in 32 bits");
        Ok(Shelf {
            count: count(things),
            per_file: count(self.per_file),
            per_directory: count(per_directory),
            directories: match catalog {
                Some(_) => Vec::new(),
                None => directories,
            },
            catalog,
        })
    }
}
