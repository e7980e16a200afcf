//! What does a page pay for having a rack on it?
//!
//! The demo page as it is uploaded, and pages that somebody pasted the tag into.

use super::lighthouse;
use crate::driver::Browser;
use crate::driver::VIEWPORTS;
use crate::embedding::CYCLES;
use crate::server::Encoding;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

pub(super) async fn measure(browser: &Browser) -> Result<Value> {
    let host = Host::start().await?;
    host.serve("/", stage::dist()?);
    host.compress(Encoding::Brotli);
    // What the host compresses once, it compresses now.
    visit(browser, &host).await?;
    let foreign = foreign(browser, &host).await?;
    let lighthouse = lighthouse::judge(&host.at("/")).await?;
    Ok(json!({
        "lighthouse": lighthouse,
        "foreign": foreign,
        "shifts": shifts(browser, &host).await?,
        "far": far(browser).await?,
        "three": three(browser).await?,
        "cycles": cycles(browser).await?,
    }))
}

async fn visit(browser: &Browser, host: &Host) -> Result<()> {
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await
}

/// Searches, filters, opens coverage and an article, shows all, and tells of addresses elsewhere, of how
/// many.
const WHOLE_VISIT: &str = "\
    const done = arguments[arguments.length - 1];
    const rack = document.querySelector('news-rack');
    const root = rack.shadowRoot;
    const rest = () => new Promise((next) => setTimeout(next, 400));
    (async () => {
        for (const change of [() => (rack.query = 'harbor'), () => (rack.query = null),
            () => root.querySelector('[part~=facet-value]').click(), () => rack.clearFilters(),
            () => root.querySelector('summary').click(), () => rack.showMore(), () => rack.showMore(),
            () => (rack.link = 'reader'),
            () => root.querySelector('[part~=card-title] a').click()]) {
            change();
            await rack.updateComplete;
            await rest();
        }
        scrollTo(0, document.documentElement.scrollHeight);
        await rest();
        const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
        const isElsewhere = ({ protocol, origin }) => protocol !== 'data:' && origin !== location.origin;
        done([asked.length, asked.filter(isElsewhere).map(String)]);
    })();";

async fn foreign(browser: &Browser, host: &Host) -> Result<Value> {
    visit(browser, host).await?;
    let seen = browser.client.execute_async(WHOLE_VISIT, vec![]).await?;
    ensure!(
        seen[0].as_u64() > Some(10),
        "{} requests are no visit",
        seen[0]
    );
    Ok(seen)
}

/// All that moved without a reader's doing since the page began.
const SHIFTED: &str = "\
    const done = arguments[arguments.length - 1];
    new PerformanceObserver((list) => {
        const shifts = list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput);
        done(shifts.reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(0), 1000);";

const PICTURES: &str = "\
    const pictures = [...document.querySelector('news-rack').shadowRoot.querySelectorAll('img')];
    const isFar = (picture) => picture.getBoundingClientRect().top > innerHeight;
    return pictures.length > 0 && pictures.every((picture) => picture.complete || isFar(picture));";

/// On a slow line and a processor a quarter as fast, to the last picture in sight; by width.
async fn shifts(browser: &Browser, host: &Host) -> Result<Value> {
    let mut shifts = Vec::new();
    for (width, height) in VIEWPORTS {
        browser.start_afresh().await?;
        browser.viewport(width, height).await?;
        browser.hinder(true).await?;
        visit(browser, host).await?;
        browser.wait_until("pictures", PICTURES, vec![]).await?;
        let sum = browser.client.execute_async(SHIFTED, vec![]).await?;
        shifts.push(json!([width, sum]));
    }
    browser.hinder(false).await?;
    Ok(json!(shifts))
}

/// A page with this script before the tag's, and these tags.
async fn pasted(browser: &Browser, script: &str, body: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>A page</title><script>{script}</script>\
         <script type=module src=/site/news-rack.js></script><body>{body}"
    );
    host.page("/", page);
    browser.start_afresh().await?;
    browser.open(&host.at("/")).await?;
    Ok(host)
}

fn bytes(host: &Host, end: &str) -> usize {
    let requests = host.requests().into_iter();
    let of_kind = requests.filter(|request| request.path.ends_with(end));
    of_kind.map(|request| request.bytes).sum()
}

/// Bytes of WebAssembly while the rack is far away, and once it is near.
async fn far(browser: &Browser) -> Result<Value> {
    let body = "<p style='block-size: 400vh'>Far above.</p><news-rack src=/site/news/></news-rack>";
    let host = pasted(browser, "", body).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = bytes(&host, ".wasm");
    browser
        .run("scrollTo(0, 2 * innerHeight + 50);", vec![])
        .await?;
    browser.rack("news-rack").wait_until_ready().await?;
    let after = bytes(&host, ".wasm");
    ensure!(after > 0, "it was never fetched");
    Ok(json!([before, after]))
}

const COUNT_COMPILES: &str = "\
    window.compiles = 0;
    for (const name of ['compile', 'compileStreaming', 'instantiateStreaming']) {
        const real = WebAssembly[name];
        WebAssembly[name] = (...given) => { compiles += 1; return real.apply(WebAssembly, given); };
    }";

/// How often it was compiled for three racks of one bundle, and the most requests for one file.
async fn three(browser: &Browser) -> Result<Value> {
    let tag = "<news-rack loading=eager src=/site/news/></news-rack>";
    let host = pasted(browser, COUNT_COMPILES, &tag.repeat(3)).await?;
    let ready = "return [...document.querySelectorAll('news-rack')]\
        .every((rack) => rack.matches(':state(ready)'));";
    browser.wait_until("three racks", ready, vec![]).await?;
    let compiles = browser.run("return compiles;", vec![]).await?;
    let paths: Vec<_> = host
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    let times = |path: &String| paths.iter().filter(|other| *other == path).count();
    let most = paths.iter().map(times).max();
    Ok(json!([compiles, most, paths.len()]))
}

/// What is left of a hundred racks that came, moved and went, beside what was there before.
async fn cycles(browser: &Browser) -> Result<Value> {
    let _host = pasted(browser, "", "<section></section><section></section>").await?;
    // What all racks share is there after the first few.
    browser.run(CYCLES, vec![json!(10), json!(true)]).await?;
    let before = browser.weight().await?.context("Chromium tells")?;
    for _ in 0..4 {
        browser.run(CYCLES, vec![json!(25), json!(true)]).await?;
    }
    let after = browser.weight().await?.context("Chromium tells")?;
    Ok(json!({ "before": before, "after": after }))
}
