//! In which order do the answers stand?

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
/// The whole list is split at the window's end before anything is sorted: a reader sees a dozen of
/// what may be a hundred thousand.
fn best(found: &Bitset, window: Window, score: impl Fn(DocId) -> f64) -> Vec<DocId> {
    let mut scored: Vec<_> = found.iter().map(|doc| (score(doc), doc)).collect();
    let by_score = |a: &(f64, DocId), b: &(f64, DocId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let end = window.end() as usize;
    if end < scored.len() {
        scored.select_nth_unstable_by(end, by_score);
        scored.truncate(end);
    }
    scored.sort_unstable_by(by_score);
    scored.into_iter().skip(window.offset as usize).map(|(_, doc)| doc).collect()
}
