//! Which files of the bundle that lies there still hold, and for what?
//!
//! As a printer keeps type standing that will be printed again. For files of cards, bodies and stories
//! it is known which articles they were made of; for the index of words, what is in each shard. All
//! this is of one bundle: it counts for nothing beside another, or where a file of it was touched.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::bundle::Edition;
use crate::bundle::compile::{BlockFile, Compiled, Compiling, MANIFEST};
use crate::bundle::key::Key;
use crate::bundle::packed::pack_fields;
use crate::bundle::reprint::leaves;
use crate::bundle::stamp::Stamp;
use crate::index::{Damaged, Direction, Form, Group};
use crate::model::FileName;
use crate::wire::{self, Hash, Kind, PackedShard, ShardFiles};

/// What is known of a bundle in a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// Of its manifest, by which it is recognized.
    pub manifest: Key,
    /// Its files that are named by their content.
    pub files: Vec<(String, Stamp)>,
    /// The language of articles that did not say theirs.
    pub language: Option<String>,
    /// Its articles, newest first: what they were, and where they lie.
    pub articles: Vec<(Key, Range<u64>)>,
    /// Files, each with what it was made of.
    pub leaves: Vec<(Key, String)>,
    /// The shards of its words, in their order.
    pub shards: Vec<ShardFiles>,
    /// The blocks of its lexicon, in their order.
    pub lexicon: Vec<BlockFile>,
    /// The file that names the blocks of the backward lexicon, and these.
    pub backward: Option<(String, Vec<BlockFile>)>,
    /// Whether blocks of the lexicon may have tallies.
    pub has_tallies: bool,
}

pack_fields!(Standing {
    manifest,
    files,
    language,
    articles,
    leaves,
    shards,
    lexicon,
    backward,
    has_tallies
});

impl Standing {
    /// Whether the bundle in a folder is this one, and whole. Notes what its files look like now.
    pub(crate) fn is_in(&mut self, out: &Path) -> bool {
        let manifest = fs::read(out.join(MANIFEST)).ok();
        let is_whole = |(name, stamp): &mut (String, Stamp)| {
            let found = whole(&out.join(&*name), name, *stamp);
            *stamp = found.unwrap_or_default();
            found.is_some()
        };
        manifest.is_some_and(|bytes| Key::of_bytes(&bytes) == self.manifest)
            && self.files.par_iter_mut().all(is_whole)
    }

    /// What the files looked like that were found there.
    fn stamps(&self) -> FxHashMap<&str, Stamp> {
        let files = self.files.iter();
        files.map(|(name, stamp)| (name.as_str(), *stamp)).collect()
    }

    /// Files by what they were made of.
    pub(crate) fn by_content(&self) -> FxHashMap<Key, &str> {
        let leaves = self.leaves.iter();
        leaves.map(|(key, name)| (*key, name.as_str())).collect()
    }

    /// A shard of the bundle in a folder.
    ///
    /// # Errors
    ///
    /// Those of the disk, and a file that is not what its name says.
    pub(crate) fn shard(&self, at: usize, out: &Path) -> io::Result<PackedShard> {
        let (_, postings, places) = self.shards.get(at).ok_or(Damaged)?;
        let documents = u32::try_from(self.articles.len()).map_err(|_| Damaged)?;
        let postings = hashed(out, Kind::Postings, postings)?;
        let places = hashed(out, Kind::Places, places)?;
        Ok(PackedShard::new(postings, places, documents)?)
    }

    /// The blocks of a lexicon; none of one that is not there.
    pub(crate) fn lexicon(&self, direction: Direction) -> &[BlockFile] {
        match direction {
            Direction::Forward => &self.lexicon,
            Direction::Backward => self.backward.as_ref().map_or(&[], |(_, blocks)| blocks),
        }
    }

