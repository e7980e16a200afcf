//! Do real articles, built as an editor builds them, come out on the page?

use crate::driver::Browser;
use crate::page;
use crate::press;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::json;
use tempfile::TempDir;

/// A page that shows a folder of the corpus; `None` where there is no corpus.
async fn open(browser: &Browser, folder: &str) -> Result<Option<(Host, TempDir)>> {
    let Some(articles) = stage::corpus(folder) else {
        return Ok(None);
    };
    let bundle = press::bundle(&articles, &[])?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    host.page(
        "/",
        page::with_rack("/site/news-rack.js", "loading=eager src=/bundle/"),
    );
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(Some((host, bundle)))
}

async fn expect_total(rack: &Rack<'_>, total: u64) -> Result<()> {
    let state = rack.state().await?;
    ensure!(
        state["total"] == json!(total),
        "{total} articles were expected: {state}"
    );
    Ok(())
}

pub(crate) async fn all_published_articles_can_be_reached(browser: &Browser) -> Result<()> {
    let Some(_kept) = open(browser, "news/powerapps").await? else {
        return Ok(());
    };
    let rack = browser.rack("news-rack");
    // 428 are published, of which three repeat another's `webUrl`.
    expect_total(&rack, 425).await?;
    for shown in [24, 36] {
        rack.click("more").await?;
        let enough = format!("return parts('card').length === {shown};");
        rack.wait_until("more cards", &enough).await?;
    }
    page::expect_nothing_uncaught(browser).await?;
    browser.screenshot("powerapps").await.map(drop)
}
