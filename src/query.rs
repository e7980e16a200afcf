//! Which articles answer, in which order, and what would one more tick leave?
//!
//! Nothing here can fail: an unknown value matches nothing, a strange search string is still words.

mod ask;
mod parse;
mod typo;
mod phrase;
mod words;
mod marks;
mod snippet;
mod matches;
mod order;
mod results;
mod leading;
mod score;

pub use ask::{Query, Sort, Window};
pub use leading::{prepared, rank};
pub use marks::{Marks, Piece};
pub use matches::Asked;
pub use results::{Choice, Results, ask, suggest};
pub use snippet::{Snippet, excerpt, is_body_wanted};

pub use crate::index::{DocId, Facet, PerFacet};
