//! What does Lighthouse say about the demo page on a phone?

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::env;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

/// Other work on the machine shows in the time that scripts take; the middle one of these counts.
const RUNS: usize = 3;

const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// What a low score comes from.
const TIMES: [&str; 5] = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "speed-index",
];

/// Scores of each run, in hundredths, and the middle one's times.
pub(super) async fn judge(address: &str) -> Result<Value> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(run(address).await?);
    }
    runs.sort_by_key(|run| run["performance"].as_u64());
    Ok(json!({ "middle": runs[RUNS / 2], "all": runs }))
}

/// Phone and line are those that Lighthouse takes by itself: it measures unhindered and reckons how long
/// it had taken there.
async fn run(address: &str) -> Result<Value> {
    let program = env::var_os("NEWSRACK_LIGHTHOUSE");
    let program =
        program.context("NEWSRACK_LIGHTHOUSE names no Lighthouse; `cargo xtask bench` sets it")?;
    let done = Command::new("node")
        .arg(program)
        .arg(address)
        .args(["--output=json", "--quiet", "--no-enable-error-reporting"])
        .arg(format!("--only-categories={}", CATEGORIES.join(",")))
        .arg("--chrome-flags=--headless --no-sandbox --disable-gpu --disable-dev-shm-usage")
        .env("CHROME_PATH", chromium()?)
        .stdin(Stdio::null())
        .output()
        .await?;
    let complaint = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "Lighthouse failed: {complaint}");
    let told: Value = serde_json::from_slice(&done.stdout)?;
    read(&told).context("Lighthouse told of no scores")
}

fn read(told: &Value) -> Option<Value> {
    let mut run = json!({});
    for name in CATEGORIES {
        let score = told["categories"][name]["score"].as_f64()?;
        run[name] = json!((score * 100.0).round() as u64);
    }
    for name in TIMES {
        run[name] = told["audits"][name]["displayValue"].clone();
    }
    let audits = told["audits"].as_object()?.values();
    let failed = audits.filter(|audit| {
        audit["score"].as_f64() == Some(0.0) && audit["scoreDisplayMode"] == "binary"
    });
    run["failed"] = failed.map(|audit| audit["id"].clone()).collect();
    Some(run)
}

/// The browser of the other tests, by any of its names.
fn chromium() -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut found = env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    found
        .find(|program| program.is_file())
        .context("there is no Chromium")
}
