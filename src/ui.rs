//! Here is a state; what does the reader see, and what did they ask for?
//!
//! Values go down, actions come up: an element says itself what it does (`deed.rs`). Nothing here
//! reads a page, a network or a clock, so the same views render in the browser, in a native test and
//! into prerendered markup.
//!
//! A view is a plain function unless it keeps something or must not be worked out again: every
//! component is paid for by each reader.

pub mod surface;
mod unfolded;
mod state;
mod deed;
mod words;
mod times;
mod view;
mod rack;
mod search_box;
mod toolbar;
mod filters;
mod facet;
mod bounds;
mod results;
mod card;
mod pieces;
mod picture;
mod related;
mod made;
mod body;
mod reader;
mod tag;

pub use card::{CardProps, CardView, Place};
pub use rack::{Rack, RackProps};
pub use reader::{Load, Reading};
pub use state::{Action, Layout, Link, Opened, Options, State};
pub use tag::{Tag, TagProps};
pub use times::{Said, Times};
pub use unfolded::{Coverage, Unfolded};
pub use view::{Fold, Stories, View};
pub use words::{Word, Words};
