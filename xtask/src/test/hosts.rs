//! How do the pages in `tests/hosts`, which are others' frameworks with our tag in them, get built?
//!
//! They are bundled inside the folder of npm's packages, where esbuild and the compilers look for what
//! a page imports. The page of Yew is WebAssembly, compiled as the widget is.

use super::types::copy;
use crate::project::Project;
use crate::run;
use crate::tools::npm;
use crate::tools::wasm_bindgen;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The target of the widget, and the profile; with others all of Yew would be compiled once more.
const WIDGET: [&str; 4] = ["--target", "wasm32-unknown-unknown", "--profile", "widget"];

/// Leaves what `tests/browser` serves in `hosts`, in cargo's build folder.
///
/// # Errors
///
/// When a page does not compile, or npm cannot fetch its framework.
pub(super) fn build(project: &Project) -> Result<()> {
    let out = project.target.join("hosts");
    fs::create_dir_all(&out).context("the build folder cannot be written")?;
    bundle(project, &out)?;
    compile(project, &out)
}

fn bundle(project: &Project, out: &Path) -> Result<()> {
    let node = npm::ensure_hosts(project)?;
    let folder = node.modules().parent().unwrap_or(node.modules());
    let pages = tempfile::tempdir_in(folder)?;
    copy(&project.root.join("tests/hosts"), pages.path())?;
    let mut bundle = Command::new("node");
    bundle.arg("bundle.mjs").arg(out).current_dir(pages.path());
    run::loudly(&mut bundle)
}

fn compile(project: &Project, out: &Path) -> Result<()> {
    let bindgen = wasm_bindgen::ensure(project)?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--package", "yew-host"])
        .args(WIDGET)
        .current_dir(&project.root);
    run::loudly(&mut cargo)?;
    let folder = project.target.join("wasm32-unknown-unknown/widget");
    let mut bind = Command::new(bindgen);
    bind.args(["--target", "web", "--no-typescript", "--out-name", "yew"])
        .arg("--out-dir")
        .arg(out)
        .arg(folder.join("yew-host.wasm"));
    run::loudly(&mut bind)
}
