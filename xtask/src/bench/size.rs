//! How many bytes does a reader pay for the widget?

use super::row::Row;
use super::row::grouped;
use crate::budget;
use crate::project::Project;
use anyhow::Result;

/// The one measurement that needs no articles.
pub(super) const NAME: &str = "size";

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let dist = project.dist();
    let script = budget::size(&dist.join("news-rack.js"))?.brotli;
    let wasm = budget::size(&budget::only_wasm(&dist)?)?.brotli;
    let words = budget::longest_words(&dist)?.brotli;
    Ok(vec![
        Row::bytes(
            "`news-rack.js`, element, bindings and styles, brotli",
            script,
            budget::SCRIPT_PROMISED,
        ),
        Row::note("the WebAssembly, brotli", grouped(wasm)),
        Row::note("the words of the longest language, brotli", grouped(words)),
        Row::bytes(
            "everything: script, styles, WebAssembly, one language, brotli",
            script + wasm + words,
            budget::WIDGET_PROMISED,
        ),
    ])
}
