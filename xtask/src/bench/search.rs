//! How long does an answer take, warm and cold, beside Pagefind, MiniSearch and Orama?
//!
//! All four have the same made-up articles and are asked the same questions in one browser. What
//! the browser does is in `tests/browser/measure/search.rs`; here it is prepared and judged.

pub(super) mod peers;
mod questions;
mod records;
mod verdict;

use super::child;
use super::child::Run;
use super::generate;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use crate::run;
use anyhow::Result;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

pub(super) const NAME: &str = "search";

/// How many articles, unless the command line says otherwise.
pub(super) const ARTICLES: usize = 10_000;

/// Pagefind takes 160 kB of memory for every article, which is more than most machines have beyond this.
const MOST_FOR_PAGEFIND: usize = 50_000;
/// MiniSearch and Orama hold all of it in the page; beyond this it takes minutes to load.
const MOST_IN_PAGE: usize = 20_000;

/// What is made before the browser starts, all of it below one folder.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    fn articles(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    /// Pages as somebody would have them who uses Pagefind.
    fn pages(&self) -> PathBuf {
        self.folder.path().join("pages")
    }

    /// What the browser sees. The names in it are known to the browser's part as well.
    fn served(&self) -> PathBuf {
        self.folder.path().join("served")
    }

    fn bundle(&self) -> PathBuf {
        self.served().join("bundle")
    }
}

pub(super) fn measure(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let folder = tempfile::Builder::new().prefix("newsrack-").tempdir()?;
    let stage = Stage { folder };
    fs::create_dir_all(stage.bundle())?;
    let facts = generate::write(articles, &stage.articles())?;
    let asked = questions::about(&facts);
    let asked = json!({ "list": asked, "typed": questions::typed(&facts) });
    fs::write(stage.served().join("questions.json"), asked.to_string())?;
    let mut rows = vec![Row::note("made-up articles", grouped(articles))];
    rows.extend(build(project, &stage, articles)?);
    if articles <= MOST_IN_PAGE {
        records::write(articles, &stage.served())?;
        peers::join_scripts(project, &stage.served())?;
    } else {
        rows.push(Row::note(
            "MiniSearch and Orama, which load all of it into the page",
            format!("left out beyond {}", grouped(MOST_IN_PAGE)),
        ));
    }
    let seen = newsrack::in_browser(project, "search", &stage.served())?;
    rows.extend(verdict::rows(&seen, articles)?);
    Ok(rows)
}

fn build(project: &Project, stage: &Stage, articles: usize) -> Result<Vec<Row>> {
    let source = stage.articles().join(generate::ARTICLES);
    let ours = child::watch(&mut newsrack::build(project, &source, &stage.bundle()))?;
    let mut rows = vec![built("Newsrack", &ours, &stage.bundle())?];
    if articles > MOST_FOR_PAGEFIND {
        let why = format!("left out beyond {}", grouped(MOST_FOR_PAGEFIND));
        rows.push(Row::note("Pagefind", why));
        return Ok(rows);
    }
    peers::write_pages(articles, &stage.pages())?;
    let index = stage.served().join("pagefind");
    let theirs = child::watch(&mut peers::pagefind(project, &stage.pages(), &index)?)?;
    fs::remove_dir_all(stage.pages())?;
    rows.push(built("Pagefind", &theirs, &index)?);
    Ok(rows)
}

fn built(name: &str, run: &Run, folder: &Path) -> Result<Row> {
    let (files, bytes) = weigh(folder)?;
    let memory = run.peak_bytes.map_or(String::new(), |bytes| {
        format!(", {:.0} MB of memory", bytes / 1e6)
    });
    Ok(Row::note(
        format!("{name}: build"),
        format!(
            "{:.1} s{memory}; {} files, {:.1} MB",
            run.seconds,
            grouped(files),
            bytes as f64 / 1e6
        ),
    ))
}

/// How many files, and of how many bytes in all.
fn weigh(folder: &Path) -> Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        let (inner_files, inner_bytes) = match metadata.is_dir() {
            true => weigh(&entry.path())?,
            false => (1, metadata.len()),
        };
        (files, bytes) = (files + inner_files, bytes + inner_bytes);
    }
    Ok((files, bytes))
}

/// # Errors
///
/// When npm cannot fetch what is compared with.
pub(super) fn prepare(project: &Project) -> Result<()> {
    let peers = crate::tools::npm::ensure_peers(project)?;
    run::quietly(peers.pagefind()?.arg("--version")).map(drop)
}
