//! Which steps passed, how long did each take, and what is the closing line?

use anyhow::Error;
use anyhow::Result;
use std::ops::AddAssign;
use std::process::ExitCode;
use std::time::Instant;

/// How many tests passed and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

/// What happened so far.
#[derive(Default)]
pub(super) struct Report {
    total: Tally,
    lines: Vec<String>,
}

impl Report {
    /// A step that brings something about: counted only when it fails.
    pub(super) fn prepare(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.count(name, || work().map(|()| Tally::default()));
    }

    /// A step that is one test. Hands back whether it passed.
    pub(super) fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        let one = Tally {
            passed: 1,
            failed: 0,
        };
        self.count(name, || work().map(|()| one))
    }

    /// A step that is as many tests as it says. Hands back whether all passed.
    pub(super) fn count(&mut self, name: &str, work: impl FnOnce() -> Result<Tally>) -> bool {
        eprintln!("\n=== {name} ===");
        let start = Instant::now();
        let tally = work().unwrap_or_else(|error| complain(&error));
        let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
        let line = format!(
            "{name:<22} {:>7.1} s  {verdict}",
            start.elapsed().as_secs_f64()
        );
        eprintln!("--- {line}");
        self.lines.push(line);
        self.total += tally;
        tally.failed == 0
    }

    /// Prints the summary, its last line in the form `N passed, N failed`.
    pub(super) fn close(&self) -> ExitCode {
        println!("\n{}\n", self.lines.join("\n"));
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        match self.total.failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}

fn complain(error: &Error) -> Tally {
    eprintln!("error: {error:#}");
    Tally {
        passed: 0,
        failed: 1,
    }
}
