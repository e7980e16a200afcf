//! Here are bytes; what do they say? And back.
//!
//! Only this room knows the names and shapes of a bundle's files; the types of `model` are free to
//! change. Bytes come from a stranger's server: every decoder checks, none panics.

mod object;
mod address;
mod manifest;
mod cards;
mod stories;
mod bodies;
mod index;
mod words;
mod shard;
mod files;
mod results;

pub use crate::index::Damaged;
pub(crate) use crate::index::bytes;
pub use address::{ADDRESS, Hash, hashed_name, integrity};
pub use bodies::Bodies;
pub use cards::{Cards, Image, Links, Provider};
pub use files::Filed;
pub use index::{
    read_calendar, read_facets, read_labels, read_scores, write_calendar, write_facets,
    write_labels, write_scores,
};
pub use manifest::{
    FORMAT, FacetSummary, IndexNames, Manifest, PerFacetSummary, Place, Shelf, Unreadable,
};
pub use object::Object;
pub use results::{Found, Hit, ValueCount};
pub use shard::{PackedShard, Piece, read_places, read_postings, write_places, write_postings};
pub use stories::Stories;
pub use words::{
    Block, Entries, Kind, ShardFiles, read_blocks, read_lexicon, read_tallies, write_blocks,
    write_lexicon, write_tallies,
};
