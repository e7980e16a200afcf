//! How long does it take from a saved article to the page that `cargo xtask serve` shows?

use super::generate;
use super::newsrack;
use super::row::Row;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::env;
use std::fs;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

const SECONDS_ALLOWED: f64 = 2.0;
/// Compiling the widget takes the most of it.
const PATIENCE: Duration = Duration::from_secs(900);

/// A site that is served; with this the serving ends.
struct Site {
    serve: Child,
    port: u16,
}

impl Drop for Site {
    /// Asked to, it takes Trunk with it; killed, it would leave that behind.
    fn drop(&mut self) {
        let id = self.serve.id().to_string();
        drop(Command::new("pkill").args(["-INT", "-P", &id]).status());
        drop(self.serve.kill());
        drop(self.serve.wait());
    }
}

pub(super) fn measure(project: &Project, articles: usize) -> Result<Vec<Row>> {
    let source = tempfile::tempdir()?;
    generate::write(articles, source.path())?;
    let folder = source.path().join(generate::ARTICLES);
    fs::write(folder.join("newest.md"), article("Before all changes"))?;
    let mut site = Site::start(&folder)?;
    site.wait_until_there()?;
    let page = format!("http://127.0.0.1:{}/", site.port);
    let seen = newsrack::live(project, &folder.join("newest.md"), &page)?;
    let milliseconds = seen["milliseconds"]
        .as_array()
        .context("nothing was measured")?;
    let mut seconds: Vec<f64> = milliseconds.iter().filter_map(|it| it.as_f64()).collect();
    seconds.iter_mut().for_each(|it| *it /= 1e3);
    seconds.sort_by(f64::total_cmp);
    ensure!(!seconds.is_empty(), "no change was seen");
    let (middle, worst) = (seconds[seconds.len() / 2], seconds[seconds.len() - 1]);
    Ok(vec![Row::bar(
        format!(
            "from the file to the page, {articles} articles, {} changes",
            seconds.len()
        ),
        format!("median {middle:.2} s, worst {worst:.2} s"),
        format!("≤ {SECONDS_ALLOWED:.0} s"),
        worst <= SECONDS_ALLOWED,
    )])
}

fn article(title: &str) -> String {
    format!(
        "---\ntitle: \"{title}\"\npublishedDateTime: 2099-01-01T00:00:00Z\n---\n\nThe harbour is open.\n"
    )
}

impl Site {
    fn start(articles: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut serve = Command::new(env::current_exe()?);
        serve
            .args(["serve", "--port", &port.to_string(), "--articles"])
            .arg(articles);
        serve.stdout(Stdio::null()).stderr(Stdio::null());
        let serve = serve.spawn().context("`serve` cannot be started")?;
        Ok(Self { serve, port })
    }

    /// Trunk listens before it has built, so the port alone says nothing.
    fn wait_until_there(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            ensure!(self.serve.try_wait()?.is_none(), "`serve` has ended");
            if self.has_manifest().unwrap_or(false) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(200));
        }
        anyhow::bail!("`serve` shows no page")
    }

    fn has_manifest(&self) -> Result<bool> {
        use std::io::{Read, Write};
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(b"GET /news/manifest.json HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b" 200"))
    }
}
