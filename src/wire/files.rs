//! Which file holds which part of the index?

use crate::index::{Direction, Index, Lexicon, Part};
use crate::model::FileName;
use crate::wire::{
    Block, Damaged, Entries, Hash, IndexNames, Kind, ShardFiles, read_blocks, read_calendar,
    read_facets, read_labels, read_lexicon, read_places, read_postings, read_scores, read_tallies,
};

/// An index and the files that the rest of it is in.
#[derive(Clone, Debug)]
pub struct Filed {
    index: Index,
    names: IndexNames,
    /// The stretches of the labels, where each has a file of its own.
    stretches: Vec<Hash>,
    /// The blocks of the backward lexicon.
    backward: Vec<Block>,
    /// Those that the blocks that are here have named.
    shards: Vec<ShardFiles>,
    /// The tallies of the blocks that are here and have any.
    tallies: Vec<(u32, Hash)>,
}

impl Filed {
    /// Nothing is here yet.
    #[must_use]
    pub fn new(documents: u32, names: &IndexNames) -> Self {
        let mut index = Index::absent(documents);
        let starts = names.lexicon.iter().map(|(start, _)| start.as_str().into());
        index.words.forward = absent(starts.collect());
        Self {
            index,
            names: names.clone(),
            stretches: Vec::new(),
            backward: Vec::new(),
            shards: Vec::new(),
            tallies: Vec::new(),
        }
    }

    /// What is here.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The file that holds a part; `None` where the bundle names none.
    #[must_use]
    pub fn name(&self, part: Part) -> Option<FileName> {
        let shard = |first| self.shards.iter().find(|(other, ..)| *other == first);
        let (kind, hash) = match part {
            Part::Calendar => return self.names.calendar.parse().ok(),
            Part::Facets => return self.names.facets.parse().ok(),
            Part::Scores => return self.names.scores.parse().ok(),
            Part::Backward => return self.names.backward.as_ref()?.parse().ok(),
            Part::Lexicon(Direction::Forward, at) => {
                return self.names.lexicon.get(at as usize)?.1.parse().ok();
            }
            Part::Labels(at) => (Kind::Labels, self.stretches.get(at as usize)?),
            Part::Lexicon(Direction::Backward, at) => {
                (Kind::Backward, &self.backward.get(at as usize)?.1)
            }
            Part::Tallies(at) => {
                let mut known = self.tallies.iter();
                (Kind::Tallies, &known.find(|(block, _)| *block == at)?.1)
            }
            Part::Postings(first) => (Kind::Postings, &shard(first)?.1),
            Part::Places(first) => (Kind::Places, &shard(first)?.2),
        };
        kind.file(hash).ok()
    }

    /// Takes in the file of a part.
    ///
    /// # Errors
    ///
    /// What this version would not have written. Nothing of it is kept.
    pub fn take(&mut self, part: Part, bytes: &[u8]) -> Result<(), Damaged> {
        let documents = self.index.documents;
        match part {
            Part::Calendar => {
                let calendar = read_calendar(bytes)?;
                if calendar.documents != documents {
                    return Err(Damaged);
                }
                self.index.calendar = Some(calendar);
            }
            Part::Facets => {
                let (labels, files) = read_facets(bytes, documents)?;
                self.index.labels = Some(labels);
                self.stretches = files;
            }
            Part::Labels(at) => {
                let labels = self.index.labels.as_mut().ok_or(Damaged)?;
                let stretch = read_labels(bytes, labels, at)?;
                *labels.stretches.get_mut(at as usize).ok_or(Damaged)? = Some(stretch);
            }
            Part::Scores => self.index.scores = Some(read_scores(bytes, documents)?),
            Part::Backward => {
                self.backward = read_blocks(bytes)?;
                let starts = self.backward.iter().map(|(start, _)| start.clone());
                self.index.words.backward = Some(absent(starts.collect()));
            }
            Part::Lexicon(direction, at) => self.take_block(direction, at, bytes)?,
            Part::Tallies(at) => {
                let tallies = read_tallies(bytes)?;
                let mut known = self.index.words.tallies.iter_mut();
                known.find(|(block, _)| *block == at).ok_or(Damaged)?.1 = Some(tallies);
            }
            Part::Postings(first) => {
                let groups = read_postings(bytes, documents)?;
                self.index.words.shard_mut(first).ok_or(Damaged)?.groups = Some(groups);
            }
            Part::Places(first) => {
                let places = read_places(bytes)?;
                self.index.words.shard_mut(first).ok_or(Damaged)?.places = Some(places);
            }
        }
        Ok(())
    }

    /// Goes on as if nothing had been counted at the build of what stands in a block of the lexicon.
    pub fn forget_tallies(&mut self, block: u32) {
        let tallies = &mut self.index.words.tallies;
        tallies.retain(|(known, _)| *known != block);
    }

    fn take_block(&mut self, direction: Direction, at: u32, bytes: &[u8]) -> Result<(), Damaged> {
        let Entries {
            forms,
            shards,
            tallies,
        } = read_lexicon(bytes)?;
        let words = &mut self.index.words;
        let lexicon = match direction {
            Direction::Forward => &mut words.forward,
            Direction::Backward => words.backward.as_mut().ok_or(Damaged)?,
        };
        *lexicon.blocks.get_mut(at as usize).ok_or(Damaged)? = Some(forms);
        shards.iter().for_each(|(first, ..)| words.know(*first));
        self.shards.extend(shards);
        if let Some(hash) = tallies {
            words.tallies.push((at, None));
            self.tallies.push((at, hash));
        }
        Ok(())
    }
}

/// A lexicon of which only the cuts are known.
fn absent(starts: Vec<Box<str>>) -> Lexicon {
    Lexicon {
        blocks: vec![None; starts.len()],
        starts,
    }
}
