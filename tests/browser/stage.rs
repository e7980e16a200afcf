//! Where are the built site and the real articles, and where do pictures go?

use anyhow::Result;
use anyhow::ensure;
use std::env;
use std::path::Path;
use std::path::PathBuf;

/// What `trunk build --release` left.
///
/// # Errors
///
/// When it was not run.
pub(crate) fn dist() -> Result<PathBuf> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let is_built = dist.join("news-rack.js").is_file();
    ensure!(
        is_built,
        "dist/ holds no site; `cargo xtask build` makes it"
    );
    Ok(dist)
}

/// The built pages of `tests/hosts`.
///
/// # Errors
///
/// When they were not built.
pub(crate) fn hosts() -> Result<PathBuf> {
    let hosts = target().join("hosts");
    let is_built = hosts.join("yew.js").is_file();
    ensure!(
        is_built,
        "the pages of tests/hosts are not built; `cargo xtask test` does it"
    );
    Ok(hosts)
}

/// Where screenshots are kept for people to look at.
pub(crate) fn screenshots() -> PathBuf {
    target().join("screenshots")
}

/// Where cargo builds.
fn target() -> &'static Path {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    folder.parent().unwrap_or(folder)
}

/// A folder of the real articles; `None`, said loudly, where this machine has none.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let Some(corpus) = env::var_os("NEWSRACK_CORPUS") else {
        println!("    SKIPPED: NEWSRACK_CORPUS is not set, so there is no {folder}");
        return None;
    };
    Some(Path::new(&corpus).join(folder))
}
