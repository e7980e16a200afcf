//! Do the pages of the documentation lead somewhere, and is none forgotten?

use std::fs;
use std::path::Path;
use std::path::PathBuf;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown files of a folder of the project.
fn pages(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let pages: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    assert!(!pages.is_empty(), "{folder} holds no page");
    pages
}

/// Where the links of a text lead that stay in the project, without what is in code.
fn links(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    let prose: String = prose.split('`').step_by(2).collect();
    let targets = prose.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split_once(')'));
    let targets = targets.map(|(target, _)| target.split('#').next().unwrap_or_default());
    targets
        .filter(|target| !target.is_empty() && !target.contains(':'))
        .map(str::to_owned)
        .collect()
}

/// What is made by the first build, and so not in a fresh clone.
const MADE: &str = "dist/";

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    for page in ["", "docs", "docs/decisions"]
        .iter()
        .flat_map(|folder| pages(folder))
    {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let target = page.parent().unwrap().join(&link);
            let is_there = target.exists() || link.starts_with(MADE);
            assert!(is_there, "{}: `{link}` leads nowhere", page.display());
        }
    }
}

#[test]
fn the_index_of_the_documentation_names_every_page() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    for page in pages("docs") {
        let name = page.file_name().unwrap().to_str().unwrap();
        let is_named = name == "README.md" || index.contains(&format!("]({name})"));
        assert!(is_named, "docs/README.md does not name {name}");
    }
}

#[test]
fn the_list_of_host_pages_names_every_example() {
    let list = fs::read_to_string(root().join("examples/index.html")).unwrap();
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_page = name.ends_with(".html") && name != "index.html";
        let is_named = list.contains(&format!("href=\"{name}\""));
        assert!(
            !is_page || is_named,
            "examples/index.html does not name {name}"
        );
    }
}

#[test]
fn links_are_told_from_code() {
    let text = "[`a`](b.md#c) `[x](y)` [d](https://e.example)\n```\n[f](g)\n```\n[h](../i)";
    assert_eq!(links(text), ["b.md", "../i"]);
}
