//! Does this Rust know WebAssembly, formatting and clippy?

use crate::run;
use anyhow::Context;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// # Errors
///
/// Where the target is missing and there is no rustup to add it.
pub(super) fn ensure_wasm_target() -> Result<()> {
    let sysroot = run::quietly(Command::new("rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(&sysroot).join("lib/rustlib").join(TARGET);
    if library.is_dir() {
        return Ok(());
    }
    run::announce(
        &format!("Rust's {TARGET} target"),
        "the widget runs as WebAssembly",
        "half a minute",
    );
    run::loudly(Command::new("rustup").args(["target", "add", TARGET]))
        .with_context(|| format!("install Rust by rustup, or add the {TARGET} target to yours"))
}

/// # Errors
///
/// Where `cargo <word>` does not work and there is no rustup to add the component.
pub(super) fn ensure_component(component: &str, word: &str) -> Result<()> {
    if run::works(Command::new("cargo").args([word, "--version"])) {
        return Ok(());
    }
    run::announce(component, "the tests include its checks", "half a minute");
    run::loudly(Command::new("rustup").args(["component", "add", component]))
        .with_context(|| format!("install Rust by rustup, or add {component} to yours"))
}
