//! Does everything hold: style, lints, tests, size, and the page in every browser?
//!
//! Every step runs even when an earlier one failed, unless it would test what was not built.

mod hosts;
mod released;
mod report;
mod runner;
mod types;

use crate::budget;
use crate::project::Project;
use crate::run;
use crate::site;
use crate::tools;
use crate::tools::browser::Engine;
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
        report.prepare("hosts", || hosts::build(project));
        release(project, &mut report);
        // One after another: two at a time, on two cores, and each waits for the other.
        for engine in Engine::ALL {
            play(project, &mut report, engine, &[]);
        }
    }
    Ok(report.close())
}

/// The site and its scenarios in one engine, and nothing else.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn play_in(project: &Project, engine: Engine, parts: &[&str]) -> Result<ExitCode> {
    let mut report = Report::default();
    announce_corpus();
    if report.check("site", || site::build(project)) {
        report.prepare("hosts", || hosts::build(project));
        if parts.is_empty() || parts.iter().any(|part| part.starts_with("released")) {
            release(project, &mut report);
        }
        play(project, &mut report, engine, parts);
    }
    Ok(report.close())
}

/// What scenarios open that stands in no `dist`.
fn release(project: &Project, report: &mut Report) {
    report.check("package for npm", || released::package(project));
    report.check("release archive", || released::archive(project));
}

fn play(project: &Project, report: &mut Report, engine: Engine, parts: &[&str]) {
    let mut needed = None;
    report.prepare(engine.name(), || {
        let driver = tools::browser::ensure(project, engine)?;
        needed = Some((driver, tools::npm::ensure_axe(project)?));
        Ok(())
    });
    // An engine that is not there has failed above.
    let Some((driver, axe)) = needed else { return };
    report.count(&format!("tests, {}", engine.name()), || {
        let mut command = browser(project, engine, parts);
        command.env("NEWSRACK_AXE", axe);
        if let Some(driver) = driver {
            command.env("NEWSRACK_GECKODRIVER", driver);
        }
        runner::tally(&mut command)
    });
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
fn browser(project: &Project, engine: Engine, parts: &[&str]) -> Command {
    let test = ["test", "--package", "newsrack", "--test", "browser", "--"];
    let mut command = cargo(project, &test);
    command.args(["--engine", engine.name()]).args(parts);
    command
}

fn cargo(project: &Project, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(&project.root);
    command
}
