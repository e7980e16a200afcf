//! The index of words, as bytes: lexicons, postings, places.
//!
//! docs/format.md has the layouts.

use crate::index::{Form, Group, GroupId, Head, Hit, Lead, PerFacet, Places, STRONGEST, Tally};
use crate::model::FileName;
use crate::wire::bytes::{Damaged, Reader, put, put_signed, put_text};
use crate::wire::index::{put_steps, read_steps};
use crate::wire::{Hash, hashed_name};

const LEXICON: &[u8; 4] = b"NRle";
const POSTINGS: &[u8; 4] = b"NRpo";
const PLACES: &[u8; 4] = b"NRpl";
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

/// Groups: their forms · their documents · how each holds them: strength, with 32 added where the
/// title does.
#[must_use]
pub fn write_postings(groups: &[Group]) -> Vec<u8> {
    let mut bytes = POSTINGS.to_vec();
    put(&mut bytes, groups.len() as u64);
    for group in groups {
        put(&mut bytes, group.forms.len() as u64);
        let mut before = "";
        for form in &group.forms {
            put_like(&mut bytes, before, form);
            before = form;
        }
    }
    for group in groups {
        put_steps(&mut bytes, &group.docs);
    }
    for hit in groups.iter().flat_map(|group| &group.hits) {
        bytes.push(hit.strength | u8::from(hit.in_title) << 5);
    }
    bytes
}

/// The groups that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_postings(bytes: &[u8], documents: u32) -> Result<Vec<Group>, Damaged> {
    let mut from = Reader::of(bytes, POSTINGS);
    let count = from.count();
    let mut groups: Vec<Group> = Vec::with_capacity(count);
    for _ in 0..count {
        let mut group = Group::default();
        for _ in 0..from.count() {
            let before = group.forms.last().map_or("", |form| form);
            let form = from.like(before);
            group.forms.push(form);
        }
        groups.push(group);
    }
    for group in &mut groups {
        group.docs = read_steps(&mut from, documents);
    }
    for group in &mut groups {
        let hits = from.take(group.docs.len());
        group.hits = hits.iter().map(|&hit| read_hit(hit)).collect();
    }
    from.end()?;
    Ok(groups)
}

fn read_hit(byte: u8) -> Hit {
    Hit {
        strength: byte & STRONGEST,
        in_title: byte >> 5 & 1 == 1,
    }
}

/// How many groups · for each its forms and its documents · for each document how many places, and
/// the steps between them, each times the number of forms plus which form it is.
///
/// It says again what the postings say, for the two travel at the same time.
#[must_use]
pub fn write_places(groups: &[(&Group, &Places)]) -> Vec<u8> {
    let mut bytes = PLACES.to_vec();
    put(&mut bytes, groups.len() as u64);
    for (group, places) in groups {
        put(&mut bytes, group.forms.len() as u64);
        put(&mut bytes, places.ends.len() as u64);
    }
    for (group, places) in groups {
        let forms = group.forms.len().max(1) as u64;
        for at in 0..places.ends.len() {
            put(&mut bytes, places.of(at).count() as u64);
            let mut before = 0;
            for (place, form) in places.of(at) {
                let form = u64::from(form).min(forms - 1);
                put(&mut bytes, u64::from(place - before) * forms + form);
                before = place;
            }
        }
    }
    bytes
}

/// The places that a file holds, of the groups of its shard.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_places(bytes: &[u8]) -> Result<Vec<Places>, Damaged> {
    let mut from = Reader::of(bytes, PLACES);
    let count = from.count();
    let mut sizes = Vec::with_capacity(count);
    for _ in 0..count {
        sizes.push((from.number().max(1), from.count()));
    }
    let mut all = Vec::with_capacity(count);
    for (forms, documents) in sizes {
        let mut places = Places::default();
        for _ in 0..documents {
            let mut place: u32 = 0;
            for _ in 0..from.count() {
                let both = from.number();
                let step = u32::try_from(both / forms).ok();
                place = from.sound(step.and_then(|step| place.checked_add(step)));
                places.places.push(place);
                places.forms.push((both % forms).min(255) as u8);
            }
            places.ends.push(places.places.len() as u32);
        }
        all.push(places);
    }
    from.end()?;
    Ok(all)
}

/// A word as what it shares with the one before, in bytes, and the rest.
fn put_like(bytes: &mut Vec<u8>, before: &str, text: &str) {
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
    fn like(&mut self, before: &str) -> Box<str> {
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

    fn groups() -> Vec<(Group, Places)> {
        let group = |number: u32| {
            let docs: Vec<u32> = (0..70).filter(|doc| doc % (number + 1) == 0).collect();
            let hit = |doc: &u32| Hit {
                strength: (doc % 31) as u8 + 1,
                in_title: doc.is_multiple_of(3),
            };
            let mut places = Places::default();
            for doc in &docs {
                places.places.extend([doc % 5, doc % 5 + 200]);
                places.forms.extend([0, (number % 2) as u8]);
                places.ends.push(places.places.len() as u32);
            }
            let group = Group {
                forms: vec![
                    format!("größe{number}").into(),
                    format!("größer{number}").into(),
                ],
                hits: docs.iter().map(hit).collect(),
                docs,
            };
            (group, places)
        };
        (0..20).map(group).collect()
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
        let (groups, places): (Vec<_>, Vec<_>) = groups().into_iter().unzip();
        survives(
            &write_postings(&groups),
            |bytes| read_postings(bytes, 70),
            &groups,
        );
        let both: Vec<_> = groups.iter().zip(&places).collect();
        survives(&write_places(&both), read_places, &places);
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
