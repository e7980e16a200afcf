//! Here is a word or a label; which articles have it?
//!
//! A document is an article seen as words and labels, and its [`DocId`] is its rank by date: 0 is
//! the newest. So the default order needs no data, and a period is one range.

mod bitset;
mod postings;
mod facets;
mod columns;

pub use bitset::Bitset;
pub use columns::{Facts, Index};
pub use facets::{Facet, PerFacet, Value, Values};
pub use postings::Postings;

/// A document's rank by date, counted from 0, the newest first; equal instants stand in the order
/// of their paths.
pub type DocId = u32;
