//! What of a bundle has to be made anew, when little has changed?
//!
//! Files of cards, bodies and stories whose articles are what they were stay as they are, and so do the
//! shards of the index in which no changed article has a word. Nobody can tell the bundle from one that
//! was made of all articles.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::bundle::Edition;
use crate::bundle::compile::{BlockFile, Compiling, Printed, PrintedWords, beside};
use crate::bundle::edition::Placed;
use crate::bundle::files::{Files, json};
use crate::bundle::intake::unpack;
use crate::bundle::key::Key;
use crate::bundle::mixed::Mixed;
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::shelf::{BODIES, CARDS, Layout, STORIES};
use crate::bundle::standing::Standing;
use crate::bundle::words::words;
use crate::index::{
    Changes, Cut, Damaged, Direction, DocId, Form, Gathered, OldIndex, Outline, Revised,
    RevisedBlock, RevisedShard, Slot, Tallier, Vocabulary, revise, whole,
};
use crate::model::{Article, FileName, Story};
use crate::wire::{Bodies, Cards, Kind, PackedShard, Piece, ShardFiles, Stories};

/// Where more articles than one in so many have changed, all words are gathered anew.
const FEW: usize = 20;
/// Where there are not more than that, they always count as few.
const ALWAYS_FEW: usize = 8;

/// Makes what has to be made, and keeps the rest.
pub(crate) struct Reprint<'a> {
    edition: &'a Edition,
    compiling: &'a Compiling<'a>,
    files: &'a Files,
    standing: &'a Standing,
    out: &'a Path,
    by_content: FxHashMap<Key, &'a str>,
    sizes: FxHashMap<&'a str, u64>,
}

/// What is left to do: the files of the words.
pub(crate) struct Begun<'a> {
    reprint: Reprint<'a>,
    /// The files of cards, bodies and stories.
    shelves: [Vec<String>; 3],
    revised: Revised<PackedShard>,
}

impl Begun<'_> {
    /// # Errors
    ///
    /// Those of the disk, and what is not as it was left there.
    pub(crate) fn finish(self, tallier: Option<&Tallier<'_>>) -> io::Result<Printed> {
        let Self {
            reprint,
            shelves: [cards, bodies, stories],
            revised,
        } = self;
        let words = reprint.words(revised, tallier)?;
        (reprint.compiling.progress)(Progress::Done(reprint.edition.len()));
        Ok(Printed {
            cards,
            bodies,
            stories,
            words,
        })
    }
}

impl<'a> Reprint<'a> {
    /// Of a bundle that stands in a folder, whole.
    pub(crate) fn new(
        edition: &'a Edition,
        compiling: &'a Compiling<'a>,
        files: &'a Files,
        standing: &'a Standing,
        out: &'a Path,
    ) -> Self {
        let sizes = standing.files.iter();
        Self {
            edition,
            compiling,
            files,
            standing,
            out,
            by_content: standing.by_content(),
            sizes: sizes
                .map(|(name, stamp)| (name.as_str(), stamp.size))
                .collect(),
        }
    }

