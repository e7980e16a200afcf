//! How is WebKit started, and what can be had of it?
//!
//! MiniBrowser is WebKitGTK's own small browser. Its driver speaks plain WebDriver and nothing
//! else: the test's hosts put a witness into its pages that keeps what the console gets.

use super::process;
use super::process::Driver;
use super::process::Program;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::Client;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use tokio::process::Command;

pub(super) async fn start() -> Result<Driver> {
    let profile = tempfile::tempdir()?;
    let mut display = Program::start(
        // It prints its number once it is there; only its own socket, no port. As high as the
        // longest page is photographed: what sticks out is black.
        Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1600x8192x24"]),
    )?;
    let number = display.says("").await?;
    let port = process::free_port()?;
    let mut command = Command::new("WebKitWebDriver");
    command
        .arg("--host=127.0.0.1")
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{number}"))
        .env("LC_ALL", "en_US.UTF-8")
        // Or it shares its tiles out among processor and graphics, which smooth letters and curves each in
        // its own way, and no page looks alike twice.
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        // Pages show times, and expectations name them.
        .env("TZ", "UTC");
    narrow_toolbar(profile.path())?;
    for folder in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"] {
        command.env(folder, profile.path());
    }
    let mut program = Program::start(&mut command)?;
    program.ignore()?;
    process::wait_for_port(port).await?;
    Ok(Driver {
        _program: program,
        port,
        _display: Some(display),
        profile,
    })
}

/// Hidden as it is, the toolbar would keep the window wider than a phone.
fn narrow_toolbar(home: &Path) -> Result<()> {
    let folder = home.join("gtk-3.0");
    fs::create_dir_all(&folder)?;
    let style = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; }";
    Ok(fs::write(folder.join("gtk.css"), style)?)
}

/// In the whole window, or its buttons would keep it from getting narrow; and with no other host
/// than those of the tests.
pub(super) fn capabilities() -> Result<Value> {
    Ok(json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {
            "binary": minibrowser()?,
            "args": [
                "--automation",
                "--full-screen",
                "--proxy=http://127.0.0.1:9",
                "--ignore-host=127.0.0.1",
            ],
        },
    }))
}

/// Debian keeps it away from the path, in a folder named by the machine's kind.
fn minibrowser() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib")?
        .flatten()
        .map(|entry| entry.path());
    let found = folders
        .flat_map(|folder| ["4.1", "4.0"].map(|api| folder.join(format!("webkit2gtk-{api}"))))
        .chain([Path::new("/usr/libexec/webkit2gtk-4.1").to_owned()])
        .map(|folder| folder.join("MiniBrowser"))
        .find(|program| program.is_file());
    found.context("there is no MiniBrowser; `cargo xtask test` installs it")
}

pub(super) async fn resize(client: &Client, width: u32, height: u32) -> Result<()> {
    client.set_window_size(width, height).await?;
    super::wait_for_size(client, width, height).await
}

pub(super) async fn console(client: &Client) -> Result<Vec<String>> {
    let lines = client
        .execute("return (window.witnessed ?? []).splice(0);", vec![])
        .await?;
    let lines: Vec<String> = serde_json::from_value(lines)?;
    ensure!(lines.len() < 1000, "the console is flooded");
    Ok(lines)
}
