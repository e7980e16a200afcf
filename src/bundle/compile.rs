//! Which files are a bundle made of?
//!
//! All of them are made before the first is written, so a fault leaves nothing behind. The order of
//! making is that of naming: what names a file by its hash comes after it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::bundle::{Edition, Site, feeds, words};
use crate::index::{Facet, Facts, Form, Index, Labels, Lexicon, PerFacet, Shard, Words};
use crate::model::{Article, Body, Card, FileName, Instant};
use crate::wire::{
    self, Bodies, Cards, FORMAT, IndexNames, Manifest, PerFacetSummary, ShardFiles, Shelf, Stories,
};

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

/// How things lie on a shelf.
#[derive(Clone, Copy)]
struct Cut {
    /// Things in one file.
    per_file: usize,
    /// The most directories that the manifest names, however long the shelf is. All of them together
    /// keep it below 10 kB.
    directories: usize,
}

/// Cards in one file. The first file is the first view: fewer would need a second request for a page
/// of twelve. More, and the hits of a search, which lie in a dozen files, bring a hundred others along.
const CARDS: Cut = Cut {
    per_file: 16,
    directories: 32,
};
/// Stories in one file: those of a block of cards stand together.
const STORIES: Cut = Cut {
    per_file: 256,
    directories: 16,
};
/// Bodies in one file: a reader opens one article at a time, but a host takes only so many files.
const BODIES: Cut = Cut {
    per_file: 32,
    directories: 16,
};
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
            articles: index.documents,
            instant: instant(edition, now).seconds(),
            facets: index
                .labels
                .as_ref()
                .map(|labels| PerFacetSummary::new(&labels.values))
                .unwrap_or_default(),
            first,
            index: self.index(&index, &words::words(edition, site.language.as_deref())),
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
        cut: Cut,
        bytes: impl Fn(&[T]) -> Vec<u8> + Sync,
    ) -> (Shelf, Option<String>) {
        let made: Vec<_> = things
            .par_chunks(cut.per_file)
            .map(|things| named(kind, "json", bytes(things)))
            .collect();
        let names: Vec<String> = made.into_iter().map(|made| self.put(made)).collect();
        let per_directory = names.len().div_ceil(cut.directories).max(DIRECTORY);
        let directory = format!("{kind}-files");
        let directories = names
            .chunks(per_directory)
            .map(|names| self.add(&directory, "json", json(&names)))
            .collect();
        let count = |number: usize| u32::try_from(number).expect("a bundle counts in 32 bits");
        let shelf = Shelf {
            count: count(things.len()),
            per_file: count(cut.per_file),
            per_directory: count(per_directory),
            directories,
        };
        (shelf, names.into_iter().next())
    }

    /// The parts of the index, each in its file.
    fn index(&mut self, index: &Index, words: &Words) -> IndexNames {
        let labels = index.labels.as_ref().map(|labels| self.labels(labels));
        let mut column =
            |kind: &str, bytes: Option<Vec<u8>>| self.add(kind, "bin", bytes.unwrap_or_default());
        IndexNames {
            calendar: column(
                "calendar",
                index.calendar.as_ref().map(wire::write_calendar),
            ),
            facets: column("facets", labels),
            scores: column("scores", index.scores.as_ref().map(wire::write_scores)),
            lexicon: self.forward(words),
            backward: self.backward(words),
        }
    }

    /// What labels there are. The stretches have files of their own, unless there is but one.
    fn labels(&mut self, labels: &Labels) -> Vec<u8> {
        let [.., kind] = wire::KINDS;
        let stretches = labels.stretches.iter().flatten();
        let stretches: Vec<_> = stretches.filter(|_| labels.stretches.len() > 1).collect();
        let mut files = Vec::new();
        for stretch in stretches {
            let (_, hash) = self.hashed(kind, "bin", wire::write_labels(stretch));
            files.push(hash);
        }
        wire::write_facets(labels, &files)
    }

    fn forward(&mut self, words: &Words) -> Vec<(String, String)> {
        let shards: Vec<_> = words.shards.iter().map(|shard| self.shard(shard)).collect();
        let blocks = self.lexicon(wire::KINDS[0], &words.forward, &shards);
        let named = |(start, name, _): (Box<str>, String, _)| (start.into(), name);
        blocks.into_iter().map(named).collect()
    }

    /// The blocks of the backward lexicon, which name no shards: it has no groups.
    fn backward(&mut self, words: &Words) -> Option<String> {
        let lexicon = words.backward.as_ref()?;
        let blocks = self.lexicon(wire::KINDS[1], lexicon, &[]);
        let blocks: Vec<_> = blocks
            .into_iter()
            .map(|(start, _, hash)| (start, hash))
            .collect();
        Some(self.add("backward", "bin", wire::write_blocks(&blocks)))
    }

    fn shard(&mut self, shard: &Shard) -> ShardFiles {
        let [_, _, postings, places, _] = wire::KINDS;
        let groups = shard.groups.as_deref().unwrap_or_default();
        let own = shard.places.as_deref().unwrap_or_default();
        let both: Vec<_> = groups.iter().zip(own).collect();
        let (_, postings) = self.hashed(postings, "bin", wire::write_postings(groups));
        let (_, places) = self.hashed(places, "bin", wire::write_places(&both));
        (shard.first, postings, places)
    }

    /// The blocks of a lexicon. Each names the shards of its groups.
    fn lexicon(
        &mut self,
        kind: &str,
        lexicon: &Lexicon,
        shards: &[ShardFiles],
    ) -> Vec<(Box<str>, String, [u8; 32])> {
        let blocks = lexicon.starts.iter().zip(lexicon.blocks.iter().flatten());
        let mut files = Vec::new();
        for (start, forms) in blocks {
            let bytes = wire::write_lexicon(forms, &shards_of(forms, shards));
            let (name, hash) = self.hashed(kind, "bin", bytes);
            files.push((start.clone(), name, hash));
        }
        files
    }

    fn add(&mut self, kind: &str, extension: &str, bytes: Vec<u8>) -> String {
        self.hashed(kind, extension, bytes).0
    }

    /// A file named by its content, and the hash in its name.
    fn hashed(&mut self, kind: &str, extension: &str, bytes: Vec<u8>) -> (String, [u8; 32]) {
        let named = named(kind, extension, bytes);
        let sha256 = named.sha256;
        (self.put(named), sha256)
    }

    fn put(&mut self, named: Named) -> String {
        let text = named.name.to_string();
        self.hashed.insert(named.name, Content::Bytes(named.bytes));
        text
    }
}

