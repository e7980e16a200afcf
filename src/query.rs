//! Which articles answer, in which order, and what would one more tick leave?
//!
//! Nothing here can fail: an unknown value matches nothing, a strange search string is still words.

mod ask;
mod matches;
mod order;
mod results;
mod score;

pub use ask::{Query, Sort, Window};
pub use results::{Choice, Results, ask};

pub use crate::index::{DocId, Facet, PerFacet};
