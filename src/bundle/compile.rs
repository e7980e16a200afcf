//! Which files are a bundle made of?
//!
//! The order of making is that of naming: what names a file by its hash comes after it. Files leave
//! as they are made, so that memory does not grow with the bundle; nobody finds them before the
//! manifest is written, which is the last.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use crate::bundle::batch::{Press, Pressed};
use crate::bundle::files::{Content, Files, json};
use crate::bundle::pile::Pile;
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::shelf::{BODIES, CARDS, STORIES};
use crate::bundle::{Edition, Site, feeds, snippet};
use crate::index::{Cut, Form, Index, Inverted, Labels, Lexicon, Shard, Tallier};
use crate::model::{FileName, Instant};
use crate::wire::{self, FORMAT, Hash, IndexNames, Manifest, PerFacetSummary, ShardFiles};

/// How articles become a bundle, and who hears how far it has come.
pub struct Compiling<'a> {
    /// The site that the bundle belongs to.
    pub site: &'a Site,
    /// What recency counts from; without it, from the newest article.
    pub now: Option<Instant>,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// What is known of a bundle whose hashed files are made.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The files named by their content.
    pub hashed: BTreeSet<FileName>,
    /// Those with stable names, in the order of writing; the manifest is the last.
    pub stable: Vec<(&'static str, Vec<u8>)>,
}

/// A block of a lexicon: its first form, the name of its file and the hash in it.
type BlockFile = (Box<str>, String, Hash);

/// The name of the file that names all others.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Makes the files of a bundle.
///
/// # Errors
///
/// Those of the disk.
pub(crate) fn compile(
    edition: &Edition,
    compiling: &Compiling<'_>,
    files: Files,
) -> io::Result<Compiled> {
    for (name, path) in &edition.pictures {
        files.send(name.clone(), Content::Copy(path.clone()))?;
    }
    let manifest = manifest(edition, compiling, &files)?;
    let newest = edition.articles(0..feeds::NEWEST)?;
    let stable = vec![
        ("feed.json", feeds::json(&newest, compiling.site)),
        ("feed.xml", feeds::atom(&newest, compiling.site)),
        ("snippet.html", snippet::html(&newest, compiling.site)),
        (MANIFEST, json(&manifest)),
    ];
    Ok(Compiled {
        hashed: files.close(),
        stable,
    })
}

fn manifest(edition: &Edition, compiling: &Compiling<'_>, files: &Files) -> io::Result<Manifest> {
    (compiling.progress)(Progress::Begun(Stage::Bundling, edition.len()));
    let press = Press {
        edition,
        compiling,
        files,
    };
    let Pressed {
        cards,
        bodies,
        stories,
        facts,
        words,
        ..
    } = press.run()?;
    let instant = instant(edition, compiling.now);
    // Recency counts from now or else from the newest article.
    let index = Index::new(instant, &facts);
    drop(facts);
    (compiling.progress)(Progress::Begun(Stage::Sorting, 0));
    let words = words.finish(Cut::default())?;
    let with_bodies = if edition.has_bodies() {
        edition.len()
    } else {
        0
    };
    Ok(Manifest {
        format: FORMAT,
        title: compiling.site.title().to_owned(),
        language: compiling.site.language.clone(),
        articles: index.documents,
        instant: instant.seconds(),
        facets: index
            .labels
            .as_ref()
            .map(|labels| PerFacetSummary::new(&labels.values))
            .unwrap_or_default(),
        index: files.index(&index, &words, compiling)?,
        cards: CARDS.shelf(files, edition.len(), &cards)?,
        stories: STORIES.shelf(files, edition.stories() as usize, &stories)?,
        bodies: BODIES.shelf(files, with_bodies, &bodies)?,
        first: cards.into_iter().next(),
    })
}

fn instant(edition: &Edition, now: Option<Instant>) -> Instant {
    now.or(edition.newest())
        .or(Instant::from_seconds(0))
        .expect("the start of 1970 is an instant")
}

impl Files {
    /// The parts of the index, each in its file.
    fn index(
        &self,
        index: &Index,
        words: &Inverted<Pile>,
        compiling: &Compiling<'_>,
    ) -> io::Result<IndexNames> {
        let labels = index.labels.as_ref().map(|labels| self.labels(labels));
        let column =
            |kind: &str, bytes: Option<Vec<u8>>| self.add(kind, "bin", bytes.unwrap_or_default());
        Ok(IndexNames {
            calendar: column(
                "calendar",
                index.calendar.as_ref().map(wire::write_calendar),
            )?,
            facets: column("facets", labels.transpose()?)?,
            scores: column("scores", index.scores.as_ref().map(wire::write_scores))?,
            lexicon: self.forward(words, index.labels.as_ref(), compiling)?,
            backward: self.backward(words)?,
        })
    }

