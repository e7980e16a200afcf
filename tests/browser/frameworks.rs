//! Does the tag live on the pages of others' frameworks as on a page without any?
//!
//! ELEMENT.md, E3 to E5. The pages are in `tests/hosts`; those of React, Vue and Svelte all show two
//! racks, change as `app.change` says, and keep in `heard` what their handlers were told.

pub(crate) mod htmx;
pub(crate) mod react;
pub(crate) mod svelte;
pub(crate) mod turbo;
pub(crate) mod vue;
pub(crate) mod yew;

use crate::driver::Browser;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::bail;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// The tag's script, as a page of any framework has it.
const LOADER: &str = "<script type=module src=/site/news-rack.js></script>";

/// Counts the listeners of the page as a whole, before anybody adds one. React would advertise its tools
/// for developers in the console, and keep a diary there.
const COUNTED: &str = "\
    window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = { isDisabled: true };
    console.timeStamp = null;
    const [kept, names] = [new Set(), new WeakMap()];
    let named = 0;
    const name = (listener) => names.get(listener) ?? names.set(listener, ++named).get(listener);
    const key = (target, type, listener, options) => \
        `${target} ${type} ${name(listener)} ${options?.capture ?? options ?? false}`;
    for (const target of [window, document]) {
        const { addEventListener: add, removeEventListener: remove } = target;
        target.addEventListener = (...given) => { kept.add(key(target, ...given)); add.apply(target, given); };
        target.removeEventListener = (...given) => { kept.delete(key(target, ...given)); remove.apply(target, given); };
    }
    window.listeners = () => kept.size;";

/// A host with the site and the pages' scripts.
async fn host() -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/hosts/", stage::built("hosts")?);
    Ok(host)
}

/// A page with something in its head and its body.
fn html(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title>\
         <script>{COUNTED}</script>{head}</head><body>{body}</body></html>"
    )
}

/// The page that a framework makes in its `main`, which a server may have filled.
fn page(framework: &str, main: &str) -> String {
    format!("<main>{main}</main><script type=module src=/hosts/{framework}.js></script>")
}

/// Opens the page of a framework, and waits for its racks.
async fn open(browser: &Browser, framework: &str) -> Result<Host> {
    let host = host().await?;
    host.page("/", html(LOADER, &page(framework, "")));
    browser.open(&host.at("/")).await?;
    wait_for_both(browser).await?;
    Ok(host)
}

async fn wait_for_both(browser: &Browser) -> Result<()> {
    for rack in ["#left", "#right"] {
        browser.rack(rack).wait_until_ready().await?;
    }
    Ok(())
}

/// Changes a part of what the page shows.
async fn change(browser: &Browser, part: Value) -> Result<()> {
    browser
        .run("app.change(arguments[0]);", vec![part])
        .await
        .map(drop)
}

/// What the page's handlers were told so far, which is forgotten.
async fn heard(browser: &Browser) -> Result<Value> {
    // What is on its way arrives first.
    let script = "\
        const frame = () => new Promise(requestAnimationFrame);
        return frame().then(frame).then(() => heard.splice(0));";
    browser.run(script, vec![]).await
}

async fn wait_for(browser: &Browser, script: &str) -> Result<()> {
    let what = format!("`{script}`");
    browser.wait_until(&what, script, vec![]).await.map(drop)
}

const LEFT: &str = "const rack = document.querySelector('#left');";

/// What the left rack is, in JavaScript, until it is so.
async fn wait_for_left(browser: &Browser, condition: &str) -> Result<()> {
    wait_for(browser, &format!("{LEFT} return rack && ({condition});")).await
}

/// Every kind of attribute changes with the page's state, and back: the rack, which hears of it, tells
/// nobody.
async fn expect_live_attributes(browser: &Browser, framework: &str) -> Result<()> {
    let _host = open(browser, framework).await?;
    check_attributes(browser).await
}

/// The same on a page that was there before the tag's script.
async fn expect_live_attributes_when_the_script_is_late(
    browser: &Browser,
    framework: &str,
) -> Result<()> {
    let host = host().await?;
    host.page("/", html("", &page(framework, "")));
    browser.open(&host.at("/")).await?;
    wait_for(
        browser,
        "return document.querySelectorAll('news-rack').length === 2;",
    )
    .await?;
    let script = "\
        const script = Object.assign(document.createElement('script'), { type: 'module', src: '/site/news-rack.js' });
        document.head.append(script);";
    browser.run(script, vec![]).await?;
    wait_for_both(browser).await?;
    check_attributes(browser).await
}

async fn check_attributes(browser: &Browser) -> Result<()> {
    wait_for_left(browser, "rack.state.shown === 3 && !rack.withoutFilters").await?;
    heard(browser).await?;
    change(browser, json!({ "query": "sea", "size": 2 })).await?;
    wait_for_left(
        browser,
        "rack.state.query === 'sea' && rack.state.shown === 2",
    )
    .await?;
    change(
        browser,
        json!({ "query": "", "topic": ["Sea", "Nets, lines"], "bare": true }),
    )
    .await?;
    wait_for_left(browser, "String(rack.state.topic) === 'Sea,Nets, lines'").await?;
    wait_for_left(
        browser,
        "rack.state.topic.length === 2 && rack.withoutFilters",
    )
    .await?;
    change(browser, json!({ "topic": [], "bare": false, "size": 3 })).await?;
    wait_for_left(
        browser,
        "rack.state.total === 27 && rack.state.shown === 3 && !rack.withoutFilters",
    )
    .await?;
    ensure!(
        heard(browser).await? == json!([]),
        "the page hears of its own doing"
    );
    browser.expect_quiet_console().await
}

