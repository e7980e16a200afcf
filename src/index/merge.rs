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

use crate::index::buckets::Buckets;
use crate::index::gather::{Gathered, GatheredForm, GatheredGroup, number_in};
use crate::index::packed::put_forms;
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
    held: Held,
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

/// Pieces that are not in a run yet, in the order of their parts.
#[derive(Debug, Default)]
struct Held {
    parts: Vec<Vec<u8>>,
    pieces: Vec<HeldPiece>,
    bytes: usize,
}

#[derive(Clone, Copy, Debug)]
struct HeldPiece {
    group: GroupId,
    part: u32,
    start: u32,
    len: u32,
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

impl Held {
    fn size(&self) -> usize {
        self.bytes + self.pieces.len() * size_of::<HeldPiece>()
    }

    /// A piece of the part that is being written.
    fn add(&mut self, group: GroupId, at: Range<usize>) {
        self.pieces.push(HeldPiece {
            group,
            part: self.parts.len() as u32,
            start: at.start as u32,
            len: at.len() as u32,
        });
    }

    /// All pieces of a part.
    fn close(&mut self, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.parts.push(bytes);
    }

    fn piece(&self, piece: HeldPiece) -> &[u8] {
        let start = piece.start as usize;
        let part = &self.parts[piece.part as usize];
        &part[start..start + piece.len as usize]
    }
}

impl<S: Store> Merger<S> {
    /// Merges nothing yet. Of postings and places, so many bytes are held before they go to the store.
    #[must_use]
    pub fn new(store: S, most: usize) -> Self {
        Self {
            store,
            most,
            held: Held::default(),
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
            self.spill()?;
        }
        Ok(())
    }

    fn form(
        &mut self,
        GatheredForm {
            text, documents, ..
        }: GatheredForm,
    ) -> u32 {
        let next = self.forms.len() as u32;
        let form = *self.form_ids.entry(text.clone()).or_insert(next);
        if form == next {
            self.forms.push(MergedForm { text, documents: 0 });
        }
        self.forms[form as usize].documents += documents;
        form
    }

    /// Writes what stands before the next piece, and finds the group that it belongs to.
    fn announce(&mut self, part: GatheredGroup, forms: &[u32], to: &mut Vec<u8>) -> GroupId {
        let next = self.groups.len() as GroupId;
        let id = *self.stems.entry(part.stem).or_insert(next);
        if id == next {
            self.groups.push(MergedGroup::default());
        }
        let group = &mut self.groups[id as usize];
        let number = |&form: &u32| number_in(&mut group.forms, forms[form as usize]);
        let numbers: Vec<u32> = part.forms.iter().map(number).collect();
        put_forms(&numbers, to);
        group.documents += part.documents;
        id
    }

    /// Writes what is held as a run.
    fn spill(&mut self) -> Result<(), S::Fault> {
        let held = std::mem::take(&mut self.held);
        let pieces = Buckets::new(&held.pieces, self.groups.len(), |piece| piece.group);
        let (mut run, mut bytes) = (Run::default(), Vec::new());
        for group in self.order() {
            bytes.clear();
            let own = pieces.of(group).iter().map(|piece| held.piece(*piece));
            own.for_each(|piece| bytes.extend_from_slice(piece));
            if !bytes.is_empty() {
                let (start, len) = (self.store.keep(&bytes)?, bytes.len() as u32);
                run.pieces.push(Stored { group, len, start });
            }
        }
        self.runs.push(run);
        Ok(())
    }

    /// The groups in the order of their first forms: neighbors in the lexicon share a shard.
    pub(crate) fn order(&self) -> Vec<GroupId> {
        let first = |group: &MergedGroup| {
            let forms = group.forms.iter();
            forms.map(|&form| &*self.forms[form as usize].text).min()
        };
        let groups = self.groups.iter().enumerate();
        let mut order: Vec<_> = groups
            .map(|(id, group)| (first(group), id as GroupId))
            .collect();
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
