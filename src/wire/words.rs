//! Which words there are, as bytes: lexicons and tallies.
//!
//! docs/format.md has the layouts.

use crate::index::{Direction, Form, GroupId, Head, Lead, PerFacet, Tally};
use crate::model::FileName;
use crate::wire::bytes::{Damaged, Reader, put, put_signed, put_text};
use crate::wire::{Hash, hashed_name};

const LEXICON: &[u8; 4] = b"NRle";
const BLOCKS: &[u8; 4] = b"NRbl";
const TALLIES: &[u8; 4] = b"NRta";

/// The kinds of the files that are named by nothing but a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A block of the lexicon.
    Lexicon,
    /// A block of the backward lexicon.
    Backward,
    /// The postings of a shard.
    Postings,
    /// The places of a shard.
    Places,
    /// A stretch of the labels.
    Labels,
    /// The tallies of a block of the lexicon.
    Tallies,
}

impl Kind {
    /// As the names of its files begin.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lexicon => "lexicon",
            Self::Backward => "nocixel",
            Self::Postings => "postings",
            Self::Places => "places",
            Self::Labels => "labels",
            Self::Tallies => "tallies",
        }
    }

    /// That of the blocks of a lexicon.
    #[must_use]
    pub fn of_block(direction: Direction) -> Self {
        match direction {
            Direction::Forward => Self::Lexicon,
            Direction::Backward => Self::Backward,
        }
    }

    /// The file of that kind and content.
    ///
    /// # Errors
    ///
    /// None, as long as names are plain letters.
    pub fn file(self, hash: &Hash) -> Result<FileName, Damaged> {
        hashed_name(self.name(), hash, "bin")
    }
}

/// A block of a lexicon: its first form, and the hash of its file.
pub type Block = (Box<str>, Hash);

/// A shard: its first group, the hash of its postings, the hash of its places.
pub type ShardFiles = (GroupId, Hash, Hash);

/// What a block of a lexicon says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// Its forms, sorted.
    pub forms: Vec<Form>,
    /// The shards that their groups lie in.
    pub shards: Vec<ShardFiles>,
    /// The tallies of those that are frequent, where there are any.
    pub tallies: Option<Hash>,
}

/// The blocks of the backward lexicon.
#[must_use]
pub fn write_blocks(blocks: &[Block]) -> Vec<u8> {
    let mut bytes = BLOCKS.to_vec();
    put(&mut bytes, blocks.len() as u64);
    for (start, hash) in blocks {
        put_text(&mut bytes, start);
        bytes.extend(hash);
    }
    bytes
}

/// The blocks that a file names.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_blocks(bytes: &[u8]) -> Result<Vec<Block>, Damaged> {
    let mut from = Reader::of(bytes, BLOCKS);
    let count = from.count();
    let mut blocks = Vec::with_capacity(count);
    for _ in 0..count {
        blocks.push((from.text().into(), from.hash()));
    }
    from.end()?;
    Ok(blocks)
}

/// Forms: the letters shared with the one before and the rest · weight and number of groups · the
/// groups, each as the step from the one before · the shards that these groups lie in · the tallies, if
/// there are any.
#[must_use]
pub fn write_lexicon(forms: &[Form], shards: &[ShardFiles], tallies: Option<Hash>) -> Vec<u8> {
    let mut bytes = LEXICON.to_vec();
    put(&mut bytes, forms.len() as u64);
    let mut before = "";
    for form in forms {
        put_like(&mut bytes, before, &form.text);
        before = &form.text;
    }
    for form in forms {
        put(
            &mut bytes,
            (form.groups.len() as u64) << 5 | u64::from(form.weight.min(31)),
        );
    }
    let mut last = 0;
    for group in forms.iter().flat_map(|form| &form.groups) {
        put_signed(&mut bytes, i64::from(*group) - last);
        last = i64::from(*group);
    }
    put(&mut bytes, shards.len() as u64);
    for (first, postings, places) in shards {
        put(&mut bytes, u64::from(*first));
        bytes.extend(postings);
        bytes.extend(places);
    }
    put(&mut bytes, tallies.iter().len() as u64);
    bytes.extend(tallies.iter().flatten());
    bytes
}

/// The block that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_lexicon(bytes: &[u8]) -> Result<Entries, Damaged> {
    let mut from = Reader::of(bytes, LEXICON);
    let count = from.count();
    let mut forms: Vec<Form> = Vec::with_capacity(count);
    for _ in 0..count {
        let before = forms.last().map_or("", |form| &form.text);
        let text = from.like(before);
        forms.push(Form {
            text,
            groups: Vec::new(),
            weight: 0,
        });
    }
    let mut numbers = Vec::with_capacity(count);
    for form in &mut forms {
        let both = from.small();
        form.weight = (both & 31) as u8;
        numbers.push(both >> 5);
    }
    let mut last: i64 = 0;
    for (form, number) in forms.iter_mut().zip(numbers) {
        for _ in 0..from.possible(u64::from(number)) {
            let group = last.checked_add(from.signed());
            let group = from.sound(group.and_then(|group| GroupId::try_from(group).ok()));
            form.groups.push(group);
            last = i64::from(group);
        }
    }
    let count = from.count();
    let mut shards = Vec::with_capacity(count);
    for _ in 0..count {
        shards.push((from.small(), from.hash(), from.hash()));
    }
    let has_tallies = from.small() > 0;
    let tallies = has_tallies.then(|| from.hash());
    from.end()?;
    Ok(Entries {
        forms,
        shards,
        tallies,
    })
}

