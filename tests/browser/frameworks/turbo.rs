//! Does a rack outlive visits, snapshots and morphs of Turbo, where it should, and end where it should?

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
use serde_json::json;

const SCRIPTS: &str = "\
    <meta name=turbo-refresh-method content=morph>\
    <meta name=turbo-refresh-scroll content=preserve>\
    <script type=module src=/hosts/turbo.js></script>";

/// A page with a rack of its own, and one that stays from visit to visit.
fn page(attributes: &str) -> String {
    let head = format!("{LOADER}{SCRIPTS}");
    let body = format!(
        "<main><news-rack id=left loading=eager src=/site/news/ {attributes}><p>A headline</p></news-rack></main>\
         <news-rack id=kept data-turbo-permanent loading=eager src=/site/news/ page-size=1></news-rack>"
    );
    html(&head, &body)
}

async fn open(browser: &Browser) -> Result<Host> {
    let host = host().await?;
    host.page("/one", page("page-size=1"));
    host.page("/two", page("page-size=2"));
    browser.open(&host.at("/one")).await?;
    wait_for(browser, "return !!window.Turbo;").await?;
    expect_shown(browser, "/one", 1).await?;
    browser.rack("#kept").wait_until_ready().await?;
    Ok(host)
}

async fn expect_shown(browser: &Browser, path: &str, cards: u32) -> Result<()> {
    // A snapshot may be shown before the page, and goes.
    let is_at = format!(
        "!document.documentElement.matches('[aria-busy], [data-turbo-preview]') && location.pathname === '{path}' && rack.matches(':state(ready)') && rack.state.shown === {cards} \
         && rack.shadowRoot.querySelectorAll('[part~=card]').length === {cards}"
    );
    wait_for_left(browser, &is_at).await?;
    wait_for(
        browser,
        "return document.querySelectorAll('news-rack').length === 2;",
    )
    .await
}

async fn visit(browser: &Browser, path: &str, cards: u32) -> Result<()> {
    browser
        .run("Turbo.visit(arguments[0]);", vec![json!(path)])
        .await?;
    expect_shown(browser, path, cards).await
}

pub(crate) async fn visits_and_snapshots_show_one_rack_each(browser: &Browser) -> Result<()> {
    let host = open(browser).await?;
    browser.rack("#kept").tick("topic", "Sea").await?;
    let ticked = "\
        window.permanent ??= document.querySelector('#kept');
        return document.querySelector('#kept') === permanent && permanent.state.total === 13;";
    wait_for(browser, ticked).await?;
    visit(browser, "/two", 2).await?;
    browser.run("history.back();", vec![]).await?;
    expect_shown(browser, "/one", 1).await?;
    // Now there is a snapshot to show before the page comes.
    visit(browser, "/two", 2).await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for_left(browser, "rack.state.total === 13").await?;
    wait_for(browser, ticked).await?;
    let requests = host.requests().into_iter();
    let engines = requests.filter(|request| {
        request.path.ends_with("news-rack.js") || request.path.contains("/news-rack-")
    });
    ensure!(engines.count() == 2, "the script and the engine come once");
    browser.expect_quiet_console().await
}

pub(crate) async fn a_morph_changes_attributes_and_keeps_what_the_reader_did(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser).await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    wait_for_left(browser, "window.before = rack, rack.state.total === 13").await?;
    // The page's own doing, which no server knows of, stays where Turbo is told to leave it.
    browser
        .run("document.querySelector('#kept').theme = 'dark';", vec![])
        .await?;
    host.page("/one", page("page-size=3 layout=list without-filters"));
    host.forget_requests();
    browser
        .run("Turbo.visit(location.href, { action: 'replace' });", vec![])
        .await?;
    wait_for_left(
        browser,
        "rack.layout === 'list' && rack.withoutFilters && rack.state.shown === 3",
    )
    .await?;
    wait_for_left(browser, "rack === before && rack.state.total === 13").await?;
    wait_for(
        browser,
        "return document.querySelector('#kept').theme === 'dark';",
    )
    .await?;
    // More cards have pictures, but nothing is read that was there before.
    let paths = host.requests().into_iter().map(|request| request.path);
    let is_read = |path: &String| !path.contains("/cards-") && !path.contains("/picture-");
    let paths: Vec<String> = paths.filter(is_read).collect();
    ensure!(paths == ["/one"], "{paths:?}");
    browser.expect_quiet_console().await
}

pub(crate) async fn many_visits_leave_nothing_behind(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let there_and_back = async || {
        visit(browser, "/two", 2).await?;
        visit(browser, "/one", 1).await?;
        browser.run("Turbo.cache.clear();", vec![]).await
    };
    there_and_back().await?;
    let heard = listeners(browser).await?;
    let often = async || {
        for _ in 0..10 {
            there_and_back().await?;
        }
        Ok(())
    };
    expect_no_growth(browser, often).await?;
    ensure!(listeners(browser).await? == heard, "listeners are left");
    browser.expect_quiet_console().await
}
