//! How does a page come to a browser that is made for one test?

use crate::driver::Browser;
use crate::page;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use std::time::Duration;

/// The tag's script, as most pages have it.
pub(crate) const SCRIPT: &str = "<script type=module async src=/site/news-rack.js></script>";

/// A rack of the demo's articles that starts at once.
pub(crate) const EAGER: &str =
    "<news-rack loading=eager src=/site/news/><p id=fallback>A headline</p></news-rack>";

/// A host with the built site below `/site/`, and a page of this content, which notes what racks tell it.
pub(crate) async fn host(content: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.page(
        "/",
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>\
             <link rel=icon href=/favicon.ico><script>{}</script>{content}",
            page::NOTES
        ),
    );
    Ok(host)
}

/// The same, opened.
pub(crate) async fn open(browser: &Browser, content: &str) -> Result<Host> {
    let host = host(content).await?;
    browser.open(&host.at("/")).await?;
    Ok(host)
}

/// The same, with a rack that still loads: every answer of the host takes a while.
pub(crate) async fn open_loading(
    browser: &Browser,
    content: &str,
    delay: Duration,
) -> Result<Host> {
    let host = host(content).await?;
    host.delay(delay);
    browser.open(&host.at("/")).await?;
    let loads = "return rack.matches(':state(loading)');";
    let rack = browser.rack("news-rack");
    rack.wait_until("the class", loads).await?;
    Ok(host)
}

/// The whole name of the one file of the built site that begins so.
pub(crate) fn name(begins: &str) -> Result<String> {
    let entries = std::fs::read_dir(stage::dist()?)?;
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    let found = names.into_iter().find(|name| name.starts_with(begins));
    found.with_context(|| format!("dist/ holds no {begins}"))
}
