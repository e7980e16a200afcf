//! Where are wasm-opt, esbuild and terser, what searching is compared with, what types and pages are checked with,
//! and the frameworks whose pages the tag is tested on?
//!
//! npm has them for every platform, while a distribution's wasm-opt is years old. They lie in
//! folders named by their lock file, so that clones of different age do not disturb each other.
//! All but the first two have lock files of their own, for only who needs them should fetch them.

use crate::package::digest;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::env;
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

    pub(crate) fn terser(&self) -> Command {
        self.script("terser/bin/terser")
    }

    pub(crate) fn esbuild(&self) -> Command {
        self.script("esbuild/bin/esbuild")
    }

    /// The program itself: its package for npm asks for systems that this version is not there for.
    ///
    /// # Errors
    ///
    /// On those systems.
    pub(crate) fn pagefind(&self) -> Result<Command> {
        let system = match (env::consts::OS, env::consts::ARCH) {
            ("linux", "aarch64") => "linux-arm64",
            ("linux", "x86_64") => "linux-x64",
            (os, machine) => bail!("Pagefind is compared on Linux only, not on {os}, {machine}"),
        };
        let package = self.modules.join("@pagefind").join(system);
        Ok(Command::new(package.join("bin/pagefind_extended")))
    }

    /// Where the packages lie, for esbuild to find those that a script names.
    pub(crate) fn modules(&self) -> &Path {
        &self.modules
    }

    /// A script of a package, run by Node.
    pub(crate) fn script(&self, path: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.modules.join(path));
        command
    }
}

/// What a folder asks npm for, and what people are told while it comes.
struct Wanted {
    folder: &'static str,
    what: &'static str,
    why: &'static str,
    about: &'static str,
}

const TOOLS: Wanted = Wanted {
    folder: "xtask/npm",
    what: "wasm-opt, esbuild and terser by npm",
    why: "they shrink the WebAssembly and join the script",
    about: "a quarter of a minute",
};

const PEERS: Wanted = Wanted {
    folder: "xtask/npm/peers",
    what: "Pagefind, MiniSearch and Orama by npm",
    why: "searching is compared with them",
    about: "a quarter of a minute",
};

const COMPILERS: Wanted = Wanted {
    folder: "xtask/npm/types",
    what: "the compilers of TypeScript, Vue and Svelte by npm",
    why: "the types of the tag are checked with them",
    about: "a quarter of a minute",
};

const HOSTS: Wanted = Wanted {
    folder: "xtask/npm/hosts",
    what: "React, Vue, Svelte, htmx, Turbo and Bootstrap by npm",
    why: "the tag is tested on pages of theirs",
    about: "a quarter of a minute",
};

const AXE: Wanted = Wanted {
    folder: "xtask/npm/axe",
    what: "axe-core by npm",
    why: "every state of the rack is held against its rules of accessibility",
    about: "seconds",
};

const LIGHTHOUSE: Wanted = Wanted {
    folder: "xtask/npm/lighthouse",
    what: "Lighthouse by npm",
    why: "it judges the demo page",
    about: "a minute",
};

/// # Errors
///
/// Without Node, or when npm cannot fetch the packages.
pub(crate) fn ensure(project: &Project) -> Result<Node> {
    installed(project, &TOOLS)
}

/// What searching is compared with.
///
/// # Errors
///
/// As [`ensure`].
pub(crate) fn ensure_peers(project: &Project) -> Result<Node> {
    installed(project, &PEERS)
}

/// What the description files are checked with.
///
/// # Errors
///
/// As [`ensure`].
pub(crate) fn ensure_compilers(project: &Project) -> Result<Node> {
    installed(project, &COMPILERS)
}

/// What pages in `tests/hosts` are made with.
///
/// # Errors
///
/// As [`ensure`].
pub(crate) fn ensure_hosts(project: &Project) -> Result<Node> {
    installed(project, &HOSTS)
}

/// The script of axe-core that runs in a page.
///
/// # Errors
///
/// As [`ensure`].
pub(crate) fn ensure_axe(project: &Project) -> Result<PathBuf> {
    Ok(installed(project, &AXE)?
        .modules
        .join("axe-core/axe.min.js"))
}

/// What judges the demo page.
///
/// # Errors
///
/// As [`ensure`].
pub(crate) fn ensure_lighthouse(project: &Project) -> Result<Node> {
    installed(project, &LIGHTHOUSE)
}

fn installed(project: &Project, wanted: &Wanted) -> Result<Node> {
    let source = project.root.join(wanted.folder);
    let lock = fs::read(source.join("package-lock.json")).context("the npm lock file is gone")?;
    let folder = project
        .tools
        .join(format!("npm-{}", &digest::hex(&lock)[..8]));
    if !folder.is_dir() {
        run::announce(wanted.what, wanted.why, wanted.about);
        install(&source, &folder)?;
    }
    Ok(Node {
        modules: folder.join("node_modules"),
    })
}

/// Installs beside the final place and renames, so a folder that is there is complete.
fn install(wanted: &Path, folder: &Path) -> Result<()> {
    run::version_of("node")
        .context("install Node.js 18 or newer, with npm; it runs what npm has")?;
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
    .context("npm could not fetch its packages; check the network and try again")?;
    fs::rename(&half, folder).context("the installed npm packages cannot be moved into place")
}
