//! When does a rack start, and what does it ask for until then?
//!
//! R32 of docs/promises.md.

use crate::driver::Browser;
use crate::events::touch;
use crate::keys::press;
use crate::page;
use crate::rack::Rack;
use crate::server::Host;
use crate::site;
use crate::site::SCRIPT;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::key::Key;
use serde_json::Value;
use std::time::Duration;

/// Longer than anything here takes that is going to happen.
const A_WHILE: Duration = Duration::from_millis(1500);

const LAZY: &str =
    "<news-rack src=/site/news/><p id=fallback><a href=\"#\">A headline</a></p></news-rack>";

/// A page whose rack stands so many heights of the window below its top.
fn far(heights: u32, tag: &str) -> String {
    format!(
        "{SCRIPT}<div style=\"block-size: {heights}00vh\"></div>{tag}<div style=\"block-size: 900vh\"></div>"
    )
}

/// Neither the bundle nor the WebAssembly nor words, and the class is there.
async fn expect_nothing_asked(browser: &Browser, host: &Host) -> Result<()> {
    let rack = browser.rack("news-rack");
    rack.wait_until("the class", "return rack.matches(':state(loading)');")
        .await?;
    tokio::time::sleep(A_WHILE).await;
    let asked = host.requests();
    let is_more = |path: &str| path != "/" && !path.ends_with(".js");
    ensure!(
        !asked.iter().any(|request| is_more(&request.path)),
        "it asked for {asked:?}"
    );
    ensure!(page::shows_fallback(browser).await?);
    let told = page::noted(browser, "loadstart").await?;
    ensure!(told.is_empty(), "it has started");
    Ok(())
}

pub(crate) async fn nothing_is_asked_for_far_from_the_screen(browser: &Browser) -> Result<()> {
    let host = site::open(browser, &far(5, LAZY)).await?;
    expect_nothing_asked(browser, &host).await?;
    // Nearer than the height of a window is near, seen or not.
    browser
        .run("scrollTo(0, innerHeight * 3.5);", vec![])
        .await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let below = "return rack.getBoundingClientRect().top > innerHeight;";
    ensure!(
        rack.run(below, Value::Null).await? == true,
        "it was in sight"
    );
    Ok(())
}

pub(crate) async fn an_eager_one_starts_wherever_it_is(browser: &Browser) -> Result<()> {
    let tag = LAZY.replace("<news-rack", "<news-rack loading=eager");
    let _host = site::open(browser, &far(5, &tag)).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_focus_inside_wakes_it_from_afar(browser: &Browser) -> Result<()> {
    let host = site::open(browser, &far(5, LAZY)).await?;
    expect_nothing_asked(browser, &host).await?;
    let focus = "rack.querySelector('a').focus({ preventScroll: true });";
    let rack = browser.rack("news-rack");
    rack.run(focus, Value::Null).await?;
    rack.wait_until_ready().await
}

/// The newest article of the demo, and one that is on no card any more.
const HEADLINES: [(&str, &str); 2] = [
    (
        "https://www.harborpost.example/2026/11/the-lamp-that-runs-on-tides/",
        "card-title",
    ),
    ("https://news.example/of-last-year/", "status"),
];

pub(crate) async fn the_focus_on_a_headline_goes_on_to_its_card(browser: &Browser) -> Result<()> {
    for (href, part) in HEADLINES {
        let tag = LAZY.replace("href=\"#\"", &format!("href=\"{href}\""));
        let host = site::open(browser, &far(5, &tag)).await?;
        expect_nothing_asked(browser, &host).await?;
        let rack = browser.rack("news-rack");
        let focus = "rack.querySelector('a').focus({ preventScroll: true });";
        rack.run(focus, Value::Null).await?;
        let focused =
            format!("return rack.shadowRoot.activeElement?.closest('[part~={part}]') != null;");
        rack.wait_until(part, &focused).await?;
    }
    Ok(())
}

/// As a browser says it whose reader saves data.
const SAVING: &str = "<script>\
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });</script>";

/// Something that somebody does to a rack that waits.
#[derive(Clone, Copy, Debug)]
enum Way {
    Mouse,
    Touch,
    Tab,
    Key,
}

async fn stir(browser: &Browser, rack: &Rack<'_>, way: Way) -> Result<()> {
    let headline = rack
        .run("return rack.querySelector('p');", Value::Null)
        .await?;
    let headline = rack.element(&headline).context("no headline")?;
    match way {
        Way::Mouse => Ok(headline.click().await?),
        Way::Touch => touch(browser, headline).await,
        Way::Tab => press(browser, Key::Tab).await,
        Way::Key => {
            let key = "rack.querySelector('a').dispatchEvent(new KeyboardEvent('keydown', \
                { key: 'ArrowDown', bubbles: true, composed: true }));";
            rack.run(key, Value::Null).await.map(drop)
        }
    }
}

pub(crate) async fn where_data_is_saved_it_waits_for_a_hand(browser: &Browser) -> Result<()> {
    for way in [Way::Mouse, Way::Touch, Way::Tab, Way::Key] {
        let page = format!("{SAVING}{SCRIPT}<h1>A page</h1>{LAZY}");
        let host = site::open(browser, &page).await?;
        expect_nothing_asked(browser, &host).await?;
        let rack = browser.rack("news-rack");
        stir(browser, &rack, way).await?;
        let waited = rack.wait_until_ready().await;
        waited.with_context(|| format!("{way:?}"))?;
    }
    let eager = format!("{SAVING}{SCRIPT}{}", site::EAGER);
    let _host = site::open(browser, &eager).await?;
    browser.rack("news-rack").wait_until_ready().await
}
