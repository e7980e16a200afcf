//! Does it work wherever and however a page puts it?
//!
//! ELEMENT.md, R1, R2, R8, E3, F6.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;

const SCRIPT: &str = "/site/news-rack.js";
const TAG: &str = "<news-rack loading=eager src=/site/news/></news-rack>";

/// A page that has these script tags and this body, beside a built site.
async fn open(browser: &Browser, scripts: &[&str], body: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/other/", stage::dist()?);
    host.page("/other/news-rack.js", other_version()?);
    let tag = |script: &&str| format!("<script type=module src=\"{script}\"></script>");
    let scripts: String = scripts.iter().map(tag).collect();
    host.page(
        "/",
        format!("<!doctype html><meta charset=utf-8><title>A page</title>{scripts}{body}"),
    );
    browser.open(&host.at("/")).await?;
    Ok(host)
}

/// The loader as another release would have it.
fn other_version() -> Result<String> {
    let loader = fs::read_to_string(stage::dist()?.join("news-rack.js"))?;
    let ours = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    ensure!(loader.contains(&ours), "the loader does not say {ours}");
    Ok(loader.replace(&ours, "\"9.9.9\""))
}

/// Cards, and a tick that narrows them.
async fn expect_life(rack: &Rack<'_>) -> Result<()> {
    rack.wait_until_ready().await?;
    rack.tick("topic", "Sea").await?;
    rack.wait_until("the ticked", "return rack.state.total === 13;")
        .await
        .map(drop)
}

pub(crate) async fn a_rack_lives_in_another_shadow_root(browser: &Browser) -> Result<()> {
    let _host = open(browser, &[SCRIPT], "<section lang=de></section>").await?;
    let script = "\
        const root = document.querySelector('section').attachShadow({ mode: 'open' });
        const rack = document.createElement('news-rack');
        rack.loading = 'eager';
        rack.src = '/site/news/';
        root.append(rack);
        addEventListener('news-rack-results', (event) => (window.heard = event.target.localName));";
    browser.run(script, vec![]).await?;
    expect_life(&browser.rack("section >>> news-rack")).await?;
    let heard = browser.run("return window.heard;", vec![]).await?;
    ensure!(heard == json!("section"), "the page heard {heard}");
    browser.expect_quiet_console().await
}

pub(crate) async fn copies_of_a_template_live_each_for_itself(browser: &Browser) -> Result<()> {
    let body = format!("<template>{TAG}</template><main></main>");
    let _host = open(browser, &[SCRIPT], &body).await?;
    let script = "\
        const { content } = document.querySelector('template');
        document.querySelector('main').append(content.cloneNode(true), document.importNode(content, true));";
    browser.run(script, vec![]).await?;
    let (first, second) = (
        browser.rack("news-rack:first-of-type"),
        browser.rack("news-rack:last-of-type"),
    );
    second.wait_until_ready().await?;
    expect_life(&first).await?;
    ensure!(second.state().await?["total"] == json!(27));
    browser.expect_quiet_console().await
}

pub(crate) async fn the_script_may_come_twice(browser: &Browser) -> Result<()> {
    let scripts = [SCRIPT, "/site/news-rack.js?again"];
    let host = open(browser, &scripts, TAG).await?;
    expect_life(&browser.rack("news-rack")).await?;
    let requests = host.requests();
    let modules = requests
        .iter()
        .filter(|request| request.path.ends_with(".wasm"));
    ensure!(modules.count() == 1, "{requests:?}");
    browser.expect_quiet_console().await
}

pub(crate) async fn of_two_versions_the_first_lives_and_one_warning_says_so(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, &[SCRIPT, "/other/news-rack.js"], TAG).await?;
    expect_life(&browser.rack("news-rack")).await?;
    let version = "return rack.constructor.version;";
    let version = browser.rack("news-rack").run(version, Value::Null).await?;
    ensure!(version == json!(env!("CARGO_PKG_VERSION")), "{version}");
    let lines = browser.console().await?;
    ensure!(
        lines.len() == 1 && lines[0].contains("9.9.9 stays unused"),
        "{lines:?}"
    );
    Ok(())
}

pub(crate) async fn two_versions_live_under_two_tags(browser: &Browser) -> Result<()> {
    // By a script of the page's own: what a driver's script imports does not outlive that script
    // in Firefox.
    let body = format!(
        "{TAG}<other-rack loading=eager src=/other/news/></other-rack><script type=module>\
         import {{ NewsRackElement }} from '/other/news-rack.js';\
         NewsRackElement.define('other-rack');</script>"
    );
    let _host = open(browser, &[SCRIPT], &body).await?;
    let (other, ours) = (browser.rack("other-rack"), browser.rack("news-rack"));
    other.wait_until_ready().await?;
    ours.wait_until_ready().await?;
    let version = "return rack.constructor.version;";
    ensure!(other.run(version, Value::Null).await? == json!("9.9.9"));
    expect_life(&other).await?;
    expect_life(&ours).await
}

/// Makes, moves and removes so many racks, each after the last; with `false`, the same one.
pub(crate) const CYCLES: &str = "\
    const [times, isNew] = arguments;
    const [left, right] = document.querySelectorAll('section');
    const ready = (rack) => new Promise((done) => rack.addEventListener('load', done, { once: true }));
    const make = async () => {
        const rack = document.createElement('news-rack');
        rack.loading = 'eager';
        rack.src = '/site/news/';
        const coming = ready(rack);
        left.append(rack);
        await coming;
        return rack;
    };
    const cycle = async (rack) => {
        left.append(rack);
        await rack.updateComplete;
        right.append(rack);
        await rack.updateComplete;
        rack.remove();
    };
    return (async () => {
        const kept = isNew ? null : await make();
        for (let time = 0; time < times; time += 1) await cycle(kept ?? (await make()));
        if (kept) left.append(kept);
        return kept?.matches(':state(ready)') ?? true;
    })();";

pub(crate) async fn a_rack_may_come_and_go_a_hundred_times(browser: &Browser) -> Result<()> {
    let _host = open(browser, &[SCRIPT], "<section></section><section></section>").await?;
    let lives = browser.run(CYCLES, vec![json!(100), json!(false)]).await?;
    ensure!(lives == json!(true));
    expect_life(&browser.rack("news-rack")).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_hundred_racks_leave_nothing_behind(browser: &Browser) -> Result<()> {
    let _host = open(browser, &[SCRIPT], "<section></section><section></section>").await?;
    if browser.engine != Engine::Chromium {
        browser.leave_out(
            "counts",
            "only Chromium tells of nodes, listeners and memory",
        );
    }
    // What all racks share is there after the first few.
    browser.run(CYCLES, vec![json!(10), json!(true)]).await?;
    let before = browser.weight().await?;
    for _ in 0..4 {
        browser.run(CYCLES, vec![json!(25), json!(true)]).await?;
    }
    let after = browser.weight().await?;
    for (name, before) in before.iter().flatten() {
        let after = after.iter().flatten().find(|(other, _)| *other == name);
        let after = after.map_or(f64::INFINITY, |(_, after)| *after);
        ensure!(
            after <= before * 1.05,
            "{name}: {before} before, {after} after"
        );
    }
    browser.expect_quiet_console().await
}