    /// The forms in a block of a lexicon of the bundle in a folder.
    ///
    /// # Errors
    ///
    /// As [`Standing::shard`].
    pub(crate) fn forms(
        &self,
        direction: Direction,
        at: usize,
        out: &Path,
    ) -> io::Result<Vec<Form>> {
        let block = self.lexicon(direction).get(at).ok_or(Damaged)?;
        let bytes = hashed(out, Kind::of_block(direction), &block.hash)?;
        Ok(wire::read_lexicon(&bytes)?.forms)
    }

    /// The groups of a shard of the bundle in a folder.
    ///
    /// # Errors
    ///
    /// As [`Standing::shard`].
    pub(crate) fn postings(&self, at: usize, out: &Path) -> io::Result<Vec<Group>> {
        let (_, postings, _) = self.shards.get(at).ok_or(Damaged)?;
        let documents = u32::try_from(self.articles.len()).map_err(|_| Damaged)?;
        let postings = hashed(out, Kind::Postings, postings)?;
        Ok(wire::read_postings(&postings, documents)?)
    }
}

/// What this program left, and something happened to.
impl From<Damaged> for io::Error {
    fn from(damaged: Damaged) -> Self {
        Self::new(io::ErrorKind::InvalidData, damaged)
    }
}

impl Compiled {
    /// What is to be known of a bundle whose files were just written to a folder, some of which may have
    /// stood there before.
    pub(crate) fn standing(
        &self,
        edition: &Edition,
        compiling: &Compiling<'_>,
        out: &Path,
        before: Option<&Standing>,
    ) -> Standing {
        let manifest = self.stable.last().map(|(_, bytes)| Key::of_bytes(bytes));
        let articles = edition.articles.iter();
        let hashed: Vec<_> = self.hashed.names.iter().map(ToString::to_string).collect();
        let words = &self.printed.words;
        let known = before.map(Standing::stamps).unwrap_or_default();
        let stamp = |name: &str| known.get(name).copied().unwrap_or_else(|| stamp(out, name));
        Standing {
            manifest: manifest.unwrap_or_default(),
            files: hashed
                .into_par_iter()
                .map(|name| {
                    let stamp = stamp(&name);
                    (name, stamp)
                })
                .collect(),
            language: compiling.site.language.clone(),
            articles: articles
                .map(|placed| (placed.key, placed.at.clone()))
                .collect(),
            leaves: leaves(edition, &self.printed),
            shards: words.shards.clone(),
            lexicon: words.lexicon.clone(),
            backward: words.backward.clone(),
            has_tallies: words.has_tallies,
        }
    }
}

/// How a file was left. One that is gone already looks like nothing, and will not be found whole.
fn stamp(out: &Path, name: &str) -> Stamp {
    Stamp::of(&out.join(name)).unwrap_or_default()
}

/// What a file looks like that is there as it was left, or at least with the content that its name
/// promises.
fn whole(path: &Path, name: &str, left: Stamp) -> Option<Stamp> {
    let found = Stamp::of(path).ok()?;
    if found == left {
        return Some(found);
    }
    let bytes = fs::read(path).ok()?;
    let hash = Sha256::digest(&bytes).into();
    let (kind, extension) = kind_of(name);
    let named = wire::hashed_name(kind, &hash, extension).ok()?;
    (named.as_str() == name && bytes.len() as u64 == left.size).then_some(found)
}

/// `cards` and `json`, of a name with a hash between them.
fn kind_of(name: &str) -> (&str, &str) {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let kind = stem.len().checked_sub(wire::ADDRESS + 1);
    (
        kind.and_then(|end| stem.get(..end)).unwrap_or(""),
        extension,
    )
}

fn hashed(out: &Path, kind: Kind, hash: &Hash) -> io::Result<Vec<u8>> {
    let name: FileName = kind.file(hash)?;
    let bytes = fs::read(out.join(name.as_str()))?;
    let found: Hash = Sha256::digest(&bytes).into();
    match found == *hash {
        true => Ok(bytes),
        false => Err(Damaged.into()),
    }
}
