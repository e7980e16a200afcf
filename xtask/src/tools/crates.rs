//! How does a program from a crate get into the tools folder, once for all clones?

use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use std::env;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// A tool that runs now and then should be there soon rather than be fast.
const QUICK_TO_COMPILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

const ADVICE: &str = "check the network and the free space, and try again: what compiled is kept";

/// One program of one crate, at one version.
pub(super) struct Crate<'a> {
    pub(super) name: &'a str,
    pub(super) program: &'a str,
    pub(super) version: &'a str,
    /// Further words for `cargo install`.
    pub(super) options: &'a [&'a str],
    pub(super) why: &'a str,
    pub(super) about: &'a str,
}

impl Crate<'_> {
    /// The program in the tools folder, compiled now unless it was before.
    ///
    /// # Errors
    ///
    /// When compiling fails, most often for want of a network or a C compiler.
    pub(super) fn ensure(&self, project: &Project) -> Result<PathBuf> {
        let folder = format!("{}-{}", self.program, self.version);
        let folder = project.tools.join(folder);
        let program = folder.join("bin").join(file_name(self.program));
        if !run::has_version(&program, self.version) {
            self.install(&folder)?;
        }
        Ok(program)
    }

    fn install(&self, folder: &Path) -> Result<()> {
        let what = format!("{} {}", self.name, self.version);
        run::announce(&what, self.why, self.about);
        let half_built = folder.join("build");
        let bin = folder.join("bin");
        run::loudly(
            Command::new("cargo")
                .args(["install", self.name, "--version", self.version])
                .args(["--bin", self.program, "--force"])
                .args(self.options)
                .arg("--root")
                .arg(folder)
                .arg("--target-dir")
                .arg(&half_built)
                .envs(QUICK_TO_COMPILE)
                .env("PATH", path_with(&bin)?),
        )
        .with_context(|| format!("{what} did not install; {ADVICE}"))?;
        fs::remove_dir_all(&half_built).context("the tools folder cannot be tidied")
    }
}

/// The path with a folder more, or cargo would advise everybody to add it to theirs.
fn path_with(folder: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([folder.to_owned()]);
    env::join_paths(folders).context("the tools folder's name has a character that PATH cannot")
}

/// Copies a program to where somebody else will look for it, all or nothing.
///
/// # Errors
///
/// When the folder cannot be made or written.
pub(super) fn place(program: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a program lies in a folder")?;
    let half = to.with_extension("newsrack-part");
    fs::create_dir_all(folder)
        .and_then(|()| fs::copy(program, &half).map(drop))
        .and_then(|()| fs::rename(&half, to))
        .with_context(|| format!("{} cannot be written", to.display()))
}

/// What a program's file is called here.
pub(super) fn file_name(program: &str) -> String {
    format!("{program}{EXE_SUFFIX}")
}
