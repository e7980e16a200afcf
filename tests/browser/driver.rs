//! How is a browser started, steered and asked what it saw?

mod chromium;
mod command;
mod engine;
mod firefox;
pub(crate) mod process;
mod spoken;
mod webkit;

use crate::rack::Rack;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use anyhow::ensure;
use command::ToDriver;
pub(crate) use engine::Engine;
use fantoccini::Client;
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use process::Driver;
use serde_json::Value;
pub(crate) use spoken::Spoken;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Far more than anything takes on a busy machine; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Width and height in CSS pixels, of a phone, a tablet and a desk.
pub(crate) const VIEWPORTS: [(u32, u32); 3] = [(320, 640), (768, 1024), (1280, 800)];

/// A running browser with a profile of its own. Nothing of it outlives the tests.
pub(crate) struct Browser {
    pub(crate) client: Client,
    pub(crate) engine: Engine,
    /// Ends with it, when this is dropped.
    _driver: Driver,
}

impl Browser {
    /// # Errors
    ///
    /// Where the driver or the browser cannot be started.
    pub(crate) async fn start(engine: Engine) -> Result<Self> {
        let driver = match engine {
            Engine::Chromium => chromium::start().await,
            Engine::Firefox => firefox::start().await,
            Engine::WebKit => webkit::start().await,
        }?;
        let client = connect(engine, &driver).await?;
        Ok(Self {
            client,
            engine,
            _driver: driver,
        })
    }

    /// Says loudly that a part of a scenario is not played in this engine, and why.
    pub(crate) fn leave_out(&self, what: &str, why: &str) {
        println!("    LEFT OUT in {}: {what}, for {why}", self.engine.name());
    }

    pub(crate) async fn quit(self) {
        // A browser that is gone already needs no goodbye.
        let _ = self.client.close().await;
    }

    /// Leaves the page and what the last scenario set, and empties cache and console.
    pub(crate) async fn start_afresh(&self) -> Result<()> {
        self.client.goto("about:blank").await?;
        match self.engine {
            Engine::Chromium => chromium::empty_cache(&self.client).await?,
            Engine::Firefox => firefox::empty_cache(&self.client).await?,
            // It has no way to; but each host has a port of its own, and so files of its own.
            Engine::WebKit => {}
        }
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
        wait_until(&self.client, what, script, arguments).await
    }

    /// What the console has got since it was asked last: messages, warnings, uncaught errors.
    /// Files of hosts that the tests do not reach are left out, for nobody can help them.
    pub(crate) async fn console(&self) -> Result<Vec<String>> {
        match self.engine {
            Engine::Chromium => chromium::console(&self.client).await,
            Engine::Firefox => firefox::console(&self.client).await,
            Engine::WebKit => webkit::console(&self.client).await,
        }
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
        match self.engine {
            Engine::Chromium => chromium::resize(&self.client, width, height).await,
            Engine::Firefox => firefox::resize(&self.client, width, height).await,
            Engine::WebKit => webkit::resize(&self.client, width, height).await,
        }
    }