    /// Begins with what needs no labels, while this thread makes the index of these. Returns `None`
    /// beside it where too much has changed; what was made by then is what would be made of everything.
    ///
    /// # Errors
    ///
    /// Those of the disk, and what is not as it was left there.
    pub(crate) fn begin<T>(
        self,
        words: Vocabulary,
        index: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<(T, Option<Begun<'a>>)> {
        let revised = || self.revised(words);
        let (revised, (index, shelves)) = beside(revised, || Ok((index()?, self.shelves()?)))?;
        let begun = revised.map(|revised| Begun {
            reprint: self,
            shelves,
            revised,
        });
        Ok((index, begun))
    }

    fn shelves(&self) -> io::Result<[Vec<String>; 3]> {
        let all = 0..self.edition.len();
        let cards = self.shelf(CARDS, all.clone(), card_key, |articles| {
            json(&Cards::new(articles.iter().map(|article| &article.card)))
        })?;
        let bodied = if self.edition.has_bodies() { all } else { 0..0 };
        let bodies = self.shelf(BODIES, bodied, body_key, |articles| {
            json(&Bodies::new(articles.iter().map(|article| &article.body)))
        })?;
        Ok([cards, bodies, self.stories()?])
    }

    /// Files of neighboring articles: those that stand, and the others.
    fn shelf(
        &self,
        layout: Layout,
        ranks: Range<usize>,
        key: impl Fn(&Placed, &mut Vec<u8>),
        bytes: impl Fn(&[Article]) -> Vec<u8>,
    ) -> io::Result<Vec<String>> {
        let placed = &self.edition.articles[ranks];
        let mut names = Vec::new();
        for (number, some) in placed.chunks(layout.per_file).enumerate() {
            let key = layout.key(some, &key);
            names.push(match self.kept(key)? {
                Some(name) => name,
                None => {
                    let start = number * layout.per_file;
                    let articles = self.edition.articles(start..start + some.len())?;
                    self.files.add(layout.kind, "json", bytes(&articles))?
                }
            });
        }
        Ok(names)
    }

    fn stories(&self) -> io::Result<Vec<String>> {
        let told = first_told(self.edition);
        let mut names = Vec::new();
        for some in told.chunks(STORIES.per_file) {
            names.push(match self.kept(stories_key(self.edition, some))? {
                Some(name) => name,
                None => {
                    let stories = self.told(some)?;
                    self.files
                        .add(STORIES.kind, "json", json(&Stories::new(&stories)))?
                }
            });
        }
        Ok(names)
    }

    /// The stories in these places.
    fn told(&self, places: &[(usize, usize)]) -> io::Result<Vec<Story>> {
        let mut stories = Vec::with_capacity(places.len());
        for own in places.chunk_by(|a, b| a.0 == b.0) {
            let rank = own.first().map_or(0, |(rank, _)| *rank);
            let articles = self.edition.articles(rank..rank + 1)?;
            let related = articles.first().map_or(&[][..], |article| &article.related);
            let found = own.iter().map(|(_, at)| related.get(*at).cloned());
            let found: Option<Vec<Story>> = found.collect();
            stories.extend(found.ok_or(Damaged)?);
        }
        Ok(stories)
    }

    /// The file that was made of the same, if one was.
    fn kept(&self, key: Key) -> io::Result<Option<String>> {
        let name = self.by_content.get(&key);
        name.map(|name| self.keep(name)).transpose()
    }

    fn keep(&self, name: &str) -> io::Result<String> {
        let size = self.sizes.get(name).ok_or(Damaged)?;
        let file: FileName = name.parse().map_err(|()| Damaged)?;
        self.files.keep(file, *size);
        Ok(name.to_owned())
    }

    fn revised(&self, words: Vocabulary) -> io::Result<Option<Revised<PackedShard>>> {
        let language = self.compiling.site.language.as_deref();
        if self.standing.language.as_deref() != language {
            return Ok(None);
        }
        let Some((moved, new)) = self.moved() else {
            return Ok(None);
        };
        let gone = (0..).zip(&moved).filter(|(_, new)| new.is_none());
        let gone = gone.map(|(doc, _): (DocId, _)| self.words_before(doc));
        let changes = Changes {
            gone: gone.collect::<io::Result<_>>()?,
            new: new
                .iter()
                .map(|&doc| self.words_of(doc))
                .collect::<io::Result<_>>()?,
            moved,
        };
        revise(&words, changes, Cut::default(), self)
    }

    /// Where each old article is now, and which articles are new; `None` where these are many.
    fn moved(&self) -> Option<(Vec<Option<DocId>>, Vec<DocId>)> {
        let now = (0..).zip(&self.edition.articles);
        let mut places: FxHashMap<Key, DocId> =
            now.map(|(doc, placed)| (placed.key, doc)).collect();
        let old = self.standing.articles.iter();
        let moved: Vec<_> = old.map(|(key, _)| places.remove(key)).collect();
        let mut new: Vec<DocId> = (0..self.edition.len() as DocId).collect();
        let mut stay: Vec<DocId> = moved.iter().flatten().copied().collect();
        // Equal instants stand in the order of paths, which an article bears in itself.
        if !stay.is_sorted() {
            return None;
        }
        stay.dedup();
        new.retain(|doc| stay.binary_search(doc).is_err());
        let changed = new.len() + moved.iter().filter(|new| new.is_none()).count();
        (changed <= ALWAYS_FEW.max(moved.len() / FEW)).then_some((moved, new))
    }

    fn words_before(&self, doc: DocId) -> io::Result<Gathered> {
        let (key, at) = &self.standing.articles[doc as usize];
        let (_, article) = unpack(&self.edition.pile, at, *key)?;
        Ok(self.gathered(doc, &[article]))
    }

    fn words_of(&self, doc: DocId) -> io::Result<Gathered> {
        let rank = doc as usize;
        Ok(self.gathered(doc, &self.edition.articles(rank..rank + 1)?))
    }

    fn gathered(&self, doc: DocId, articles: &[Article]) -> Gathered {
        words(doc, articles, self.compiling.site.language.as_deref())
    }

    fn words(
        &self,
        revised: Revised<PackedShard>,
        tallier: Option<&Tallier<'_>>,
    ) -> io::Result<PrintedWords> {
        (self.compiling.progress)(Progress::Begun(Stage::Indexing, revised.shards.len()));
        let shards = || self.shards(&revised);
        let (shards, forward) = rayon::join(shards, || revised.forward(self));
        let (shards, forward) = (shards?, forward?);
        let lexicon = || match tallier.is_some() || self.standing.has_tallies {
            true => self.tallied(&revised, &forward, &shards, tallier),
            false => self.blocks(Direction::Forward, &forward, &shards),
        };
        let backward = || self.backward(revised.backward(self, &forward)?);
        let (lexicon, backward) = rayon::join(lexicon, backward);
        Ok(PrintedWords {
            lexicon: lexicon?,
            backward: backward?,
            has_tallies: tallier.is_some(),
            vocabulary: Some(revised.vocabulary),
            shards,
        })
    }

    fn shards(&self, revised: &Revised<PackedShard>) -> io::Result<Vec<ShardFiles>> {
        let shards = revised.shards.par_iter();
        shards
            .map(|shard| self.shard(shard, &revised.opened))
            .collect()
    }

    /// The blocks of the lexicon where its forms are tallied, or were: that hangs on all labels.
    fn tallied(
        &self,
        revised: &Revised<PackedShard>,
        blocks: &[RevisedBlock],
        shards: &[ShardFiles],
        tallier: Option<&Tallier<'_>>,
    ) -> io::Result<Vec<BlockFile>> {
        let lexicon = whole(blocks, self)?;
        let postings = Mixed {
            standing: self.standing,
            out: self.out,
            shards: &revised.shards,
            opened: &revised.opened,
        };
        let tallies = self.files.tallies(tallier, &lexicon, &postings)?;
        self.files
            .lexicon(Kind::Lexicon, &lexicon, shards, &tallies)
    }

    fn backward(
        &self,
        blocks: Option<Vec<RevisedBlock>>,
    ) -> io::Result<Option<(String, Vec<BlockFile>)>> {
        let Some(blocks) = blocks else {
            return Ok(None);
        };
        let blocks = self.blocks(Direction::Backward, &blocks, &[])?;
        self.files.listed(blocks).map(Some)
    }

    /// The files of blocks: those that stand, and the others.
    fn blocks(
        &self,
        direction: Direction,
        blocks: &[RevisedBlock],
        shards: &[ShardFiles],
    ) -> io::Result<Vec<BlockFile>> {
        let kind = Kind::of_block(direction);
        let file = |block: &RevisedBlock| match block {
            RevisedBlock::Made(forms) => self.files.block(kind, forms, shards, None),
            RevisedBlock::Kept(at) => {
                let kept = self.standing.lexicon(direction).get(*at).ok_or(Damaged)?;
                self.keep(kind.file(&kept.hash)?.as_str())?;
                Ok(kept.clone())
            }
        };
        blocks.par_iter().map(file).collect()
    }

    fn shard(
        &self,
        shard: &RevisedShard,
        opened: &BTreeMap<usize, PackedShard>,
    ) -> io::Result<ShardFiles> {
        let made = match *shard {
            RevisedShard::Made(first, ref slots) => {
                let piece = |slot| match slot {
                    &Slot::Kept { shard, at } => Some(Piece::Packed(opened.get(&shard)?, at)),
                    Slot::Made(group, places) => Some(Piece::Made(group, places)),
                };
                let pieces: Option<Vec<_>> = slots.iter().map(piece).collect();
                self.files.pieces(first, &pieces.ok_or(Damaged)?)?
            }
            RevisedShard::Kept(first, at) => {
                let (_, postings, places) = self.standing.shards[at];
                for (kind, hash) in [(Kind::Postings, postings), (Kind::Places, places)] {
                    let name = kind.file(&hash)?;
                    self.keep(name.as_str())?;
                }
                (first, postings, places)
            }
        };
        (self.compiling.progress)(Progress::Done(1));
        Ok(made)
    }
}

impl OldIndex for Reprint<'_> {
    type Shard = PackedShard;
    type Fault = io::Error;

