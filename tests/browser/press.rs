//! How do articles become a bundle here? By the same program that editors run.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
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

/// What `newsrack search --format json` prints.
///
/// # Errors
///
/// When it fails, with what it said, and when it prints no JSON.
pub(crate) fn search(bundle: &Path, arguments: &[&str]) -> Result<Value> {
    let done = Command::new(env!("CARGO_BIN_EXE_newsrack"))
        .args(["search", "--format", "json", "--bundle"])
        .arg(bundle)
        .args(arguments)
        .output()
        .context("newsrack cannot be started")?;
    let complaint = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "newsrack search failed: {complaint}");
    Ok(serde_json::from_slice(&done.stdout)?)
}
