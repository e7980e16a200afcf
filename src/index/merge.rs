//! How do parts of the documents become one index?
//!
//! Single-pass in-memory indexing (Heinz and Zobel, “Efficient single-pass index construction for
//! text databases”, 2003; Manning, Raghavan and Schütze, “Introduction to Information Retrieval”,
//! 4.3). The vocabulary stays in memory. What the parts say of each group is appended, for documents
//! come in their order, until it is more than may be held: then it goes to a store, as a run in which
//! groups stand sorted. What every run says of a group, one run after the other, is the group.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::gather::{Gathered, GatheredForm, GatheredGroup, number_in};
use crate::index::{Cut, GroupId, Inverted};

/// Where bytes wait until they are asked for: in memory, or in a place that this room does not know.
pub trait Store {
    /// What can go wrong there.
    type Fault;

    /// Takes bytes in; they follow those before. Returns where they begin.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn keep(&mut self, bytes: &[u8]) -> Result<u64, Self::Fault>;

    /// The bytes in a range of those that were kept.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn fetch(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, Self::Fault>;
}

impl Store for Vec<u8> {
    type Fault = Infallible;

    fn keep(&mut self, bytes: &[u8]) -> Result<u64, Infallible> {
        let start = self.len() as u64;
        self.extend(bytes);
        Ok(start)
    }

    fn fetch(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, Infallible> {
        let found = self.get(range.start as usize..range.end as usize);
        Ok(found.unwrap_or_default().into())
    }
}

/// Merges parts, in the order of their documents.
#[derive(Debug)]
pub struct Merger<S> {
    pub(crate) store: S,
    /// The most bytes that are held before they go to the store.
    most: usize,
    held: usize,
    pub(crate) documents: u32,
    pub(crate) forms: Vec<MergedForm>,
    pub(crate) groups: Vec<MergedGroup>,
    form_ids: FxHashMap<Arc<str>, u32>,
    stems: FxHashMap<Arc<str>, GroupId>,
    pub(crate) runs: Vec<Run>,
}

#[derive(Debug)]
pub(crate) struct MergedForm {
    pub text: Arc<str>,
    pub documents: u32,
}

#[derive(Debug, Default)]
pub(crate) struct MergedGroup {
    /// Its forms, in the order in which they were met.
    pub forms: Vec<u32>,
    pub documents: u32,
    /// What is not in a run yet.
    held: Vec<u8>,
}

impl MergedGroup {
    /// So many documents, of no form.
    pub(crate) fn list(documents: u32) -> Self {
        Self {
            documents,
            ..Self::default()
        }
    }
}

/// Pieces of groups, one after the other in the store.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub pieces: Vec<Stored>,
}

/// What a run says of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored {
    pub group: GroupId,
    pub len: u32,
    pub start: u64,
}

impl<S: Store> Merger<S> {
    /// Merges nothing yet. Of postings and places, so many bytes are held before they go to the store.
    #[must_use]
    pub fn new(store: S, most: usize) -> Self {
        Self {
            store,
            most,
            held: 0,
            documents: 0,
            forms: Vec::new(),
            groups: Vec::new(),
            form_ids: FxHashMap::default(),
            stems: FxHashMap::default(),
            runs: Vec::new(),
        }
    }

    /// Takes the next part in.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn join(&mut self, part: Gathered) -> Result<(), S::Fault> {
        self.documents += part.documents;
        let forms = part.forms.into_iter().map(|form| self.form(form));
        let forms: Vec<u32> = forms.collect();
        part.groups.into_iter().for_each(|group| self.append(group, &forms));
        if self.held > self.most {
            self.spill()?;
        }
        Ok(())
    }

    fn form(&mut self, GatheredForm { text, documents, .. }: GatheredForm) -> u32 {
        let next = self.forms.len() as u32;
        let form = *self.form_ids.entry(text.clone()).or_insert(next);
        if form == next {
            self.forms.push(MergedForm { text, documents: 0 });
        }
        self.forms[form as usize].documents += documents;
        form
    }

    fn append(&mut self, part: GatheredGroup, forms: &[u32]) {
        let next = self.groups.len() as GroupId;
        let group = *self.stems.entry(part.stem).or_insert(next);
        if group == next {
            self.groups.push(MergedGroup::default());
        }
        let group = &mut self.groups[group as usize];
        let number = |&form: &u32| number_in(&mut group.forms, forms[form as usize]);
        let numbers: Vec<u32> = part.forms.iter().map(number).collect();
        let before = group.held.len();
        part.piece.append(&numbers, &mut group.held);
        group.documents += part.piece.documents;
        self.held += group.held.len() - before;
    }

    /// Writes what is held as a run.
    fn spill(&mut self) -> Result<(), S::Fault> {
        let mut run = Run::default();
        for group in self.order() {
            let held = std::mem::take(&mut self.groups[group as usize].held);
            if !held.is_empty() {
                let start = self.store.keep(&held)?;
                let len = held.len() as u32;
                run.pieces.push(Stored { group, len, start });
            }
        }
        self.runs.push(run);
        self.held = 0;
        Ok(())
    }

    /// The groups in the order of their first forms: neighbors in the lexicon share a shard.
    pub(crate) fn order(&self) -> Vec<GroupId> {
        let first = |group: &MergedGroup| {
            let forms = group.forms.iter();
            forms.map(|&form| &*self.forms[form as usize].text).min()
        };
        let groups = self.groups.iter().enumerate();
        let mut order: Vec<_> = groups.map(|(id, group)| (first(group), id as GroupId)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, id)| id).collect()
    }

    /// The index of all parts, to be cut into pieces that travel.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn finish(mut self, cut: Cut) -> Result<Inverted<S>, S::Fault> {
        self.spill()?;
        self.form_ids = FxHashMap::default();
        self.stems = FxHashMap::default();
        Inverted::new(self, cut)
    }
}