    fn shards(&self, at: &[usize]) -> io::Result<Vec<PackedShard>> {
        let shard = |&at: &usize| self.standing.shard(at, self.out);
        at.par_iter().map(shard).collect()
    }

    fn outlines(&self, direction: Direction) -> Vec<Outline> {
        let outline = |block: &BlockFile| Outline {
            start: block.start.clone(),
            forms: block.forms,
        };
        self.standing
            .lexicon(direction)
            .iter()
            .map(outline)
            .collect()
    }

    fn blocks(&self, direction: Direction, at: &[usize]) -> io::Result<Vec<Vec<Form>>> {
        let forms = |&at: &usize| self.standing.forms(direction, at, self.out);
        at.par_iter().map(forms).collect()
    }
}

/// What a card shows besides what its article says.
pub(crate) fn card_key(placed: &Placed, to: &mut Vec<u8>) {
    to.extend(placed.key.bytes());
    to.extend(placed.id.to_string().bytes());
    to.extend(
        placed
            .related
            .iter()
            .flat_map(|story| story.0.to_le_bytes()),
    );
    // No list of numbers continues in the next article.
    to.extend((placed.related.len() as u64).to_le_bytes());
}

pub(crate) fn body_key(placed: &Placed, to: &mut Vec<u8>) {
    to.extend(placed.key.bytes());
}

