//! `newsrack import`

use std::io;
use std::process::ExitCode;

use newsrack::bundle::{self, Imported, Severity};

use crate::arguments::Import;
use crate::terminal;

pub(crate) fn run(typed: &Import) -> ExitCode {
    let imported = match bundle::import(&typed.feed, &typed.into) {
        Ok(imported) => imported,
        Err(reason) => return terminal::failed(&reason),
    };
    terminal::draw(&imported.problems, io::stderr());
    terminal::say(&summary(&imported));
    let is_error = |severity| severity == Severity::Error;
    let has_errors = imported
        .problems
        .iter()
        .any(|problem| is_error(problem.severity));
    if has_errors && articles(&imported) == 0 {
        return ExitCode::from(1);
    }
    ExitCode::SUCCESS
}

fn articles(imported: &Imported) -> usize {
    imported.new + imported.updated + imported.unchanged + imported.kept + imported.known
}

/// `3 new, 1 updated, 40 unchanged, 2 kept as their editor left them`
fn summary(imported: &Imported) -> String {
    let counts = [
        (imported.new, "new"),
        (imported.updated, "updated"),
        (imported.unchanged, "unchanged"),
        (imported.kept, "kept as their editor left them"),
        (imported.known, "in the folder already"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if counts.is_empty() {
        return "no articles".to_owned();
    }
    counts.join(", ")
}
