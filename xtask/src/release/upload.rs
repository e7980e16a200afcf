//! What does somebody without Rust upload?
//!
//! The site without what belongs to the demo: the element, the pages for frames, a page to begin with, and
//! the headers. The bundle is theirs, in `news/`.

use super::npm::is_fetched;
use super::packed::Entry;
use crate::package::headers;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// What of the built site is for everybody.
const SHARED: [&str; 5] = [
    "news-rack.js",
    "news-rack.css",
    "embed.html",
    "embed.js",
    "embed-host.js",
];

/// The files of `site/`, by their names.
///
/// # Errors
///
/// When the site is not built.
pub(super) fn files(project: &Project, site: &Path) -> Result<Vec<Entry>> {
    let mut names: Vec<String> = SHARED.map(str::to_owned).to_vec();
    for entry in fs::read_dir(site).context("the site is not built")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(Some(name).filter(|name| is_fetched(name)));
    }
    let page = fs::read(project.root.join("xtask/site/index.html"))?;
    let mut files = vec![Entry::file("site/index.html", page)];
    for name in &names {
        let bytes = fs::read(site.join(name)).with_context(|| format!("the site has no {name}"))?;
        files.push(Entry::file(format!("site/{name}"), bytes));
    }
    files.push(Entry::file("site/_headers", headers(site, &names)?));
    Ok(files)
}

/// Those of these files and of every kind that the demo's bundle holds.
fn headers(site: &Path, names: &[String]) -> Result<String> {
    let mut paths: Vec<String> = names.iter().map(|name| format!("/{name}")).collect();
    paths.push("/index.html".to_owned());
    headers::collect(&site.join("news"), "/news", &mut paths)?;
    Ok(headers::rules(&paths))
}
