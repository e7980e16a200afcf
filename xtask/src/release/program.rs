//! How is the program compiled for machines that have no Rust?
//!
//! Without the paths of the machine that compiled it, so that two machines make the same bytes.

use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// The `newsrack` program, compiled.
pub(crate) struct Program {
    pub(super) path: PathBuf,
    /// The system that it runs on, as Rust calls it.
    pub(super) target: String,
}

/// Between flags in `CARGO_ENCODED_RUSTFLAGS`.
const BETWEEN: &str = "\u{1f}";

impl Program {
    /// For this system, as small and as fast as it gets.
    ///
    /// # Errors
    ///
    /// When it does not compile.
    pub(super) fn for_everybody(project: &Project) -> Result<Self> {
        let target = this_system()?;
        let mut cargo = Command::new("cargo");
        cargo.args([
            "build",
            "--locked",
            "--profile",
            "program",
            "--bin",
            "newsrack",
        ]);
        cargo.args(["--target", &target]);
        cargo.env(
            "CARGO_ENCODED_RUSTFLAGS",
            flags(project, &target)?.join(BETWEEN),
        );
        run::loudly(cargo.current_dir(&project.root))?;
        let folder = project.target.join(&target).join("program");
        Ok(Self::in_folder(&folder, target))
    }

    /// As it is compiled while people work on it: to see that an archive works, this will do.
    ///
    /// # Errors
    ///
    /// When it does not compile.
    pub(crate) fn as_it_is(project: &Project) -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--bin", "newsrack"]);
        run::loudly(cargo.current_dir(&project.root))?;
        Ok(Self::in_folder(
            &project.target.join("debug"),
            this_system()?,
        ))
    }

    fn in_folder(folder: &Path, target: String) -> Self {
        let path = folder.join(name());
        Self { path, target }
    }

    /// Whether archives for this system are zips.
    pub(super) fn is_for_windows(&self) -> bool {
        self.target.contains("windows")
    }
}

/// What the program is called here.
pub(super) fn name() -> String {
    format!("newsrack{}", env::consts::EXE_SUFFIX)
}

fn this_system() -> Result<String> {
    let answer = run::quietly(Command::new("rustc").arg("-vV"))?;
    let mut lines = answer.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .context("rustc does not say for what it compiles")?
        .to_owned())
}

/// Names of places instead of places; and on Windows nothing that has to be installed first.
fn flags(project: &Project, target: &str) -> Result<Vec<String>> {
    let instead =
        |path: &Path, name: &str| format!("--remap-path-prefix={}={name}", path.display());
    let mut flags = vec![
        instead(&project.root, "/newsrack"),
        instead(&cargo_home()?, "/cargo"),
    ];
    if target.ends_with("windows-msvc") {
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    Ok(flags)
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = env::home_dir().context("there is no home folder, so no sources of crates")?;
    Ok(home.join(".cargo"))
}
