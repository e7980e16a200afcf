//! Which documents hold this word, how strongly, and where?

use crate::index::lexicon::FEW_BLOCKS;
use crate::index::{Direction, DocId, Form, GroupId, Lexicon, Part, Tally};

/// How strongly a document speaks of a word, from 1 to this: see [`crate::index::Prose`].
pub const STRONGEST: u8 = 31;

/// The index of words, as far as it is here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// All forms by their first letters.
    pub forward: Lexicon,
    /// All forms by their last letters, without their groups; `None` where there is none, and while it
    /// is not known into which blocks it is cut.
    pub backward: Option<Lexicon>,
    /// The groups in their shards, ascending. A shard is known once a block of the lexicon is here
    /// that names one of its groups.
    pub shards: Vec<Shard>,
    /// The tallies of a block of the lexicon, in the order of its frequent forms; `None` where they are
    /// not here. Which blocks have any is known once these are here.
    pub tallies: Vec<(u32, Option<Vec<Tally>>)>,
}

/// Neighboring groups, which travel together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shard {
    /// The first of them.
    pub first: GroupId,
    /// The groups, `None` where they are not here.
    pub groups: Option<Vec<Group>>,
    /// The places of the same groups, apart from them, for only phrases ask.
    pub places: Option<Vec<Places>>,
}

/// The words of one stem, and the documents that hold one of them.
///
/// Invariant: `docs` ascends, and `hits` is as long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The forms that occur; none for a group that stands for all words of a short prefix.
    pub forms: Vec<Box<str>>,
    /// The documents.
    pub docs: Vec<DocId>,
    /// How strongly each speaks of it.
    pub hits: Vec<Hit>,
}

/// How a document holds a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// From 1 to [`STRONGEST`].
    pub strength: u8,
    /// Whether it stands in the title.
    pub in_title: bool,
}

impl Hit {
    /// What is left of two words that count as one: the better of each.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            strength: self.strength.max(other.strength),
            in_title: self.in_title || other.in_title,
        }
    }
}

/// Where the words of a group stand in its documents.
///
/// Invariant: `ends` is as long as the group has documents and ascends to the length of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// For each document the end of its places.
    pub ends: Vec<u32>,
    /// The places, ascending within each document.
    pub places: Vec<u32>,
    /// Which of the group's forms stands in each.
    pub forms: Vec<u8>,
}

/// The places below this are the title's.
pub const TITLE_END: u32 = 64;

impl Words {
    /// Whether a typo is looked for in both lexicons, and not in the whole of one.
    #[must_use]
    pub fn is_two_way(&self) -> bool {
        self.backward.is_some() || self.forward.blocks.len() > FEW_BLOCKS
    }

    /// The lexicon of a direction.
    ///
    /// # Errors
    ///
    /// The part that is not here.
    pub fn lexicon(&self, direction: Direction) -> Result<&Lexicon, Part> {
        match direction {
            Direction::Forward => Ok(&self.forward),
            Direction::Backward => self.backward.as_ref().ok_or(Part::Backward),
        }
    }

    /// The form, if it occurs.
    ///
    /// # Errors
    ///
    /// The block that may hold it and is not here.
    pub fn find(&self, word: &str) -> Result<Option<&Form>, Part> {
        self.forward.find(word, Direction::Forward)
    }

    /// What leads where a form is, or a longer one that begins with it; `None` where that was not
    /// counted, and for a form of less weight.
    ///
    /// # Errors
    ///
    /// The part that is not here.
    pub fn tally(&self, word: &str, least: u8) -> Result<Option<&Tally>, Part> {
        let Some(block) = self.forward.block_of(word) else {
            return Ok(None);
        };
        let forms = self.forward.block(block, Direction::Forward)?.iter();
        let is_meant = |form: &Form| *form.text == *word && form.weight >= least;
        let place = forms.filter(|form| form.is_frequent()).position(is_meant);
        let known = self.tallies.iter().find(|(at, _)| *at as usize == block);
        let (Some(place), Some((at, tallies))) = (place, known) else {
            return Ok(None);
        };
        let tallies = tallies.as_ref().ok_or(Part::Tallies(*at))?;
        Ok(tallies.get(place))
    }

    /// The words of one stem; `None` where a damaged index names one that it does not have.
    ///
    /// # Errors
    ///
    /// The shard that is not here.
    pub fn group(&self, id: GroupId) -> Result<Option<&Group>, Part> {
        let Some(shard) = self.shard(id) else {
            return Ok(None);
        };
        let groups = shard.groups.as_ref();
        let groups = groups.ok_or(Part::Postings(shard.first))?;
        Ok(groups.get((id - shard.first) as usize))
    }

    /// Where the words of a group stand.
    ///
    /// # Errors
    ///
    /// The part that is not here.
    pub fn places(&self, id: GroupId) -> Result<Option<&Places>, Part> {
        let Some(shard) = self.shard(id) else {
            return Ok(None);
        };
        let places = shard.places.as_ref();
        let places = places.ok_or(Part::Places(shard.first))?;
        Ok(places.get((id - shard.first) as usize))
    }

    /// Makes it known that a shard begins with that group.
    pub fn know(&mut self, first: GroupId) {
        let at = self.shards.partition_point(|shard| shard.first < first);
        if self.shards.get(at).is_none_or(|shard| shard.first != first) {
            let shard = Shard {
                first,
                ..Shard::default()
            };
            self.shards.insert(at, shard);
        }
    }

    /// The shard that begins with that group, if it is known.
    pub fn shard_mut(&mut self, first: GroupId) -> Option<&mut Shard> {
        self.shards.iter_mut().find(|shard| shard.first == first)
    }

    /// The shard of a group: the last that begins before it. Whoever knows a group knows its shard.
    fn shard(&self, id: GroupId) -> Option<&Shard> {
        let after = self.shards.partition_point(|shard| shard.first <= id);
        self.shards.get(after.checked_sub(1)?)
    }
}

impl Places {
    /// The places in the document that is the group's `at`-th, each with its form.
    pub fn of(&self, at: usize) -> impl Iterator<Item = (u32, u8)> + '_ {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |&start| start as usize);
        let end = self.ends.get(at).map_or(start, |&end| end as usize);
        let range = start..end.max(start);
        let places = self.places.get(range.clone()).unwrap_or_default();
        let forms = self.forms.get(range).unwrap_or_default();
        places.iter().copied().zip(forms.iter().copied())
    }
}
