//! Which files are a bundle made of?
//!
//! The order of making is that of naming: what names a file by its hash comes after it. Files leave
//! as they are made, so that memory does not grow with the bundle; nobody finds them before the
//! manifest is written, which is the last.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::bundle::batch::{Press, Pressed};
use crate::bundle::files::{Files, Named, json};
use crate::bundle::packed::pack_fields;
use crate::bundle::pile::Pile;
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::reprint::{self, Reprint};
use crate::bundle::shelf::{BODIES, CARDS, STORIES};
use crate::bundle::standing::Standing;
use crate::bundle::{Cache, Edition, Site, feeds, snippet};
use crate::index::{
    Cut, Form, GroupId, Index, Inverted, Labels, Lexicon, Postings, Shard, Tallier, Vocabulary,
};
use crate::model::Instant;
use crate::query::rank;
use crate::wire::{
    self, FORMAT, Hash, IndexNames, Kind, Manifest, PerFacetSummary, Piece, ShardFiles,
};

/// How articles become a bundle, and who hears how far it has come.
pub struct Compiling<'a> {
    /// The site that the bundle belongs to.
    pub site: &'a Site,
    /// What recency counts from; without it, from the newest article.
    pub now: Option<Instant>,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// What is known of the bundle that is replaced, and where what the next build may want is left.
    pub cache: Option<&'a Cache>,
}

/// What is known of a bundle whose hashed files are made.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The files named by their content.
    pub hashed: Named,
    /// Those with stable names, in the order of writing; the manifest is the last.
    pub stable: Vec<(&'static str, Vec<u8>)>,
    /// What the next build may take over.
    pub printed: Printed,
}

/// What was made of all articles.
#[derive(Debug)]
pub(crate) struct Printed {
    /// The names of the files of cards, in their order.
    pub cards: Vec<String>,
    pub bodies: Vec<String>,
    pub stories: Vec<String>,
    pub words: PrintedWords,
}

/// The index of words, filed.
#[derive(Debug)]
pub(crate) struct PrintedWords {
    /// The blocks of the lexicon.
    pub lexicon: Vec<BlockFile>,
    /// The file that names the blocks of the backward lexicon, where there is one, and these.
    pub backward: Option<(String, Vec<BlockFile>)>,
    /// Whether blocks of the lexicon may have tallies.
    pub has_tallies: bool,
    /// What is known of all words, where anybody may want it again.
    pub vocabulary: Option<Vocabulary>,
    pub shards: Vec<ShardFiles>,
}

impl Compiled {
    /// What is known of all words, where anybody may want it again.
    pub(crate) fn vocabulary(&self) -> Option<&Vocabulary> {
        self.printed.words.vocabulary.as_ref()
    }
}

/// The file of a block of a lexicon.
#[derive(Clone, Debug)]
pub(crate) struct BlockFile {
    /// The first form.
    pub start: Box<str>,
    /// How many forms it holds.
    pub forms: usize,
    pub hash: Hash,
}

pack_fields!(BlockFile { start, forms, hash });

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
    out: &Path,
    standing: Option<(&Standing, Vocabulary)>,
    files: Files,
) -> io::Result<Compiled> {
    let files = match &standing {
        Some((standing, _)) => files.over(standing.files.iter().map(|(name, _)| name.clone())),
        None => files,
    };
    for (name, path) in &edition.pictures {
        files.copy(name, path)?;
    }
    (compiling.progress)(Progress::Begun(Stage::Bundling, edition.len()));
    let reprint = standing.map(|(standing, words)| {
        let reprint = Reprint::new(edition, compiling, &files, standing, out);
        (reprint, words)
    });
    // Recency counts from now or else from the newest article.
    let index = || {
        Ok(Index::new(
            instant(edition, compiling.now),
            &edition.facts()?,
        ))
    };
    let press = || Anew::press(edition, compiling, &files);
    let (index, begun) = match reprint {
        None => {
            let (anew, index) = beside(press, index)?;
            (index, Begun::Anew(anew))
        }
        Some((reprint, words)) => match reprint.begin(words, index)? {
            (index, Some(again)) => (index, Begun::Again(again)),
            (index, None) => (index, Begun::Anew(press()?)),
        },
    };
    let both = index.labels.as_ref().zip(index.calendar.as_ref());
    let tallier = both.and_then(|(labels, calendar)| Tallier::new(labels, calendar, rank));
    let print = || match begun {
        Begun::Again(again) => again.finish(tallier.as_ref()),
        Begun::Anew(anew) => anew.finish(tallier.as_ref(), compiling, &files),
    };
    let (printed, pages) = rayon::join(print, || pages(edition, compiling.site));
    let (printed, mut stable) = (printed?, pages?);
    let manifest = manifest(edition, compiling, &files, &index, &printed)?;
    stable.push((MANIFEST, json(&manifest)));
    Ok(Compiled {
        hashed: files.close(),
        stable,
        printed,
    })
}

