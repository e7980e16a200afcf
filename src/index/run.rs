//! What do parts say of each group, and where does it lie?
//!
//! A run is what some neighboring parts say: first it is held, then it lies in a store, sorted by
//! groups. What every run says of a group, one run after the other, is the group.

use std::ops::Range;

use crate::index::buckets::Buckets;
use crate::index::{GroupId, Store};

/// Pieces that are not in a store yet, in the order of their parts.
#[derive(Debug, Default)]
pub(crate) struct Held {
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

impl Held {
    pub(crate) fn size(&self) -> usize {
        self.bytes + self.pieces.len() * size_of::<HeldPiece>()
    }

    /// A piece of the part that is being written.
    pub(crate) fn add(&mut self, group: GroupId, at: Range<usize>) {
        self.pieces.push(HeldPiece {
            group,
            part: self.parts.len() as u32,
            start: at.start as u32,
            len: at.len() as u32,
        });
    }

    /// All pieces of a part.
    pub(crate) fn close(&mut self, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.parts.push(bytes);
    }

    fn piece(&self, piece: HeldPiece) -> &[u8] {
        let start = piece.start as usize;
        let part = &self.parts[piece.part as usize];
        &part[start..start + piece.len as usize]
    }
}

/// All runs, and where they lie.
#[derive(Debug)]
pub(crate) struct Runs<S> {
    store: S,
    runs: Vec<Run>,
}

/// Pieces of groups, sorted by these; in the store mostly, too.
#[derive(Debug, Default)]
struct Run {
    pieces: Vec<Stored>,
}

/// What a run says of a group.
#[derive(Clone, Copy, Debug)]
struct Stored {
    group: GroupId,
    len: u32,
    start: u64,
}

/// Bytes that are rather read in vain than passed over: the first forms of a group, by which runs are
/// sorted, may change later, so its neighbors are mostly, but not always, near.
const NEAR: u64 = 16 << 10;

impl<S: Store> Runs<S> {
    pub(crate) fn new(store: S) -> Self {
        Self {
            store,
            runs: Vec::new(),
        }
    }

    /// Makes a run of what was held, its groups in that order.
    pub(crate) fn write(&mut self, held: &Held, order: &[GroupId]) -> Result<(), S::Fault> {
        let pieces = Buckets::new(&held.pieces, order.len(), |piece| piece.group);
        self.begin();
        let mut bytes = Vec::new();
        for &group in order {
            bytes.clear();
            let own = pieces.of(group).iter().map(|piece| held.piece(*piece));
            own.for_each(|piece| bytes.extend_from_slice(piece));
            self.keep(group, &bytes)?;
        }
        Ok(())
    }

    pub(crate) fn begin(&mut self) {
        self.runs.push(Run::default());
    }

    /// Adds to the last run what it says of a group.
    pub(crate) fn keep(&mut self, group: GroupId, bytes: &[u8]) -> Result<(), S::Fault> {
        if let Some(run) = self.runs.last_mut().filter(|_| !bytes.is_empty()) {
            let (start, len) = (self.store.keep(bytes)?, bytes.len() as u32);
            run.pieces.push(Stored { group, len, start });
        }
        Ok(())
    }

    /// Gives groups the numbers that they have in that order.
    pub(crate) fn renumber(&mut self, order: &[GroupId]) {
        let mut numbers = vec![0; order.len()];
        for (number, &id) in order.iter().enumerate() {
            numbers[id as usize] = number as GroupId;
        }
        for run in &mut self.runs {
            for stored in &mut run.pieces {
                stored.group = numbers[stored.group as usize];
            }
            run.pieces.sort_unstable_by_key(|stored| stored.group);
        }
    }

    /// What all runs say of neighboring groups, one after the other.
    pub(crate) fn pieces(&self, groups: Range<GroupId>) -> Result<Vec<Vec<u8>>, S::Fault> {
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
}

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