    /// What labels there are. The stretches have files of their own, unless there is but one.
    fn labels(&self, labels: &Labels) -> io::Result<Vec<u8>> {
        let [.., kind, _] = wire::KINDS;
        let stretches = labels.stretches.iter().flatten();
        let stretches: Vec<_> = stretches.filter(|_| labels.stretches.len() > 1).collect();
        let mut files = Vec::new();
        for stretch in stretches {
            let (_, hash) = self.hashed(kind, "bin", wire::write_labels(stretch))?;
            files.push(hash);
        }
        Ok(wire::write_facets(labels, &files))
    }

    fn forward(
        &self,
        words: &Inverted<Pile>,
        labels: Option<&Labels>,
        compiling: &Compiling<'_>,
    ) -> io::Result<Vec<(String, String)>> {
        (compiling.progress)(Progress::Begun(Stage::Indexing, words.shards()));
        let shards = (0..words.shards()).into_par_iter().map(|at| {
            (compiling.progress)(Progress::Done(1));
            self.shard(&words.shard(at)?)
        });
        let shards: Vec<_> = shards.collect::<io::Result<_>>()?;
        let tallies = labels.and_then(|labels| Tallier::new(words, labels));
        let tallies = tallies.map(|tallier| self.tallies(&tallier, words.forward.starts.len()));
        let tallies = tallies.transpose()?.unwrap_or_default();
        let blocks = self.lexicon(wire::KINDS[0], &words.forward, &shards, &tallies)?;
        let named = |(start, name, _): BlockFile| (start.into(), name);
        Ok(blocks.into_iter().map(named).collect())
    }

    /// The tallies of each block of the lexicon, if it has any.
    fn tallies(&self, tallier: &Tallier<'_, Pile>, blocks: usize) -> io::Result<Vec<Option<Hash>>> {
        let [.., kind] = wire::KINDS;
        let tallies = |at: usize| {
            let tallies = tallier.block(at)?;
            let bytes = (!tallies.is_empty()).then(|| wire::write_tallies(&tallies));
            let file = bytes.map(|bytes| self.hashed(kind, "bin", bytes));
            Ok(file.transpose()?.map(|(_, hash)| hash))
        };
        (0..blocks).into_par_iter().map(tallies).collect()
    }

    /// The blocks of the backward lexicon, which name no shards: it has no groups.
    fn backward(&self, words: &Inverted<Pile>) -> io::Result<Option<String>> {
        let Some(lexicon) = &words.backward else {
            return Ok(None);
        };
        let blocks = self.lexicon(wire::KINDS[1], lexicon, &[], &[])?;
        let blocks: Vec<_> = blocks
            .into_iter()
            .map(|(start, _, hash)| (start, hash))
            .collect();
        self.add("backward", "bin", wire::write_blocks(&blocks))
            .map(Some)
    }

    fn shard(&self, shard: &Shard) -> io::Result<ShardFiles> {
        let [_, _, postings, places, ..] = wire::KINDS;
        let groups = shard.groups.as_deref().unwrap_or_default();
        let own = shard.places.as_deref().unwrap_or_default();
        let both: Vec<_> = groups.iter().zip(own).collect();
        let (_, postings) = self.hashed(postings, "bin", wire::write_postings(groups))?;
        let (_, places) = self.hashed(places, "bin", wire::write_places(&both))?;
        Ok((shard.first, postings, places))
    }

    /// The blocks of a lexicon. Each names the shards of its groups, and its tallies.
    fn lexicon(
        &self,
        kind: &str,
        lexicon: &Lexicon,
        shards: &[ShardFiles],
        tallies: &[Option<Hash>],
    ) -> io::Result<Vec<BlockFile>> {
        let blocks = lexicon.starts.iter().zip(lexicon.blocks.iter().flatten());
        let mut files = Vec::new();
        for (at, (start, forms)) in blocks.enumerate() {
            let tallies = tallies.get(at).copied().flatten();
            let bytes = wire::write_lexicon(forms, &shards_of(forms, shards), tallies);
            let (name, hash) = self.hashed(kind, "bin", bytes)?;
            files.push((start.clone(), name, hash));
        }
        Ok(files)
    }
}

/// The shards that the groups of some forms lie in.
fn shards_of(forms: &[Form], shards: &[ShardFiles]) -> Vec<ShardFiles> {
    let groups = forms.iter().flat_map(|form| &form.groups);
    let places = groups.map(|group| shards.partition_point(|(first, ..)| first <= group));
    let places: BTreeSet<usize> = places.filter_map(|after| after.checked_sub(1)).collect();
    places.into_iter().map(|at| shards[at]).collect()
}
