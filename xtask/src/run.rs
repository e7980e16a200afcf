//! How is another program run, and what is said when it fails?

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::ffi::OsStr;
use std::process::Command;
use std::process::Stdio;

/// Runs a program to its end with its output on the terminal.
///
/// # Errors
///
/// When it cannot be started or fails; the program itself has said why, so this only names it.
pub(crate) fn loudly(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command.status().with_context(|| missing(&name))?;
    if !status.success() {
        bail!("`{name}` failed; its own message is above");
    }
    Ok(())
}

/// Runs a program and hands back what it printed, without the last line's end.
///
/// # Errors
///
/// When it cannot be started or fails; the error carries what it complained about.
pub(crate) fn quietly(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let done = command.output().with_context(|| missing(&name))?;
    if !done.status.success() {
        let complaint = String::from_utf8_lossy(&done.stderr);
        bail!("`{name}` failed: {}", complaint.trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim_end().to_owned())
}

/// Whether a program can be started and succeeds, whatever it prints.
pub(crate) fn works(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Whether `program --version` prints this version as one of its words.
pub(crate) fn has_version(program: impl AsRef<OsStr>, version: &str) -> bool {
    version_of(program).is_some_and(|printed| {
        let mut words = printed.split(|c: char| c.is_whitespace() || c == '(');
        words.any(|word| word.trim_start_matches('v') == version)
    })
}

/// What `program --version` prints, if the program is there at all.
pub(crate) fn version_of(program: impl AsRef<OsStr>) -> Option<String> {
    quietly(Command::new(program).arg("--version")).ok()
}

/// Says that something slow begins: what, why, and about how long.
pub(crate) fn announce(what: &str, why: &str, about: &str) {
    eprintln!("\n==> installing {what}\n    {why}; about {about}");
}

fn name_of(command: &Command) -> String {
    let first = command.get_args().next().map(OsStr::to_string_lossy);
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    match first {
        Some(word) if !word.starts_with('-') && !word.contains('/') => format!("{program} {word}"),
        _ => program,
    }
}

fn missing(name: &str) -> String {
    format!("`{name}` cannot be started; is it installed?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_named_with_its_first_word_but_without_its_folder() {
        let name = |program: &str, word: &str| name_of(Command::new(program).arg(word));
        assert_eq!(name("/some/where/cargo", "build"), "cargo build");
        assert_eq!(name("cargo", "--version"), "cargo");
        assert_eq!(name("node", "/some/where/script.js"), "node");
    }

    #[test]
    fn a_program_that_is_not_there_has_no_version() {
        assert!(!has_version("no-such-program-anywhere", "1.0"));
    }
}
