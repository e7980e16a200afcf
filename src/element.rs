//! Here is a tag in a page; make it live, and tidy up after it.
//!
//! `element/element.js` is the class, with its parts in the files beside it, and owns time: it
//! fetches, retries, waits and speaks to the page. What is here in Rust owns state: one [`Rack`] for
//! each element, in an instance of its own.

mod attributes;
mod controller;
mod host;
mod library;
mod plain;
mod rack;
mod search;
mod wish;

pub use rack::Rack;
