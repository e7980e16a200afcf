//! The developer's front door: which command was typed, and who carries it out?
//!
//! Every command sets up what it needs first, so a bare machine with Rust and Node is enough.

mod bench;
mod budget;
mod describe;
mod package;
mod project;
mod release;
mod run;
mod site;
mod test;
mod tools;

use anyhow::Result;
use anyhow::bail;
use project::Project;
use std::path::Path;
use std::process::ExitCode;
use tools::browser::Engine;

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--release] [--articles DIR]
                                 set up, build and show the demo page, with live reload; with the
                                 articles of a folder in place of the demo's
  build                          set up, and leave the finished site in dist/
  test                           set up, and check everything
  test --engine NAME [PART…]     set up, and play the scenarios in one browser, chromium, firefox or
                                 webkit, or only those that have such a part in their name
  release                        leave the package for npm and this system's archive in release/
  release --site DIR             only the archive, with a site that was built elsewhere
  bench [NAME…] [--write]        measure; without a name everything, and rewrite docs/benchmarks.md;
                                 with --write, what is named takes its place there
  bench search [N]               the same with so many articles
  bench generate N DIR           so many made-up articles
  describe                       write npm/ and docs/reference.md from the table of public names
  setup                          install what serve and build need, and nothing else
  package                        join the widget's files; Trunk calls this, people need not

Tools are kept in NEWSRACK_TOOLS, by default the user's cache folder.
Tests read real articles from NEWSRACK_CORPUS, and say what they skip without it.
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match obey(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(words: &[&str]) -> Result<ExitCode> {
    let Some((command, rest)) = words.split_first() else {
        return help();
    };
    if matches!(*command, "help" | "-h" | "--help") || asks_for_help(rest) {
        return help();
    }
    let project = Project::find()?;
    match (*command, rest) {
        ("serve", options) => site::serve(&project, &site::Serve::parse(options)?)?,
        ("build", []) => site::build(&project)?,
        ("test", []) => return test::run(&project),
        ("test", ["--engine", name, parts @ ..]) => {
            return test::play_in(&project, Engine::named(name)?, parts);
        }
        ("release", []) => release::run(&project, None)?,
        ("release", ["--site", site]) => release::run(&project, Some(Path::new(site)))?,
        ("bench", names) => bench::run(&project, names)?,
        ("describe", []) => describe::run(&project)?,
        ("setup", []) => drop(tools::for_site(&project)?),
        ("package", []) => package::run(&project)?,
        (_, _) => bail!(
            "`cargo xtask {}` is not a command; `cargo xtask` alone lists them",
            words.join(" ")
        ),
    }
    Ok(ExitCode::SUCCESS)
}

fn asks_for_help(rest: &[&str]) -> bool {
    rest.iter().any(|word| matches!(*word, "-h" | "--help"))
}

fn help() -> Result<ExitCode> {
    print!("{HELP}");
    Ok(ExitCode::SUCCESS)
}
