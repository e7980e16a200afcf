//! What has Trunk laid ready, and for whom?

use anyhow::Context;
use anyhow::Result;
use std::env;
use std::fs;
use std::path::PathBuf;

/// The folder that becomes `dist` once every hook is done.
pub(super) struct Staging {
    pub(super) folder: PathBuf,
    /// For readers, small; otherwise for a developer, quick.
    pub(super) release: bool,
}

impl Staging {
    /// # Errors
    ///
    /// When this is not Trunk's hook.
    pub(super) fn from_trunk() -> Result<Self> {
        let folder = env::var_os("TRUNK_STAGING_DIR")
            .context("`package` is for Trunk to call; `cargo xtask build` would do")?;
        Ok(Self {
            folder: folder.into(),
            release: env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release"),
        })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// # Errors
    ///
    /// When Trunk did not write this file, which means its settings have changed.
    pub(super) fn read(&self, name: &str) -> Result<String> {
        let text = fs::read_to_string(self.path(name));
        text.with_context(|| format!("Trunk left no {name}; see data-bin in index.html"))
    }

    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        fs::write(self.path(name), bytes).with_context(|| format!("{name} cannot be written"))
    }

    pub(super) fn remove(&self, name: &str) -> Result<()> {
        fs::remove_file(self.path(name)).with_context(|| format!("{name} cannot be removed"))
    }
}
