//! How many megabytes of front matter does a build read in a second, and in how much memory?

use super::child;
use super::child::Run;
use super::corpus;
use super::generate;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::path::Path;
use tempfile::TempDir;

/// About 150 MB of front matter.
const MANY: usize = 66_650;
/// Enough that memory kept for each would be seen; a hundredfold `secured` makes 200 MB of them.
const SOME: usize = 5_000;
/// The machine may be busy with something else now and then; the best of these is the program's.
const TRIES: usize = 3;

const MEGABYTE: f64 = 1e6;
const SPEED_WANTED: f64 = 30.0;
/// What the measuring itself varies by, from run to run.
const GROWTH_ALLOWED: f64 = 1.1;

/// How many articles the memory is measured at, unless the command line says otherwise.
pub(super) const ARTICLES: usize = 100_000;
const MEMORY_ALLOWED: f64 = 1e9;
/// The same for more than [`ARTICLES`], up to a million.
const MEMORY_ALLOWED_BEYOND: f64 = 2e9;

pub(super) fn measure(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let mut rows = speed(project)?;
    rows.extend(memory(project)?);
    rows.extend(many(project, articles)?);
    Ok(rows)
}

fn speed(project: &Project) -> Result<Vec<Row>> {
    let articles = tempfile::tempdir()?;
    let bytes = corpus::repeat(articles.path(), MANY, 1)?;
    // Bundles stay until the end: for minutes after files were deleted, ext4 takes several times as
    // long to make new ones, and that would be counted against the build that comes next.
    let outs: Vec<TempDir> = (0..TRIES)
        .map(|_| tempfile::tempdir())
        .collect::<Result<_, _>>()?;
    let runs = outs
        .iter()
        .map(|out| build(project, articles.path(), out.path()));
    let runs: Vec<Run> = runs.collect::<Result<_>>()?;
    let best = runs
        .into_iter()
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .context("nothing was built")?;
    let megabytes = bytes as f64 / MEGABYTE;
    let speed = megabytes / best.seconds;
    let cpu = best
        .cpu_seconds
        .map_or(NOT_MEASURED.to_owned(), |cpu| format!("{cpu:.1} s"));
    Ok(vec![
        Row::note(
            format!("front matter of {} articles", grouped(MANY)),
            format!("{megabytes:.0} MB"),
        ),
        Row::note(
            format!("from start to end, best of {TRIES}"),
            format!("{:.1} s", best.seconds),
        ),
        Row::note("computing time of all cores", cpu),
        Row::bar(
            "front matter read and bundled in a second",
            format!("{speed:.1} MB"),
            format!("≥ {SPEED_WANTED:.0} MB"),
            speed >= SPEED_WANTED,
        ),
        Row::note("most memory", shown(best.peak_bytes)),
    ])
}

fn memory(project: &Project) -> Result<Vec<Row>> {
    let once = peak(project, 1)?;
    let hundredfold = peak(project, 100)?;
    let what = "the same with `secured` a hundred times as long";
    let last = match once.zip(hundredfold) {
        Some((once, hundredfold)) => Row::bar(
            what,
            format!("{} ({:.2} ×)", shown(Some(hundredfold)), hundredfold / once),
            "does not grow",
            hundredfold <= once * GROWTH_ALLOWED,
        ),
        None => Row::note(what, NOT_MEASURED),
    };
    let first = format!("most memory for {} articles", grouped(SOME));
    Ok(vec![Row::note(first, shown(once)), last])
}

/// Made-up articles with bodies, so many that most of what is known of them lies on the disk.
fn many(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let source = tempfile::tempdir()?;
    generate::write(articles, source.path())?;
    let out = tempfile::tempdir()?;
    let run = build(project, &source.path().join(generate::ARTICLES), out.path())?;
    let time = Row::note(
        format!("{} made-up articles with bodies", grouped(articles)),
        format!("{:.1} s", run.seconds),
    );
    let allowed = if articles <= ARTICLES {
        MEMORY_ALLOWED
    } else {
        MEMORY_ALLOWED_BEYOND
    };
    let what = format!("most memory for them: `cargo xtask bench build {articles}`");
    let memory = match run.peak_bytes {
        Some(bytes) => Row::bar(
            what,
            shown(Some(bytes)),
            format!("≤ {:.0} MB", allowed / MEGABYTE),
            bytes <= allowed,
        ),
        None => Row::note(what, NOT_MEASURED),
    };
    Ok(vec![time, memory])
}

const NOT_MEASURED: &str = "not measured on this system";

fn peak(project: &Project, secured: usize) -> Result<Option<f64>> {
    let articles = tempfile::tempdir()?;
    corpus::repeat(articles.path(), SOME, secured)?;
    let out = tempfile::tempdir()?;
    Ok(build(project, articles.path(), out.path())?.peak_bytes)
}

fn build(project: &Project, articles: &Path, out: &Path) -> Result<Run> {
    child::watch(newsrack::build(project, articles, out).arg("--unpublished"))
}

fn shown(bytes: Option<f64>) -> String {
    bytes.map_or(NOT_MEASURED.to_owned(), |bytes| {
        format!("{:.0} MB", bytes / MEGABYTE)
    })
}
