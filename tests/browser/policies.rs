//! Does it work on pages that allow next to nothing?
//!
//! The policies of strict pages, P1 to P7, under each of which all works, and three refusals, N1
//! to N3, after which the headlines stay that the page came with. Two hosts stand for the page
//! and for the CDN of the element.

mod guarded;

use crate::driver::Browser;
use crate::driver::Engine;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use guarded::Guarded;
use guarded::Marks;
use serde_json::json;

/// Cards, a tick that narrows them, and nobody who minds.
async fn expect_news(browser: &Browser) -> Result<()> {
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    assert!(rack.count("card").await? > 0);
    rack.tick("topic", "Sea").await?;
    rack.wait_until("the ticked", "return rack.state.total === 13;")
        .await?;
    ensure!(rack.state().await?["topic"] == json!(["Sea"]));
    expect_no_violation(browser).await?;
    browser.expect_quiet_console().await
}

/// What the page's witness saw; it fails where the policy kept the witness itself out.
async fn witnessed(browser: &Browser) -> Result<Vec<String>> {
    let lines = browser.run("return window.witnessed;", vec![]).await?;
    serde_json::from_value(lines).context("the policy refused the witness")
}

async fn expect_no_violation(browser: &Browser) -> Result<()> {
    let lines = witnessed(browser).await?;
    ensure!(lines.is_empty(), "the page witnessed {lines:?}");
    Ok(())
}

/// TRUST.md, P1, without what lets WebAssembly run.
const SAME_ORIGIN: &str = "default-src 'none'; script-src 'self' WASM; \
    connect-src 'self'; img-src 'self' https:; style-src 'none'; font-src 'none'; \
    base-uri 'none'; form-action 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// TRUST.md, P2; the address is put in for `CDN`.
const FOREIGN: &str = "default-src 'none'; script-src CDN 'wasm-unsafe-eval'; \
    connect-src CDN; img-src CDN https:; style-src 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

pub(crate) async fn p1_the_own_origin_and_nothing_else(browser: &Browser) -> Result<()> {
    let page = Guarded::together().await?;
    page.policy(&SAME_ORIGIN.replace("WASM", "'wasm-unsafe-eval'"))?;
    page.open(browser, Marks::None).await?;
    expect_news(browser).await?;
    expect_colors(browser).await?;
    expect_trusted_types(browser).await
}

/// Each picture has its color, which a written style could not give it here.
async fn expect_colors(browser: &Browser) -> Result<()> {
    let script = "\
        const images = [...rack.shadowRoot.querySelectorAll('[data-color]')];
        return images.length > 3 && images.every((image) => image.style.backgroundColor);";
    let seen = browser.rack("news-rack").run(script, json!(null)).await?;
    ensure!(seen != json!(false) && seen != json!(""), "colors: {seen}");
    Ok(())
}

/// The page's policy is in force: what turns text into markup is refused.
async fn expect_trusted_types(browser: &Browser) -> Result<()> {
    let script = "\
        try { document.createElement('p').innerHTML = '<b>'; return 'allowed'; } \
        catch { return 'refused'; }";
    let seen = browser.run(script, vec![]).await?;
    ensure!(seen == json!("refused"), "markup from text is {seen}");
    Ok(())
}

pub(crate) async fn p2_a_foreign_page_and_a_cdn(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(FOREIGN)?;
    page.open(browser, Marks::None).await?;
    expect_news(browser).await
}

pub(crate) async fn p3_a_nonce_and_strict_dynamic(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(
        "script-src 'nonce-R4nd0m' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; \
         base-uri 'none'; connect-src CDN; style-src 'nonce-R4nd0m'",
    )?;
    page.open(browser, Marks::Nonce("R4nd0m")).await?;
    expect_news(browser).await
}

pub(crate) async fn p4_a_hash_alone(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy("script-src LOADER WITNESS 'wasm-unsafe-eval'; connect-src CDN")?;
    page.open(browser, Marks::Integrity).await?;
    expect_news(browser).await
}

