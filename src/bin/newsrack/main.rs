//! The command line: parse, call, print.
//!
//! Results go to standard output, everything else to standard error, and the exit code says which of
//! the three it was: done (0), the input has errors (1), the call was wrong (2).

mod arguments;
mod build;
mod check;
mod import;
mod new;
mod options;
mod plot;
mod search;
mod stats;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};

/// A build makes and drops millions of small texts on every core; the system's allocator spends a sixth of
/// the time on that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Search(arguments) => search::run(*arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Stats(arguments) => stats::run(&arguments),
    }
}
