//! Does what is released show news to a reader?
//!
//! `cargo xtask test` installs the package in a Vite project and unpacks the archive, both in the build
//! folder; here are their pages.

use crate::driver::Browser;
use crate::driver::process::Program;
use crate::driver::process::free_port;
use crate::driver::process::wait_for_port;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use tokio::process::Command;

/// A server of Vite's, on a port of its own.
struct Vite {
    port: u16,
    _program: Program,
}

impl Vite {
    /// The version by the name of its package, and what it is to do.
    async fn start(package: &str, words: &[&str]) -> Result<Self> {
        let page = stage::built("vite")?;
        let port = free_port()?;
        let mut node = Command::new("node");
        node.arg(page.join("node_modules").join(package).join("bin/vite.js"));
        node.args(words)
            .args(["--host", "127.0.0.1", "--strictPort", "--port"]);
        let mut program = Program::start(node.arg(port.to_string()).current_dir(&page))?;
        program.ignore()?;
        wait_for_port(port).await?;
        Ok(Self {
            port,
            _program: program,
        })
    }

    async fn open(&self, browser: &Browser, page: &str) -> Result<()> {
        browser
            .open(&format!("http://127.0.0.1:{}/{page}", self.port))
            .await
    }
}

/// How lines of the console begin that Vite and React write for developers.
const HARMLESS: [&str; 4] = ["debug:", "info:", "log:", "timeStamp:"];

async fn expect_no_complaint(browser: &Browser) -> Result<()> {
    let mut lines = browser.console().await?;
    lines.retain(|line| !HARMLESS.iter().any(|kind| line.starts_with(kind)));
    ensure!(lines.is_empty(), "the console says: {}", lines.join("; "));
    Ok(())
}

/// All cards, and words that came from a file of their own.
async fn expect_plain_page(browser: &Browser, vite: &Vite) -> Result<()> {
    vite.open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    ensure!(rack.count("card").await? == 12);
    rack.wait_until(
        "German words",
        "return part('more').textContent.includes('anzeigen');",
    )
    .await?;
    let version = browser
        .run("return document.documentElement.dataset.version;", vec![])
        .await?;
    ensure!(version == json!(env!("CARGO_PKG_VERSION")), "{version}");
    expect_no_complaint(browser).await
}

/// A property that is a list, an event and a method, each by the framework's own means.
async fn expect_framework_page(browser: &Browser, vite: &Vite, page: &str) -> Result<()> {
    vite.open(browser, page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    ensure!(
        rack.state().await?["topic"] == json!(["Sea"]),
        "{page}: the topic did not arrive"
    );
    rack.tick("topic", "Weather").await?;
    let heard = "return Number(document.querySelector('output').textContent) === document.querySelector('news-rack').state.total;";
    browser
        .wait_until("the page to hear of it", heard, vec![])
        .await?;
    browser
        .run("document.querySelector('button').click();", vec![])
        .await?;
    rack.wait_until("everything", "return rack.state.total === 27;")
        .await?;
    expect_no_complaint(browser).await
}

async fn expect_all_pages(browser: &Browser, vite: &Vite) -> Result<()> {
    expect_plain_page(browser, vite).await?;
    for page in ["react.html", "vue.html"] {
        expect_framework_page(browser, vite, page)
            .await
            .with_context(|| page.to_owned())?;
    }
    Ok(())
}

pub(crate) async fn pages_that_vite_built_show_cards(browser: &Browser) -> Result<()> {
    let vite = Vite::start("vite", &["preview"]).await?;
    expect_all_pages(browser, &vite).await
}

pub(crate) async fn pages_that_vite_serves_to_a_developer_show_cards(
    browser: &Browser,
) -> Result<()> {
    let vite = Vite::start("vite", &[]).await?;
    expect_all_pages(browser, &vite).await
}

/// It lays packages into a folder of its own, away from their files.
pub(crate) async fn an_older_vite_needs_no_setting_either(browser: &Browser) -> Result<()> {
    let vite = Vite::start("vite-7", &[]).await?;
    expect_plain_page(browser, &vite).await
}

/// The one folder in which an archive was unpacked.
fn unpacked() -> Result<PathBuf> {
    let folders = fs::read_dir(stage::built("unpacked")?)?;
    let mut paths = folders.map(|entry| entry.map(|entry| entry.path()));
    Ok(paths.next().context("nothing was unpacked")??)
}

fn hashed(site: &Path, ending: &str) -> Result<usize> {
    let names = fs::read_dir(site)?.map(|entry| entry.map(|entry| entry.file_name()));
    let names = names.collect::<std::io::Result<Vec<_>>>()?;
    Ok(names
        .iter()
        .filter(|name| name.to_string_lossy().ends_with(ending))
        .count())
}

pub(crate) async fn what_an_archive_built_is_shown_by_its_pages(browser: &Browser) -> Result<()> {
    let site = unpacked()?.join("site");
    ensure!(hashed(&site, ".wasm")? == 1 && hashed(&site, ".json")? == 16);
    let host = Host::start().await?;
    host.serve("/deep/site/", &site);
    for page in ["index.html", "embed.html"] {
        browser
            .open(&host.at(&format!("/deep/site/{page}")))
            .await?;
        let rack = browser.rack("news-rack");
        rack.wait_until_ready().await?;
        let title = rack
            .run("return part('card-title').textContent.trim();", Value::Null)
            .await?;
        ensure!(
            title == json!("An archive is all it takes"),
            "{page} shows {title}"
        );
        browser.expect_quiet_console().await?;
    }
    Ok(())
}
