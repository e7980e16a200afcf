//! How long does it take from a tick to painted cards, and how much of that is the engine's?

use super::corpus;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

const ARTICLES: usize = 5_000;
/// One frame at 60 Hz, in milliseconds.
pub(super) const FRAME: f64 = 1000.0 / 60.0;

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let articles = tempfile::tempdir()?;
    corpus::repeat(articles.path(), ARTICLES, 1)?;
    let out = tempfile::tempdir()?;
    run::quietly(newsrack::build(project, articles.path(), out.path()).arg("--unpublished"))?;
    let page = newsrack::in_browser(project, "tick", out.path())?;
    let bench = ["bench", "--quiet", "--package", "newsrack", "--bench"];
    let words = [&bench[..], &["tick", "--"]].concat();
    let engine = newsrack::measured(project, &words, out.path())?;
    let mut rows = in_page(&page)?;
    rows.extend(by_hand(&page["hands"])?);
    rows.extend(in_engine(&engine)?);
    Ok(rows)
}

fn in_page(seen: &Value) -> Result<Vec<Row>> {
    let few = Times::read(&seen["few"])?;
    let all = Times::read(&seen["all"])?;
    let count = |key: &str| seen[key].as_u64().and_then(|n| usize::try_from(n).ok());
    let articles = count("articles").context("the page counted no articles")?;
    let boxes = count("boxes").context("the page counted no values")?;
    let p95 = percentile(&few.painted, 95);
    Ok(vec![
        Row::note(
            "articles, duplicates left out; ticks",
            format!("{}; {}", grouped(articles), few.painted.len()),
        ),
        Row::note("click → page's tree changed", shown(&few.changed)),
        Row::note("click → painted", shown(&few.painted)),
        Row::bar(
            "click → painted, p95",
            format!("{p95:.1} ms"),
            format!("≤ {FRAME:.1} ms"),
            p95 <= FRAME,
        ),
        Row::note(
            format!("the same with all {boxes} values shown"),
            shown(&all.painted),
        ),
    ])
}

/// What a hand may wait for a picture, and how long the page may be busy at once, in milliseconds.
const INTERACTION: f64 = 100.0;
const TASK: f64 = 50.0;

/// Of what takes less than 16 ms the browser tells nothing, so it counts as that.
const UNTOLD: f64 = 16.0;

/// As the web counts it: of every fifty the longest is left out.
fn by_hand(seen: &Value) -> Result<Vec<Row>> {
    let count = seen["hands"].as_u64().context("no hand did anything")?;
    let count = usize::try_from(count)?;
    let times = |key: &str| serde_json::from_value::<Vec<f64>>(seen[key].clone());
    let (mut inputs, tasks) = (times("inputs")?, times("tasks")?);
    inputs.resize(inputs.len().max(count), UNTOLD);
    inputs.sort_by(f64::total_cmp);
    let counted = inputs.get(inputs.len() - 1 - inputs.len() / 50);
    let counted = counted.copied().unwrap_or(f64::NAN);
    let longest = tasks.iter().copied().fold(0.0, f64::max);
    let said = match tasks.len() {
        0 => "none".to_owned(),
        many => format!("{many}, the longest of {longest:.0} ms"),
    };
    Ok(vec![
        Row::bar(
            format!(
                "{count} keys and clicks, a processor a quarter as fast: interaction to next paint"
            ),
            format!(
                "{counted:.0} ms; half within {:.0} ms",
                percentile(&inputs, 50)
            ),
            format!("≤ {INTERACTION:.0} ms"),
            counted <= INTERACTION,
        ),
        Row::bar(
            "the same at full speed: tasks of more than 50 ms",
            said,
            "none",
            longest <= TASK,
        ),
    ])
}

fn in_engine(seen: &Value) -> Result<Vec<Row>> {
    let micros = |key: &str| seen[key].as_f64().context("the engine measured no time");
    let (p50, p95, max) = (micros("p50")?, micros("p95")?, micros("max")?);
    Ok(vec![Row::note(
        "the engine's own share, natively: matches, counts, order",
        format!("p50 {p50:.0} µs, p95 {p95:.0} µs, max {max:.0} µs"),
    )])
}

/// Milliseconds, ascending.
struct Times {
    changed: Vec<f64>,
    painted: Vec<f64>,
}

impl Times {
    fn read(ticks: &Value) -> Result<Self> {
        let ticks: Vec<(f64, f64)> = serde_json::from_value(ticks.clone())?;
        let (mut changed, mut painted): (Vec<f64>, Vec<f64>) = ticks.into_iter().unzip();
        changed.sort_by(f64::total_cmp);
        painted.sort_by(f64::total_cmp);
        Ok(Self { changed, painted })
    }
}

fn shown(times: &[f64]) -> String {
    let at = |percent| percentile(times, percent);
    format!(
        "p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms",
        at(50),
        at(95),
        at(100)
    )
}

/// The least time that so many of a hundred do not exceed.
pub(super) fn percentile(ascending: &[f64], percent: usize) -> f64 {
    let rank = (ascending.len() * percent).div_ceil(100).max(1);
    ascending.get(rank - 1).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_at_a_hundred_percent() {
        let times: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(percentile(&times, 50), 10.0);
        assert_eq!(percentile(&times, 95), 19.0);
        assert_eq!(percentile(&times, 100), 20.0);
    }
}
