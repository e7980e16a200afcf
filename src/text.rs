//! Here is prose; which words are in it, and where?
//!
//! One room for the build and the browser, so that both see the same words.

mod fold;
mod scripts;
mod tokens;

pub use fold::{NATIVE, fold, spell_out};
pub use tokens::{Folding, Kind, LONGEST, Token, tokens};
