//! How are drivers and browsers started, and how is it made sure that they end?

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::process;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt;
use tokio::io::BufReader;
use tokio::io::Lines;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::process::ChildStdout;
use tokio::process::Command;

/// A program with all that it starts: a process group of its own, ended when this is dropped.
///
/// A driver that is killed leaves its browser behind, so it is not enough to end the driver.
pub(crate) struct Program {
    child: Child,
    group: u32,
}

impl Program {
    /// # Errors
    ///
    /// Where there is no such program.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command
            .as_std()
            .get_program()
            .to_string_lossy()
            .into_owned();
        let child = command
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{name} cannot be started; `cargo xtask test` installs it"))?;
        let group = child
            .id()
            .context("a program that just began has a number")?;
        Ok(Self { child, group })
    }

    /// What stands after these words in the first line that has them.
    pub(super) async fn says(&mut self, words: &str) -> Result<String> {
        let mut lines = self.lines()?;
        while let Some(line) = lines.next_line().await? {
            if let Some((_, rest)) = line.split_once(words) {
                forget(lines);
                return Ok(rest.trim_end_matches('.').to_owned());
            }
        }
        bail!("it ended before it said `{words}`")
    }

    /// Takes no notice of what it says.
    pub(crate) fn ignore(&mut self) -> Result<()> {
        self.lines().map(forget)
    }

    fn lines(&mut self) -> Result<Lines<BufReader<ChildStdout>>> {
        let output = self.child.stdout.take().context("it is read once")?;
        Ok(BufReader::new(output).lines())
    }
}

/// Reads on for as long as the program runs, or a full pipe would stop it.
fn forget(mut lines: Lines<BufReader<ChildStdout>>) {
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
}

impl Drop for Program {
    fn drop(&mut self) {
        // The shell's own `kill`, for the program of that name is not on every machine.
        let kill = format!("kill -KILL -{}", self.group);
        let mut shell = process::Command::new("sh");
        let _ = shell.args(["-c", &kill]).stderr(Stdio::null()).status();
        let _ = self.child.try_wait();
    }
}

/// A driver that listens on the loopback address, and the folder that its browser may write to.
/// Dropped in this order, so that the folder can be removed.
pub(super) struct Driver {
    pub(super) _program: Program,
    pub(super) port: u16,
    /// Where there is no browser without a window, the display of that window.
    pub(super) _display: Option<Program>,
    pub(super) profile: TempDir,
}

/// A port that nobody listens on, for a driver that cannot choose one by itself.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Waits until somebody listens.
pub(crate) async fn wait_for_port(port: u16) -> Result<()> {
    for _ in 0..400 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_ok()
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    bail!("nobody listens on port {port} after ten seconds")
}
