//! Here is a word or a label; which articles have it?
//!
//! A document is an article seen as words and labels, and its [`DocId`] is its rank by date: 0 is
//! the newest. So the default order needs no data, and a period is one range.

pub(crate) mod bytes;
mod ascending;
mod bitset;
mod facets;
mod labels;
mod calendar;
mod part;
mod cut;
mod lexicon;
mod words;
mod columns;
mod buckets;
mod prose;
mod packed;
mod gather;
mod store;
mod run;
mod merge;
mod inverted;
mod tally;
mod vocabulary;
mod change;
mod plan;
mod regroup;
mod recut;
mod affected;
mod revision;
mod revise;

pub(crate) use ascending::Least;
pub use ascending::ascending;
pub use bitset::Bitset;
pub use bytes::Damaged;
pub use calendar::{Ages, Calendar};
pub use change::Changes;
pub use columns::{Facts, Index, Scores};
pub use cut::Cut;
pub use facets::{Facet, PerFacet, Value, Values};
pub use gather::{Gathered, Gatherer};
pub use inverted::Inverted;
pub use labels::{Borne, Labels, Stretch};
pub use lexicon::{ANY, Form, GroupId, Lexicon, SHORT, backward};
pub use merge::Merger;
pub use part::{Direction, Part};
pub use prose::{Field, Prose};
pub use recut::{Outline, RevisedBlock};
pub use revise::{OldIndex, OldShard, Revised, RevisedShard, Slot, revise, whole};
pub use store::Store;
pub(crate) use tally::{COMMON, FREQUENT};
pub use tally::{Groups, HEAD, Head, LEADING, Lead, Postings, Rank, Tallier, Tally};
pub(crate) use vocabulary::Entry;
pub use vocabulary::Vocabulary;
pub use words::{Group, Hit, Places, STRONGEST, Shard, TITLE_END, Words};

/// A document's rank by date, counted from 0, the newest first; equal instants stand in the order
/// of their paths.
pub type DocId = u32;
