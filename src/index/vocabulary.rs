//! What is known of all words of an index, without what they say of documents?
//!
//! This much fits into memory, and the next build takes changes in with it. It stays packed as it is kept, and whoever
//! reads it borrows its words: a build that changes one article goes through all of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::index::bytes::{Damaged, Reader, put, put_text};
use crate::index::change::Change;
use crate::index::cut::size;
use crate::index::{GroupId, SHORT};

/// What is known of all words of an index, packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(Vec<u8>);

/// A word, and how many documents hold it.
pub(crate) type Counted<'a> = (&'a str, u32);

/// A vocabulary as it is read.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    /// Of each group, in their order, its stem, where its forms end among those of all, and how many
    /// documents hold any.
    groups: Vec<(&'a str, usize, u32)>,
    forms: Vec<Counted<'a>>,
    /// The lists of short prefixes, which follow the groups: their names, and how many documents each has.
    pub lists: Vec<Counted<'a>>,
    /// Where each shard ends.
    pub shards: Vec<GroupId>,
}

/// What is known of a group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'a> {
    /// The stem.
    pub stem: &'a str,
    /// Its forms, sorted by their bytes, and how many documents hold each as such.
    pub forms: Cow<'a, [Counted<'a>]>,
    /// How many documents hold any.
    pub documents: u32,
}

impl Vocabulary {
    /// Packs the groups and the lists that follow them, each in their order, and where each shard ends.
    pub(crate) fn new<'a>(
        groups: impl ExactSizeIterator<Item = Entry<'a>>,
        lists: &[Counted<'_>],
        shards: impl ExactSizeIterator<Item = GroupId>,
    ) -> Self {
        // A group takes some sixteen bytes.
        let mut bytes = Vec::with_capacity(groups.len() * 16);
        put(&mut bytes, groups.len() as u64);
        for group in groups {
            put_text(&mut bytes, group.stem);
            put_counted(&mut bytes, &group.forms);
            put(&mut bytes, u64::from(group.documents));
        }
        put_counted(&mut bytes, lists);
        put(&mut bytes, shards.len() as u64);
        shards.for_each(|end| put(&mut bytes, u64::from(end)));
        Self(bytes)
    }

    /// One that was packed before.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// As it is kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// # Errors
    ///
    /// Where the bytes are not what was packed.
    pub(crate) fn read(&self) -> Result<Known<'_>, Damaged> {
        let mut from = Reader::new(&self.0);
        let mut known = Known::default();
        let count = from.count();
        known.groups.reserve_exact(count);
        // Each group has a form, and some have more.
        known.forms.reserve_exact(count + count / 2);
        for _ in 0..count {
            let stem = from.text();
            take_counted(&mut from, &mut known.forms);
            known.groups.push((stem, known.forms.len(), from.small()));
        }
        take_counted(&mut from, &mut known.lists);
        known.shards = (0..from.count()).map(|_| from.small()).collect();
        from.end().map(|()| known)
    }
}

fn put_counted(to: &mut Vec<u8>, all: &[Counted<'_>]) {
    put(to, all.len() as u64);
    for (text, documents) in all {
        put_text(to, text);
        put(to, u64::from(*documents));
    }
}

fn take_counted<'a>(from: &mut Reader<'a>, to: &mut Vec<Counted<'a>>) {
    for _ in 0..from.count() {
        to.push((from.text(), from.small()));
    }
}

impl Known<'_> {
    /// How many groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The groups, in their order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut start = 0;
        self.groups.iter().map(move |&(stem, end, documents)| {
            let forms = self.forms.get(start..end).unwrap_or_default().into();
            start = end;
            Entry {
                stem,
                forms,
                documents,
            }
        })
    }
}

impl<'a> Entry<'a> {
    pub(crate) fn size(&self) -> usize {
        let forms = self.forms.iter().map(|(text, _)| text.len());
        size(forms.sum(), self.documents)
    }

    /// By this groups stand in their order.
    pub(crate) fn place(&self) -> (Option<&'a str>, &'a str) {
        (self.forms.first().map(|(text, _)| *text), self.stem)
    }

    pub(crate) fn prefixes(&self) -> BTreeSet<String> {
        let texts = self.forms.iter().map(|(text, _)| text);
        let prefixes =
            texts.flat_map(|text| (1..=SHORT).map(|length| text.chars().take(length).collect()));
        prefixes.collect()
    }

    /// What it is after a change; `None` where nothing of it is left.
    pub(crate) fn after(&self, change: &'a Change) -> Option<Self> {
        let known = self.forms.iter();
        let known = known.map(|(text, documents)| (*text, i64::from(*documents)));
        let mut forms: BTreeMap<&str, i64> = known.collect();
        for (text, more) in &change.forms {
            *forms.entry(text).or_default() += more;
        }
        let left = forms.into_iter().filter(|(_, documents)| *documents > 0);
        let documents = i64::from(self.documents) + change.documents;
        let after = Self {
            stem: self.stem,
            forms: left
                .map(|(text, documents)| (text, documents as u32))
                .collect(),
            documents: u32::try_from(documents).unwrap_or(0),
        };
        (after.documents > 0).then_some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vocabulary {
        let group = |stem, forms: &[Counted<'static>], documents| Entry {
            stem,
            forms: forms.to_vec().into(),
            documents,
        };
        let groups = [
            group("größ", &[("größe", 3), ("größer", 400)], 401),
            group("hav", &[("having", 1)], 1),
        ];
        let shards = [1, 2].into_iter();
        Vocabulary::new(groups.into_iter(), &[("g", 401)], shards)
    }

    #[test]
    fn what_was_packed_is_read() {
        let packed = sample();
        let known = packed.read().unwrap();
        let groups = known
            .entries()
            .map(|entry| (entry.stem, entry.forms.to_vec(), entry.documents));
        let expected = [
            ("größ", vec![("größe", 3), ("größer", 400)], 401),
            ("hav", vec![("having", 1)], 1),
        ];
        assert_eq!(groups.collect::<Vec<_>>(), expected);
        assert_eq!(
            (known.groups(), &*known.lists, &*known.shards),
            (2, &[("g", 401)][..], &[1, 2][..])
        );
    }

    #[test]
    fn a_cut_is_noticed_and_no_altered_byte_panics() {
        let Vocabulary(bytes) = sample();
        for end in 0..bytes.len() {
            assert!(Vocabulary::of(bytes[..end].to_vec()).read().is_err());
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut altered = bytes.clone();
                altered[at] ^= flip;
                let altered = Vocabulary::of(altered);
                if let Ok(known) = altered.read() {
                    assert_eq!(known.entries().count(), known.groups());
                }
            }
        }
    }
}
