//! How is Firefox started, and what does it do for us beyond WebDriver?
//!
//! geckodriver runs scripts beside the page as well, with all rights of the browser. That is how
//! its console is read, its cache emptied and its window made narrow.

use super::command::ToDriver;
use super::process::Driver;
use super::process::Program;
use anyhow::Context;
use anyhow::Result;
use fantoccini::Client;
use serde_json::Value;
use serde_json::json;
use std::env;
use tokio::process::Command;

pub(super) async fn start() -> Result<Driver> {
    let profile = tempfile::tempdir()?;
    // `cargo xtask test` compiles it and says where it is.
    let driver = env::var_os("NEWSRACK_GECKODRIVER").unwrap_or_else(|| "geckodriver".into());
    let mut command = Command::new(driver);
    command
        .args([
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--websocket-port",
            "0",
        ])
        .arg("--allow-system-access")
        .arg("--profile-root")
        .arg(profile.path())
        // Pages show times, and expectations name them.
        .env("TZ", "UTC");
    let mut program = Program::start(&mut command)?;
    let port = program.says("Listening on 127.0.0.1:").await?;
    Ok(Driver {
        _program: program,
        port: port.parse().context("a port is a number")?,
        _display: None,
        profile,
    })
}

/// No other host than those of the tests, which are named by number, and no visits of the
/// browser's own.
pub(super) fn capabilities() -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "args": ["-headless"],
            "prefs": {
                "network.dns.disabled": true,
                // It complains about what a page has for an icon.
                "browser.chrome.site_icons": false,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
                "browser.safebrowsing.downloads.enabled": false,
                "extensions.getAddons.cache.enabled": false,
                "intl.accept_languages": "en-US, en",
                // No script runs out of time: see what the console leaves out.
                "dom.max_script_run_time": 0,
            },
        },
    })
}

pub(super) async fn empty_cache(client: &Client) -> Result<()> {
    const EMPTY: &str = "Services.cache2.clear(); ChromeUtils.clearResourceCache?.();";
    beside_the_page(client, EMPTY, vec![]).await.map(drop)
}

/// Makes the page's part of the window as large as asked for, for the window itself does not get
/// as narrow as a phone.
pub(super) async fn resize(client: &Client, width: u32, height: u32) -> Result<()> {
    const RESIZE: &str = "\
        const [width, height] = arguments;
        const { style } = gBrowser.selectedBrowser;
        for (const [name, size] of [['width', width], ['height', height]])
            for (const bound of ['min', 'max']) style.setProperty(`${bound}-${name}`, `${size}px`);";
    beside_the_page(client, RESIZE, vec![json!(width), json!(height)]).await?;
    super::wait_for_size(client, width, height).await
}

pub(super) async fn darken(client: &Client, is_dark: bool) -> Result<()> {
    const DARKEN: &str = "\
        Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0]);";
    let scheme = i32::from(!is_dark);
    beside_the_page(client, DARKEN, vec![json!(scheme)]).await?;
    let is_dark_now = "return matchMedia('(prefers-color-scheme: dark)').matches === arguments[0];";
    super::wait_until(client, "the colors", is_dark_now, vec![json!(is_dark)])
        .await
        .map(drop)
}

pub(super) async fn console(client: &Client) -> Result<Vec<String>> {
    let lines = beside_the_page(client, CONSOLE, vec![]).await?;
    Ok(serde_json::from_value(lines)?)
}

/// Errors and violations of policies are the browser's, what scripts say is kept where the page
/// runs. Only what is about pages of the tests is told: Firefox talks to itself a lot. Where no script
/// has a time to run out of, "terminated by timeout" says that Firefox stopped the script of a page
/// that is being left, which may be told after the next page has begun.
const CONSOLE: &str = "\
    const ours = /^https?:\\/\\/127\\.0\\.0\\.1:/;
    const errors = Services.console.getMessageArray()
        .filter((message) => message instanceof Ci.nsIScriptError)
        .filter(({ sourceName, category }) => ours.test(sourceName) || /CSP|content/.test(category))
        .filter(({ errorMessage }) => !errorMessage.startsWith('Script terminated by timeout'))
        .map(({ category, errorMessage }) => `${category}: ${errorMessage}`);
    Services.console.reset();
    const told = new Promise((done) => {
        const { messageManager } = gBrowser.selectedBrowser;
        const listen = ({ data }) => {
            messageManager.removeMessageListener('newsrack:console', listen);
            done(data);
        };
        messageManager.addMessageListener('newsrack:console', listen);
        const tell = () => {
            const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
            const lines = storage.getEvents()
                .map(({ level, arguments: said }) => `${level}: ${[...said].map(String).join(' ')}`);
            storage.clearEvents();
            sendAsyncMessage('newsrack:console', lines);
        };
        messageManager.loadFrameScript(`data:,(${encodeURIComponent(tell)})()`, false);
    });
    return told.then((lines) => [...errors, ...lines]);";

async fn beside_the_page(client: &Client, script: &str, arguments: Vec<Value>) -> Result<Value> {
    client.issue_cmd(ToDriver::context("chrome")).await?;
    let seen = client.execute(script, arguments).await;
    client.issue_cmd(ToDriver::context("content")).await?;
    seen.context("a script beside the page failed")
}
