//! How does the WebAssembly get small, and get its name?

use super::digest;
use super::staging::Staging;
use super::unreached;
use crate::project::Project;
use crate::run;
use crate::tools::npm::Node;
use anyhow::Context;
use anyhow::Result;
use std::fs;

/// What rustc switches on for `wasm32-unknown-unknown`; wasm-opt refuses what it is not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Round after round, for what the one before lays open.
const PASSES: [&str; 5] = ["--flatten", "--rereloop", "-Oz", "-Oz", "-Oz"];

/// A large function stays by itself even if it is called once: apart from what surrounds the call, it
/// is more like others, and compresses better.
const APART: &str = "--one-caller-inline-max-function-size=20";

/// A function of so few instructions is no longer than the calls of it.
const TINY: &str = "--always-inline-max-function-size=4";

/// Beyond `-Oz`: nothing below 1 kB is ever addressed, and memory starts out as zeros.
const SHRINK: [&str; 2] = ["--low-memory-unused", "--zero-filled-memory"];

/// Locals that are never alive at once share a place, as many as can, and the places used most come
/// first.
const LOCALS: [&str; 3] = ["--coalesce-locals-learning", "--reorder-locals", "--vacuum"];

/// What is alike stands together, and compresses better.
const ORDER: &str = "--reorder-functions-by-name";

/// Sections that only other tools read.
const STRIP: [&str; 2] = ["--strip-producers", "--strip-target-features"];

/// The finished WebAssembly, as the script must know it.
pub(super) struct Wasm {
    /// The file's name, which changes with its content.
    pub(super) name: String,
    /// What `fetch` compares the bytes with.
    pub(super) integrity: String,
}

/// What Trunk left, shrunk for readers.
///
/// # Errors
///
/// When Trunk left no WebAssembly, or wasm-opt refuses it.
pub(super) fn shrunk(project: &Project, node: &Node, staging: &Staging) -> Result<Vec<u8>> {
    let mut path = staging.path("widget_bg.wasm");
    if staging.release {
        let all = fs::read(&path).with_context(|| format!("{} is missing", path.display()))?;
        let reached =
            unreached::emptied(&all).context("the WebAssembly is laid out as nobody expected")?;
        path = super::workshop(project)?.join("reached.wasm");
        fs::write(&path, reached).context("the build folder cannot be written")?;
        let small = super::workshop(project)?.join("widget.wasm");
        let mut wasm_opt = node.wasm_opt();
        wasm_opt
            .args(PASSES)
            .args([APART, TINY])
            .args(SHRINK)
            .args(LOCALS)
            .args(FEATURES)
            .args(STRIP)
            .arg(ORDER)
            .arg(&path);
        run::loudly(wasm_opt.arg("--output").arg(&small))?;
        path = small;
    }
    fs::read(&path).with_context(|| format!("{} is missing", path.display()))
}

/// Writes it under its hash.
///
/// # Errors
///
/// When it cannot be written.
pub(super) fn finish(staging: &Staging, bytes: &[u8]) -> Result<Wasm> {
    let name = format!("news-rack-{}.wasm", &digest::hex(bytes)[..16]);
    staging.write(&name, bytes)?;
    Ok(Wasm {
        name,
        integrity: digest::integrity(bytes),
    })
}
