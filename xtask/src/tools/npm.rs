//! Where are wasm-opt and esbuild?
//!
//! npm has both for every platform, while a distribution's wasm-opt is years old. They lie in a
//! folder named by the lock file, so that clones of different age do not disturb each other.

use crate::package::digest;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// The folder of installed npm packages.
pub(crate) struct Node {
    modules: PathBuf,
}

impl Node {
    pub(crate) fn wasm_opt(&self) -> Command {
        self.script("binaryen/bin/wasm-opt")
    }

    pub(crate) fn esbuild(&self) -> Command {
        self.script("esbuild/bin/esbuild")
    }

    fn script(&self, path: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.modules.join(path));
        command
    }
}

/// # Errors
///
/// Without Node, or when npm cannot fetch the packages.
pub(crate) fn ensure(project: &Project) -> Result<Node> {
    let wanted = project.root.join("xtask/npm");
    let lock = fs::read(wanted.join("package-lock.json")).context("the npm lock file is gone")?;
    let folder = project
        .tools
        .join(format!("npm-{}", &digest::hex(&lock)[..8]));
    if !folder.is_dir() {
        install(&wanted, &folder)?;
    }
    Ok(Node {
        modules: folder.join("node_modules"),
    })
}

/// Installs beside the final place and renames, so a folder that is there is complete.
fn install(wanted: &Path, folder: &Path) -> Result<()> {
    run::announce(
        "wasm-opt and esbuild by npm",
        "they shrink the WebAssembly and join the script",
        "a quarter of a minute",
    );
    run::version_of("node").context("install Node.js 18 or newer, with npm; it runs wasm-opt")?;
    let half = folder.with_extension("part");
    fs::create_dir_all(&half)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(wanted.join(file), half.join(file))?;
    }
    run::loudly(
        Command::new("npm")
            // The packages work without their install scripts, so none is run.
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&half),
    )
    .context("npm could not fetch two packages; check the network and try again")?;
    fs::rename(&half, folder).context("the installed npm packages cannot be moved into place")
}
