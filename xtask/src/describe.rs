//! What is written from the table of public names, for editors, compilers and people?
//!
//! The files are committed: a page owner has no Rust, and a change of what is promised shows in the
//! review. A test writes them again and compares.

mod editor;
mod manifest;
mod reference;
mod types;

#[allow(
    unreachable_pub,
    reason = "the widget's own table, which is public there"
)]
#[path = "../../src/ui/surface.rs"]
mod surface;

use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::fs;

/// Writes every description anew.
///
/// # Errors
///
/// When a file cannot be written.
pub(crate) fn run(project: &Project) -> Result<()> {
    for (path, text) in files() {
        let path = project.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("{} is not written", path.display()))?;
    }
    Ok(())
}

/// Each file's path from the root, and its text.
fn files() -> [(&'static str, String); 8] {
    [
        ("npm/custom-elements.json", manifest::text()),
        ("npm/vscode.html-custom-data.json", editor::text()),
        ("npm/news-rack.d.ts", types::element()),
        ("npm/react.d.ts", types::react()),
        ("npm/react-before-18.3.d.ts", types::jsx_everywhere()),
        ("npm/vue.d.ts", types::vue()),
        ("npm/svelte.d.ts", types::svelte()),
        ("docs/reference.md", reference::text()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::script::INNER;
    use std::path::Path;

    #[test]
    fn describing_again_changes_no_byte() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for (path, text) in files() {
            let committed = fs::read_to_string(root.join(path)).unwrap_or_default();
            assert!(
                committed == text,
                "{path} is not what the table says; `cargo xtask describe` writes it"
            );
        }
    }

    /// A page reads what it was promised under its whole name.
    #[test]
    fn no_promised_name_is_shortened_in_the_script() {
        let types = types::element();
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let names = types.match_indices([':', '(']).filter_map(|(at, _)| {
            let before = types[..at].trim_end_matches('?');
            let rest = before.trim_end_matches(is_part);
            // What a function calls its parameters, nobody else reads.
            let is_parameter = rest.trim_end().ends_with(['(', ',']);
            (!is_parameter).then(|| &before[rest.len()..])
        });
        let names: Vec<_> = names.collect();
        for known in [
            "publishedDateTime",
            "snippet",
            "pageSize",
            "refresh",
            "minQuality",
        ] {
            assert!(names.contains(&known), "{known} is not among {names:?}");
        }
        let inner: Vec<_> = INNER.iter().flat_map(|names| names.split('|')).collect();
        let shortened: Vec<_> = names.iter().filter(|name| inner.contains(name)).collect();
        assert!(shortened.is_empty(), "{shortened:?}");
    }

    #[test]
    fn no_name_is_promised_twice() {
        let names =
            |named: &[surface::Named]| -> Vec<_> { named.iter().map(|named| named.name).collect() };
        let attributes = surface::ATTRIBUTES.iter().map(|attribute| attribute.name);
        for mut names in [
            attributes.collect(),
            names(surface::PARTS),
            names(surface::SLOTS),
            names(surface::STATES),
            names(surface::CUSTOM_PROPERTIES),
        ] {
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }
}