/// A handler on the tag hears of the reader once, and of nobody else; one that prevents it is heeded.
async fn expect_each_event_once(browser: &Browser, framework: &str) -> Result<()> {
    let _host = open(browser, framework).await?;
    let loads = heard(browser).await?;
    let count = loads.as_array().map_or(0, Vec::len);
    ensure!(
        count == 2,
        "two racks were loaded, and the page heard {loads}"
    );
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for_left(browser, "rack.state.total === 13").await?;
    ensure!(heard(browser).await? == json!([["news-rack-results", "left"]]));
    let address = browser.client.current_url().await?;
    let title = "part('card-title').querySelector('a').click();";
    browser.rack("#right").run(title, Value::Null).await?;
    ensure!(heard(browser).await? == json!([["news-rack-select", "right"]]));
    ensure!(browser.client.current_url().await? == address);
    expect_silence_once_gone(browser).await?;
    browser.expect_quiet_console().await
}

/// What the page took out tells it nothing any more of its loads.
async fn expect_silence_once_gone(browser: &Browser) -> Result<()> {
    browser
        .run("window.gone = document.querySelector('#left');", vec![])
        .await?;
    change(browser, json!({ "shown": false })).await?;
    wait_for(browser, "return !document.querySelector('news-rack');").await?;
    ensure!(heard(browser).await? == json!([]));
    change(browser, json!({ "shown": true })).await?;
    wait_for_both(browser).await?;
    let loads = json!([["load", "left"], ["load", "right"]]);
    let mut heard = heard(browser).await?;
    if let Some(heard) = heard.as_array_mut() {
        heard.sort_by_key(|told| told[1].to_string());
    }
    ensure!(heard == loads, "{heard}");
    Ok(())
}

/// Racks that change places stay as they are; another key makes another rack.
async fn expect_moves_to_keep_state(browser: &Browser, framework: &str) -> Result<()> {
    let host = open(browser, framework).await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for_left(browser, "rack.state.total === 13").await?;
    browser
        .run("window.before = document.querySelector('#left');", vec![])
        .await?;
    host.forget_requests();
    for order in [["right", "left"], ["left", "right"]] {
        change(browser, json!({ "order": order })).await?;
        let script = format!(
            "return document.querySelector('news-rack').id === '{}';",
            order[0]
        );
        wait_for(browser, &script).await?;
        wait_for_left(browser, "rack === before && rack.state.total === 13").await?;
    }
    ensure!(host.requests().is_empty(), "{:?}", host.requests());
    change(browser, json!({ "version": 1 })).await?;
    wait_for_left(browser, "rack !== before && rack.state.total === 27").await?;
    browser.expect_quiet_console().await
}

/// Goes and comes so many times, each time until both racks are ready.
const COME_AND_GO: &str = "\
    const until = async (isSo) => { while (!isSo()) await new Promise(requestAnimationFrame); };
    const ready = () => document.querySelectorAll('news-rack:state(ready)').length === 2;
    return (async () => {
        for (let time = 0; time < arguments[0]; time += 1) {
            app.change({ shown: false });
            await until(() => !document.querySelector('news-rack'));
            app.change({ shown: true });
            await until(ready);
        }
        heard.length = 0;
    })();";

/// Racks that went are forgotten by the page and by the browser.
async fn expect_nothing_left_behind(browser: &Browser, framework: &str) -> Result<()> {
    let _host = open(browser, framework).await?;
    let with = listeners(browser).await?;
    expect_no_growth(browser, async || {
        browser.run(COME_AND_GO, vec![json!(20)]).await.map(drop)
    })
    .await?;
    ensure!(listeners(browser).await? == with, "listeners grow");
    change(browser, json!({ "shown": false })).await?;
    wait_for(browser, "return !document.querySelector('news-rack');").await?;
    let without = listeners(browser).await?;
    ensure!(
        without == with - 3,
        "{with} with two racks, {without} without"
    );
    browser.expect_quiet_console().await
}

/// Of the window and the document. A page with racks listens to whether it is seen; each rack, to Back.
async fn listeners(browser: &Browser) -> Result<u64> {
    let count = browser.run("return listeners();", vec![]).await?;
    Ok(count.as_u64().unwrap_or_default())
}

/// What the page weighs, where a browser tells, once it weighs no less than a moment ago: some garbage
/// is seen as such only when other garbage is gone.
async fn weight(browser: &Browser) -> Result<Option<Weight>> {
    let mut before = browser.weight().await?;
    loop {
        tokio::time::sleep(MOMENT).await;
        let now = browser.weight().await?;
        let is_settled = before
            .iter()
            .flatten()
            .all(|(name, before)| now.as_ref().is_none_or(|now| now[name] >= before * 0.99));
        if is_settled {
            return Ok(before);
        }
        before = now;
    }
}

type Weight = BTreeMap<String, f64>;

const MOMENT: Duration = Duration::from_millis(200);

/// Does it again and again. What comes for the first time stays, and so do the engine's notes of what ran
/// often; what is left behind each time is more each time.
///
/// # Errors
///
/// When the page weighs more each time, by more than one part in twenty.
async fn expect_no_growth(browser: &Browser, round: impl AsyncFn() -> Result<()>) -> Result<()> {
    round().await?;
    let mut before = weight(browser).await?;
    let mut heavier = Vec::new();
    for _ in 0..4 {
        round().await?;
        let now = weight(browser).await?;
        let grown = before.iter().flatten().zip(now.iter().flatten());
        let grown = grown.filter(|((_, before), (_, now))| **now > **before * 1.05);
        let grown: Vec<_> = grown
            .map(|((name, before), (_, now))| format!("{name}: {before} before, {now} after"))
            .collect();
        if grown.is_empty() {
            return Ok(());
        }
        heavier.extend(grown);
        before = now;
    }
    bail!("{}", heavier.join("; "))
}
