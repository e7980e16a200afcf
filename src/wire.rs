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
mod bytes;
mod index;
mod results;

pub use address::{ADDRESS, hashed_name, integrity};
pub use bodies::Bodies;
pub use bytes::Damaged;
pub use cards::{Cards, Image, Links, Provider};
pub use index::{read_index, write_index};
pub use manifest::{FORMAT, FacetSummary, Manifest, PerFacetSummary, Place, Shelf, Unreadable};
pub use object::Object;
pub use results::{Found, Hit, ValueCount};
pub use stories::Stories;
