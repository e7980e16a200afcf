//! How do the sample articles get beside the demo page?

use super::staging::Staging;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// Builds `articles` as anybody would, and copies the bundle to `news`.
///
/// # Errors
///
/// When an article needs mending; `newsrack` has said which and where.
pub(super) fn bundle(project: &Project, staging: &Staging) -> Result<()> {
    let out = project.target.join("demo-bundle");
    // Older generations are for open pages, and a live reload leaves none open.
    remove(&out)?;
    let mut cargo = Command::new("cargo");
    // Unoptimized even for a release: the bytes are the same, and two dozen articles do not
    // make up for the minutes that compiling all of it a second way takes.
    cargo.args([
        "run", "--bin", "newsrack", "--", "build", "articles", "--out",
    ]);
    run::loudly(cargo.arg(&out).current_dir(&project.root))?;
    copy(&out, &staging.path("news")).context("the demo bundle cannot be copied")
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            // What the build keeps for itself is not for readers.
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