    /// The preferences for colors that a reader may have here.
    pub(crate) fn themes(&self) -> &'static [&'static str] {
        if self.engine == Engine::WebKit {
            self.leave_out("dark", "WebKitGTK takes it from the desktop, at its start");
            return &["light"];
        }
        &["light", "dark"]
    }

    /// What the page weighs once all garbage is gone, by name; `None` where nobody tells.
    pub(crate) async fn weight(&self) -> Result<Option<BTreeMap<String, f64>>> {
        match self.engine {
            Engine::Chromium => chromium::weight(&self.client).await.map(Some),
            Engine::Firefox | Engine::WebKit => Ok(None),
        }
    }

    /// Makes the page believe that the reader prefers dark colors.
    pub(crate) async fn dark(&self, is_dark: bool) -> Result<()> {
        match self.engine {
            Engine::Chromium => chromium::darken(&self.client, is_dark).await,
            Engine::Firefox => firefox::darken(&self.client, is_dark).await,
            Engine::WebKit => {
                ensure!(
                    !is_dark,
                    "WebKitGTK takes dark from the desktop, at its start"
                );
                Ok(())
            }
        }
    }

    /// Makes the page believe that the reader asked their system for this, by media features, and for
    /// nothing else; back to none by [`Browser::start_afresh`]. Chromium alone can.
    pub(crate) async fn prefer(&self, features: &[(&str, &str)]) -> Result<()> {
        ensure!(
            self.engine == Engine::Chromium,
            "only Chromium takes a preference at any time"
        );
        chromium::prefer(&self.client, features).await
    }

    /// A slow line, and a processor a quarter as fast, or neither; Chromium alone can.
    pub(crate) async fn hinder(&self, is_hindered: bool) -> Result<()> {
        ensure!(
            self.engine == Engine::Chromium,
            "only Chromium can be hindered"
        );
        chromium::hinder(&self.client, is_hindered).await
    }

    /// A processor so many times slower than it is; Chromium alone can.
    pub(crate) async fn slow(&self, times: u32) -> Result<()> {
        ensure!(
            self.engine == Engine::Chromium,
            "only Chromium can be slowed down"
        );
        chromium::slow(&self.client, times).await
    }

    /// The role and the name by which a screen reader is told of a rack.
    pub(crate) async fn spoken_as(&self, rack: &Rack<'_>) -> Result<(String, String)> {
        let found = rack.run("return rack;", Value::Null).await?;
        let element = rack.element(&found).context("there is no such rack")?;
        let id = element.element_id().to_string();
        let mut told = Vec::new();
        for what in ["computedrole", "computedlabel"] {
            let asked = ToDriver::computed(&id, what);
            let answer = self.client.issue_cmd(asked).await?;
            told.push(answer.as_str().unwrap_or_default().to_owned());
        }
        let name = told.pop().unwrap_or_default();
        Ok((told.pop().unwrap_or_default(), name))
    }

    /// What a screen reader is told of the page, in its order; Chromium alone says it.
    pub(crate) async fn spoken(&self) -> Result<Vec<Spoken>> {
        ensure!(
            self.engine == Engine::Chromium,
            "only Chromium tells what it hands to screen readers"
        );
        chromium::spoken(&self.client).await
    }

    /// Photographs the whole page, however long, into a folder of the engine in
    /// `target/screenshots`.
    ///
    /// The window grows to the page for it, so that lazy images further down load as well; the
    /// next [`Browser::viewport`] makes it small again.
    pub(crate) async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let size = self.run(PAGE_SIZE, vec![]).await?;
        let number = |index: usize| size[index].as_u64().and_then(|n| u32::try_from(n).ok());
        let (width, height) = number(0).zip(number(1)).context("a page has a size")?;
        self.viewport(width, height.max(1)).await?;
        // What came into sight is laid out in the next frame, and painted in the one after that.
        self.run(TWO_FRAMES, vec![]).await?;
        // A picture that never comes must not fail the photograph.
        let _ = self.wait_until("images", ALL_IMAGES_DONE, vec![]).await;
        self.run(TWO_FRAMES, vec![]).await?;
        self.keep(name, &self.client.screenshot().await?)
    }

    /// Puts a photograph into that folder.
    pub(crate) fn keep(&self, name: &str, picture: &[u8]) -> Result<PathBuf> {
        let folder = crate::stage::screenshots().join(self.engine.name().to_lowercase());
        fs::create_dir_all(&folder)?;
        let path = folder.join(name).with_extension("png");
        fs::write(&path, picture)?;
        Ok(path)
    }
}

async fn connect(engine: Engine, driver: &Driver) -> Result<Client> {
    let wanted = match engine {
        Engine::Chromium => chromium::capabilities(driver.profile.path()),
        Engine::Firefox => firefox::capabilities(),
        Engine::WebKit => webkit::capabilities()?,
    };
    let wanted = serde_json::from_value(wanted)?;
    let address = format!("http://127.0.0.1:{}", driver.port);
    let opened = ClientBuilder::new(HttpConnector::new())
        .capabilities(wanted)
        .connect(&address)
        .await;
    opened.with_context(|| format!("{} did not start under its driver", engine.name()))
}

/// Until the page has that size, which some browsers take a while to give it.
async fn wait_for_size(client: &Client, width: u32, height: u32) -> Result<()> {
    let is_resized = "return innerWidth === arguments[0] && innerHeight === arguments[1];";
    let size = vec![Value::from(width), Value::from(height)];
    wait_until(client, "the size", is_resized, size)
        .await
        .map(drop)
}

async fn wait_until(
    client: &Client,
    what: &str,
    script: &str,
    arguments: Vec<Value>,
) -> Result<Value> {
    let start = Instant::now();
    loop {
        let seen = client.execute(script, arguments.clone()).await;
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

const PAGE_SIZE: &str =
    "const page = document.documentElement; return [innerWidth, page.scrollHeight];";

const TWO_FRAMES: &str = "\
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    return frame().then(frame).then(() => true);";

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
