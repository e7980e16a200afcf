//! How are chromedriver and Chromium started, and how is it made sure that they end?

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::wd::Capabilities;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use serde_json::json;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt;
use tokio::io::BufReader;
use tokio::process::Child;
use tokio::process::Command;

/// No sandbox, for it refuses to start for root and in most containers; no visits of the
/// browser's own, for they would show in logs and take time; and no other host than those of the
/// tests, so that the pictures of real articles fail at once and everywhere alike.
const OPTIONS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// A driver on a free port, and the folder that its browser may write to.
pub(super) struct Chromedriver {
    child: Child,
    port: u16,
    profile: TempDir,
}

impl Chromedriver {
    pub(super) async fn start() -> Result<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            // Pages show times, and expectations name them.
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("chromedriver cannot be started; `cargo xtask test` installs it")?;
        Ok(Self {
            port: announced_port(&mut child).await?,
            child,
            profile: tempfile::tempdir()?,
        })
    }

    pub(super) async fn open_browser(&self) -> Result<Client> {
        let address = format!("http://127.0.0.1:{}", self.port);
        let opened = ClientBuilder::new(HttpConnector::new())
            .capabilities(self.capabilities())
            .connect(&address)
            .await;
        opened.context("Chromium did not start under chromedriver")
    }

    fn capabilities(&self) -> Capabilities {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let options: Vec<&str> = OPTIONS.into_iter().chain([profile.as_str()]).collect();
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": options },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        match wanted {
            Value::Object(wanted) => wanted,
            _ => Capabilities::new(),
        }
    }

    /// Ends this driver, and waits so that the profile can be removed after it.
    pub(super) async fn stop(mut self) {
        let _ = self.child.kill().await;
    }
}

async fn announced_port(child: &mut Child) -> Result<u16> {
    let output = child.stdout.take().context("the output was piped")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            // The rest is read for as long as it runs, or its next line would be its last.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return port
                .trim_end_matches('.')
                .parse()
                .context("a port is a number");
        }
    }
    bail!("chromedriver ended before it named its port")
}
