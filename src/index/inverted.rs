//! How is the index of words cut into the pieces that travel?
//!
//! Here is all that is known of forms and groups, and the bytes of one shard after the other: never
//! of all at once.

use std::ops::Range;

use crate::index::lexicon::{FEW_BLOCKS, backward};
use crate::index::merge::{MergedForm, MergedGroup, Merger, Run, Store, Stored};
use crate::index::packed::{Piece, each_hit, put_forms, unpack, unpack_hit};
use crate::index::{Form, GroupId, Lexicon, Shard, Words};

/// How the index is cut into pieces that travel.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Forms in a block of a lexicon, at least.
    pub block: usize,
    /// The most blocks of a lexicon: beyond, they grow, for the manifest names them.
    pub most: usize,
    /// Bytes in a shard of groups, about.
    pub shard: usize,
}

impl Default for Cut {
    /// A reader waits for one block and for a shard for each word: some 15 and 32 kB, half of that
    /// compressed. Smaller ones are more files than a host likes.
    fn default() -> Self {
        Self {
            block: 2048,
            most: 48,
            shard: 32 << 10,
        }
    }
}

/// Prefixes of so many characters are answered from lists of their own where they begin many words:
/// a single letter would otherwise bring a tenth of the index into the page.
pub const SHORT: usize = 2;
/// So many groups are many.
const MANY: usize = 64;
/// Ends the name of such a list. No word holds it.
pub const ANY: char = '*';

/// The index of words of all documents.
#[derive(Debug)]
pub struct Inverted<S> {
    /// All forms by their first letters.
    pub forward: Lexicon,
    /// All forms by their last letters; `None` where the other is soon read whole.
    pub backward: Option<Lexicon>,
    forms: Vec<MergedForm>,
    /// In the order of their numbers, the lists of short prefixes last.
    groups: Vec<MergedGroup>,
    shards: Vec<Range<GroupId>>,
    store: S,
    /// Their pieces are sorted by their groups, too.
    runs: Vec<Run>,
}

/// A short prefix of many words, and the groups of these.
struct Prefix {
    name: String,
    groups: Vec<GroupId>,
}

impl<S: Store> Inverted<S> {
    pub(crate) fn new(mut merged: Merger<S>, cut: Cut) -> Result<Self, S::Fault> {
        let order = merged.order();
        let take = |&id: &GroupId| std::mem::take(&mut merged.groups[id as usize]);
        let groups = order.iter().map(take).collect();
        let mut inverted = Self {
            forward: Lexicon::default(),
            backward: None,
            forms: merged.forms,
            groups,
            shards: Vec::new(),
            store: merged.store,
            runs: renumbered(merged.runs, &order),
        };
        let mut forms = inverted.sorted_forms();
        let lists = inverted.add_lists(&forms, merged.documents)?;
        forms.extend(lists);
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        let block = cut.block.max(forms.len().div_ceil(cut.most));
        inverted.backward = backward_lexicon(&forms, block);
        inverted.forward = Lexicon::new(forms, block);
        inverted.shards = inverted.cut(cut.shard);
        Ok(inverted)
    }

    fn sorted_forms(&self) -> Vec<Form> {
        let form = |form: &MergedForm| Form {
            text: (&*form.text).into(),
            groups: Vec::new(),
            weight: form.documents.max(1).ilog2() as u8,
        };
        let mut forms: Vec<Form> = self.forms.iter().map(form).collect();
        for (number, group) in self.groups.iter().enumerate() {
            for &form in &group.forms {
                forms[form as usize].groups.push(number as GroupId);
            }
        }
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        forms
    }

    /// Makes the lists of short prefixes, as groups after all others. Returns what the lexicon calls
    /// them.
    fn add_lists(&mut self, forms: &[Form], documents: u32) -> Result<Vec<Form>, S::Fault> {
        let (mut names, mut run) = (Vec::new(), Run::default());
        for prefix in short_prefixes(forms) {
            let group = self.groups.len() as GroupId;
            let mut piece = self.united(&prefix.groups, documents)?;
            let (documents, mut bytes) = (piece.documents, Vec::new());
            put_forms(&[], &mut bytes);
            piece.finish(&mut bytes);
            let (start, len) = (self.store.keep(&bytes)?, bytes.len() as u32);
            run.pieces.push(Stored { group, len, start });
            self.groups.push(MergedGroup::list(documents));
            names.push(Form {
                text: format!("{}{ANY}", prefix.name).into(),
                groups: vec![group],
                weight: 0,
            });
        }
        self.runs.push(run);
        Ok(names)
    }

    /// The documents that hold a word of one of these groups.
    fn united(&self, groups: &[GroupId], documents: u32) -> Result<Piece, S::Fault> {
        let mut hits: Vec<u8> = vec![0; documents as usize];
        for neighbors in groups.chunk_by(|a, b| a + 1 == *b) {
            for neighbors in neighbors.chunks(AT_ONCE) {
                let (first, last) = (neighbors[0], neighbors[neighbors.len() - 1]);
                for pieces in self.pieces(first..last + 1)? {
                    each_hit(&pieces, |doc, hit| {
                        let known = &mut hits[doc as usize];
                        *known = (*known & 31).max(hit & 31) | (*known | hit) & 32;
                    });
                }
            }
        }
        let mut piece = Piece::default();
        let found = hits.iter().enumerate().filter(|(_, hit)| **hit > 0);
        found.for_each(|(doc, &hit)| piece.push(doc as u32, unpack_hit(hit)));
        Ok(piece)
    }