/// What is made of the newest articles alone.
fn pages(edition: &Edition, site: &Site) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let newest = edition.articles(0..feeds::NEWEST)?;
    Ok(vec![
        (feeds::JSON, feeds::json(&newest, site)),
        (feeds::ATOM, feeds::atom(&newest, site)),
        ("snippet.html", snippet::html(&newest, site)),
    ])
}

/// What is made as long as nobody knows all labels: what is left is the files of the words.
enum Begun<'a> {
    /// Of what has changed.
    Again(reprint::Begun<'a>),
    /// Of all articles.
    Anew(Anew),
}

struct Anew {
    cards: Vec<String>,
    bodies: Vec<String>,
    stories: Vec<String>,
    words: Inverted<Pile>,
}

impl Anew {
    fn press(edition: &Edition, compiling: &Compiling<'_>, files: &Files) -> io::Result<Self> {
        let press = Press {
            edition,
            compiling,
            files,
        };
        let Pressed {
            cards,
            bodies,
            stories,
            words,
            ..
        } = press.run()?;
        (compiling.progress)(Progress::Begun(Stage::Sorting, 0));
        Ok(Self {
            cards,
            bodies,
            stories,
            words: words.finish(Cut::default())?,
        })
    }

    fn finish(
        self,
        tallier: Option<&Tallier<'_>>,
        compiling: &Compiling<'_>,
        files: &Files,
    ) -> io::Result<Printed> {
        Ok(Printed {
            cards: self.cards,
            bodies: self.bodies,
            stories: self.stories,
            words: files.words(&self.words, tallier, compiling)?,
        })
    }
}

/// Does something on another core while this thread does something that can be done on no other.
///
/// # Errors
///
/// Those of either.
pub(crate) fn beside<A: Send, B>(
    there: impl FnOnce() -> io::Result<A> + Send,
    here: impl FnOnce() -> io::Result<B>,
) -> io::Result<(A, B)> {
    let mut made = None;
    let own = rayon::in_place_scope(|scope| {
        scope.spawn(|_| made = Some(there()));
        here()
    });
    let made = made.expect("a scope ends when all in it has ended");
    Ok((made?, own?))
}

fn manifest(
    edition: &Edition,
    compiling: &Compiling<'_>,
    files: &Files,
    index: &Index,
    printed: &Printed,
) -> io::Result<Manifest> {
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
        instant: instant(edition, compiling.now).seconds(),
        facets: index
            .labels
            .as_ref()
            .map(|labels| PerFacetSummary::new(&labels.values))
            .unwrap_or_default(),
        index: files.index(index, &printed.words)?,
        cards: CARDS.shelf(files, edition.len(), &printed.cards)?,
        stories: STORIES.shelf(files, edition.stories() as usize, &printed.stories)?,
        bodies: BODIES.shelf(files, with_bodies, &printed.bodies)?,
        first: printed.cards.first().cloned(),
    })
}

/// What recency counts from: now, or else the newest article.
fn instant(edition: &Edition, now: Option<Instant>) -> Instant {
    now.or(edition.newest())
        .or(Instant::from_seconds(0))
        .expect("the start of 1970 is an instant")
}

impl Files {
    /// The parts of the index, each in its file.
    fn index(&self, index: &Index, words: &PrintedWords) -> io::Result<IndexNames> {
        let labels = index.labels.as_ref().map(|labels| self.labels(labels));
        let column =
            |kind: &str, bytes: Option<Vec<u8>>| self.add(kind, "bin", bytes.unwrap_or_default());
        let named = |block: &BlockFile| {
            let file = Kind::Lexicon.file(&block.hash)?;
            Ok((block.start.to_string(), file.to_string()))
        };
        let lexicon = words.lexicon.iter().map(named);
        Ok(IndexNames {
            calendar: column(
                "calendar",
                index.calendar.as_ref().map(wire::write_calendar),
            )?,
            facets: column("facets", labels.transpose()?)?,
            scores: column("scores", index.scores.as_ref().map(wire::write_scores))?,
            lexicon: lexicon.collect::<io::Result<_>>()?,
            backward: words.backward.as_ref().map(|(name, _)| name.clone()),
        })
    }

    /// The words of all articles.
    fn words(
        &self,
        words: &Inverted<Pile>,
        tallier: Option<&Tallier<'_>>,
        compiling: &Compiling<'_>,
    ) -> io::Result<PrintedWords> {
        (compiling.progress)(Progress::Begun(Stage::Indexing, words.shards()));
        let forward = || -> io::Result<_> {
            let shards = (0..words.shards()).into_par_iter().map(|at| {
                (compiling.progress)(Progress::Done(1));
                self.shard(&words.shard(at)?)
            });
            let shards: Vec<_> = shards.collect::<io::Result<_>>()?;
            let tallies = self.tallies(tallier, &words.forward, words)?;
            let blocks = self.lexicon(Kind::Lexicon, &words.forward, &shards, &tallies)?;
            Ok((shards, blocks))
        };
        let others = || {
            let backward = words.backward();
            let backward = backward.map(|lexicon| self.backward(&lexicon)).transpose();
            (backward, compiling.cache.map(|_| words.vocabulary()))
        };
        let (forward, (backward, vocabulary)) = rayon::join(forward, others);
        let (shards, lexicon) = forward?;
        Ok(PrintedWords {
            lexicon,
            backward: backward?,
            has_tallies: tallier.is_some(),
            vocabulary,
            shards,
        })
    }

