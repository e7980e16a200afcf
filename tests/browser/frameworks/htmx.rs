//! Does a rack come and go with what htmx swaps?

use super::LOADER;
use super::expect_no_growth;
use super::host;
use super::html;
use super::listeners;
use super::wait_for;
use super::wait_for_left;
use crate::driver::Browser;
use crate::server::Host;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::Locator;
use serde_json::json;

const SCRIPTS: &str =
    "<script>window.heard = [];</script><script type=module src=/hosts/htmx.js></script>";

/// What the buttons put into the place below them, and a link that is boosted.
const PAGE: &str = "\
    <a id=on href=/second hx-boost=true>On</a>\
    <button id=load hx-get=/part hx-target=#place>Load</button>\
    <button id=morph hx-get=/other hx-target=#place hx-swap=innerMorph>Morph</button>\
    <button id=empty hx-get=/empty hx-target=#place>Empty</button>\
    <div id=place hx-on:news-rack-results=\"heard.push(event.detail.total)\"></div>";

fn part(attributes: &str) -> String {
    format!(
        "<section><news-rack id=left loading=eager src=/site/news/ {attributes}>\
         <p>A headline</p></news-rack></section>"
    )
}

async fn open(browser: &Browser) -> Result<Host> {
    let host = host().await?;
    let head = format!("{LOADER}{SCRIPTS}");
    host.page("/", html(&head, PAGE));
    host.page("/part", part("page-size=3"));
    host.page("/other", part("page-size=2 layout=list"));
    host.page("/empty", "<p>Nothing</p>");
    host.page("/second", html(&head, &part("page-size=2")));
    browser.open(&host.at("/")).await?;
    wait_for(browser, "return !!window.htmx;").await?;
    Ok(host)
}

async fn press(browser: &Browser, button: &str) -> Result<()> {
    let found = browser.client.find(Locator::Css(button)).await?;
    Ok(found.click().await?)
}

async fn load(browser: &Browser) -> Result<()> {
    press(browser, "#load").await?;
    browser.rack("#left").wait_until_ready().await?;
    wait_for_left(browser, "rack.state.shown === 3").await
}

async fn empty(browser: &Browser) -> Result<()> {
    press(browser, "#empty").await?;
    wait_for(browser, "return !document.querySelector('news-rack');").await
}

pub(crate) async fn what_is_swapped_in_lives_and_what_is_swapped_out_is_gone(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser).await?;
    load(browser).await?;
    empty(browser).await?;
    let none = listeners(browser).await?;
    let there_and_gone = async || {
        for _ in 0..10 {
            load(browser).await?;
            ensure!(listeners(browser).await? == none + 2);
            empty(browser).await?;
        }
        Ok(())
    };
    expect_no_growth(browser, there_and_gone).await?;
    ensure!(listeners(browser).await? == none, "listeners are left");
    load(browser).await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for(browser, "return heard.length > 0;").await?;
    let heard = browser.run("return heard;", vec![]).await?;
    ensure!(heard == json!([13]), "{heard}");
    browser.expect_quiet_console().await
}

pub(crate) async fn a_morph_changes_attributes_and_keeps_what_the_reader_did(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser).await?;
    load(browser).await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for_left(browser, "window.before = rack, rack.state.total === 13").await?;
    host.forget_requests();
    press(browser, "#morph").await?;
    wait_for_left(browser, "rack.layout === 'list' && rack.state.shown === 2").await?;
    wait_for_left(browser, "rack === before && rack.state.total === 13").await?;
    let paths = host.requests().into_iter().map(|request| request.path);
    let paths: Vec<String> = paths.collect();
    ensure!(paths == ["/other"], "{paths:?}");
    browser.expect_quiet_console().await
}

pub(crate) async fn a_boosted_link_and_back_show_one_rack_each(browser: &Browser) -> Result<()> {
    let host = open(browser).await?;
    for _ in 0..3 {
        press(browser, "#on").await?;
        wait_for_left(
            browser,
            "location.pathname === '/second' && rack.state.shown === 2",
        )
        .await?;
        browser.run("history.back();", vec![]).await?;
        wait_for(
            browser,
            "return location.pathname === '/' && document.querySelector('#load');",
        )
        .await?;
        load(browser).await?;
        let racks = "return document.querySelectorAll('news-rack').length === 1;";
        wait_for(browser, racks).await?;
    }
    let requests = host.requests().into_iter();
    let engines = requests.filter(|request| {
        request.path.ends_with("news-rack.js") || request.path.contains("/news-rack-")
    });
    ensure!(engines.count() == 2, "the script and the engine come once");
    browser.expect_quiet_console().await
}
