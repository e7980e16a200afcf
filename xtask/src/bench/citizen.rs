//! What does a page pay for having a rack on it, and what does Lighthouse say about that?

use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use crate::tools::npm;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

pub(super) const NAME: &str = "page";

const PERFORMANCE: u64 = 98;
const SHIFT: f64 = 0.01;
/// What memory may grow by, for no two runs of a browser are alike.
const GROWTH: f64 = 1.05;

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let node = npm::ensure_lighthouse(project)?;
    let program = node.modules().join("lighthouse/cli/index.js");
    let seen = newsrack::on_the_demo(project, NAME, &program)?;
    let mut rows = lighthouse(&seen["lighthouse"])?;
    rows.extend(shifts(&seen["shifts"])?);
    rows.extend(requests(&seen)?);
    rows.extend(cycles(&seen["cycles"])?);
    Ok(rows)
}

fn lighthouse(seen: &Value) -> Result<Vec<Row>> {
    let middle = &seen["middle"];
    let mut rows = vec![score(middle, "performance", PERFORMANCE)?];
    for name in ["accessibility", "best-practices", "seo"] {
        rows.push(score(middle, name, 100)?);
    }
    let runs = seen["all"].as_array().context("Lighthouse did not run")?;
    let all: Vec<_> = runs
        .iter()
        .map(|run| run["performance"].to_string())
        .collect();
    rows.push(Row::note("performance of all runs", all.join(", ")));
    let time = |name: &str| middle[name].as_str().unwrap_or("?").replace('\u{a0}', " ");
    let times = format!(
        "first paint {}, largest paint {}, blocked {}, shift {}",
        time("first-contentful-paint"),
        time("largest-contentful-paint"),
        time("total-blocking-time"),
        time("cumulative-layout-shift"),
    );
    rows.push(Row::note("the middle one's times", times));
    Ok(rows)
}

fn score(run: &Value, name: &str, least: u64) -> Result<Row> {
    let score = run[name].as_u64().context("Lighthouse gave no score")?;
    let bar = if least == 100 {
        "100".to_owned()
    } else {
        format!("≥ {least}")
    };
    let what = format!(
        "Lighthouse on the demo page, mobile: {}",
        name.replace('-', " ")
    );
    Ok(Row::bar(what, score.to_string(), bar, score >= least))
}

fn shifts(seen: &Value) -> Result<Vec<Row>> {
    let widths: Vec<(u32, f64)> = serde_json::from_value(seen.clone())?;
    let row = |(width, shift): (u32, f64)| {
        let what = format!("layout shift of the demo page at {width} px, slow line and processor");
        Row::bar(
            what,
            format!("{shift:.4}"),
            format!("≤ {SHIFT}"),
            shift <= SHIFT,
        )
    };
    Ok(widths.into_iter().map(row).collect())
}

fn requests(seen: &Value) -> Result<Vec<Row>> {
    let (asked, elsewhere): (usize, Vec<String>) = serde_json::from_value(seen["foreign"].clone())?;
    let (far, near): (usize, usize) = serde_json::from_value(seen["far"].clone())?;
    let (compiles, most, files): (u32, u32, usize) = serde_json::from_value(seen["three"].clone())?;
    let count = elsewhere.len();
    Ok(vec![
        Row::bar(
            format!("requests to any other host in a whole visit, of {asked}"),
            count.to_string(),
            "0",
            count == 0,
        ),
        Row::bar(
            "WebAssembly fetched while far from the viewport",
            grouped(far),
            "0 bytes",
            far == 0,
        ),
        Row::note(
            "the same once it is near, not compressed",
            format!("{} bytes", grouped(near)),
        ),
        Row::bar(
            "three racks on one bundle: compiles",
            compiles.to_string(),
            "1",
            compiles == 1,
        ),
        Row::bar(
            format!("the same: the most requests for one file, of {files}"),
            most.to_string(),
            "1",
            most == 1,
        ),
    ])
}

/// Nodes and listeners come back to where they were; memory nearly.
fn cycles(seen: &Value) -> Result<Vec<Row>> {
    let kinds = [
        ("Nodes", "nodes", 1.0),
        ("JSEventListeners", "listeners", 1.0),
        ("JSHeapUsedSize", "bytes of scripts' memory", GROWTH),
    ];
    let row = |(key, name, most): (&str, &str, f64)| {
        let number = |at: &str| seen[at][key].as_f64().context("the page weighed nothing");
        let (before, after) = (number("before")?, number("after")?);
        let bar = if most > 1.0 { "within 5 %" } else { "no more" };
        Ok(Row::bar(
            format!("a hundred racks inserted, moved and removed: {name}"),
            format!("{} → {}", grouped(before as usize), grouped(after as usize)),
            bar,
            after <= before * most,
        ))
    };
    kinds.into_iter().map(row).collect()
}
