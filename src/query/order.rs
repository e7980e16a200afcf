//! In which order do the answers stand?

use crate::index::{Bitset, DocId, Least};
use crate::query::Window;

/// The latest documents of the window.
pub(crate) fn newest(found: &Bitset, window: Window) -> Vec<DocId> {
    let (skip, take) = (window.offset as usize, window.limit as usize);
    found.iter().skip(skip).take(take).collect()
}

/// The earliest documents of the window: the exact reverse.
pub(crate) fn oldest(found: &Bitset, window: Window) -> Vec<DocId> {
    let end = found.count().saturating_sub(window.offset);
    let start = end.saturating_sub(window.limit);
    let mut docs = newest(
        found,
        Window {
            offset: start,
            limit: end - start,
        },
    );
    docs.reverse();
    docs
}

/// The highest scores of the window, the newer first where they are equal: so the order is total.
///
/// As many are kept as the window is large: a reader sees a dozen of what may be a hundred thousand,
/// and most documents are turned away at its door by one comparison. Scores are never negative, and
/// the bits of such numbers stand in their order.
pub(crate) fn best(found: &Bitset, window: Window, score: &dyn Fn(DocId) -> f64) -> Vec<DocId> {
    let mut least = Least::of(window.end() as usize);
    for doc in found.iter() {
        least.take(!score(doc).to_bits(), doc as usize);
    }
    let docs = least.places().into_iter().map(|doc| doc as DocId);
    docs.skip(window.offset as usize).collect()
}
