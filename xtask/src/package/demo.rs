//! How do the sample articles get beside the demo page?

use super::staging::Staging;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Which articles the demo shows, and whether they are watched while it does.
#[derive(Clone)]
pub(crate) struct Articles {
    pub(crate) folder: PathBuf,
    is_demo: bool,
    is_live: bool,
}

/// By these Trunk's hook hears of what was asked of `serve`.
const FOLDER: &str = "NEWSRACK_DEMO_ARTICLES";
const LIVE: &str = "NEWSRACK_DEMO_LIVE";

impl Articles {
    /// Those of a folder, or else the demo's, watched while the page is served.
    ///
    /// # Errors
    ///
    /// When there is no such folder.
    pub(crate) fn of(project: &Project, folder: Option<&Path>) -> Result<Self> {
        let usual = project.root.join("articles");
        let named = folder.unwrap_or(&usual);
        let whole = named.canonicalize();
        Ok(Self {
            folder: whole.with_context(|| format!("there is no folder {}", named.display()))?,
            is_demo: folder.is_none(),
            is_live: true,
        })
    }

    fn from_environment(project: &Project) -> Self {
        let folder = env::var_os(FOLDER).map(PathBuf::from);
        Self {
            is_demo: folder.is_none(),
            folder: folder.unwrap_or_else(|| project.root.join("articles")),
            is_live: env::var_os(LIVE).is_some(),
        }
    }

    /// Unoptimized for the demo even in a release: the bytes are the same, and two dozen articles do
    /// not make up for the minutes that compiling all of it a second way takes. Somebody's thousands do.
    fn profile(&self) -> &'static str {
        if self.is_demo { "debug" } else { "release" }
    }

    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let folder = (!self.is_demo).then(|| (FOLDER, self.folder.clone().into_os_string()));
        folder.into_iter().chain([(LIVE, "yes".into())]).collect()
    }
}

/// Builds the articles as anybody would, and copies the bundle to `news`.
///
/// # Errors
///
/// When an article needs mending; `newsrack` has said which and where.
pub(super) fn bundle(project: &Project, staging: &Staging) -> Result<()> {
    let articles = Articles::from_environment(project);
    program(project, &articles)?;
    let out = build(project, &articles)?;
    copy(&out, &staging.path("news")).context("the demo bundle cannot be copied")?;
    if articles.is_live {
        go_live(project, staging)?;
    }
    Ok(())
}

/// Builds a bundle beside what cargo builds, by the [`program`], and returns its folder.
///
/// # Errors
///
/// When an article needs mending; `newsrack` has said which and where.
pub(crate) fn build(project: &Project, articles: &Articles) -> Result<PathBuf> {
    let folder = project.target.join("demo");
    fs::create_dir_all(&folder)?;
    // The cache lies beside the settings, and what Trunk watches is no place for it.
    let settings = folder.join("newsrack.toml");
    fs::copy(project.root.join("newsrack.toml"), &settings)?;
    let out = folder.join("bundle");
    let name = format!("newsrack{}", env::consts::EXE_SUFFIX);
    let program = project.target.join(articles.profile()).join(name);
    // Started by itself: cargo would wait for whatever Trunk compiles.
    let mut newsrack = Command::new(program);
    newsrack
        .current_dir(&project.root)
        .arg("build")
        .arg(&articles.folder);
    newsrack
        .arg("--config")
        .arg(settings)
        .arg("--out")
        .arg(&out);
    // Older generations are for open pages, and a live reload leaves none open.
    run::loudly(newsrack.arg("--prune"))?;
    Ok(out)
}

/// Compiles the program that builds the bundle.
///
/// # Errors
///
/// When it does not compile.
pub(crate) fn program(project: &Project, articles: &Articles) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--quiet", "--bin", "newsrack"])
        .current_dir(&project.root);
    if !articles.is_demo {
        cargo.arg("--release");
    }
    run::loudly(&mut cargo)
}

/// Lets the page look for another bundle.
fn go_live(project: &Project, staging: &Staging) -> Result<()> {
    let script = fs::read(project.root.join("xtask/site/live.js"));
    staging.write("live.js", script.context("xtask/site/live.js is missing")?)?;
    let page = staging.read("index.html")?;
    let end = "</body>";
    ensure!(
        page.matches(end).count() == 1,
        "index.html should end its body once"
    );
    let tag = format!("<script type=\"module\" src=\"live.js\"></script>{end}");
    staging.write("index.html", page.replace(end, &tag))
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
