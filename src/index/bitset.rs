//! Which documents, one bit each?

use std::ops::Range;

use crate::index::DocId;

/// A set of documents with one bit for each that exists, in or out.
///
/// Invariant: bits past the last document are zero, so counting needs no mask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitset {
    words: Vec<u64>,
    len: u32,
}

const WORD: u32 = u64::BITS;

impl Bitset {
    /// None of `len` documents.
    #[must_use]
    pub fn none(len: u32) -> Self {
        Self {
            words: vec![0; len.div_ceil(WORD) as usize],
            len,
        }
    }

    /// The documents of a range, which may reach past the last one.
    #[must_use]
    pub fn range(len: u32, range: Range<DocId>) -> Self {
        let mut set = Self::none(len);
        let (start, end) = (range.start, range.end.min(len));
        for (at, word) in set.words.iter_mut().enumerate() {
            let first = at as u32 * WORD;
            *word = below(end.saturating_sub(first)) & !below(start.saturating_sub(first));
        }
        set
    }

    /// Those of `len` documents that pass a test.
    #[must_use]
    pub fn filter(len: u32, test: impl Fn(DocId) -> bool) -> Self {
        let mut set = Self::none(len);
        (0..len)
            .filter(|&doc| test(doc))
            .for_each(|doc| set.insert(doc));
        set
    }

    /// Whether every document is in the set.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.count() == self.len
    }

    /// Adds a document; one that does not exist is ignored.
    pub fn insert(&mut self, doc: DocId) {
        if doc < self.len
            && let Some(word) = self.words.get_mut((doc / WORD) as usize)
        {
            *word |= 1 << (doc % WORD);
        }
    }

    /// Whether the document is in the set.
    #[must_use]
    pub fn contains(&self, doc: DocId) -> bool {
        self.words
            .get((doc / WORD) as usize)
            .is_some_and(|word| word >> (doc % WORD) & 1 == 1)
    }

    /// How many documents are in the set.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Leaves what the other set has, too.
    pub fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Takes out what the other set has.
    pub fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// The documents of the set, newest first.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        let docs_of = |(at, &word): (usize, &u64)| Ones {
            word,
            first: at as u32 * WORD,
        };
        self.words.iter().enumerate().flat_map(docs_of)
    }

    /// The bits as numbers of 64, the first document in the lowest bit of the first.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }
}

/// The lowest `count` bits of a word.
fn below(count: u32) -> u64 {
    if count >= WORD {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

/// The ones of a word.
struct Ones {
    word: u64,
    first: DocId,
}

impl Iterator for Ones {
    type Item = DocId;

    fn next(&mut self) -> Option<DocId> {
        (self.word != 0).then(|| {
            let bit = self.word.trailing_zeros();
            self.word &= self.word - 1;
            self.first + bit
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_documents_and_no_others() {
        for (start, end) in [
            (0, 0),
            (0, 1),
            (3, 64),
            (63, 65),
            (64, 128),
            (0, 130),
            (130, 200),
            (7, 3),
        ] {
            let docs: Vec<_> = Bitset::range(130, start..end).iter().collect();
            assert_eq!(
                docs,
                (start..end.min(130)).collect::<Vec<_>>(),
                "{start}..{end}"
            );
        }
    }

    #[test]
    fn documents_that_do_not_exist_stay_out() {
        let mut set = Bitset::none(3);
        set.insert(3);
        set.insert(64);
        assert_eq!(set.count(), 0);
        assert!(!set.contains(3) && !set.contains(1000));
    }
}
