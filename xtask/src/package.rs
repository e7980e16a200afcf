//! How do Trunk's files become the ones a page owner uploads?
//!
//! Trunk calls this as its `post_build` hook. It works inside Trunk's staging folder and in
//! cargo's build folder, never in a watched one, or `trunk serve` would build for ever.

mod crashes;
pub(crate) mod demo;
pub(crate) mod digest;
mod glue;
pub(crate) mod headers;
mod imports;
mod names;
pub(crate) mod script;
mod sections;
mod staging;
mod styles;
mod unreached;
mod wasm;
mod words;

use crate::project::Project;
use crate::tools::npm;
use anyhow::Context;
use anyhow::Result;
use script::Parts;
use staging::Staging;
use std::fs;
use std::path::PathBuf;

/// # Errors
///
/// When not called by Trunk, or when what Trunk made is not what this expects.
pub(crate) fn run(project: &Project) -> Result<()> {
    let staging = Staging::from_trunk()?;
    let node = npm::ensure(project)?;
    let mut bytes = wasm::shrunk(project, &node, &staging)?;
    let bindings = glue::patched(&staging.read("widget.js")?)?;
    let (bindings, places) = imports::listed(&bindings, &bytes)?;
    crashes::blot_out(&mut bytes);
    unreached::forget_events(&mut bytes);
    let (bindings, bytes) = names::numbered(&bindings, places, &bytes)?;
    let parts = Parts {
        bindings,
        wasm: wasm::finish(&staging, &bytes)?,
        styles: styles::joined(project, &node)?,
        languages: words::packed(project, &staging)?,
    };
    script::join(project, &node, &staging, &parts)?;
    staging.remove("widget.js")?;
    staging.remove("widget_bg.wasm")?;
    demo::bundle(project, &staging)?;
    demo::paste(&staging)?;
    site_files(project, &staging)?;
    staging.write("_headers", headers::text(&staging)?)
}

/// Where files are put together before they go to the staging folder.
fn workshop(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("package");
    fs::create_dir_all(&folder).context("the build folder cannot be written")?;
    Ok(folder)
}

/// The pages and scripts for hosts that take an iframe but no script, and the sheet for pages that link to one.
fn site_files(project: &Project, staging: &Staging) -> Result<()> {
    for file in ["embed.html", "embed.js", "embed-host.js", "news-rack.css"] {
        let from = project.root.join("xtask/site").join(file);
        let text = fs::read(&from).with_context(|| format!("{} is missing", from.display()))?;
        staging.write(file, text)?;
    }
    Ok(())
}
