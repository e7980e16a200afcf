//! How do the sample articles get beside the demo page?

use super::staging::Staging;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// Builds `articles` as anybody would, and copies the bundle to `news`.
///
/// # Errors
///
/// When an article needs mending; `newsrack` has said which and where.
pub(super) fn bundle(project: &Project, staging: &Staging) -> Result<()> {
    let out = project.target.join("demo-bundle");
    // Older generations are for open pages, and a live reload leaves none open.
    remove(&out)?;
    let mut cargo = Command::new("cargo");
    // Unoptimized even for a release: the bytes are the same, and two dozen articles do not
    // make up for the minutes that compiling all of it a second way takes.
    cargo.args(["run", "--bin", "newsrack", "--manifest-path"]);
    cargo.arg(project.root.join("Cargo.toml"));
    cargo.args(["--", "build", "--config"]);
    cargo.arg(project.root.join("newsrack.toml"));
    cargo.arg("--out").arg(&out);
    cargo.arg(project.root.join("articles"));
    // What it keeps for the next build lies where it is called, and Trunk watches the project's folder.
    run::loudly(cargo.current_dir(&project.target))?;
    copy(&out, &staging.path("news")).context("the demo bundle cannot be copied")
}

/// Where a page has its own tag, with attributes of its own, around the headlines.
const PLACE: &str = "<!-- the headlines of snippet.html -->";

/// The pages that have such a tag.
const PAGES: [&str; 2] = ["index.html", "examples/post.html"];

/// Puts the headlines of the built snippet into the tags of these pages, as a page owner pastes them.
///
/// # Errors
///
/// When a page has no place for them, or the snippet holds none.
pub(super) fn paste(staging: &Staging) -> Result<()> {
    let snippet = fs::read_to_string(staging.path("news/snippet.html"));
    let snippet = snippet.context("the demo bundle has no snippet.html")?;
    let headlines = headlines(&snippet).context("the demo's snippet holds no headlines")?;
    for name in PAGES {
        let page = staging.read(name)?;
        ensure!(
            page.matches(PLACE).count() == 1,
            "{name} should have `{PLACE}` in its tag, once"
        );
        staging.write(name, page.replace(PLACE, headlines))?;
    }
    Ok(())
}

/// What stands inside the tag.
fn headlines(snippet: &str) -> Option<&str> {
    let (_, tag) = snippet.split_once("<news-rack ")?;
    let (_, inside) = tag.split_once('>')?;
    let (headlines, _) = inside.split_once("</news-rack>")?;
    Some(headlines.trim()).filter(|headlines| !headlines.is_empty())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            // What the build keeps for itself is not for readers.
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headlines_are_what_the_tag_holds() {
        let snippet = "<script></script>\n<news-rack src=\"a\">\n<ul></ul>\n</news-rack>\n";
        assert_eq!(headlines(snippet), Some("<ul></ul>"));
        assert_eq!(headlines("<news-rack src=\"a\"></news-rack>\n"), None);
    }
}
