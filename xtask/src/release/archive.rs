//! What does somebody download who has no Rust, and does it work where nothing else is?

use super::VERSION;
use super::fresh;
use super::licenses;
use super::packed;
use super::packed::Entry;
use super::program;
use super::program::Program;
use super::upload;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Of the clone, as they are.
const TEXTS: [&str; 3] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// The one article that an archive is tried out with.
const ARTICLE: &str = "\
---
title: An archive is all it takes
publishedDateTime: 2026-11-14T06:30:00Z
webUrl: https://harborpost.example/archive
---
It was unpacked where nothing else is.
";

/// Writes the archive into a folder.
///
/// # Errors
///
/// When the site is not built.
pub(crate) fn write(
    project: &Project,
    site: &Path,
    program: &Program,
    into: &Path,
) -> Result<PathBuf> {
    let name = format!("newsrack-{VERSION}-{}", program.target);
    let entries = entries(project, site, program)?;
    let (ending, bytes) = match program.is_for_windows() {
        true => ("zip", packed::zip(&name, &entries)?),
        false => ("tar.gz", packed::tar(&name, &entries)?),
    };
    let path = into.join(format!("{name}.{ending}"));
    fs::write(&path, bytes)?;
    Ok(path)
}

fn entries(project: &Project, site: &Path, program: &Program) -> Result<Vec<Entry>> {
    let terms = licenses::text(project, &[&program.target, licenses::WIDGET])?;
    let mut entries = upload::files(project, site)?;
    entries.push(Entry::file("THIRD-PARTY-LICENSES.txt", terms));
    entries.push(Entry::file(
        "README.md",
        fs::read(project.root.join("xtask/site/README.md"))?,
    ));
    for name in TEXTS {
        entries.push(Entry::file(name, fs::read(project.root.join(name))?));
    }
    entries.push(Entry {
        is_program: true,
        ..Entry::file(program::name(), fs::read(&program.path)?)
    });
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(entries)
}

/// Unpacks an archive in an empty folder, and builds a small bundle with what is in it, without anything
/// of this machine. Leaves the folder, with the bundle where the pages of the archive look for it.
///
/// # Errors
///
/// When the program does not run, or does not build.
pub(crate) fn try_out(project: &Project, archive: &Path) -> Result<PathBuf> {
    let folder = fresh(&project.target.join("unpacked"))?;
    packed::unpack(archive, &folder)?;
    let name = archive
        .file_name()
        .context("an archive has a name")?
        .to_string_lossy();
    let name = name
        .trim_end_matches(".zip")
        .trim_end_matches(".tar.gz")
        .to_owned();
    let folder = folder.join(name);
    fs::create_dir(folder.join("articles"))?;
    fs::write(folder.join("articles/first.md"), ARTICLE)?;
    let mut newsrack = Command::new(folder.join(program::name()));
    newsrack.args([
        "build",
        "articles",
        "--out",
        "site/news",
        "--format",
        "json",
    ]);
    let told = run::quietly(newsrack.env_clear().current_dir(&folder))?;
    let told: Value = serde_json::from_str(&told).context("it prints no JSON")?;
    ensure!(told["articles"] == 1, "of one article it says {told}");
    Ok(folder)
}
