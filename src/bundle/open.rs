//! What does a bundle on this disk hold?
//!
//! Reads what the browser reads, in the same way: manifest, index, and the blocks of cards that an
//! answer needs.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::bundle::compile::MANIFEST;
use crate::bundle::walk::{reason, shown};
use crate::index::{DocId, Index, Part};
use crate::model::{Body, Card, FileName};
use crate::query::{Query, Results, Window, ask, suggest};
use crate::text::NATIVE;
use crate::wire::{self, Bodies, Cards, Filed, Manifest, Object, Shelf, Unreadable};

/// A bundle in a folder.
#[derive(Debug)]
pub struct Bundle {
    folder: PathBuf,
    manifest: Manifest,
    filed: Filed,
}

impl Bundle {
    /// Opens the bundle in a folder.
    ///
    /// # Errors
    ///
    /// A sentence for the person who named the folder: there is no bundle, it is damaged, or it is
    /// newer than this program.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let mut manifest =
            Manifest::read(&object(folder, MANIFEST)?).map_err(|fault| match fault {
                Unreadable::Newer => format!(
                    "the bundle in `{}` was made by a newer Newsrack; update this one",
                    shown(folder)
                ),
                Unreadable::Damaged => damaged(MANIFEST),
            })?;
        for shelf in [
            &mut manifest.cards,
            &mut manifest.stories,
            &mut manifest.bodies,
        ] {
            if let Some(catalog) = shelf.catalog() {
                shelf.directories = names(folder, catalog.as_str())?;
            }
        }
        let filed = Filed::new(manifest.articles, &manifest.index);
        let mut bundle = Self {
            folder: folder.to_owned(),
            manifest,
            filed,
        };
        for part in [Part::Calendar, Part::Facets, Part::Scores] {
            bundle.fetch(part)?;
        }
        Ok(bundle)
    }

    /// What its manifest says.
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is in a file of it.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        read(&self.folder, name)
    }

    /// Whether a file lies in its folder.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.folder.join(name).is_file()
    }

    /// The files in its folder, whatever they are, with their bytes.
    ///
    /// # Errors
    ///
    /// A sentence about a folder that cannot be read.
    pub(crate) fn files(&self) -> Result<Vec<(FileName, u64)>, String> {
        let unread = |fault: io::Error| format!("`{}`: {}", shown(&self.folder), reason(&fault));
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let name = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            let about = entry.metadata().map_err(unread)?;
            files.extend(
                name.filter(|_| about.is_file())
                    .map(|name| (name, about.len())),
            );
        }
        Ok(files)
    }

    /// What can be asked of it, as far as it was needed.
    #[must_use]
    pub fn index(&self) -> &Index {
        self.filed.index()
    }

    /// Answers a query, reading what of the index that needs.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub fn ask(&mut self, query: &Query, window: Window) -> Result<Results, String> {
        self.told(|index| {
            let results = ask(index, query, window, &NATIVE)?;
            let uncounted = results.facets.as_ref().err();
            uncounted.map_or(Ok(()), |parts| Err(parts.clone()))?;
            Ok(results)
        })
    }

    /// What may have been meant, where a query finds nothing.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub fn suggest(&mut self, query: &Query) -> Result<Option<String>, String> {
        self.told(|index| suggest(index, query, &NATIVE))
    }

    /// Asks again and again, and reads what is lacking between.
    fn told<T>(&mut self, asked: impl Fn(&Index) -> Result<T, Vec<Part>>) -> Result<T, String> {
        loop {
            match asked(self.index()) {
                Ok(told) => return Ok(told),
                Err(lacking) => BTreeSet::from_iter(lacking)
                    .into_iter()
                    .try_for_each(|part| self.fetch(part))?,
            }
        }
    }

    fn fetch(&mut self, part: Part) -> Result<(), String> {
        let name = self.filed.name(part).ok_or_else(|| damaged(MANIFEST))?;
        let bytes = read(&self.folder, name.as_str())?;
        self.filed
            .take(part, &bytes)
            .map_err(|_| damaged(name.as_str()))
    }

    /// The body of a document.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub fn body(&self, doc: DocId) -> Result<Body, String> {
        let shelf = &self.manifest.bodies;
        let place = shelf.place(doc).ok_or_else(|| damaged(MANIFEST))?;
        let bodies = Bodies::read(&self.file(shelf, place)?);
        let body = bodies.into_iter().nth(place.at as usize);
        body.ok_or_else(|| damaged("a file of bodies"))
    }

    /// The cards of these documents, in their order.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that is missing or damaged.
    pub fn cards(&self, docs: &[DocId]) -> Result<Vec<Card>, String> {
        let mut blocks = BTreeMap::new();
        docs.iter()
            .map(|&doc| self.card(doc, &mut blocks))
            .collect()
    }

    fn card(
        &self,
        doc: DocId,
        blocks: &mut BTreeMap<u32, Vec<Option<Card>>>,
    ) -> Result<Card, String> {
        let place = self
            .manifest
            .cards
            .place(doc)
            .ok_or_else(|| damaged(MANIFEST))?;
        let block = match blocks.entry(place.file) {
            Entry::Occupied(block) => block.into_mut(),
            Entry::Vacant(empty) => {
                empty.insert(Cards::read(&self.file(&self.manifest.cards, place)?))
            }
        };
        let card = block.get(place.at as usize).cloned().flatten();
        card.ok_or_else(|| damaged("a block of cards"))
    }

    fn file(&self, shelf: &Shelf, place: wire::Place) -> Result<Value, String> {
        let directory = shelf.directory(place.directory);
        let directory = directory.ok_or_else(|| damaged(MANIFEST))?;
        let names = names(&self.folder, directory.as_str())?;
        let at = place.file.checked_rem(shelf.per_directory).unwrap_or(0) as usize;
        let name = names.get(at).ok_or_else(|| damaged(directory.as_str()))?;
        object(&self.folder, name)
    }
}

/// The names in a directory or a catalog.
fn names(folder: &Path, file: &str) -> Result<Vec<String>, String> {
    let names = object(folder, file)?.pieces();
    let names: Option<Vec<_>> = names.iter().map(Object::as_text).collect();
    names.ok_or_else(|| damaged(file))
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let name: FileName = name.parse().map_err(|()| damaged(MANIFEST))?;
    let path = folder.join(name.as_str());
    let bytes = fs::read(&path).map_err(|fault| {
        format!(
            "there is no whole bundle in `{}`: `{name}`: {}",
            shown(folder),
            reason(&fault)
        )
    })?;
    let is_whole = is_named_by(&name, &bytes);
    is_whole
        .then_some(bytes)
        .ok_or_else(|| damaged(name.as_str()))
}

/// Whether a name that holds a hash holds that of these bytes: what a browser makes sure of.
fn is_named_by(name: &FileName, bytes: &[u8]) -> bool {
    let named = wire::integrity(name);
    named.is_none_or(|named| {
        let own = wire::hashed_name("own", &Sha256::digest(bytes).into(), "bin");
        own.is_ok_and(|own| wire::integrity(&own) == Some(named))
    })
}

fn object(folder: &Path, name: &str) -> Result<Value, String> {
    serde_json::from_slice(&read(folder, name)?).map_err(|_| damaged(name))
}

pub(crate) fn damaged(name: &str) -> String {
    format!("the bundle is damaged: `{name}` is not what it should be; build it again")
}
