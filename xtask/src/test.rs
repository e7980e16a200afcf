//! Does everything hold: style, lints, tests, size, and the page in a browser?
//!
//! Every step runs even when an earlier one failed, unless it would test what was not built.

mod report;
mod runner;
mod types;

use crate::budget;
use crate::project::Project;
use crate::run;
use crate::site;
use crate::tools;
use anyhow::Result;
use report::Report;
use std::env;
use std::path::Path;
use std::process::Command;
use std::process::ExitCode;

/// # Errors
///
/// None for a step that fails, that is counted; only when counting itself is impossible.
pub(crate) fn run(project: &Project) -> Result<ExitCode> {
    let mut report = Report::default();
    report.prepare("tools", || tools::for_checks(project).map(drop));
    announce_corpus();
    report.check("formatting", || run::loudly(&mut fmt(project)));
    report.check("clippy, this machine", || {
        run::loudly(&mut clippy(project))?;
        run::loudly(&mut clippy_browser(project))
    });
    report.check("clippy, WebAssembly", || {
        run::loudly(&mut clippy_wasm(project))
    });
    report.count("tests, this machine", || {
        runner::tally(&mut native(project))
    });
    report.check("types", || types::check(project));
    if report.check("site", || site::build(project)) {
        report.check("size", || budget::check(project));
        report.prepare("browser", tools::browser::ensure);
        report.count("tests, browser", || runner::tally(&mut browser(project)));
    }
    Ok(report.close())
}

fn announce_corpus() {
    match env::var_os("NEWSRACK_CORPUS") {
        Some(corpus) if Path::new(&corpus).is_dir() => {}
        Some(corpus) => eprintln!("\nNEWSRACK_CORPUS is no folder: {}", corpus.display()),
        None => eprintln!(
            "\nNEWSRACK_CORPUS is not set: TESTS WITH REAL ARTICLES ARE SKIPPED, each says so"
        ),
    }
}

fn fmt(project: &Project) -> Command {
    cargo(project, &["fmt", "--all", "--check"])
}

fn clippy(project: &Project) -> Command {
    let words = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    cargo(project, &words)
}

/// Targets that a plain `cargo test` leaves out are not among all targets either.
fn clippy_browser(project: &Project) -> Command {
    let target = ["clippy", "--package", "newsrack", "--test", "browser"];
    let mut command = cargo(project, &target);
    command.args(["--", "-D", "warnings"]);
    command
}

fn clippy_wasm(project: &Project) -> Command {
    let target = ["--target", "wasm32-unknown-unknown"];
    let mut command = cargo(project, &["clippy", "--package", "newsrack"]);
    command.args(["--lib", "--bin", "widget"]).args(target);
    command.args(["--", "-D", "warnings"]);
    command
}

fn native(project: &Project) -> Command {
    cargo(project, &["test", "--workspace", "--no-fail-fast"])
}

/// Left out of a plain `cargo test`, for it needs the site built and a browser.
fn browser(project: &Project) -> Command {
    cargo(
        project,
        &["test", "--package", "newsrack", "--test", "browser"],
    )
}

fn cargo(project: &Project, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(&project.root);
    command
}
