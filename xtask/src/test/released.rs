//! Does what is released work for those who get it?
//!
//! The package is installed in a fresh Vite project, and the archive unpacked in an empty folder. Both are
//! left in the build folder, where `tests/browser/released.rs` opens their pages.

use crate::project::Project;
use crate::release::VERSION;
use crate::release::archive;
use crate::release::fresh;
use crate::release::npm;
use crate::release::program::Program;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::fs;
use std::path::Path;
use std::process::Command;

/// In Node there are no elements, and importing the package must not mind.
const ON_A_SERVER: &str = "\
import { NewsRackElement } from 'newsrack';
import * as vue from 'newsrack/vue';
NewsRackElement.define();
if (vue.NewsRackElement !== NewsRackElement) throw new Error('two classes');
";

/// Packs the package, installs it, checks the types of pages that use it, and builds them.
///
/// # Errors
///
/// When any of it fails, or npm cannot fetch.
pub(super) fn package(project: &Project) -> Result<()> {
    let package = npm::pack(project, &project.target)?;
    expect_same(&package, || npm::pack(project, &project.target).map(drop))?;
    let page = fresh(&project.target.join("vite"))?;
    npm::copy(&project.root.join("tests/package"), &page, |_| true)?;
    install(&page, &package)?;
    let news = page.join("public/news");
    fs::create_dir_all(&news)?;
    copy_bundle(&project.dist().join("news"), &news)?;
    script(&page, "typescript/bin/tsc", &["-p", "tsconfig.json"])?;
    script(
        &page,
        "vue-tsc/bin/vue-tsc.js",
        &["-p", "tsconfig.vue.json"],
    )?;
    script(&page, "vite/bin/vite.js", &["build", "--logLevel", "warn"])?;
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", ON_A_SERVER]);
    run::loudly(node.current_dir(&page))
}

/// Two runs of npm: what its lock file says, and the package as somebody got it.
fn install(page: &Path, package: &Path) -> Result<()> {
    let quiet = [
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--loglevel=error",
    ];
    let mut npm = Command::new("npm");
    run::quietly(npm.arg("ci").args(quiet).current_dir(page))
        .context("npm could not fetch its packages; check the network and try again")?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-save"]).arg(package).args(quiet);
    run::quietly(npm.current_dir(page)).map(drop)
}

fn script(page: &Path, path: &str, words: &[&str]) -> Result<()> {
    let mut node = Command::new("node");
    node.arg(page.join("node_modules").join(path)).args(words);
    run::loudly(node.current_dir(page))
}

/// The files of a bundle, and what is in its folders.
fn copy_bundle(from: &Path, to: &Path) -> Result<()> {
    npm::copy(from, to, |_| true)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let to = to.join(entry.file_name());
            fs::create_dir_all(&to)?;
            copy_bundle(&entry.path(), &to)?;
        }
    }
    Ok(())
}

/// Writes an archive twice, unpacks it and builds a bundle with it. The program is as it is compiled while
/// people work: `cargo xtask release` tries out the one for everybody.
///
/// # Errors
///
/// When the bytes differ, or anything does not work.
pub(super) fn archive(project: &Project) -> Result<()> {
    let program = Program::as_it_is(project)?;
    let write = || archive::write(project, &project.dist(), &program, &project.target);
    let path = write()?;
    expect_same(&path, || write().map(drop))?;
    let folder = archive::try_out(project, &path)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    ensure!(name.contains(VERSION), "`{name}` does not name the version");
    Ok(())
}

/// # Errors
///
/// When doing it again changes a byte.
fn expect_same(path: &Path, again: impl FnOnce() -> Result<()>) -> Result<()> {
    let first = fs::read(path)?;
    again()?;
    ensure!(
        first == fs::read(path)?,
        "{} has other bytes the second time",
        path.display()
    );
    Ok(())
}
