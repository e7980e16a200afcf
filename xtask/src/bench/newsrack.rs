//! How is the program built that editors run, and how is it run here?

use crate::project::Project;
use crate::run;
use anyhow::Result;
use serde_json::Value;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Compiles all that is run while measuring, the program as people get it.
///
/// # Errors
///
/// When it does not compile.
pub(super) fn build_programs(project: &Project) -> Result<()> {
    for words in [
        &["build", "--profile", "program", "--bin", "newsrack"][..],
        &["bench", "--no-run", "--bench", "tick"],
        &["test", "--no-run", "--test", "browser"],
    ] {
        run::loudly(cargo(project, words).args(["--package", "newsrack"]))?;
    }
    Ok(())
}

/// `newsrack build`, ready to be started.
pub(super) fn build(project: &Project, articles: &Path, out: &Path) -> Command {
    let mut command = Command::new(program(project));
    command.arg("build").arg(articles).arg("--out").arg(out);
    // Settings of whoever calls this are not part of the measurement.
    command.current_dir(out);
    command
}

/// `newsrack search`, ready for words.
pub(super) fn search(project: &Project, bundle: &Path) -> Command {
    let mut command = Command::new(program(project));
    command.arg("search").arg("--bundle").arg(bundle);
    command
}

/// Runs a test or bench program that prints `measured: {…}`.
///
/// # Errors
///
/// When it fails or prints no such line.
pub(super) fn measured(project: &Project, words: &[&str], bundle: &Path) -> Result<Value> {
    read(cargo(project, words).arg(bundle))
}

fn read(command: &mut Command) -> Result<Value> {
    let printed = run::quietly(command)?;
    let mut lines = printed.lines();
    let line = lines.find_map(|line| line.strip_prefix("measured: "));
    Ok(serde_json::from_str(line.unwrap_or_default())?)
}

/// What the browser harness measures on this bundle.
///
/// # Errors
///
/// As [`measured`].
pub(super) fn in_browser(project: &Project, name: &str, bundle: &Path) -> Result<Value> {
    let test = ["test", "--quiet", "--package", "newsrack", "--test"];
    let words = [&test[..], &["browser", "--", "--measure", name]].concat();
    measured(project, &words, bundle)
}

/// What a test of the suite counts.
///
/// # Errors
///
/// As [`measured`].
pub(super) fn in_suite(project: &Project, name: &str) -> Result<Value> {
    let test = [
        "test",
        "--quiet",
        "--package",
        "newsrack",
        "--test",
        "suite",
    ];
    let words = [&test[..], &["--", "--exact", "--nocapture", name]].concat();
    read(&mut cargo(project, &words))
}

/// What the browser harness measures on the built site, with Lighthouse at hand.
///
/// # Errors
///
/// As [`measured`].
pub(super) fn on_the_demo(project: &Project, name: &str, lighthouse: &Path) -> Result<Value> {
    let test = ["test", "--quiet", "--package", "newsrack", "--test"];
    let words = [&test[..], &["browser", "--", "--measure", name]].concat();
    let mut command = cargo(project, &words);
    command.arg(project.dist().join("news"));
    read(command.env("NEWSRACK_LIGHTHOUSE", lighthouse))
}

/// What the browser harness measures on a page that shows this article.
///
/// # Errors
///
/// As [`measured`].
pub(super) fn live(project: &Project, article: &Path, page: &str) -> Result<Value> {
    let test = ["test", "--quiet", "--package", "newsrack", "--test"];
    let words = [&test[..], &["browser", "--", "--measure", "live", page]].concat();
    measured(project, &words, article)
}

fn program(project: &Project) -> PathBuf {
    let name = format!("newsrack{}", std::env::consts::EXE_SUFFIX);
    project.target.join("program").join(name)
}

fn cargo(project: &Project, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(&project.root);
    command
}
