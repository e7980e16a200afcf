//! What do those get who have no Rust, and who publishes it?
//!
//! A package for npm, with the element and its types, and an archive with the program and the files of
//! the element. Both are made of the built site, the same bytes every time. `cargo xtask release` leaves
//! them in `release/`; the workflow in `.github/workflows/release.yml` runs it on each system.

pub(crate) mod archive;
mod licenses;
pub(crate) mod npm;
mod packed;
pub(crate) mod program;
mod upload;

use crate::package::digest;
use crate::project::Project;
use crate::site;
use anyhow::Context;
use anyhow::Result;
use program::Program;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The version of everything that is released.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Leaves the package, this system's archive and the sums of both in `release/`. Of a site that was built
/// elsewhere only the archive: the element is to be the same bytes for every system, so it is built once.
///
/// # Errors
///
/// When anything cannot be built, or the program in the archive does not do its work.
pub(crate) fn run(project: &Project, site: Option<&Path>) -> Result<()> {
    let folder = fresh(&project.root.join("release"))?;
    let mut files = Vec::new();
    if site.is_none() {
        site::build(project)?;
        files.push(npm::pack(project, &folder)?);
    }
    let program = Program::for_everybody(project)?;
    let site = site.map_or_else(|| project.dist(), Path::to_owned);
    let archive = archive::write(project, &site, &program, &folder)?;
    archive::try_out(project, &archive)?;
    files.push(archive);
    for file in &files {
        write_sum(file)?;
        println!("{}", file.display());
    }
    Ok(())
}

/// An empty folder of that name, whatever was there.
pub(crate) fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}

/// The file's SHA-256 beside it, as `sha256sum --check` reads it.
fn write_sum(file: &Path) -> Result<()> {
    let name = file.file_name().context("a file has a name")?;
    let sum = format!(
        "{}  {}\n",
        digest::hex(&fs::read(file)?),
        name.to_string_lossy()
    );
    let mut path = file.as_os_str().to_owned();
    path.push(".sha256");
    Ok(fs::write(path, sum)?)
}
