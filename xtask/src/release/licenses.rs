//! Whose work is in what is released, and under which terms?
//!
//! Asked of cargo, for what is in each target is in its graph of dependencies; the texts lie beside the
//! sources that were compiled. What only builds or tests reaches nobody, and is left out.

use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// The WebAssembly's target.
pub(super) const WIDGET: &str = "wasm32-unknown-unknown";

/// How files are called that tell the terms, in capitals.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];

const HEAD: &str = "\
Newsrack is made with the work of others, whose terms follow. Newsrack itself is licensed under
MIT or Apache-2.0; see LICENSE-MIT and LICENSE-APACHE.

";

/// A package that is compiled in.
struct Crate {
    title: String,
    folder: PathBuf,
    authors: String,
}

/// All terms of what is compiled into these targets, each text once, after those that it is for.
///
/// # Errors
///
/// When a package came without terms that are known.
pub(super) fn text(project: &Project, targets: &[&str]) -> Result<String> {
    let mut crates = BTreeMap::new();
    for target in targets {
        collect(&metadata(project, target)?, &mut crates)?;
    }
    let mit = mit(project)?;
    let mut terms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in crates.values() {
        for text in package.terms(&mit)? {
            terms.entry(text).or_default().insert(package.title.clone());
        }
    }
    let standard = format!(
        "The Rust standard library, {}",
        run::quietly(Command::new("rustc").arg("--version"))?
    );
    let apache = tidy(&fs::read_to_string(project.root.join("LICENSE-APACHE"))?);
    terms.entry(apache).or_default().insert(standard);
    Ok(HEAD.to_owned() + &sections(&terms))
}

/// In the order of the packages' names.
fn sections(terms: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut sections: Vec<String> = terms
        .iter()
        .map(|(text, titles)| section(titles, text))
        .collect();
    sections.sort_unstable();
    sections.concat()
}

fn section(titles: &BTreeSet<String>, text: &str) -> String {
    let titles: Vec<_> = titles.iter().map(String::as_str).collect();
    format!("{}\n\n{text}\n\n{}\n\n", titles.join("\n"), "-".repeat(80))
}

fn metadata(project: &Project, target: &str) -> Result<Value> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        target,
    ]);
    let answer = run::quietly(cargo.current_dir(&project.root))?;
    serde_json::from_str(&answer).context("`cargo metadata` prints no JSON")
}

/// Adds what `newsrack` needs to run, and all that needs in turn.
fn collect(metadata: &Value, crates: &mut BTreeMap<String, Crate>) -> Result<()> {
    let packages = by_id(&metadata["packages"]);
    let nodes = by_id(&metadata["resolve"]["nodes"]);
    let ours = packages
        .iter()
        .find(|(_, package)| package["name"] == "newsrack");
    let mut open = vec![*ours.context("cargo does not know `newsrack`")?.0];
    let mut seen = BTreeSet::from_iter(open.clone());
    while let Some(id) = open.pop() {
        let needed = nodes.get(id).and_then(|node| node["deps"].as_array());
        let needed = needed
            .into_iter()
            .flatten()
            .filter(|one| is_compiled_in(one));
        open.extend(
            needed
                .filter_map(|one| one["pkg"].as_str())
                .filter(|id| seen.insert(id)),
        );
    }
    for id in seen {
        let package = packages
            .get(id)
            .context("cargo names a package it does not know")?;
        if !package["source"].is_null() {
            crates.insert(id.to_owned(), Crate::from(package)?);
        }
    }
    Ok(())
}

fn by_id(values: &Value) -> BTreeMap<&str, &Value> {
    let values = values.as_array().into_iter().flatten();
    values
        .filter_map(|value| Some((value["id"].as_str()?, value)))
        .collect()
}

/// Not for tests and not for building alone: those have a kind.
fn is_compiled_in(dependency: &Value) -> bool {
    let kinds = dependency["dep_kinds"].as_array();
    kinds
        .into_iter()
        .flatten()
        .any(|kind| kind["kind"].is_null())
}

impl Crate {
    fn from(package: &Value) -> Result<Self> {
        let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let manifest = text("manifest_path");
        let authors = package["authors"].as_array().into_iter().flatten();
        let authors: Vec<&str> = authors.filter_map(Value::as_str).collect();
        Ok(Self {
            title: format!("{} {} ({})", text("name"), text("version"), text("license")),
            folder: Path::new(&manifest)
                .parent()
                .context("a manifest lies in a folder")?
                .to_owned(),
            authors: authors.join(", "),
        })
    }

    /// The files that came along; where none did, the MIT terms, if they are among those offered.
    fn terms(&self, mit: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.is_file() && tells_terms(&path) {
                texts.push(tidy(&String::from_utf8_lossy(&fs::read(path)?)));
            }
        }
        if texts.is_empty() {
            let is_mit = self.title.contains("MIT");
            anyhow::ensure!(
                is_mit,
                "{} came without its terms; look them up and add them here",
                self.title
            );
            texts.push(format!("Copyright (c) {}\n\n{mit}", self.holders()));
        }
        Ok(texts)
    }

    fn holders(&self) -> String {
        match self.authors.as_str() {
            "" => format!("the authors of {}", self.title),
            authors => authors.to_owned(),
        }
    }
}

fn tells_terms(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_uppercase();
    NAMES.iter().any(|known| name.starts_with(known)) || name == "UNLICENSE"
}

/// The permission without who gives it, from our own file.
fn mit(project: &Project) -> Result<String> {
    let text = fs::read_to_string(project.root.join("LICENSE-MIT"))?;
    let (_, permission) = text
        .split_once("Permission is")
        .context("LICENSE-MIT is not MIT")?;
    Ok(tidy(&format!("Permission is{permission}")))
}

/// Without the differences that nobody sees: texts that are alike are told once.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_only_builds_or_tests_is_left_out() {
        let kinds = |kinds: Value| json!({ "dep_kinds": kinds });
        assert!(is_compiled_in(&kinds(
            json!([{ "kind": "dev" }, { "kind": null }])
        )));
        assert!(!is_compiled_in(&kinds(
            json!([{ "kind": "build" }, { "kind": "dev" }])
        )));
    }

    #[test]
    fn files_with_terms_are_known_by_their_names() {
        for name in [
            "LICENSE",
            "license-mit.md",
            "COPYING",
            "UNLICENSE",
            "NOTICE.txt",
        ] {
            assert!(tells_terms(Path::new(name)), "{name}");
        }
        assert!(!tells_terms(Path::new("README.md")));
    }

    #[test]
    fn a_text_is_told_once_for_all_it_is_for() {
        let titles = BTreeSet::from(["b 1".to_owned(), "a 2".to_owned()]);
        let terms = BTreeMap::from([("Do as you like.".to_owned(), titles)]);
        assert!(sections(&terms).starts_with("a 2\nb 1\n\nDo as you like.\n\n---"));
    }
}