pub(crate) async fn p5_scripts_need_an_integrity(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(FOREIGN)?;
    page.header("Integrity-Policy", "blocked-destinations=(script)");
    page.open(browser, Marks::Integrity).await?;
    expect_news(browser).await?;
    page.open(browser, Marks::None).await?;
    // The header is in force: without that, nothing runs.
    expect_no_element(browser).await
}

pub(crate) async fn p6_a_page_apart_from_all_others(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(FOREIGN)?;
    page.header("Cross-Origin-Embedder-Policy", "require-corp");
    page.header("Cross-Origin-Opener-Policy", "same-origin");
    page.open(browser, Marks::None).await?;
    let is_isolated = browser.run("return crossOriginIsolated;", vec![]).await?;
    ensure!(is_isolated == json!(true), "the page is not isolated");
    expect_news(browser).await
}

pub(crate) async fn p7_a_sandboxed_frame(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.open_framed(browser).await?;
    let origin = browser.run("return origin;", vec![]).await?;
    ensure!(origin == json!("null"), "the frame is {origin}, not apart");
    expect_news(browser).await
}

/// The page is complete, and the tag is one that nobody knows.
async fn expect_no_element(browser: &Browser) -> Result<()> {
    let is_loaded = "return document.readyState === 'complete';";
    browser.wait_until("the page", is_loaded, vec![]).await?;
    let is_unknown = "return customElements.get('news-rack') === undefined;";
    let is_unknown = browser.run(is_unknown, vec![]).await?;
    ensure!(is_unknown == json!(true), "the script ran");
    Ok(())
}

/// The headlines of the page, a rack that says that it failed, and nothing uncaught.
async fn expect_fallback(browser: &Browser) -> Result<Vec<String>> {
    let rack: Rack<'_> = browser.rack("news-rack");
    rack.wait_until("the error state", "return rack.matches(':state(error)');")
        .await?;
    ensure!(page::shows_fallback(browser).await?, "no fallback");
    ensure!(rack.count("card").await? == 0);
    let lines = witnessed(browser).await?;
    let is_calm = !lines.iter().any(|line| line.starts_with("uncaught"));
    ensure!(is_calm, "the page witnessed {lines:?}");
    Ok(lines)
}

pub(crate) async fn n1_webassembly_is_refused(browser: &Browser) -> Result<()> {
    let page = Guarded::together().await?;
    page.policy(&SAME_ORIGIN.replace("WASM", ""))?;
    page.open(browser, Marks::None).await?;
    let lines = expect_fallback(browser).await?;
    let of = |kind: &str| lines.iter().filter(|line| line.starts_with(kind)).count();
    let is_clear = |line: &&String| line.contains("'wasm-unsafe-eval'");
    ensure!(
        of("error: ") == 1 && lines.iter().filter(is_clear).count() == 1,
        "{lines:?}"
    );
    // WebKit refuses without an event.
    let violations = usize::from(browser.engine != Engine::WebKit);
    ensure!(
        of("violation: ") == violations && lines.len() == 1 + violations,
        "{lines:?}"
    );
    Ok(())
}

pub(crate) async fn n2_the_webassembly_is_altered(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(FOREIGN)?;
    page.cdn().fault(".wasm", Fault::Flip(5000));
    page.open(browser, Marks::None).await?;
    let lines = expect_fallback(browser).await?;
    ensure!(lines.is_empty(), "the page witnessed {lines:?}");
    let asked_again = "return rack.search({}).catch(({ code }) => code);";
    let code = browser
        .rack("news-rack")
        .run(asked_again, json!(null))
        .await?;
    ensure!(code == json!("integrity"), "{code}");
    Ok(())
}

pub(crate) async fn n3_the_loader_is_altered(browser: &Browser) -> Result<()> {
    let page = Guarded::apart().await?;
    page.policy(FOREIGN)?;
    page.cdn().fault("news-rack.js", Fault::Flip(5000));
    page.open(browser, Marks::Integrity).await?;
    expect_no_element(browser).await?;
    ensure!(page::shows_fallback(browser).await?, "no fallback");
    expect_no_violation(browser).await
}
