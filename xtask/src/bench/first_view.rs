//! How many bytes and round trips are there from the tag to twelve cards?

use super::corpus;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::budget;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use std::fs;
use std::path::Path;

const BYTES_ALLOWED: usize = 15_000;
const ROUND_TRIPS_ALLOWED: usize = 3;

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let articles = corpus::news()?.join("powerapps");
    let out = tempfile::tempdir()?;
    run::quietly(&mut newsrack::build(project, &articles, out.path()))?;
    let mut rows = bytes(out.path())?;
    let seen = newsrack::in_browser(project, "first-view", out.path())?;
    rows.extend(round_trips(&seen)?);
    Ok(rows)
}

fn bytes(bundle: &Path) -> Result<Vec<Row>> {
    let manifest = bundle.join("manifest.json");
    let named: Value = serde_json::from_slice(&fs::read(&manifest)?)?;
    let first = named["first"].as_str().context("no first file is named")?;
    let manifest = budget::size(&manifest)?.brotli;
    let cards = budget::size(&bundle.join(first))?.brotli;
    Ok(vec![
        Row::note("`manifest.json`, brotli", grouped(manifest)),
        Row::note("the first file of cards, brotli", grouped(cards)),
        Row::bytes("both", manifest + cards, BYTES_ALLOWED),
    ])
}

fn round_trips(seen: &Value) -> Result<Vec<Row>> {
    let chain: Vec<Vec<String>> = serde_json::from_value(seen["chain"].clone())?;
    let number = |key: &str| seen[key].as_f64().context("the page measured no time");
    let (all, each) = (number("milliseconds")?, number("round_trip")?);
    let names: Vec<_> = chain.iter().map(|names| names.join(" ‖ ")).collect();
    Ok(vec![
        Row::bar(
            "round trips one after another",
            chain.len().to_string(),
            format!("≤ {ROUND_TRIPS_ALLOWED}"),
            chain.len() <= ROUND_TRIPS_ALLOWED,
        ),
        Row::note("which", names.join(" → ")),
        Row::note(
            format!("from asking for the script to `load`, {each:.0} ms each"),
            format!("{all:.0} ms, {:.2} of them", all / each),
        ),
    ])
}
