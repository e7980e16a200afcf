//! Does a rack live on a page that is itself a Yew application, and does either hear of the other what
//! the DOM says, and no more?
//!
//! Yew marks nodes with numbers that start alike in every program. The page listens on its body, so it
//! sees every event before a rack does.

use super::LOADER;
use super::expect_no_growth;
use super::host;
use super::html;
use super::listeners;
use super::wait_for;
use crate::driver::Browser;
use crate::server::Host;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

const START: &str = "<script type=module>import start from '/hosts/yew.js'; start();</script>";

async fn open(browser: &Browser) -> Result<Host> {
    let host = host().await?;
    host.page("/", html(LOADER, START));
    browser.open(&host.at("/")).await?;
    for rack in ["#first", "#second"] {
        browser.rack(rack).wait_until_ready().await?;
    }
    wait_for(
        browser,
        "return document.querySelector('#second').state.total === 13;",
    )
    .await?;
    Ok(host)
}

async fn press(browser: &Browser, button: &str) -> Result<()> {
    let found = browser
        .client
        .find(fantoccini::Locator::Css(button))
        .await?;
    Ok(found.click().await?)
}

/// # Errors
///
/// When the page's handlers were not called so, in this order, since it was opened.
async fn expect_heard(browser: &Browser, expected: &str) -> Result<()> {
    // What is on its way arrives first.
    let script = "\
        const frame = () => new Promise(requestAnimationFrame);
        return frame().then(frame).then(() => document.querySelector('output').textContent);";
    let heard = browser.run(script, vec![]).await?;
    ensure!(heard == json!(expected), "the page heard {heard}");
    Ok(())
}

pub(crate) async fn a_tick_inside_is_heard_outside_as_the_page_says(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("#first");
    rack.tick("topic", "Sea").await?;
    rack.wait_until("the ticked", "return rack.state.total === 13;")
        .await?;
    expect_heard(browser, "first around main main-input results").await?;
    rack.tick("topic", "Sea").await?;
    rack.wait_until("all", "return rack.state.total === 27;")
        .await?;
    let twice = "first around main main-input results first around main main-input results";
    expect_heard(browser, twice).await?;
    // The other rack hears nothing of it.
    ensure!(browser.rack("#second").state().await?["total"] == json!(13));
    browser.rack("#second").click("status").await?;
    expect_heard(browser, &format!("{twice} second around main")).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn what_is_typed_inside_stays_inside(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("#second");
    rack.click("search").await?;
    let start = browser
        .run(
            "return document.querySelector('output').textContent;",
            vec![],
        )
        .await?;
    let start = start.as_str().unwrap_or_default().to_owned();
    rack.part("search").await?.send_keys("net").await?;
    rack.wait_until("what was typed", "return rack.state.query === 'net';")
        .await?;
    let letters = format!("{start} key main-input key main-input key main-input");
    let heard = browser
        .run(
            "return document.querySelector('output').textContent;",
            vec![],
        )
        .await?;
    ensure!(heard == json!(letters.trim()), "{heard}");
    let own = "return [document.querySelector('#echo').textContent, document.querySelector('#typed').value];";
    ensure!(
        browser.run(own, vec![]).await? == json!(["", ""]),
        "the page's own field was typed into"
    );
    ensure!(browser.rack("#first").state().await?["query"] == json!(""));
    browser.expect_quiet_console().await
}

pub(crate) async fn what_is_done_outside_stays_outside(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let before = browser.rack("#second").state().await?;
    press(browser, "#ticked").await?;
    wait_for(
        browser,
        "return document.querySelector('#echo').textContent === '!';",
    )
    .await?;
    // Its handler lets nobody else hear of it.
    press(browser, "#own").await?;
    expect_heard(browser, "main main-input own").await?;
    let typed = browser
        .client
        .find(fantoccini::Locator::Css("#typed"))
        .await?;
    typed.send_keys("sea").await?;
    let first = browser.rack("#first");
    first
        .wait_until("what the page asks", "return rack.state.query === 'sea';")
        .await?;
    first
        .wait_until("its field", "return part('search').value === 'sea';")
        .await?;
    ensure!(
        browser.rack("#second").state().await? == before,
        "the other rack stays"
    );
    // Both live on.
    browser.rack("#second").tick("topic", "Sea").await?;
    wait_for(
        browser,
        "return document.querySelector('#second').state.total === 27;",
    )
    .await?;
    browser.expect_quiet_console().await
}

/// Neither program leaves anything where the other, or the page, would find it.
const SHARED: &str = "return Object.getOwnPropertyNames(window)\
    .filter((name) => /wasm_bindgen|wbindgen|yew|newsrack/i.test(name));";

pub(crate) async fn racks_move_and_go_as_the_page_renders(browser: &Browser) -> Result<()> {
    let host = open(browser).await?;
    let rack = browser.rack("#first");
    rack.tick("topic", "Sea").await?;
    rack.wait_until(
        "the ticked",
        "window.before = rack; return rack.state.total === 13;",
    )
    .await?;
    host.forget_requests();
    for id in ["second", "first"] {
        press(browser, "#turn").await?;
        wait_for(
            browser,
            &format!("return document.querySelector('news-rack').id === '{id}';"),
        )
        .await?;
        rack.run(
            "if (rack !== before || rack.state.total !== 13) throw rack;",
            Value::Null,
        )
        .await?;
    }
    ensure!(host.requests().is_empty(), "{:?}", host.requests());
    ensure!(browser.run(SHARED, vec![]).await? == json!([]));
    let switch = async || {
        press(browser, "#switch").await?;
        wait_for(browser, "return !document.querySelector('news-rack');").await?;
        let none = listeners(browser).await?;
        press(browser, "#switch").await?;
        rack.wait_until_ready().await?;
        browser.rack("#second").wait_until_ready().await?;
        Ok::<_, anyhow::Error>(none)
    };
    browser.run("window.before = null;", vec![]).await?;
    switch().await?;
    let with = listeners(browser).await?;
    let often = async || {
        for _ in 0..10 {
            ensure!(
                switch().await? + 3 == with,
                "of {with} listeners, too many are left"
            );
        }
        Ok(())
    };
    expect_no_growth(browser, often).await?;
    browser.expect_quiet_console().await
}
