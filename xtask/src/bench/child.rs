//! How long does a program run, how much does it compute, and how much memory does it take at most?
//!
//! Linux tells while the program runs, so it is asked again and again; elsewhere only the time is
//! measured.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::fs;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

/// Short beside any build here, so that hardly anything happens after the last look.
const BETWEEN_LOOKS: Duration = Duration::from_millis(2);

/// Linux counts computing time in hundredths of a second, whatever its kernel's own clock.
const PER_SECOND: f64 = 100.0;

#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) seconds: f64,
    /// Of all cores together; `None` where the system does not tell.
    pub(super) cpu_seconds: Option<f64>,
    /// The most memory at once; `None` where the system does not tell.
    pub(super) peak_bytes: Option<f64>,
}

/// # Errors
///
/// When the program cannot be started or fails.
pub(super) fn watch(command: &mut Command) -> Result<Run> {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("the program cannot be started")?;
    let mut run = Run {
        seconds: 0.0,
        cpu_seconds: None,
        peak_bytes: None,
    };
    let status = loop {
        run.cpu_seconds = cpu_seconds(child.id()).or(run.cpu_seconds);
        run.peak_bytes = peak_bytes(child.id()).or(run.peak_bytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(BETWEEN_LOOKS);
    };
    run.seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "the program failed");
    Ok(run)
}

fn peak_bytes(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0)
}

/// See proc_pid_stat(5): after the name in brackets, which may hold anything, the 12th and 13th.
fn cpu_seconds(id: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / PER_SECOND)
}
