//! Which tools does each command need, and where do they come from?
//!
//! From crates, npm and apt only; nothing is downloaded ready-made from anywhere else. What is
//! built stays in the tools folder, so a second clone finds it, and from there it is copied to
//! where `trunk serve`, typed alone, looks for it:
//!
//! * **trunk** goes into cargo's own `bin`, which rustup put on everybody's path, but only where
//!   no `trunk` of the user's is on the path already. A user's trunk of another version stays.
//! * **wasm-bindgen** must be the very version in `Cargo.lock`. Trunk takes it from the path if
//!   the version fits, else from `wasm-bindgen-<version>` in its own cache folder, else it
//!   downloads it. So ours goes into that cache, and a user's `wasm-bindgen` is never touched.
//!   (`offline = true` would skip the cache as well, hence it is not set in `Trunk.toml`.)
//! * **wasm-opt and esbuild** are called by our hook, not by Trunk, and stay in the tools folder.
//!
//! Trunk's `pre_build` hook runs `cargo xtask setup`, so even a bare `trunk serve` finds all.

pub(crate) mod browser;
mod crates;
pub(crate) mod npm;
mod rust;
mod trunk;
pub(crate) mod wasm_bindgen;

use crate::project::Project;
use anyhow::Result;
use std::path::PathBuf;

/// What it takes to build the site and to serve it; hands back the Trunk to call.
///
/// # Errors
///
/// One sentence that says what to do, when something cannot be installed.
pub(crate) fn for_site(project: &Project) -> Result<PathBuf> {
    rust::ensure_wasm_target()?;
    let trunk = trunk::ensure(project)?;
    wasm_bindgen::ensure(project)?;
    npm::ensure(project)?;
    Ok(trunk)
}

/// The same, and what checking the sources needs.
///
/// # Errors
///
/// As [`for_site`].
pub(crate) fn for_checks(project: &Project) -> Result<PathBuf> {
    rust::ensure_component("rustfmt", "fmt")?;
    rust::ensure_component("clippy", "clippy")?;
    for_site(project)
}
