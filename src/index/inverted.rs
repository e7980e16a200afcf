//! How is the index of words cut into the pieces that travel?
//!
//! Here is all that is known of forms and groups, and the bytes of one shard after the other: never
//! of all at once.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::index::lexicon::{FEW_BLOCKS, backward};
use crate::index::merge::{MergedForm, MergedGroup, Merger, Sorted};
use crate::index::packed::{Piece, each_hit, put_forms, unpack, unpack_hit};
use crate::index::run::Runs;
use crate::index::{Direction, DocId, Form, GroupId, Lexicon, Shard, Store, Words};

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
    /// A reader waits for one block and for a shard for each word: some 8 and 32 kB, half of that
    /// compressed. Smaller ones are more files than a host likes.
    fn default() -> Self {
        Self {
            block: 1024,
            most: 96,
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
    runs: Runs<S>,
}

/// A short prefix of many words, and the groups of these.
struct Prefix {
    name: String,
    groups: Vec<GroupId>,
}

impl<S: Store> Inverted<S> {
    pub(crate) fn new(merged: Merger<S>, sorted: &Sorted, cut: Cut) -> Result<Self, S::Fault> {
        let (documents, mut groups) = (merged.documents, merged.groups);
        let take = |&id: &GroupId| std::mem::take(&mut groups[id as usize]);
        let mut inverted = Self {
            forward: Lexicon::default(),
            backward: None,
            forms: merged.forms,
            groups: sorted.groups.iter().map(take).collect(),
            shards: Vec::new(),
            runs: merged.runs,
        };
        inverted.runs.renumber(&sorted.groups);
        let mut forms = inverted.lexicon(&sorted.forms);
        let lists = inverted.add_lists(&forms, documents)?;
        forms.extend(lists);
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        let block = cut.block.max(forms.len().div_ceil(cut.most));
        inverted.backward = backward_lexicon(&forms, block);
        inverted.forward = Lexicon::new(forms, block);
        inverted.shards = inverted.cut(cut.shard);
        Ok(inverted)
    }

    /// The forms in that order, each with its groups.
    fn lexicon(&self, order: &[u32]) -> Vec<Form> {
        let mut groups: Vec<Vec<GroupId>> = vec![Vec::new(); self.forms.len()];
        for (number, group) in self.groups.iter().enumerate() {
            for &form in &group.forms {
                groups[form as usize].push(number as GroupId);
            }
        }
        let form = |&id: &u32| Form {
            text: (&*self.forms[id as usize].text).into(),
            groups: std::mem::take(&mut groups[id as usize]),
            weight: self.forms[id as usize].documents.max(1).ilog2() as u8,
        };
        order.iter().map(form).collect()
    }

    /// Makes the lists of short prefixes, as groups after all others. Returns what the lexicon calls
    /// them.
    fn add_lists(&mut self, forms: &[Form], documents: u32) -> Result<Vec<Form>, S::Fault> {
        let mut names = Vec::new();
        self.runs.begin();
        for prefix in short_prefixes(forms) {
            let group = self.groups.len() as GroupId;
            let mut piece = self.united(&prefix.groups, documents)?;
            let (documents, mut bytes) = (piece.documents, Vec::new());
            put_forms(&[], &mut bytes);
            piece.finish(&mut bytes);
            self.runs.keep(group, &bytes)?;
            self.groups.push(MergedGroup::list(documents));
            names.push(Form {
                text: format!("{}{ANY}", prefix.name).into(),
                groups: vec![group],
                weight: 0,
            });
        }
        Ok(names)
    }

    /// The documents that hold a word of one of these groups.
    fn united(&self, groups: &[GroupId], documents: u32) -> Result<Piece, S::Fault> {
        let mut hits: Vec<u8> = vec![0; documents as usize];
        self.each_hit(groups, |_, doc, hit| {
            let known = &mut hits[doc as usize];
            *known = (*known & 31).max(hit & 31) | (*known | hit) & 32;
        })?;
        let mut piece = Piece::default();
        let found = hits.iter().enumerate().filter(|(_, hit)| **hit > 0);
        found.for_each(|(doc, &hit)| piece.push(doc as u32, unpack_hit(hit)));
        Ok(piece)
    }

    /// Calls with each of these groups, which ascend, each of its documents and the hit, packed.
    fn each_hit(
        &self,
        groups: &[GroupId],
        mut found: impl FnMut(GroupId, DocId, u8),
    ) -> Result<(), S::Fault> {
        for neighbors in groups.chunk_by(|a, b| a + 1 == *b) {
            for neighbors in neighbors.chunks(AT_ONCE) {
                let (Some(first), Some(last)) = (neighbors.first(), neighbors.last()) else {
                    continue;
                };
                let pieces = self.runs.pieces(*first..last + 1)?;
                for (group, pieces) in neighbors.iter().zip(&pieces) {
                    each_hit(pieces, |doc, hit| found(*group, doc, hit));
                }
            }
        }
        Ok(())
    }

    /// The documents of each of these groups, which ascend.
    pub(crate) fn docs(
        &self,
        groups: &[GroupId],
    ) -> Result<FxHashMap<GroupId, Vec<DocId>>, S::Fault> {
        let mut docs: FxHashMap<_, Vec<_>> = FxHashMap::default();
        self.each_hit(groups, |group, doc, _| {
            docs.entry(group).or_default().push(doc);
        })?;
        Ok(docs)
    }

    /// The groups of a form and of all that begin with it or, for a short one, the list that stands for
    /// these: what it means where it is typed last.
    pub(crate) fn beginning(&self, form: &Form) -> Vec<GroupId> {
        if form.text.chars().count() <= SHORT {
            let list = format!("{}{ANY}", form.text);
            if let Ok(Some(list)) = self.forward.find(&list, Direction::Forward) {
                return [&*form.groups, &*list.groups].concat();
            }
        }
        let mut longer = self
            .forward
            .beginning(&form.text, Direction::Forward, &mut Vec::new())
            .unwrap_or_default();
        longer.retain(|form| !form.text.ends_with(ANY));
        longer
            .iter()
            .flat_map(|form| &form.groups)
            .copied()
            .collect()
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
        let pieces = self.runs.pieces(numbers.clone())?;
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
            tallies: Vec::new(),
        })
    }
}

/// Groups that are read at a time where they are only counted.
const AT_ONCE: usize = 1024;

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
