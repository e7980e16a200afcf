//! Where is everything: the sources, the build folder, the tools?

use anyhow::Context;
use anyhow::Result;
use anyhow::anyhow;
use directories::ProjectDirs;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// One clone of the project on one machine. Every path is absolute.
#[derive(Clone)]
pub(crate) struct Project {
    /// The folder of the topmost `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds, which is not always `target`.
    pub(crate) target: PathBuf,
    /// Tools that several clones share.
    pub(crate) tools: PathBuf,
}

impl Project {
    /// Asks cargo and the environment.
    ///
    /// # Errors
    ///
    /// When not started by cargo, or where there is no home folder to keep tools in.
    pub(crate) fn find() -> Result<Self> {
        let here = env::var("CARGO_MANIFEST_DIR")
            .context("cargo did not say where the project is; start this as `cargo xtask`")?;
        let root = Path::new(&here)
            .parent()
            .context("`xtask` is not inside the project")?;
        Ok(Self {
            root: root.to_owned(),
            target: target_folder(root)?,
            tools: tools_folder()?,
        })
    }

    /// Where Trunk leaves the finished site.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The version of a package as `Cargo.lock` pins it.
    ///
    /// # Errors
    ///
    /// When there is no lock file, or the package is not in it.
    pub(crate) fn locked(&self, package: &str) -> Result<String> {
        let lock = fs::read_to_string(self.root.join("Cargo.lock"))
            .context("Cargo.lock cannot be read; `cargo generate-lockfile` makes one")?;
        version_in(&lock, package)
            .map(str::to_owned)
            .with_context(|| format!("`{package}` is not in Cargo.lock"))
    }
}

fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| **line != *name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    version.strip_suffix('"')
}

fn target_folder(root: &Path) -> Result<PathBuf> {
    let answer = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo cannot be started")?;
    let answer: Value = serde_json::from_slice(&answer.stdout)
        .map_err(|_| anyhow!("{}", String::from_utf8_lossy(&answer.stderr).trim()))
        .context("`cargo metadata` failed")?;
    let folder = answer["target_directory"].as_str();
    Ok(folder
        .context("`cargo metadata` names no target folder")?
        .into())
}

fn tools_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("NEWSRACK_TOOLS").filter(|folder| !folder.is_empty()) {
        return std::path::absolute(folder).context("NEWSRACK_TOOLS is not a folder's path");
    }
    let cache = ProjectDirs::from("", "", "newsrack")
        .context("there is no home folder to keep tools in; set NEWSRACK_TOOLS to a folder")?;
    Ok(cache.cache_dir().join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n
[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn a_locked_version_is_found_by_the_whole_name() {
        assert_eq!(version_in(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(LOCK, "wasm"), None);
    }
}
