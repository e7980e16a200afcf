//! How do parts of the documents become one index?
//!
//! Single-pass in-memory indexing (Heinz and Zobel, “Efficient single-pass index construction for
//! text databases”, 2003; Manning, Raghavan and Schütze, “Introduction to Information Retrieval”,
//! 4.3). The vocabulary stays in memory. What the parts say of each group is appended, for documents
//! come in their order, until it is more than may be held: then it goes to a store, as a run in which
//! groups stand sorted. What every run says of a group, one run after the other, is the group.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::gather::{Gathered, GatheredForm, GatheredGroup};
use crate::index::lexicon::beginning;
use crate::index::packed::put_forms;
use crate::index::run::{Held, Runs};
use crate::index::{Cut, GroupId, Inverted, Store};

/// Merges parts, in the order of their documents.
#[derive(Debug)]
pub struct Merger<S> {
    pub(crate) runs: Runs<S>,
    /// The most bytes that are held before they go to the store.
    most: usize,
    held: Held,
    pub(crate) documents: u32,
    pub(crate) forms: Vec<MergedForm>,
    pub(crate) groups: Vec<MergedGroup>,
    form_ids: FxHashMap<Arc<str>, u32>,
    stems: FxHashMap<Arc<str>, GroupId>,
}

#[derive(Debug)]
pub(crate) struct MergedForm {
    pub text: Arc<str>,
    pub documents: u32,
}

#[derive(Debug)]
pub(crate) struct MergedGroup {
    pub stem: Arc<str>,
    /// Its forms, in the order in which they were met.
    pub forms: Vec<Member>,
    pub documents: u32,
}

/// A form of a group, and how many documents hold it as such.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub form: u32,
    pub documents: u32,
}

/// The numbers of forms by their bytes, and those of groups by their first forms: neighbors in the
/// lexicon share a shard.
pub(crate) struct Sorted {
    pub forms: Vec<u32>,
    pub groups: Vec<GroupId>,
}

impl MergedGroup {
    /// So many documents, of no form.
    pub(crate) fn list(name: &str, documents: u32) -> Self {
        Self {
            documents,
            ..Self::of(name.into())
        }
    }

    fn of(stem: Arc<str>) -> Self {
        Self {
            stem,
            forms: Vec::new(),
            documents: 0,
        }
    }

    /// The number of a form among these, to which it is added if it is new.
    fn number_of(&mut self, found: Member) -> u32 {
        let known = self.forms.iter().position(|own| own.form == found.form);
        match known {
            Some(number) => {
                self.forms[number].documents += found.documents;
                number as u32
            }
            None => {
                self.forms.push(found);
                self.forms.len() as u32 - 1
            }
        }
    }
}

impl<S: Store> Merger<S> {
    /// Merges nothing yet. Of postings and places, so many bytes are held before they go to the store.
    #[must_use]
    pub fn new(store: S, most: usize) -> Self {
        Self {
            runs: Runs::new(store),
            most,
            held: Held::default(),
            documents: 0,
            forms: Vec::new(),
            groups: Vec::new(),
            form_ids: FxHashMap::default(),
            stems: FxHashMap::default(),
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
        let forms: Vec<Member> = forms.collect();
        let (mut rest, mut bytes) = (&*part.pieces, Vec::new());
        bytes.reserve_exact(part.pieces.len() + 3 * part.groups.len());
        for group in part.groups {
            let (piece, after) = rest.split_at(group.len as usize);
            let start = bytes.len();
            let group = self.announce(group, &forms, &mut bytes);
            bytes.extend(piece);
            self.held.add(group, start..bytes.len());
            rest = after;
        }
        self.held.close(bytes);
        if self.held.size() > self.most {
            self.spill(&self.sorted().groups)?;
        }
        Ok(())
    }

    fn form(
        &mut self,
        GatheredForm {
            text, documents, ..
        }: GatheredForm,
    ) -> Member {
        let next = self.forms.len() as u32;
        let form = *self.form_ids.entry(text.clone()).or_insert(next);
        if form == next {
            self.forms.push(MergedForm { text, documents: 0 });
        }
        self.forms[form as usize].documents += documents;
        Member { form, documents }
    }

    /// Writes what stands before the next piece, and finds the group that it belongs to.
    fn announce(&mut self, part: GatheredGroup, forms: &[Member], to: &mut Vec<u8>) -> GroupId {
        let next = self.groups.len() as GroupId;
        let id = *self.stems.entry(part.stem.clone()).or_insert(next);
        if id == next {
            self.groups.push(MergedGroup::of(part.stem));
        }
        let group = &mut self.groups[id as usize];
        let number = |&form: &u32| group.number_of(forms[form as usize]);
        let numbers: Vec<u32> = part.forms.iter().map(number).collect();
        put_forms(&numbers, to);
        group.documents += part.documents;
        id
    }

    fn spill(&mut self, order: &[GroupId]) -> Result<(), S::Fault> {
        let held = std::mem::take(&mut self.held);
        self.runs.write(&held, order)
    }

    fn sorted(&self) -> Sorted {
        let text = |form: u32| &*self.forms[form as usize].text;
        let numbers = 0..self.forms.len() as u32;
        let mut forms: Vec<(u64, u32)> = numbers.map(|id| (beginning(text(id)), id)).collect();
        forms.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))));
        let forms: Vec<u32> = forms.into_iter().map(|(_, id)| id).collect();
        let mut ranks = vec![0; forms.len()];
        for (rank, &form) in forms.iter().enumerate() {
            ranks[form as usize] = rank as u32;
        }
        let rank = |own: &Member| ranks[own.form as usize];
        let first = |group: &MergedGroup| group.forms.iter().map(rank).min();
        let groups = self.groups.iter().enumerate();
        let mut groups: Vec<_> = groups
            .map(|(id, group)| (first(group), id as GroupId))
            .collect();
        // Where languages disagree on a stem, two groups begin with one form.
        let stem = |id: GroupId| &self.groups[id as usize].stem;
        groups.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| stem(a.1).cmp(stem(b.1))));
        Sorted {
            forms,
            groups: groups.into_iter().map(|(_, id)| id).collect(),
        }
    }

    /// The index of all parts, to be cut into pieces that travel.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn finish(mut self, cut: Cut) -> Result<Inverted<S>, S::Fault> {
        let sorted = self.sorted();
        self.spill(&sorted.groups)?;
        self.form_ids = FxHashMap::default();
        self.stems = FxHashMap::default();
        Inverted::new(self, &sorted, cut)
    }
}
