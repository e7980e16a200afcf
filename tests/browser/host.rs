//! Does the test's own host do, right or wrong, what it is told to?
//!
//! Everything else here trusts it, so a fault that never happened would make a test worthless.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::hosting;
use crate::server::Fault;
use crate::server::Host;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// Asks for an address as a page does, for at most a second.
const FETCH: &str = "\
    const [address, done] = arguments;
    const signal = AbortSignal.timeout(1000);
    fetch(address, { signal, cache: 'reload' })
        .then(async (answer) => done({
            status: answer.status,
            type: answer.headers.get('content-type'),
            text: await answer.text(),
        }))
        .catch((error) => done({ failed: error.name }));";

/// What a body that comes too late is called. Only Chromium passes on why it was stopped.
fn late(browser: &Browser) -> &'static str {
    match browser.engine {
        Engine::Chromium => "TimeoutError",
        Engine::Firefox | Engine::WebKit => "AbortError",
    }
}

async fn fetch(browser: &Browser, address: &str) -> Result<Value> {
    Ok(browser
        .client
        .execute_async(FETCH, vec![json!(address)])
        .await?)
}

/// A host with one page, which is open, and one text of two hundred bytes.
async fn host(browser: &Browser) -> Result<Host> {
    let host = Host::start().await?;
    host.page("/", "<!doctype html><title>Here</title>");
    host.page("/text", "na ".repeat(66) + "!!");
    browser.open(&host.at("/")).await?;
    host.forget_requests();
    Ok(host)
}

pub(crate) async fn faults_happen_until_they_are_mended(browser: &Browser) -> Result<()> {
    let host = host(browser).await?;
    let text = host.at("/text");
    let whole = fetch(browser, &text).await?;
    for (fault, key, expected) in [
        (Fault::Status(500), "status", json!(500)),
        (Fault::Mime("text/plain"), "type", json!("text/plain")),
        (Fault::Html, "status", json!(200)),
        (Fault::Truncate(20), "failed", json!("TypeError")),
        (Fault::Stall(20), "failed", json!(late(browser))),
        (Fault::Flip(199), "status", json!(200)),
    ] {
        host.fault("/text", fault);
        let seen = fetch(browser, &text).await?;
        assert_eq!(seen[key], expected, "{fault:?} gave {seen}");
        assert_ne!(seen, whole, "{fault:?} changed nothing");
        host.mend();
    }
    assert_eq!(fetch(browser, &text).await?, whole);
    Ok(())
}

pub(crate) async fn compression_saves_bytes_and_changes_nothing(browser: &Browser) -> Result<()> {
    let host = host(browser).await?;
    let plain = fetch(browser, &host.at("/text")).await?;
    for encoding in hosting::encodings(browser) {
        host.compress(encoding);
        host.forget_requests();
        assert_eq!(fetch(browser, &host.at("/text")).await?, plain);
        let bytes = host.requests()[0].bytes;
        assert!(bytes < 100, "{encoding:?} sent {bytes} bytes of 200");
    }
    Ok(())
}

pub(crate) async fn other_origins_may_read_unless_forbidden(browser: &Browser) -> Result<()> {
    let host = host(browser).await?;
    browser.open(&self::host(browser).await?.at("/")).await?;
    assert_eq!(
        fetch(browser, &host.at("/text")).await?["status"],
        json!(200)
    );
    host.forbid_other_origins();
    assert_eq!(
        fetch(browser, &host.at("/text")).await?["failed"],
        json!("TypeError")
    );
    Ok(())
}

pub(crate) async fn the_log_tells_paths_sizes_and_times(browser: &Browser) -> Result<()> {
    let host = host(browser).await?;
    host.delay(Duration::from_millis(50));
    fetch(browser, &host.at("/text")).await?;
    fetch(browser, &host.at("/nothing")).await?;
    let requests = host.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|request| (&*request.path, request.status))
        .collect();
    assert_eq!(seen, [("/text", 200), ("/nothing", 404)]);
    assert_eq!(requests[0].bytes, 200);
    let ended = requests[0].ended.unwrap_or_default();
    assert!(
        ended >= requests[0].began + Duration::from_millis(50),
        "{requests:?}"
    );
    assert!(requests[1].began >= ended, "{requests:?}");
    Ok(())
}
