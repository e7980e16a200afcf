//! How do articles become a bundle here? By the same program that editors run.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Builds a folder of articles into a bundle that is removed with the returned value.
///
/// # Errors
///
/// When `newsrack build` fails: with what it said.
pub(crate) fn bundle(articles: &Path, options: &[&str]) -> Result<TempDir> {
    let out = tempfile::tempdir()?;
    let done = Command::new(env!("CARGO_BIN_EXE_newsrack"))
        .arg("build")
        .arg(articles)
        .args(options)
        .arg("--out")
        .arg(out.path())
        .output()
        .context("newsrack cannot be started")?;
    let complaint = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "newsrack build failed: {complaint}");
    Ok(out)
}
