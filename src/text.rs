//! Here is prose; which words are in it, and where?
//!
//! One room for the build and the browser, so that both see the same words.

mod fold;

pub use fold::fold;
