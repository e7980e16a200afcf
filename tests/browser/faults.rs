//! What does a reader see when the host fails, and does trying again help?

use crate::driver::Browser;
use crate::page;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use serde_json::json;

/// A page with one rack, on a host where one file fails.
async fn open_with(browser: &Browser, path_end: &str, fault: Fault) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.fault(path_end, fault);
    let page = page::with_rack("/site/news-rack.js", "loading=eager src=/site/news/");
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    Ok(host)
}

/// The pasted headlines stay, the page hears of it once, and once mended it can be mended here.
async fn check(browser: &Browser, path_end: &str, fault: Fault) -> Result<()> {
    browser.start_afresh().await?;
    let host = open_with(browser, path_end, fault).await?;
    let what = format!("{path_end} with {fault:?}");
    assert!(page::shows_fallback(browser).await?, "{what}: no fallback");
    let errors = page::noted(browser, "error").await?;
    assert_eq!(errors.len(), 1, "{what}: {errors:?}");
    assert!(errors[0]["code"].is_string(), "{what}: {errors:?}");
    let rack = browser.rack("news-rack");
    rack.wait_until("the error state", "return rack.matches(':state(error)');")
        .await?;
    host.mend();
    rack.run("rack.refresh();", json!(null)).await?;
    rack.wait_until_ready().await?;
    assert!(
        !page::shows_fallback(browser).await?,
        "{what}: fallback beside the cards"
    );
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn without_the_webassembly_the_fallback_stays(browser: &Browser) -> Result<()> {
    check(browser, ".wasm", Fault::Status(404)).await?;
    check(browser, ".wasm", Fault::Html).await?;
    check(browser, ".wasm", Fault::Flip(5000)).await
}

pub(crate) async fn without_a_manifest_the_fallback_stays(browser: &Browser) -> Result<()> {
    check(browser, "manifest.json", Fault::Status(404)).await?;
    check(browser, "manifest.json", Fault::Html).await?;
    check(browser, "manifest.json", Fault::Truncate(40)).await
}

pub(crate) async fn a_bundle_of_a_newer_format_is_refused(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.page("/newer/manifest.json", "{\"format\": 9999}");
    let page = page::with_rack("/site/news-rack.js", "loading=eager src=/newer/");
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    assert!(page::shows_fallback(browser).await?);
    let errors = page::noted(browser, "error").await?;
    assert_eq!(errors.len(), 1);
    let told = json!({
        "code": "newer-format", "url": host.at("/newer/manifest.json"), "retryable": false,
    });
    assert_eq!(errors[0], told);
    page::expect_nothing_uncaught(browser).await
}

/// An address that is none, or nothing at all, is told once somebody wants the news, and nothing is thrown.
pub(crate) async fn a_tag_without_a_bundle_says_so_when_it_is_asked(
    browser: &Browser,
) -> Result<()> {
    for tag in ["", "loading=eager src=http://[", "src"] {
        browser.start_afresh().await?;
        let host = Host::start().await?;
        host.serve("/site/", stage::dist()?);
        host.page("/", page::with_rack("/site/news-rack.js", tag));
        browser.open(&host.at("/")).await?;
        let rack = browser.rack("news-rack");
        rack.wait_until("the class", "return rack.matches(':state(loading)');")
            .await?;
        assert!(page::noted(browser, "loadstart").await?.is_empty(), "{tag}");
        let asked = "return rack.search({}).catch(({ code }) => code);";
        let code = rack.run(asked, json!(null)).await?;
        assert_eq!(code, json!("no-src"), "{tag}");
        let told = json!({ "code": "no-src", "url": "", "retryable": false });
        assert_eq!(page::noted(browser, "error").await?, [told], "{tag}");
        assert!(page::shows_fallback(browser).await?, "{tag}");
        rack.run("rack.src = '/site/news/';", json!(null)).await?;
        rack.wait_until_ready().await?;
        page::expect_nothing_uncaught(browser).await?;
    }
    Ok(())
}
