//! Which files are a bundle made of?
//!
//! All of them are made before the first is written, so a fault leaves nothing behind. The order of
//! making is that of naming: what names a file by its hash comes after it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::bundle::{Edition, Site, feeds};
use crate::index::{Facet, Facts, Index, PerFacet};
use crate::model::{Article, Body, Card, FileName, Instant};
use crate::wire::{self, Bodies, Cards, FORMAT, Manifest, PerFacetSummary, Shelf, Stories};

/// The files of a bundle.
#[derive(Debug)]
pub struct Compiled {
    /// Those named by their content, in the order of their names.
    pub hashed: BTreeMap<FileName, Content>,
    /// Those with stable names, in the order of writing; the manifest is the last.
    pub stable: Vec<(&'static str, Vec<u8>)>,
}

/// What is in a file.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What is in another file: a picture.
    Copy(PathBuf),
}

/// The name of the file that names all others.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Cards in one file. The first file is the first view: fewer would need a second request for a page
/// of twelve with its images left out, more would keep a reader waiting for what is below the fold.
const CARDS: usize = 24;
/// Stories in one file: those of a block of cards stand together.
const STORIES: usize = 96;
/// Bodies in one file: a reader opens one article at a time.
const BODIES: usize = 8;
/// The most directories the manifest names for one shelf, however long the shelf is.
const DIRECTORIES: usize = 32;
/// Files that one directory names at least, so that a small bundle has one.
const DIRECTORY: usize = 64;

/// Makes the files of a bundle.
#[must_use]
pub fn compile(edition: &Edition, site: &Site, now: Option<Instant>) -> Compiled {
    let pictures = edition
        .pictures
        .iter()
        .map(|(name, path)| (name.clone(), Content::Copy(path.clone())));
    let mut files = Files {
        hashed: pictures.collect(),
    };
    let manifest = files.manifest(edition, site, now);
    let stable = vec![
        ("feed.json", feeds::json(edition, site)),
        ("feed.xml", feeds::atom(edition, site)),
        (MANIFEST, json(&manifest)),
    ];
    Compiled {
        hashed: files.hashed,
        stable,
    }
}

struct Files {
    hashed: BTreeMap<FileName, Content>,
}

impl Files {
    fn manifest(&mut self, edition: &Edition, site: &Site, now: Option<Instant>) -> Manifest {
        let index = index(edition, now);
        let cards: Vec<&Card> = edition
            .articles
            .iter()
            .map(|article| &article.card)
            .collect();
        let (cards, first) = self.shelf("cards", &cards, CARDS, |cards| {
            json(&Cards::new(cards.iter().copied()))
        });
        let (stories, _) = self.shelf("stories", &edition.stories, STORIES, |stories| {
            json(&Stories::new(stories))
        });
        let bodies = bodies(edition);
        let (bodies, _) = self.shelf("bodies", &bodies, BODIES, |bodies| {
            json(&Bodies::new(bodies.iter().copied()))
        });
        Manifest {
            format: FORMAT,
            title: site.title().to_owned(),
            language: site.language.clone(),
            articles: index.len(),
            instant: index.instant.seconds(),
            facets: PerFacetSummary::new(&index),
            first,
            index: self.add("index", "bin", wire::write_index(&index)),
            cards,
            stories,
            bodies,
        }
    }

    /// Lays things out in files and the files' names in directories. Also returns the first file.
    fn shelf<T: Sync>(
        &mut self,
        kind: &str,
        things: &[T],
        per_file: usize,
        bytes: impl Fn(&[T]) -> Vec<u8> + Sync,
    ) -> (Shelf, Option<String>) {
        let made: Vec<_> = things
            .par_chunks(per_file)
            .map(|things| named(kind, "json", bytes(things)))
            .collect();
        let names: Vec<String> = made.into_iter().map(|made| self.put(made)).collect();
        let per_directory = names.len().div_ceil(DIRECTORIES).max(DIRECTORY);
        let directory = format!("{kind}-files");
        let directories = names
            .chunks(per_directory)
            .map(|names| self.add(&directory, "json", json(&names)))
            .collect();
        let count = |number: usize| u32::try_from(number).expect("a bundle counts in 32 bits");
        let shelf = Shelf {
            count: count(things.len()),
            per_file: count(per_file),
            per_directory: count(per_directory),
            directories,
        };
        (shelf, names.into_iter().next())
    }

    fn add(&mut self, kind: &str, extension: &str, bytes: Vec<u8>) -> String {
        self.put(named(kind, extension, bytes))
    }

    fn put(&mut self, (name, bytes): (FileName, Vec<u8>)) -> String {
        let text = name.to_string();
        self.hashed.insert(name, Content::Bytes(bytes));
        text
    }
}

/// Bytes, and the name they give to their file.
fn named(kind: &str, extension: &str, bytes: Vec<u8>) -> (FileName, Vec<u8>) {
    let sha256 = Sha256::digest(&bytes).into();
    let name = wire::hashed_name(kind, &sha256, extension)
        .expect("our kinds and extensions are plain letters");
    (name, bytes)
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("strings and numbers have a JSON form")
}

/// All bodies, or none where no article has one: then the shelf is empty.
fn bodies(edition: &Edition) -> Vec<&Body> {
    let has_any = edition.articles.iter().any(|article| article.card.has_body);
    edition
        .articles
        .iter()
        .filter(|_| has_any)
        .map(|article| &article.body)
        .collect()
}

/// What can be asked of these articles. Recency counts from now or else from the newest article.
fn index(edition: &Edition, now: Option<Instant>) -> Index {
    let newest = edition
        .articles
        .first()
        .map(|article| article.card.published);
    let instant = now
        .or(newest)
        .or(Instant::from_seconds(0))
        .expect("the start of 1970 is an instant");
    let facts: Vec<Facts> = edition.articles.iter().map(facts).collect();
    Index::new(instant, &facts)
}

fn facts(article: &Article) -> Facts {
    let card = &article.card;
    Facts {
        published: card.published,
        quality: article.quality,
        heat: article.heat,
        labels: PerFacet::new(|facet| labels(card, facet)),
    }
}

fn labels(card: &Card, facet: Facet) -> Vec<(Rc<str>, Rc<str>)> {
    let plain = |text: &str| (Rc::from(text), Rc::from(text));
    match facet {
        Facet::Topic => card.topics.iter().map(|topic| plain(topic)).collect(),
        Facet::Provider => card
            .provider
            .iter()
            .map(|provider| (provider.value().into(), provider.name.as_ref().into()))
            .collect(),
        Facet::Type => card.kind.iter().map(|kind| plain(kind)).collect(),
    }
}
