//! Will Trunk find the wasm-bindgen that fits the crate of that name?

use super::crates;
use super::crates::Crate;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use directories::ProjectDirs;
use std::path::PathBuf;

const PROGRAM: &str = "wasm-bindgen";

/// The program to call.
///
/// # Errors
///
/// When it has to be compiled and does not, or Trunk's cache cannot be written.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    let version = project.locked("wasm-bindgen")?;
    let cached = in_trunks_cache(&version)?;
    if run::has_version(PROGRAM, &version) {
        return Ok(PROGRAM.into());
    }
    if run::has_version(&cached, &version) {
        return Ok(cached);
    }
    let ours = Crate {
        name: "wasm-bindgen-cli",
        program: PROGRAM,
        version: &version,
        // Not `--locked`: its lock file may name a version that was withdrawn since.
        options: &[],
        why: "it writes the JavaScript beside the WebAssembly, and must match Cargo.lock exactly",
        about: "two to four minutes on two cores, once",
    }
    .ensure(project)?;
    crates::place(&ours, &cached)?;
    Ok(cached)
}

/// Where Trunk would have put its own download (`tools::cache_dir` in its sources).
fn in_trunks_cache(version: &str) -> Result<PathBuf> {
    let cache = ProjectDirs::from("dev", "trunkrs", "trunk")
        .context("there is no home folder for Trunk's cache; set HOME to one")?;
    let folder = cache.cache_dir().join(format!("{PROGRAM}-{version}"));
    Ok(folder.join(crates::file_name(PROGRAM)))
}
