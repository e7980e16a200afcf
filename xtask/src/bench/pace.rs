//! How many articles does a build take in, beside Pagefind?
//!
//! Both in one run, by turns, so that whatever else the machine does slows both. Each writes into a new
//! folder, and none of these goes before the end: a disk makes files more slowly for a while after some
//! were deleted.

use super::child;
use super::child::Run;
use super::generate;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use super::search::peers;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;

pub(super) const NAME: &str = "pace";

/// How many articles, unless the command line says otherwise.
pub(super) const ARTICLES: usize = 10_000;
const ROUNDS: usize = 5;
/// Of Newsrack's articles a second to Pagefind's.
const WANTED: f64 = 5.0;

/// The same articles as both want them, and a folder for what they make.
struct Desk {
    folder: TempDir,
}

pub(super) fn measure(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let desk = Desk {
        folder: tempfile::tempdir()?,
    };
    generate::write(articles, &desk.path("corpus"))?;
    peers::write_pages(articles, &desk.path("pages"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        ours.push(desk.newsrack(project, round)?);
        theirs.push(desk.pagefind(project, round)?);
    }
    let (ours, theirs) = (best(&ours)?, best(&theirs)?);
    let speed = |run: &Run| articles as f64 / run.seconds;
    let times = speed(&ours) / speed(&theirs);
    Ok(vec![
        Row::note("made-up articles", grouped(articles)),
        Row::note(format!("Newsrack, best of {ROUNDS}"), shown(&ours)),
        Row::note(format!("Pagefind, best of {ROUNDS}"), shown(&theirs)),
        Row::bar(
            "articles built in a second, Newsrack : Pagefind",
            format!("{:.0} : {:.0} ({times:.1} ×)", speed(&ours), speed(&theirs)),
            format!("≥ {WANTED:.0} ×"),
            times >= WANTED,
        ),
    ])
}

fn shown(run: &Run) -> String {
    let cpu = run.cpu_seconds.map_or(String::new(), |cpu| {
        format!(", {cpu:.1} s of computing on all cores")
    });
    format!("{:.2} s{cpu}", run.seconds)
}

fn best(runs: &[Run]) -> Result<Run> {
    let best = runs.iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds));
    best.cloned().context("nothing was built")
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn new_folder(&self, name: &str, round: usize) -> Result<PathBuf> {
        let folder = self.path(&format!("{name}-{round}"));
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// With the cache that a build leaves for the next one.
    fn newsrack(&self, project: &Project, round: usize) -> Result<Run> {
        let folder = self.new_folder("newsrack", round)?;
        let articles = self.path("corpus").join(generate::ARTICLES);
        let mut command = newsrack::build(project, &articles, Path::new("bundle"));
        child::watch(command.current_dir(folder))
    }

    fn pagefind(&self, project: &Project, round: usize) -> Result<Run> {
        let folder = self.new_folder("pagefind", round)?;
        child::watch(&mut peers::pagefind(project, &self.path("pages"), &folder)?)
    }
}