/// The shards that the groups of some forms lie in.
fn shards_of(forms: &[Form], shards: &[ShardFiles]) -> Vec<ShardFiles> {
    let groups = forms.iter().flat_map(|form| &form.groups);
    let places = groups.map(|group| shards.partition_point(|(first, ..)| first <= group));
    let places: BTreeSet<usize> = places.filter_map(|after| after.checked_sub(1)).collect();
    places.into_iter().map(|at| shards[at]).collect()
}

/// Bytes, and the name that their hash gives to their file.
struct Named {
    name: FileName,
    sha256: [u8; 32],
    bytes: Vec<u8>,
}

fn named(kind: &str, extension: &str, bytes: Vec<u8>) -> Named {
    let sha256 = Sha256::digest(&bytes).into();
    let name = wire::hashed_name(kind, &sha256, extension)
        .expect("our kinds and extensions are plain letters");
    Named {
        name,
        sha256,
        bytes,
    }
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
    let facts: Vec<Facts> = edition.articles.iter().map(facts).collect();
    Index::new(instant(edition, now), &facts)
}

fn instant(edition: &Edition, now: Option<Instant>) -> Instant {
    let newest = edition
        .articles
        .first()
        .map(|article| article.card.published);
    now.or(newest)
        .or(Instant::from_seconds(0))
        .expect("the start of 1970 is an instant")
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
