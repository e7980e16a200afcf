//! How is a browser started, steered and asked what it saw?

mod cdp;
mod process;

use crate::rack::Rack;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use cdp::ToDriver;
use fantoccini::Client;
use process::Chromedriver;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Far more than anything takes on a busy machine; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Width and height in CSS pixels, of a phone, a tablet and a desk.
pub(crate) const VIEWPORTS: [(u32, u32); 3] = [(320, 640), (768, 1024), (1280, 800)];

/// A running Chromium with a profile of its own. Nothing of it outlives the tests.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Chromedriver,
}

impl Browser {
    /// # Errors
    ///
    /// Where chromedriver or Chromium cannot be started.
    pub(crate) async fn start() -> Result<Self> {
        let driver = Chromedriver::start().await?;
        let client = driver.open_browser().await?;
        Ok(Self { client, driver })
    }

    pub(crate) async fn quit(self) {
        // A browser that is gone already needs no goodbye.
        let _ = self.client.close().await;
        self.driver.stop().await;
    }

    /// Leaves the page and what the last scenario set, and empties cache and console.
    pub(crate) async fn start_afresh(&self) -> Result<()> {
        self.client.goto("about:blank").await?;
        self.cdp("Network.clearBrowserCache", json!({})).await?;
        self.viewport(1280, 800).await?;
        self.dark(false).await?;
        self.console().await.map(drop)
    }

    pub(crate) async fn open(&self, address: &str) -> Result<()> {
        let opened = self.client.goto(address).await;
        opened.with_context(|| format!("{address} did not open"))
    }

    /// The first element that this CSS selector finds in the page, seen as a rack.
    pub(crate) fn rack<'a>(&'a self, selector: &'a str) -> Rack<'a> {
        Rack::new(self, selector)
    }

    /// Runs the body of a function in the page and hands back what it returns.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Looks again and again until the script returns something true, and hands that back.
    ///
    /// # Errors
    ///
    /// When it stays false for too long: with what was waited for, and what came last.
    pub(crate) async fn wait_until(
        &self,
        what: &str,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value> {
        let start = Instant::now();
        loop {
            let seen = self.run(script, arguments.clone()).await;
            if let Ok(value) = &seen
                && is_true(value)
            {
                return Ok(value.clone());
            }
            if start.elapsed() > PATIENCE {
                let last = seen.map_or_else(|error| error.to_string(), |value| value.to_string());
                bail!(
                    "waited {} s for {what}; last seen: {last}",
                    PATIENCE.as_secs()
                );
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// What the console has got since it was asked last: messages, warnings, uncaught errors.
    /// Files of hosts that the tests do not reach are left out, for nobody can help them.
    pub(crate) async fn console(&self) -> Result<Vec<String>> {
        let entries = self.client.issue_cmd(ToDriver::log()).await?;
        let entries = entries.as_array().cloned().unwrap_or_default();
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let lines = entries
            .iter()
            .filter(|entry| !text(entry, "message").contains("net::ERR_NAME_NOT_RESOLVED"))
            .map(|entry| {
                format!(
                    "{}: {}",
                    text(entry, "level").to_lowercase(),
                    text(entry, "message")
                )
            });
        Ok(lines.collect())
    }

    /// # Errors
    ///
    /// When the console is not empty: with all of it.
    pub(crate) async fn expect_quiet_console(&self) -> Result<()> {
        match self.console().await? {
            lines if lines.is_empty() => Ok(()),
            lines => bail!("the console says: {}", lines.join("; ")),
        }
    }

    /// Sets what the page takes for the size of its window, narrower than any real window.
    pub(crate) async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await
    }

    /// Makes the page believe that the reader prefers dark colors.
    pub(crate) async fn dark(&self, is_dark: bool) -> Result<()> {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await
    }

    /// Photographs the whole page, however long, into `target/screenshots`.
    ///
    /// The window grows to the page for it, so that lazy images further down load as well; the
    /// next [`Browser::viewport`] makes it small again.
    pub(crate) async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let size = self.run(PAGE_SIZE, vec![]).await?;
        let number = |index: usize| size[index].as_u64().and_then(|n| u32::try_from(n).ok());
        let (width, height) = number(0).zip(number(1)).context("a page has a size")?;
        self.viewport(width, height.max(1)).await?;
        // A picture that never comes must not fail the photograph.
        let _ = self.wait_until("images", ALL_IMAGES_DONE, vec![]).await;
        let picture = self.client.screenshot().await?;
        let folder = crate::stage::screenshots();
        fs::create_dir_all(&folder)?;
        let path = folder.join(name).with_extension("png");
        fs::write(&path, picture)?;
        Ok(path)
    }

    async fn cdp(&self, method: &str, parameters: Value) -> Result<()> {
        let command = ToDriver::cdp(method, &parameters);
        let answer = self.client.issue_cmd(command).await;
        answer.map(drop).with_context(|| format!("{method} failed"))
    }
}

const PAGE_SIZE: &str =
    "const page = document.documentElement; return [innerWidth, page.scrollHeight];";

/// Looks into shadow roots, one level deep, for that is where the racks have their images.
const ALL_IMAGES_DONE: &str = "\
    const roots = [document, ...[...document.querySelectorAll('*')]\
        .flatMap((element) => element.shadowRoot ?? [])];
    const images = roots.flatMap((root) => [...root.querySelectorAll('img')]);
    return images.every((image) => image.complete);";

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
