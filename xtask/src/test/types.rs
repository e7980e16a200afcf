//! Do the description files say something that compilers and schemas take?
//!
//! The samples in `tests/types` are what people write in each framework, with what must be refused
//! marked as such. They are compiled inside the folder of npm's packages, where all of these
//! compilers look for what a sample imports.

use crate::project::Project;
use crate::run;
use crate::tools::npm;
use crate::tools::npm::Node;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// # Errors
///
/// When a sample does not compile, or compiles where it must not; or when npm cannot fetch.
pub(super) fn check(project: &Project) -> Result<()> {
    let node = npm::ensure_compilers(project)?;
    let folder = node.modules().parent().unwrap_or(node.modules());
    let samples = tempfile::tempdir_in(folder)?;
    copy(&project.root.join("tests/types"), samples.path())?;
    copy(&project.root.join("npm"), &samples.path().join("npm"))?;
    compile(&node, samples.path())
}

fn compile(node: &Node, samples: &Path) -> Result<()> {
    for program in [".", "react", "react-before-18.3"] {
        let mut tsc = node.script("typescript/bin/tsc");
        run::loudly(tsc.args(["-p", program]).current_dir(samples))?;
    }
    let mut vue = node.script("vue-tsc/bin/vue-tsc.js");
    run::loudly(vue.args(["--noEmit", "-p", "vue"]).current_dir(samples))?;
    let mut svelte = node.script("svelte-check/bin/svelte-check");
    svelte.args(["--tsconfig", "./tsconfig.json", "--fail-on-warnings"]);
    run::loudly(svelte.current_dir(samples.join("svelte")))?;
    run::loudly(
        std::process::Command::new("node")
            .arg("manifest.mjs")
            .current_dir(samples),
    )
}

/// All files of a folder, and of those in it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
