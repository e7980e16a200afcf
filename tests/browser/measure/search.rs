//! How long does an answer take, beside what others do with the same articles and questions?
//!
//! Each engine has a page of its own that sets `window.engine`; all that is done with it is the same
//! for all. `cargo xtask bench search` says what the folder holds, and what is made of the numbers.

mod cold;
mod depth;
mod typing;
mod warm;

use crate::driver::Browser;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use fantoccini::wd::TimeoutConfiguration;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Some libraries load for minutes.
const PATIENCE: Duration = Duration::from_secs(900);

/// A way to search in a browser.
struct Engine {
    name: &'static str,
    page: &'static str,
    /// Without this in the folder it takes no part.
    needs: &'static str,
}

const ENGINES: [Engine; 4] = [
    Engine {
        name: "newsrack",
        page: include_str!("search/newsrack.html"),
        needs: "bundle",
    },
    Engine {
        name: "pagefind",
        page: include_str!("search/pagefind.html"),
        needs: "pagefind",
    },
    Engine {
        name: "minisearch",
        page: include_str!("search/minisearch.html"),
        needs: "minisearch.js",
    },
    Engine {
        name: "orama",
        page: include_str!("search/orama.html"),
        needs: "orama.js",
    },
];

pub(super) async fn measure(browser: &Browser, host: &Host, folder: &Path) -> Result<Value> {
    let asked: Value = serde_json::from_slice(&fs::read(folder.join("questions.json"))?)?;
    serve(host, folder)?;
    let patience = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
    browser.client.update_timeouts(patience).await?;
    let cold = cold::measure(browser, host, folder, &asked["list"]).await?;
    isolate(host);
    let mut warm = Map::new();
    for engine in ENGINES {
        if folder.join(engine.needs).exists() {
            host.page("/", engine.page);
            let seen = warm::measure(browser, host, &asked["list"]).await?;
            warm.insert(engine.name.to_owned(), seen);
        }
    }
    host.page("/", ENGINES[0].page);
    let typed = typing::measure(browser, host, &asked["typed"]).await;
    Ok(json!({
        "questions": asked["list"],
        "cold": cold,
        "warm": warm,
        "typed": typed.unwrap_or_else(|error| json!({ "failed": format!("{error:#}") })),
    }))
}

fn serve(host: &Host, folder: &Path) -> Result<()> {
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", folder.join("bundle"));
    host.serve("/pagefind/", folder.join("pagefind"));
    host.serve("/peers/", folder);
    Ok(())
}

/// Clocks of pages that nobody else can look into count in steps of 5 µs instead of 100 µs, and
/// such pages are told how much memory they take.
fn isolate(host: &Host) {
    host.header("cross-origin-opener-policy", "same-origin");
    host.header("cross-origin-embedder-policy", "require-corp");
}
