//! In which order do the answers stand?

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::index::{Bitset, DocId, Index};
use crate::query::score;
use crate::query::{Sort, Window};

/// The documents of a set that stand in the window, in order.
///
/// Every order is total: equal scores fall back to the date, and dates to the path.
pub(crate) fn page(index: &Index, found: &Bitset, sort: Sort, window: Window) -> Vec<DocId> {
    let (skip, take) = (window.offset as usize, window.limit as usize);
    match sort {
        Sort::Newest => found.iter().skip(skip).take(take).collect(),
        Sort::Oldest => found.iter().rev().skip(skip).take(take).collect(),
        Sort::Top | Sort::Relevance => best(found, window, |doc| score::top(index, doc)),
    }
}

/// The highest scores of the window.
///
/// A heap as large as the window: a reader sees a dozen of what may be a hundred thousand, and most
/// documents are turned away at its door by one comparison.
fn best(found: &Bitset, window: Window, score: impl Fn(DocId) -> f64) -> Vec<DocId> {
    let mut kept = BinaryHeap::new();
    for doc in found.iter() {
        let ranked = (Reverse(Score(score(doc))), doc);
        if kept.len() < window.end() as usize {
            kept.push(ranked);
        } else if let Some(mut worst) = kept.peek_mut().filter(|worst| ranked < **worst) {
            *worst = ranked;
        }
    }
    kept.into_sorted_vec()
        .into_iter()
        .skip(window.offset as usize)
        .map(|(_, doc)| doc)
        .collect()
}

/// A score, in the total order of IEEE 754.
#[derive(PartialEq)]
struct Score(f64);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}
