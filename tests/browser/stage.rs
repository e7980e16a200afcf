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

/// What `cargo xtask test` made beside the site, by the name of its folder.
///
/// # Errors
///
/// When it was not run.
pub(crate) fn built(name: &str) -> Result<PathBuf> {
    let folder = target().join(name);
    ensure!(
        folder.is_dir(),
        "{} is missing; `cargo xtask test` makes it",
        folder.display()
    );
    Ok(folder)
}

/// Where screenshots are kept for people to look at.
pub(crate) fn screenshots() -> PathBuf {
    target().join("screenshots")
}

fn target() -> &'static Path {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR"));
    own.parent().unwrap_or(own)
}

/// A folder of the real articles; `None`, said loudly, where this machine has none.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let Some(corpus) = env::var_os("NEWSRACK_CORPUS") else {
        println!("    SKIPPED: NEWSRACK_CORPUS is not set, so there is no {folder}");
        return None;
    };
    Some(Path::new(&corpus).join(folder))
}