    /// What all runs say of neighboring groups, one after the other.
    fn pieces(&self, groups: Range<GroupId>) -> Result<Vec<Vec<u8>>, S::Fault> {
        let mut all = vec![Vec::new(); groups.len()];
        for run in &self.runs {
            let mut stored = run.of(&groups).to_vec();
            stored.sort_unstable_by_key(|stored| stored.start);
            for near in stored.chunk_by(|a, b| b.start - a.end() < NEAR) {
                self.fetch(near, groups.start, &mut all)?;
            }
        }
        Ok(all)
    }

    /// Appends what lies near each other in the store to what is known of its groups.
    fn fetch(&self, near: &[Stored], first: GroupId, all: &mut [Vec<u8>]) -> Result<(), S::Fault> {
        let (start, end) = match near {
            [first, .., last] => (first.start, last.end()),
            [alone] => (alone.start, alone.end()),
            [] => return Ok(()),
        };
        let bytes = self.store.fetch(start..end)?;
        for stored in near {
            let own = (stored.start - start) as usize..(stored.end() - start) as usize;
            let pieces = &mut all[(stored.group - first) as usize];
            pieces.extend(bytes.get(own).unwrap_or_default());
        }
        Ok(())
    }

    /// Neighbors together, until a shard is full; what fills one alone stands alone.
    fn cut(&self, full: usize) -> Vec<Range<GroupId>> {
        let mut shards: Vec<Range<GroupId>> = Vec::new();
        let mut weight = usize::MAX;
        for (number, group) in self.groups.iter().enumerate() {
            let number = number as GroupId;
            let size = self.size(group);
            if weight.saturating_add(size) > full {
                shards.push(number..number);
                weight = 0;
            }
            weight += size;
            if let Some(shard) = shards.last_mut() {
                shard.end = number + 1;
            }
        }
        shards
    }

    /// About so many bytes.
    fn size(&self, group: &MergedGroup) -> usize {
        let forms = group.forms.iter();
        let forms: usize = forms
            .map(|&form| self.forms[form as usize].text.len())
            .sum();
        3 + forms + 2 * group.documents as usize
    }

    /// How many shards there are.
    #[must_use]
    pub fn shards(&self) -> usize {
        self.shards.len()
    }

    /// A shard, counted from 0, with all that is in it; one that is not there is empty.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn shard(&self, at: usize) -> Result<Shard, S::Fault> {
        let numbers = self.shards.get(at).cloned().unwrap_or_default();
        let pieces = self.pieces(numbers.clone())?;
        let text = |&form: &u32| Box::from(&*self.forms[form as usize].text);
        let group = |(number, pieces): (GroupId, Vec<u8>)| {
            let forms = self.groups[number as usize].forms.iter().map(text);
            unpack(&pieces, forms.collect())
        };
        let (groups, places) = numbers.clone().zip(pieces).map(group).unzip();
        Ok(Shard {
            first: numbers.start,
            groups: Some(groups),
            places: Some(places),
        })
    }

    /// All of it at once.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn words(&self) -> Result<Words, S::Fault> {
        let shards = (0..self.shards()).map(|at| self.shard(at));
        Ok(Words {
            shards: shards.collect::<Result<_, _>>()?,
            forward: self.forward.clone(),
            backward: self.backward.clone(),
        })
    }
}

/// Groups that are read at a time where they are only counted.
const AT_ONCE: usize = 1024;

/// Bytes that are rather read in vain than passed over: the first forms of a group, by which runs are
/// sorted, may change later, so its neighbors are mostly, but not always, near.
const NEAR: u64 = 16 << 10;

impl Stored {
    fn end(&self) -> u64 {
        self.start + u64::from(self.len)
    }
}

impl Run {
    fn of(&self, groups: &Range<GroupId>) -> &[Stored] {
        let before = |end: GroupId| self.pieces.partition_point(|stored| stored.group < end);
        &self.pieces[before(groups.start)..before(groups.end)]
    }
}

/// The runs with the numbers that groups have in that order.
fn renumbered(mut runs: Vec<Run>, order: &[GroupId]) -> Vec<Run> {
    let mut numbers = vec![0; order.len()];
    for (number, &id) in order.iter().enumerate() {
        numbers[id as usize] = number as GroupId;
    }
    for run in &mut runs {
        for stored in &mut run.pieces {
            stored.group = numbers[stored.group as usize];
        }
        run.pieces.sort_unstable_by_key(|stored| stored.group);
    }
    runs
}

/// The forms written backward, without their groups: what is found there is looked up in the other. A
/// lexicon of few blocks has none, for it is soon read whole.
fn backward_lexicon(forms: &[Form], block: usize) -> Option<Lexicon> {
    if forms.len().div_ceil(block) <= FEW_BLOCKS {
        return None;
    }
    let written = forms.iter().filter(|form| !form.text.ends_with(ANY));
    let turned = written.map(|form| Form {
        text: backward(&form.text).into(),
        groups: Vec::new(),
        weight: form.weight,
    });
    let mut turned: Vec<_> = turned.collect();
    turned.sort_by(|a, b| a.text.cmp(&b.text));
    Some(Lexicon::new(turned, block))
}

/// The short prefixes of many words.
fn short_prefixes(forms: &[Form]) -> Vec<Prefix> {
    let mut prefixes = Vec::new();
    for length in 1..=SHORT {
        let prefix = |form: &Form| -> String { form.text.chars().take(length).collect() };
        for forms in forms.chunk_by(|a, b| prefix(a) == prefix(b)) {
            let mut groups: Vec<_> = forms.iter().flat_map(|form| form.groups.clone()).collect();
            groups.sort_unstable();
            groups.dedup();
            let name = forms.first().map(prefix).unwrap_or_default();
            if groups.len() >= MANY && name.chars().count() == length {
                prefixes.push(Prefix { name, groups });
            }
        }
    }
    prefixes
}
