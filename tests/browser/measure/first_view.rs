//! How many round trips from the tag to cards, one waiting for the other?
//!
//! Every answer is delayed by the same long time, beside which all work is short: requests that
//! began together went together, and each later group waited for one before it.

use super::SCRIPT;
use super::TAG;
use crate::driver::Browser;
use crate::page;
use crate::server::Host;
use crate::server::Request;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// Long beside compiling the WebAssembly, which would else look like a round trip.
const ROUND_TRIP: Duration = Duration::from_millis(500);

pub(super) async fn measure(browser: &Browser, host: &Host) -> Result<Value> {
    host.page("/", page::with_rack(SCRIPT, TAG) + NOTE);
    host.delay(ROUND_TRIP);
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    let loaded = browser.run(LOADED, vec![]).await?;
    let requests = host.requests();
    // The page itself is there before the tag is.
    let chain = chain(&requests[1..]);
    Ok(json!({
        "milliseconds": loaded,
        "round_trip": ROUND_TRIP.as_millis(),
        "chain": chain,
    }))
}

/// The tag's own `load`, which comes much later than this script.
const NOTE: &str = "\
    <script>document.querySelector('news-rack')\
        .addEventListener('load', () => (window.loadedAt = performance.now()));</script>";

/// From asking for the script to the tag's `load`, by the page's own clock.
const LOADED: &str = "\
    const [script] = performance.getEntriesByType('resource')\
        .filter((entry) => entry.name.endsWith('news-rack.js'));
    return loadedAt - script.startTime;";

/// The requests' names, those together that began within half a round trip.
fn chain(requests: &[Request]) -> Vec<Vec<String>> {
    let mut chain: Vec<(Duration, Vec<String>)> = Vec::new();
    for request in requests {
        let name = name(&request.path);
        match chain.last_mut() {
            Some((began, names)) if request.began < *began + ROUND_TRIP / 2 => names.push(name),
            _ => chain.push((request.began, vec![name])),
        }
    }
    chain.into_iter().map(|(_, names)| names).collect()
}

/// A file's name without folder and hash: `cards.json`.
fn name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    // A SHA-256 is 43 characters of base64url, dashes included; that of the WebAssembly is shorter.
    let plain = match stem.len().checked_sub(44) {
        Some(end) if extension != "js" => &stem[..end],
        _ if extension == "wasm" => stem.rsplit_once('-').map_or(stem, |(plain, _)| plain),
        _ => stem,
    };
    format!("{plain}.{extension}")
}
