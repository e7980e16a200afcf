//! How many tests did a test program run?
//!
//! Rust's test programs say it in one line each, and so does ours for the browser.

use super::report::Tally;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Command;
use std::process::Stdio;

/// Runs tests with their output on the terminal, and counts.
///
/// # Errors
///
/// When they do not compile, or when there was no test at all.
pub(super) fn tally(command: &mut Command) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("the output was piped")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        tally += counts(&line).unwrap_or_default();
    }
    let status = child.wait()?;
    ensure!(
        tally != Tally::default(),
        "no test ran; the messages above say why"
    );
    if !status.success() && tally.failed == 0 {
        // Something broke beside the tests that were counted, most often the compiling.
        tally.failed = 1;
    }
    Ok(tally)
}

/// Reads `test result: ok. 3 passed; 0 failed; …`.
fn counts(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = counts.split("; ").filter_map(|count| {
        let (number, _) = count.split_once(' ')?;
        number.parse().ok()
    });
    Some(Tally {
        passed: numbers.next()?,
        failed: numbers.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured";
        let expected = Tally {
            passed: 12,
            failed: 3,
        };
        assert_eq!(counts(line), Some(expected));
    }

    #[test]
    fn other_lines_are_not() {
        assert_eq!(counts("test a_result ... ok"), None);
        assert_eq!(counts("test result: ok"), None);
    }
}
