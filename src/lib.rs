//! Newsrack: a rack of news for any web page.
//!
//! The rooms, in reading order; each answers one question, and an arrow points at what it names:
//!
//! ```text
//! model ← text ← index ← query ←┬─ wire ←┬─ bundle ← bin/newsrack     native
//!                               └─ ui   ←┴─ element ← bin/widget      wasm
//! ```

pub mod model;
pub mod text;
pub mod index;
pub mod query;
pub mod wire;
pub mod ui;
#[cfg(not(target_arch = "wasm32"))]
pub mod bundle;
#[cfg(target_arch = "wasm32")]
pub mod element;