/// Tallies: of each, for each facet, how many values lead · their places · their counts; then how many
/// documents match, or 0 where it has no head · how many lead · which · how many forms · which. Numbers
/// are steps from the one before.
#[must_use]
pub fn write_tallies(tallies: &[Tally]) -> Vec<u8> {
    let mut bytes = TALLIES.to_vec();
    put(&mut bytes, tallies.len() as u64);
    for tally in tallies {
        for (_, leads) in tally.leads.iter() {
            put_counted(&mut bytes, leads.iter().map(|lead| lead.value));
            put_to_and_fro(&mut bytes, leads.iter().map(|lead| lead.count));
        }
        let head = tally.head.as_ref().filter(|head| head.total > 0);
        put(&mut bytes, head.map_or(0, |head| u64::from(head.total)));
        if let Some(head) = head {
            put_counted(&mut bytes, head.docs.iter().copied());
            put(&mut bytes, head.forms.len() as u64);
            head.forms
                .iter()
                .for_each(|form| put_text(&mut bytes, form));
        }
    }
    bytes
}

fn put_counted(bytes: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u32>) {
    put(bytes, numbers.len() as u64);
    put_to_and_fro(bytes, numbers);
}

fn put_to_and_fro(bytes: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        put_signed(bytes, i64::from(number) - last);
        last = i64::from(number);
    }
}

/// The tallies that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_tallies(bytes: &[u8]) -> Result<Vec<Tally>, Damaged> {
    let mut from = Reader::of(bytes, TALLIES);
    let count = from.count();
    let mut tallies = Vec::with_capacity(count);
    for _ in 0..count {
        let leads = PerFacet::new(|_| read_leads(&mut from));
        let head = match from.small() {
            0 => None,
            total => Some(Head {
                total,
                docs: read_counted(&mut from),
                forms: (0..from.count()).map(|_| from.text().into()).collect(),
            }),
        };
        tallies.push(Tally { leads, head });
    }
    from.end()?;
    Ok(tallies)
}

fn read_leads(from: &mut Reader<'_>) -> Vec<Lead> {
    let values = read_counted(from);
    let counts = read_to_and_fro(from, values.len());
    let both = values.into_iter().zip(counts);
    both.map(|(value, count)| Lead { value, count }).collect()
}

fn read_counted(from: &mut Reader<'_>) -> Vec<u32> {
    let count = from.count();
    read_to_and_fro(from, count)
}

fn read_to_and_fro(from: &mut Reader<'_>, count: usize) -> Vec<u32> {
    let mut last: i64 = 0;
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        last = last.saturating_add(from.signed());
        numbers.push(from.sound(u32::try_from(last).ok()));
    }
    numbers
}

/// A word as what it shares with the one before, in bytes, and the rest.
pub(super) fn put_like(bytes: &mut Vec<u8>, before: &str, text: &str) {
    let same = before
        .bytes()
        .zip(text.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let shared = (0..=same)
        .rev()
        .find(|&at| text.is_char_boundary(at) && before.is_char_boundary(at))
        .unwrap_or(0);
    put(bytes, shared as u64);
    put_text(bytes, text.get(shared..).unwrap_or_default());
}

impl<'a> Reader<'a> {
    /// A word that was written as the rest of another.
    pub(super) fn like(&mut self, before: &str) -> Box<str> {
        let shared = before.get(..self.small() as usize);
        let shared = self.sound(shared);
        [shared, self.text()].concat().into()
    }

    pub(crate) fn hash(&mut self) -> Hash {
        let hash = self.take(size_of::<Hash>()).try_into().ok();
        self.sound(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Facet;
    use crate::wire::bytes::survives;

    fn forms() -> Vec<Form> {
        let form = |number: u32| Form {
            text: format!("wörd{number:04}").into(),
            groups: (0..1 + number % 3 / 2)
                .map(|more| number / 2 + more)
                .collect(),
            weight: (number % 20) as u8,
        };
        (0..50).map(form).collect()
    }

    #[test]
    fn words_survive_the_wire_and_no_altered_byte_panics() {
        for tallies in [None, Some([5; 32])] {
            let block = Entries {
                forms: forms(),
                shards: vec![(0, [1; 32], [2; 32]), (9, [3; 32], [4; 32])],
                tallies,
            };
            let written = write_lexicon(&block.forms, &block.shards, tallies);
            survives(&written, read_lexicon, &block);
        }
    }

    #[test]
    fn tallies_survive_the_wire() {
        let leads = |count: u32| {
            let lead = |at: u32| Lead {
                value: at * 7 % 11,
                count: 900 / (at + 1),
            };
            (0..count).map(lead).collect::<Vec<_>>()
        };
        let mut tally = Tally {
            leads: PerFacet::new(|_| leads(10)),
            head: Some(Head {
                total: 70_000,
                docs: vec![900, 3, 69_999],
                forms: vec!["found".into(), "å".into()],
            }),
        };
        tally.leads[Facet::Type] = leads(1);
        let tallies = vec![tally, Tally::default()];
        survives(&write_tallies(&tallies), read_tallies, &tallies);
    }

    #[test]
    fn names_survive_the_wire() {
        let blocks: Vec<Block> = vec![("a".into(), [1; 32]), ("ä".into(), [2; 32])];
        survives(&write_blocks(&blocks), read_blocks, &blocks);
    }
}
