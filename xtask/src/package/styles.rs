//! Which style sheets does the widget carry, and in which order?

use super::workshop;
use crate::project::Project;
use crate::run;
use crate::tools::npm::Node;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::fs;

/// Sheets of one layer stand in the order in which they overrule each other. Where those of another layer stand
/// between them is free, for `layers` orders these, and this compresses best. `page.css` belongs to the demo
/// page and never comes along.
const SHEETS: [&str; 9] = [
    "layers",
    "reset",
    "tokens",
    "card",
    "layout",
    "filters",
    "search_box",
    "results",
    "reader",
];

/// All sheets as one text, for one constructed sheet.
///
/// # Errors
///
/// When a sheet imports another, which constructed sheets refuse, or is not CSS.
pub(super) fn joined(project: &Project, node: &Node) -> Result<String> {
    let mut text = String::new();
    for name in SHEETS {
        let path = project.root.join("styles").join(name).with_extension("css");
        if path.exists() {
            text += &fs::read_to_string(&path).context("a style sheet is not UTF-8")?;
        }
    }
    ensure!(
        !text.contains("@import"),
        "a sheet in styles/ uses @import, which a shadow root's sheet cannot; add it to SHEETS"
    );
    let whole = workshop(project)?.join("styles.css");
    fs::write(&whole, text)?;
    let mut esbuild = node.esbuild();
    esbuild
        .arg(&whole)
        .arg("--minify")
        .args(super::script::FLOOR);
    run::quietly(&mut esbuild).map(|css| tight(&css))
}

/// Without the spaces that are left: esbuild keeps those in the values of properties that pages may set, for
/// a page may look at them, and no page looks at ours.
fn tight(css: &str) -> String {
    let spaced = [(", ", ","), (": ", ":"), (" / ", "/")];
    spaced.iter().fold(css.to_owned(), |css, (wide, tight)| {
        css.replace(wide, tight)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_mean_nothing_go_and_others_stay() {
        assert_eq!(
            tight(".a .b{--c: var(--d, 16 / 9);margin:0 -1px}"),
            ".a .b{--c:var(--d,16/9);margin:0 -1px}"
        );
    }
}
