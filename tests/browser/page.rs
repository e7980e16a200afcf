//! What does a page look like that somebody pastes the tag into?

use crate::driver::Browser;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// Headlines that were pasted along with the tag, to stay until there is something better.
const FALLBACK: &str = "<p id=\"fallback\"><a href=\"https://example.org/\">A headline</a></p>";

/// A page with the script and a tag of these attributes. It notes what the tag tells it.
pub(crate) fn with_rack(script: &str, attributes: &str) -> String {
    with_racks(script, &[attributes])
}

/// The same with several tags.
pub(crate) fn with_racks(script: &str, attributes: &[&str]) -> String {
    let tags: String = attributes.iter().copied().map(tag).collect();
    let scripts =
        format!("<script>{NOTES}</script><script type=\"module\" async src=\"{script}\"></script>");
    html(&scripts, &tags)
}

/// A page with one rack and these script tags, none of which holds a script itself, as strict
/// policies have it.
pub(crate) fn guarded(scripts: &str, attributes: &str) -> String {
    html(scripts, &tag(attributes))
}

/// The same with the script of the widget alone.
pub(crate) fn bare(script: &str, attributes: &str) -> String {
    guarded(
        &format!(
            "<link rel=icon href=/favicon.ico><script type=module async src={script}></script>"
        ),
        attributes,
    )
}

fn html(scripts: &str, tags: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>A page</title>\
         {scripts}<h1>A page</h1>{tags}"
    )
}

fn tag(attributes: &str) -> String {
    format!("<news-rack {attributes}>{FALLBACK}</news-rack>")
}

/// Listens on the way down, for the image-like events do not bubble. A `load` inside the page never passes the
/// window.
pub(crate) const NOTES: &str = "\
    window.noted = [];
    const note = (event) => {
        if (event.target.localName === 'news-rack') noted.push([event.type, event.detail ?? null]);
        else if (event.target === window) noted.push(['uncaught', event.message]);
    };
    for (const type of ['loadstart', 'load', 'error', 'loadend', 'news-rack-results',
        'news-rack-select']) \
            (type === 'load' ? document : window).addEventListener(type, note, true);
    addEventListener('unhandledrejection', (event) => \
        noted.push(['uncaught', String(event.reason)]));";

/// The events of one type that the page has seen so far, as their details.
pub(crate) async fn noted(browser: &Browser, event: &str) -> Result<Vec<Value>> {
    let script = "return noted.filter(([type]) => type === arguments[0]).map((note) => note[1]);";
    Ok(serde_json::from_value(
        browser.run(script, vec![json!(event)]).await?,
    )?)
}

/// Waits until loading has ended, well or not, so many times in all.
pub(crate) async fn wait_for_loads(browser: &Browser, times: usize) -> Result<()> {
    let script = "return noted.filter(([type]) => type === 'loadend').length === arguments[0];";
    let arguments = vec![json!(times)];
    browser
        .wait_until("loading to end", script, arguments)
        .await
        .map(drop)
}

/// Whether a reader sees the headlines that the page came with.
pub(crate) async fn shows_fallback(browser: &Browser) -> Result<bool> {
    let script = "return document.querySelector('#fallback').checkVisibility();";
    Ok(browser.run(script, vec![]).await? == json!(true))
}

/// # Errors
///
/// When the page heard of an error that nobody caught.
pub(crate) async fn expect_nothing_uncaught(browser: &Browser) -> Result<()> {
    let uncaught = noted(browser, "uncaught").await?;
    ensure!(uncaught.is_empty(), "uncaught: {}", json!(uncaught));
    Ok(())
}