    /// What labels there are. The stretches have files of their own, unless there is but one.
    fn labels(&self, labels: &Labels) -> io::Result<Vec<u8>> {
        let stretches = labels.stretches.iter().flatten();
        let stretches: Vec<_> = stretches.filter(|_| labels.stretches.len() > 1).collect();
        let mut files = Vec::new();
        for stretch in stretches {
            let (_, hash) = self.filed(Kind::Labels, wire::write_labels(stretch))?;
            files.push(hash);
        }
        Ok(wire::write_facets(labels, &files))
    }

    /// The tallies of each block of the lexicon, if it has any.
    pub(crate) fn tallies(
        &self,
        tallier: Option<&Tallier<'_>>,
        lexicon: &Lexicon,
        postings: &(impl Postings<Fault = io::Error> + Sync),
    ) -> io::Result<Vec<Option<Hash>>> {
        let Some(tallier) = tallier else {
            return Ok(Vec::new());
        };
        let tallies = |at: usize| {
            let tallies = tallier.block(at, lexicon, postings)?;
            let bytes = (!tallies.is_empty()).then(|| wire::write_tallies(&tallies));
            let file = bytes.map(|bytes| self.filed(Kind::Tallies, bytes));
            Ok(file.transpose()?.map(|(_, hash)| hash))
        };
        (0..lexicon.blocks.len())
            .into_par_iter()
            .map(tallies)
            .collect()
    }

    /// The backward lexicon, which names no shards: it has no groups.
    fn backward(&self, lexicon: &Lexicon) -> io::Result<(String, Vec<BlockFile>)> {
        self.listed(self.lexicon(Kind::Backward, lexicon, &[], &[])?)
    }

    /// The file that names the blocks of the backward lexicon, and these.
    pub(crate) fn listed(&self, blocks: Vec<BlockFile>) -> io::Result<(String, Vec<BlockFile>)> {
        let named = blocks.iter().map(|block| (block.start.clone(), block.hash));
        let named: Vec<_> = named.collect();
        let own = self.add("backward", "bin", wire::write_blocks(&named))?;
        Ok((own, blocks))
    }

    /// A shard in its two files.
    fn shard(&self, shard: &Shard) -> io::Result<ShardFiles> {
        let groups = shard.groups.as_deref().unwrap_or_default();
        let own = shard.places.as_deref().unwrap_or_default();
        let pieces = groups.iter().zip(own);
        let pieces: Vec<_> = pieces
            .map(|(group, places)| Piece::Made(group, places))
            .collect();
        self.pieces(shard.first, &pieces)
    }

    /// A shard of these groups in its two files.
    pub(crate) fn pieces(&self, first: GroupId, pieces: &[Piece<'_>]) -> io::Result<ShardFiles> {
        let (_, postings) = self.filed(Kind::Postings, wire::write_postings(pieces))?;
        let (_, places) = self.filed(Kind::Places, wire::write_places(pieces))?;
        Ok((first, postings, places))
    }

    /// The blocks of a lexicon.
    pub(crate) fn lexicon(
        &self,
        kind: Kind,
        lexicon: &Lexicon,
        shards: &[ShardFiles],
        tallies: &[Option<Hash>],
    ) -> io::Result<Vec<BlockFile>> {
        let blocks: Vec<_> = lexicon.blocks.iter().flatten().collect();
        let file = |(at, forms): (usize, &&Vec<Form>)| {
            self.block(kind, forms, shards, tallies.get(at).copied().flatten())
        };
        blocks.par_iter().enumerate().map(file).collect()
    }

    /// A block of a lexicon, which names the shards of its groups, and its tallies.
    pub(crate) fn block(
        &self,
        kind: Kind,
        forms: &[Form],
        shards: &[ShardFiles],
        tallies: Option<Hash>,
    ) -> io::Result<BlockFile> {
        let bytes = wire::write_lexicon(forms, &shards_of(forms, shards), tallies);
        let (_, hash) = self.filed(kind, bytes)?;
        let start = forms.first().map(|form| form.text.clone());
        Ok(BlockFile {
            start: start.unwrap_or_default(),
            forms: forms.len(),
            hash,
        })
    }
}

/// The shards that the groups of some forms lie in.
fn shards_of(forms: &[Form], shards: &[ShardFiles]) -> Vec<ShardFiles> {
    let groups = forms.iter().flat_map(|form| &form.groups);
    let places = groups.map(|group| shards.partition_point(|(first, ..)| first <= group));
    let places: BTreeSet<usize> = places.filter_map(|after| after.checked_sub(1)).collect();
    places.into_iter().map(|at| shards[at]).collect()
}
