//! Where is the Trunk of the right version?

use super::crates;
use super::crates::Crate;
use crate::project::Project;
use crate::run;
use anyhow::Result;
use directories::BaseDirs;
use std::env;
use std::path::Path;
use std::path::PathBuf;

/// The last version that builds with the Rust this project asks for.
const VERSION: &str = "0.21.14";

/// The program to call: a bare name where the path has the right one.
///
/// # Errors
///
/// When it has to be compiled and does not.
pub(super) fn ensure(project: &Project) -> Result<PathBuf> {
    if run::has_version("trunk", VERSION) {
        return Ok("trunk".into());
    }
    let ours = Crate {
        name: "trunk",
        program: "trunk",
        version: VERSION,
        options: &["--locked", "--no-default-features", "--features", "rustls"],
        why: "it compiles the widget and serves the demo page",
        about: "five to ten minutes on two cores, once",
    }
    .ensure(project)?;
    offer(&ours);
    Ok(ours)
}

/// Puts Trunk on the path for people, unless they have one; `cargo xtask` works either way.
fn offer(ours: &Path) {
    let Some(bin) = cargo_bin() else { return };
    if let Some(theirs) = run::version_of("trunk") {
        eprintln!(
            "note: {theirs} on the path stays; this project uses {}",
            ours.display()
        );
        return;
    }
    let public = bin.join(crates::file_name("trunk"));
    if !public.exists() && crates::place(ours, &public).is_ok() {
        eprintln!("note: trunk is now also in {}", bin.display());
    }
}

fn cargo_bin() -> Option<PathBuf> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => BaseDirs::new()?.home_dir().join(".cargo"),
    };
    Some(home.join("bin")).filter(|bin| bin.is_dir())
}
