//! How long until a saved article is on the page?

use crate::driver::Browser;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

const CHANGES: usize = 5;
/// Longer than anything that may still count as live.
const PATIENCE: Duration = Duration::from_secs(60);

/// Writes the article's file again and again, and waits for each headline to be on the page.
pub(super) async fn measure(browser: &Browser, article: &Path, page: &str) -> Result<Value> {
    browser.open(page).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    let mut milliseconds = Vec::new();
    for change in 0..CHANGES {
        let title = format!("Changed {change} times");
        let text = format!(
            "---\ntitle: \"{title}\"\npublishedDateTime: 2099-01-01T00:00:00Z\n---\n\nThe harbour is open.\n"
        );
        fs::write(article, text)?;
        let saved = Instant::now();
        while headline(browser).await.as_deref() != Some(&*title) {
            ensure!(saved.elapsed() < PATIENCE, "`{title}` is not on the page");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        milliseconds.push(saved.elapsed().as_millis());
    }
    Ok(json!({ "milliseconds": milliseconds }))
}

/// Of the first card; while the rack reads anew there may be none.
async fn headline(browser: &Browser) -> Option<String> {
    let titles = browser.rack("news-rack").texts("card-title").await.ok()?;
    titles.first().map(|title| title.trim().to_owned())
}
