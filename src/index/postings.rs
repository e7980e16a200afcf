//! Which documents bear this label?

use crate::index::{Bitset, DocId};

/// The documents of one label, kept as a list while they are few and as bits once they are many.
///
/// One of a thousand providers bears one document in a thousand: as bits, each would cost as much
/// as the largest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postings {
    /// Ascending, each below the number of documents.
    Few(Vec<DocId>),
    /// One bit for every document there is.
    Many(Bitset),
}

/// From one document in so many on, bits take less room than a list of 32-bit numbers.
const MANY: u32 = 32;

impl Postings {
    /// Of ascending documents out of `len`. Those that do not exist are left out.
    #[must_use]
    pub fn new(len: u32, docs: Vec<DocId>) -> Self {
        if docs.len() as u64 * u64::from(MANY) < u64::from(len) {
            return Self::Few(docs.into_iter().filter(|&doc| doc < len).collect());
        }
        let mut set = Bitset::none(len);
        docs.into_iter().for_each(|doc| set.insert(doc));
        Self::Many(set)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        match self {
            Self::Few(docs) => docs.len() as u32,
            Self::Many(set) => set.count(),
        }
    }

    /// How many of them are in a set.
    #[must_use]
    pub fn count_in(&self, set: &Bitset) -> u32 {
        match self {
            Self::Few(docs) => docs.iter().filter(|&&doc| set.contains(doc)).count() as u32,
            Self::Many(own) => own.count_common(set),
        }
    }

    /// Adds them to a set.
    pub fn add_to(&self, set: &mut Bitset) {
        match self {
            Self::Few(docs) => docs.iter().for_each(|&doc| set.insert(doc)),
            Self::Many(own) => set.unite(own),
        }
    }

    /// The documents, newest first.
    #[must_use]
    pub fn docs(&self) -> Vec<DocId> {
        match self {
            Self::Few(docs) => docs.clone(),
            Self::Many(set) => set.iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_answer_alike() {
        let docs: Vec<DocId> = (0..1000).filter(|doc| doc % 40 == 3).collect();
        let few = Postings::Few(docs.clone());
        let mut set = Bitset::none(1000);
        docs.iter().for_each(|&doc| set.insert(doc));
        let many = Postings::Many(set);
        let asked = Bitset::range(1000, 100..500);
        assert_eq!(few.count(), many.count());
        assert_eq!(few.count_in(&asked), many.count_in(&asked));
        assert_eq!(few.docs(), many.docs());
        assert_eq!(Postings::new(1000, docs), few);
    }
}
