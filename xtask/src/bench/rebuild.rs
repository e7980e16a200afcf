//! How long does a build take after one change, beside a build of everything?
//!
//! Both in one run, by turns, so that whatever else the machine does slows both.

use super::child;
use super::child::Run;
use super::generate;
use super::newsrack;
use super::row::Row;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// How many articles, unless the command line says otherwise.
pub(super) const ARTICLES: usize = 5_000;
const ROUNDS: usize = 5;
/// Builds whose files all lie in the folder.
const MANY: usize = 80;
/// A rebuild may take one part in so many of a full build.
const PARTS: f64 = 20.0;
/// Longer than a tick of any disk's clock: what is younger is read again by the next build, too.
const TICK: Duration = Duration::from_millis(30);

/// What an editor does, and how the page calls it.
type Change = (&'static str, bool, fn(&Desk, usize) -> Result<()>);

/// Those of the bar first; the others say what is beyond it.
static CHANGES: [Change; 5] = [
    ("a sentence more in one article", true, Desk::lengthen),
    ("another headline", true, Desk::retitle),
    ("nothing", false, Desk::nothing),
    ("a new article before all others", false, Desk::publish),
    ("that article gone again", false, Desk::withdraw),
];

/// A folder of articles, and one for the settings and the cache.
struct Desk {
    articles: TempDir,
    folder: TempDir,
}

pub(super) fn measure(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let desk = Desk {
        articles: tempfile::tempdir()?,
        folder: tempfile::tempdir()?,
    };
    generate::write(articles, desk.articles.path())?;
    desk.build(project)?;
    let (mut full, mut again) = (Vec::new(), vec![Vec::new(); CHANGES.len()]);
    for round in 0..ROUNDS {
        full.push(desk.build_afresh(project)?);
        for ((_, _, change), runs) in CHANGES.iter().zip(&mut again) {
            change(&desk, round)?;
            thread::sleep(TICK);
            runs.push(desk.build(project)?);
        }
    }
    let full = best(&full)?;
    let mut rows = vec![Row::note(
        format!("everything of {articles} made-up articles, best of {ROUNDS}"),
        shown(&full),
    )];
    for ((what, has_bar, _), runs) in CHANGES.iter().zip(&again) {
        rows.push(row(what, *has_bar, &best(runs)?, &full));
    }
    let what = format!("a sentence more, after {MANY} other builds whose files are kept");
    rows.push(row(&what, false, &after_many(&desk, project)?, &full));
    Ok(rows)
}

/// What a busy week of builds leaves in the folder must not slow the next one down.
fn after_many(desk: &Desk, project: &Project) -> Result<Run> {
    let mut runs = Vec::new();
    for round in 0..MANY {
        desk.lengthen(ROUNDS + round)?;
        thread::sleep(TICK);
        runs.push(desk.build(project)?);
    }
    best(&runs[MANY - ROUNDS..])
}

fn row(what: &str, has_bar: bool, run: &Run, full: &Run) -> Row {
    let parts = full.seconds / run.seconds;
    let measured = format!("{}: 1/{parts:.0}", shown(run));
    let what = format!("after {what}");
    match has_bar {
        true => Row::bar(what, measured, format!("≤ 1/{PARTS:.0}"), parts >= PARTS),
        false => Row::note(what, measured),
    }
}

fn shown(run: &Run) -> String {
    let cpu = run.cpu_seconds.map_or(String::new(), |cpu| {
        format!(", {:.0} ms of computing", cpu * 1e3)
    });
    format!("{:.0} ms{cpu}", run.seconds * 1e3)
}

fn best(runs: &[Run]) -> Result<Run> {
    let best = runs.iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds));
    best.cloned().context("nothing was built")
}

impl Desk {
    fn build(&self, project: &Project) -> Result<Run> {
        self.build_to(project, &self.folder.path().join("bundle"), &[])
    }

    /// Into a new folder, for a bundle that is there saves the writing.
    fn build_afresh(&self, project: &Project) -> Result<Run> {
        let out = tempfile::tempdir()?;
        let settings = out.path().join("newsrack.toml");
        fs::write(&settings, "no_cache = true\n")?;
        let settings = settings.to_str().context("a folder's name is no text")?;
        self.build_to(project, &out.path().join("bundle"), &["--config", settings])
    }

    fn build_to(&self, project: &Project, out: &Path, more: &[&str]) -> Result<Run> {
        let articles = self.articles.path().join(generate::ARTICLES);
        let mut command = newsrack::build(project, &articles, out);
        child::watch(command.args(more).current_dir(self.folder.path()))
    }

    /// Another article in each round.
    fn article(&self, round: usize) -> PathBuf {
        let folder = self.articles.path().join(generate::ARTICLES).join("0000");
        folder.join(format!("{:03}.md", 7 + 11 * round))
    }

    fn edit(&self, round: usize, edit: impl Fn(String) -> String) -> Result<()> {
        let path = self.article(round);
        let text = fs::read_to_string(&path)?;
        Ok(fs::write(path, edit(text))?)
    }

    fn lengthen(&self, round: usize) -> Result<()> {
        self.edit(round, |text| {
            format!("{text}\nOne sentence more about the harbour, number {round}.\n")
        })
    }

    fn retitle(&self, round: usize) -> Result<()> {
        self.edit(round, |text| {
            text.replacen("title: \"", "title: \"Corrected: ", 1)
        })
    }

    fn nothing(&self, _: usize) -> Result<()> {
        Ok(())
    }

    fn newcomer(&self) -> PathBuf {
        self.articles
            .path()
            .join(generate::ARTICLES)
            .join("0000/new.md")
    }

    fn publish(&self, round: usize) -> Result<()> {
        let text = format!(
            "---\ntitle: News of round {round}\npublishedDateTime: 2099-01-01T00:00:00Z\n---\n\nThe harbour is open.\n"
        );
        Ok(fs::write(self.newcomer(), text)?)
    }

    fn withdraw(&self, _: usize) -> Result<()> {
        Ok(fs::remove_file(self.newcomer())?)
    }
}
