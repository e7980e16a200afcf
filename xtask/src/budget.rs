//! How many bytes does a reader pay, and is that within what was promised?
//!
//! The promises stand here and nowhere else. Bytes are those of brotli at its highest level,
//! which is what a static host sends.

use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use brotli::CompressorReader;
use std::fs;
use std::io::Read;
use std::ops::Add;
use std::path::Path;

/// The element and its bindings: what every page pays at once.
pub(crate) const SCRIPT_PROMISED: usize = 12_000;

/// Script, styles (inside it), WebAssembly and the words of one language: what a reader of the rack
/// pays, once. English is in the WebAssembly; of the others the longest counts, with the file that names them all.
pub(crate) const WIDGET_PROMISED: usize = 105_000;

/// Another compiler, or crates in another folder, make a few hundred bytes more or less, and name the bindings in
/// another order.
const WIDGET_ALLOWED: usize = WIDGET_PROMISED + 1_000;
const SCRIPT_ALLOWED: usize = SCRIPT_PROMISED + 100;

/// Sizes of one file or of several together.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) plain: usize,
    pub(crate) brotli: usize,
}

impl Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            plain: self.plain + other.plain,
            brotli: self.brotli + other.brotli,
        }
    }
}

/// Prints the table, and fails when a line of it is over.
///
/// # Errors
///
/// When the site was not built for release, or is too large.
pub(crate) fn check(project: &Project) -> Result<()> {
    let script = size(&project.dist().join("news-rack.js"))?;
    let wasm = size(&only_wasm(&project.dist())?)?;
    let words = longest_words(&project.dist())?;
    let widget = script + wasm + words;
    println!("{:<28} {:>9} {:>9} {:>9}", "", "bytes", "brotli", "allowed");
    print("news-rack.js", script, Some(SCRIPT_ALLOWED));
    print("WebAssembly", wasm, None);
    print("words of one language", words, None);
    print("all of these", widget, Some(WIDGET_ALLOWED));
    ensure!(
        script.brotli <= SCRIPT_ALLOWED && widget.brotli <= WIDGET_ALLOWED,
        "the widget is larger than allowed; `twiggy top` on widget.wasm, which cargo left in its \
         build folder, says what is in it"
    );
    Ok(())
}

fn print(name: &str, size: Size, allowed: Option<usize>) {
    let allowed = match allowed {
        Some(allowed) => allowed.to_string(),
        None => "-".to_owned(),
    };
    println!(
        "{name:<28} {:>9} {:>9} {allowed:>9}",
        size.plain, size.brotli
    );
}

/// # Errors
///
/// When the file cannot be read.
pub(crate) fn size(path: &Path) -> Result<Size> {
    let bytes = fs::read(path).with_context(|| {
        format!(
            "{} is missing; `cargo xtask build` makes it",
            path.display()
        )
    })?;
    Ok(Size {
        plain: bytes.len(),
        brotli: compressed(&bytes)?,
    })
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let (buffer, best, window) = (64 * 1024, 11, 22);
    let mut sink = Vec::new();
    CompressorReader::new(bytes, buffer, best, window).read_to_end(&mut sink)?;
    Ok(sink.len())
}

/// The words of the language that has the most to load, and the file that names them.
///
/// # Errors
///
/// When the site was not built.
pub(crate) fn longest_words(dist: &Path) -> Result<Size> {
    let longest = |begins| {
        let sizes = sizes(dist, begins)?.into_iter();
        let longest = sizes.max_by_key(|size| size.brotli);
        longest
            .with_context(|| format!("dist holds no {begins}….json; `cargo xtask build` makes it"))
    };
    Ok(longest("languages-")? + longest("words-")?)
}

/// Of the JSON files in a folder whose names begin so.
fn sizes(folder: &Path, begins: &str) -> Result<Vec<Size>> {
    let entries = fs::read_dir(folder).context("dist is missing; `cargo xtask build` makes it")?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_wanted = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(begins) && name.ends_with(".json")
    };
    paths.filter(is_wanted).map(|path| size(&path)).collect()
}

/// # Errors
///
/// When the site was not built.
pub(crate) fn only_wasm(dist: &Path) -> Result<std::path::PathBuf> {
    let entries = fs::read_dir(dist).context("dist is missing; `cargo xtask build` makes it")?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .find(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .context("dist holds no WebAssembly; `cargo xtask build` makes it")
}