/// Where each story is told first: the rank of its article, and its place there.
fn first_told(edition: &Edition) -> Vec<(usize, usize)> {
    let articles = edition.articles.iter().enumerate();
    let told = articles.flat_map(|(rank, placed)| {
        let related = placed.related.iter().enumerate();
        let new = related.filter(|(_, number)| **number >= placed.next_story);
        new.map(move |(at, _)| (rank, at))
    });
    told.collect()
}

fn stories_key(edition: &Edition, told: &[(usize, usize)]) -> Key {
    let mut bytes = b"stories".to_vec();
    for (rank, at) in told {
        bytes.extend(edition.articles[*rank].key.bytes());
        bytes.extend((*at as u64).to_le_bytes());
    }
    Key::of_bytes(&bytes)
}

/// All files that were made of articles, each with what it was made of.
pub(crate) fn leaves(edition: &Edition, printed: &Printed) -> Vec<(Key, String)> {
    let placed = &edition.articles;
    let cards = placed
        .chunks(CARDS.per_file)
        .map(|some| CARDS.key(some, card_key));
    let bodies = placed
        .chunks(BODIES.per_file)
        .map(|some| BODIES.key(some, body_key));
    let told = first_told(edition);
    let stories = told
        .chunks(STORIES.per_file)
        .map(|some| stories_key(edition, some));
    let cards = cards.zip(&printed.cards);
    let rest = bodies
        .zip(&printed.bodies)
        .chain(stories.zip(&printed.stories));
    cards
        .chain(rest)
        .map(|(key, name)| (key, name.clone()))
        .collect()
}

impl Layout {
    /// Names what a file of these articles is made of.
    fn key(self, some: &[Placed], key: impl Fn(&Placed, &mut Vec<u8>)) -> Key {
        let mut bytes = self.kind.as_bytes().to_vec();
        some.iter().for_each(|placed| key(placed, &mut bytes));
        Key::of_bytes(&bytes)
    }
}
