//! Which blocks has a lexicon after changes, and which of them are what they were?
//!
//! Only blocks with a form that changed are opened, and stale ones: those of which the files name shards that
//! are others now. Where a block ends hangs on the texts in it and on some that follow: so a form that comes
//! in or goes moves the cuts beside it, up to the first that falls where it fell before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::vec::IntoIter;

use crate::index::cut::{length, most};
use crate::index::{Damaged, Form, Lexicon};

/// A block that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its first form.
    pub start: Box<str>,
    /// How many forms it holds.
    pub forms: usize,
}

/// A block after changes.
#[derive(Debug)]
pub enum RevisedBlock {
    /// What the block of that number held before.
    Kept(usize),
    /// These forms.
    Made(Vec<Form>),
}

/// Forms that may be others now, by their texts; nothing for those that do not occur any more.
pub(crate) type Changed = BTreeMap<Box<str>, Option<Form>>;

/// Opens blocks by their numbers, as many as are named at once, in their order.
pub(crate) type OpeningBlocks<'a, E> = dyn Fn(&[usize]) -> Result<Vec<Vec<Form>>, E> + 'a;

/// How many forms a block is to hold, before and after changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub before: usize,
    pub now: usize,
}

/// A lexicon that is cut again.
struct Recut<'a, E> {
    old: &'a [Outline],
    changed: &'a Changed,
    open: &'a OpeningBlocks<'a, E>,
    opened: BTreeMap<usize, Opened>,
    lengths: Lengths,
}

/// A block that was opened, with the forms that are in it now and nobody has taken yet.
struct Opened {
    forms: IntoIter<Form>,
    has_other_texts: bool,
}

impl Lexicon {
    /// Its blocks, all of them made.
    pub(crate) fn made(self) -> Vec<RevisedBlock> {
        let blocks = self.blocks.into_iter().flatten();
        blocks.map(RevisedBlock::Made).collect()
    }
}

/// Takes changes in, and leaves the blocks alone that have none and are not stale.
///
/// # Errors
///
/// Those of opening.
pub(crate) fn recut<E: From<Damaged>>(
    old: &[Outline],
    changed: &Changed,
    stale: &BTreeSet<usize>,
    lengths: Lengths,
    open: &OpeningBlocks<'_, E>,
) -> Result<Vec<RevisedBlock>, E> {
    if old.is_empty() {
        let forms = changed.values().flatten().cloned().collect();
        return Ok(Lexicon::new(forms, lengths.now).made());
    }
    let mut recut = Recut {
        old,
        changed,
        open,
        opened: BTreeMap::new(),
        lengths,
    };
    recut.open(&recut.touched() | stale)?;
    recut.blocks()
}

/// The block that a form stands in, or would; the first, where there is none.
pub(crate) fn block_of(old: &[Outline], text: &str) -> usize {
    let after = old.partition_point(|block| *block.start <= *text);
    after.saturating_sub(1)
}

impl<E: From<Damaged>> Recut<'_, E> {
    /// The blocks that changed forms stand in, or would.
    fn touched(&self) -> BTreeSet<usize> {
        if self.lengths.before != self.lengths.now {
            return (0..self.old.len()).collect();
        }
        let texts = self.changed.keys();
        texts.map(|text| block_of(self.old, text)).collect()
    }

    fn open(&mut self, blocks: BTreeSet<usize>) -> Result<(), E> {
        let blocks: Vec<_> = blocks
            .into_iter()
            .filter(|at| !self.opened.contains_key(at))
            .collect();
        for (at, forms) in blocks.iter().zip((self.open)(&blocks)?) {
            let opened = self.merged(*at, forms);
            self.opened.insert(*at, opened);
        }
        Ok(())
    }

    /// The forms of a block after changes.
    fn merged(&self, at: usize, forms: Vec<Form>) -> Opened {
        let start = |at: usize| self.old.get(at).map(|block| &*block.start);
        let from = start(at).filter(|_| at > 0).map_or(Unbounded, Included);
        let to = start(at + 1).map_or(Unbounded, Excluded);
        let mut changes = self.changed.range::<str, _>((from, to)).peekable();
        let (mut merged, mut has_other_texts) = (Vec::with_capacity(forms.len()), false);
        for form in forms {
            while let Some((_, new)) = changes.next_if(|(text, _)| **text < form.text) {
                has_other_texts |= new.is_some();
                merged.extend(new.clone());
            }
            match changes.next_if(|(text, _)| **text == form.text) {
                Some((_, now)) => {
                    has_other_texts |= now.is_none();
                    merged.extend(now.clone());
                }
                None => merged.push(form),
            }
        }
        let rest = changes.filter_map(|(_, new)| new.clone());
        let before = merged.len();
        merged.extend(rest);
        Opened {
            has_other_texts: has_other_texts || merged.len() > before,
            forms: merged.into_iter(),
        }
    }

    fn blocks(mut self) -> Result<Vec<RevisedBlock>, E> {
        let (mut made, mut at, mut is_begun) = (Vec::new(), 0, false);
        loop {
            if !is_begun && self.ends_where_it_did(at) {
                made.push(match self.opened.remove(&at) {
                    Some(block) => RevisedBlock::Made(block.forms.collect()),
                    None => RevisedBlock::Kept(at),
                });
                at += 1;
                continue;
            }
            let length = self.length_from(at)?;
            if length == 0 {
                return Ok(made);
            }
            let mut forms = Vec::with_capacity(length);
            while forms.len() < length {
                let block = self.opened.get_mut(&at).ok_or(Damaged)?;
                forms.extend(block.forms.by_ref().take(length - forms.len()));
                is_begun = block.forms.len() > 0;
                at += usize::from(!is_begun);
            }
            made.push(RevisedBlock::Made(forms));
        }
    }

    /// Whether a block that begins where it did ends there, too: that hangs on the texts in it and in
    /// the next one.
    fn ends_where_it_did(&self, at: usize) -> bool {
        let has_other_texts = |at| {
            self.opened
                .get(&at)
                .is_some_and(|block| block.has_other_texts)
        };
        at < self.old.len()
            && self.lengths.before == self.lengths.now
            && !has_other_texts(at)
            && !has_other_texts(at + 1)
    }

    /// How many forms make the next block, which begins with what is left of an old one.
    fn length_from(&mut self, at: usize) -> Result<usize, E> {
        let (mut end, mut ahead) = (at, 0);
        while end < self.old.len() && ahead <= most(self.lengths.now) {
            self.open([end].into())?;
            ahead += self.opened.get(&end).map_or(0, |block| block.forms.len());
            end += 1;
        }
        let blocks = self.opened.range(at..end);
        let forms = blocks.flat_map(|(_, block)| block.forms.as_slice());
        let names: Vec<_> = forms.map(|form| (&*form.text, 1)).collect();
        Ok(length(&names, self.lengths.now))
    }
}
