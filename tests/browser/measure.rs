//! How long does a reader wait, and for what?
//!
//! No scenario: nothing here passes or fails. `cargo xtask bench` makes a bundle, runs
//! `cargo test --test browser -- --measure NAME FOLDER`, and reads the one line of JSON.

mod citizen;
mod first_view;
mod hands;
mod lighthouse;
mod live;
mod search;
mod tick;

use crate::driver::Browser;
use crate::driver::Engine;
use crate::page;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::bail;
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

/// Before the line of JSON, for cargo and drivers print lines of their own.
const MARK: &str = "measured: ";

const SCRIPT: &str = "/site/news-rack.js";
const TAG: &str = "loading=eager src=/bundle/";

/// Whether these words ask to measure and not to test.
pub(crate) fn is_asked_for(words: &[String]) -> bool {
    words.first().is_some_and(|word| word == "--measure")
}

/// Measures what is named, on the bundle in a folder, and prints it.
pub(crate) async fn run(words: &[String]) -> ExitCode {
    match outcome(words).await {
        Ok(measured) => println!("{MARK}{measured}"),
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

async fn outcome(words: &[String]) -> Result<Value> {
    let browser = Browser::start(Engine::Chromium).await?;
    let measured = match words {
        [_, name, bundle] => measure(&browser, name, Path::new(bundle)).await,
        [_, name, page, article] if name == "live" => {
            live::measure(&browser, Path::new(article), page).await
        }
        _ => bail!("`--measure` takes a name and the folder of a bundle"),
    };
    browser.quit().await;
    measured
}

async fn measure(browser: &Browser, name: &str, bundle: &Path) -> Result<Value> {
    browser.start_afresh().await?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle);
    host.page("/", page::with_rack(SCRIPT, TAG));
    match name {
        "page" => citizen::measure(browser).await,
        "first-view" => first_view::measure(browser, &host).await,
        "search" => search::measure(browser, &host, bundle).await,
        "tick" => tick::measure(browser, &host).await,
        _ => bail!("`{name}` is not measured in a browser"),
    }
}
