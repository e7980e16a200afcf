//! How is Chromium started, and what does it do for us beyond WebDriver?

use super::command::ToDriver;
use super::process::Driver;
use super::process::Program;
use super::spoken::Spoken;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::Client;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use tokio::process::Command;

/// No sandbox, for it refuses to start for root and in most containers; no visits of the
/// browser's own, for they would show in logs and take time; and no other host than those of the
/// tests, so that the pictures of real articles fail at once and everywhere alike.
const OPTIONS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

pub(super) async fn start() -> Result<Driver> {
    let mut command = Command::new("chromedriver");
    // Pages show times, and expectations name them.
    command.arg("--port=0").env("TZ", "UTC");
    let mut program = Program::start(&mut command)?;
    let port = program.says("started successfully on port ").await?;
    Ok(Driver {
        _program: program,
        port: port.parse().context("a port is a number")?,
        _display: None,
        profile: tempfile::tempdir()?,
    })
}

pub(super) fn capabilities(profile: &Path) -> Value {
    let profile = format!("--user-data-dir={}", profile.display());
    let options: Vec<&str> = OPTIONS.into_iter().chain([profile.as_str()]).collect();
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": options },
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}

pub(super) async fn empty_cache(client: &Client) -> Result<()> {
    cdp(client, "Network.clearBrowserCache", json!({})).await
}

/// Narrower than any real window, where wanted.
pub(super) async fn resize(client: &Client, width: u32, height: u32) -> Result<()> {
    let size = json!({
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
    });
    cdp(client, "Emulation.setDeviceMetricsOverride", size).await
}

pub(super) async fn darken(client: &Client, is_dark: bool) -> Result<()> {
    let value = if is_dark { "dark" } else { "light" };
    prefer(client, &[("prefers-color-scheme", value)]).await
}

/// What a reader asked their system for, as media features; all others are as they were at the start.
pub(super) async fn prefer(client: &Client, features: &[(&str, &str)]) -> Result<()> {
    let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
    let features: Vec<_> = features.iter().map(feature).collect();
    let media = json!({ "features": features });
    cdp(client, "Emulation.setEmulatedMedia", media).await
}

pub(super) async fn console(client: &Client) -> Result<Vec<String>> {
    let entries = client.issue_cmd(ToDriver::log()).await?;
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let lines = entries.as_array().into_iter().flatten().map(|entry| {
        let level = text(entry, "level").to_lowercase();
        format!("{level}: {}", text(entry, "message"))
    });
    // Hosts that the tests do not reach.
    let is_ours = |line: &String| !line.contains("net::ERR_NAME_NOT_RESOLVED");
    Ok(lines.filter(is_ours).collect())
}

/// Nodes, listeners and bytes of scripts' memory that are left when the garbage is gone.
pub(super) async fn weight(client: &Client) -> Result<BTreeMap<String, f64>> {
    const KINDS: [&str; 3] = ["Nodes", "JSEventListeners", "JSHeapUsedSize"];
    cdp(client, "Performance.enable", json!({})).await?;
    // What one round leaves for a finalizer, the next one takes.
    for _ in 0..3 {
        cdp(client, "HeapProfiler.collectGarbage", json!({})).await?;
    }
    let asked = ToDriver::cdp("Performance.getMetrics", &json!({}));
    let answer = client.issue_cmd(asked).await?;
    let metrics = answer["metrics"].as_array().into_iter().flatten();
    let weight: BTreeMap<_, _> = metrics
        .filter_map(|metric| {
            Some((
                metric["name"].as_str()?.to_owned(),
                metric["value"].as_f64()?,
            ))
        })
        .filter(|(name, _)| KINDS.contains(&name.as_str()))
        .collect();
    ensure!(weight.len() == KINDS.len(), "Chromium tells of {weight:?}");
    Ok(weight)
}

/// What the developer tools call fast 3G, and a processor slowed down fourfold: a phone of the middle.
pub(super) async fn hinder(client: &Client, is_hindered: bool) -> Result<()> {
    let (slower, latency, bytes) = if is_hindered {
        (4, 150, 200_000)
    } else {
        (1, 0, -1)
    };
    let line = json!({
        "offline": false, "latency": latency,
        "downloadThroughput": bytes, "uploadThroughput": bytes,
    });
    cdp(client, "Network.enable", json!({})).await?;
    cdp(client, "Network.emulateNetworkConditions", line).await?;
    slow(client, slower).await
}

/// A processor so many times slower than it is.
pub(super) async fn slow(client: &Client, times: u32) -> Result<()> {
    let rate = json!({ "rate": times });
    cdp(client, "Emulation.setCPUThrottlingRate", rate).await
}

/// What assistive technology is handed of the page, in its order.
pub(super) async fn spoken(client: &Client) -> Result<Vec<Spoken>> {
    cdp(client, "Accessibility.enable", json!({})).await?;
    let asked = ToDriver::cdp("Accessibility.getFullAXTree", &json!({}));
    let answer = client.issue_cmd(asked).await?;
    let nodes = answer["nodes"].as_array().context("a tree has nodes")?;
    let is_told = |node: &&Value| node["ignored"] != json!(true);
    Ok(nodes.iter().filter(is_told).map(Spoken::read).collect())
}

pub(super) async fn cdp(client: &Client, method: &str, parameters: Value) -> Result<()> {
    let command = ToDriver::cdp(method, &parameters);
    let answer = client.issue_cmd(command).await;
    answer.map(drop).with_context(|| format!("{method} failed"))
}
