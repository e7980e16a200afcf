//! `newsrack check`

use std::io;
use std::process::ExitCode;

use newsrack::bundle::{self, Edition, Pictures, Problem, Reading, Severity, Spill};

use crate::arguments::{Check, CheckFormat};
use crate::options;
use crate::terminal::{self, Meter, Report, ReportedProblem};

pub(crate) fn run(typed: &Check) -> ExitCode {
    let mut problems = Vec::new();
    let settings = options::read_settings(None, &mut problems);
    let sources = options::sources(typed.source.clone(), &settings);
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let reading = Reading {
        with_unpublished: false,
        now: None,
        spill: Spill::beside(&std::env::temp_dir()),
        pictures: Pictures::Unpacked,
        cache: None,
        progress: &progress,
    };
    let mut edition = bundle::read(&sources, &reading);
    meter.finish();
    problems.append(&mut edition.problems);
    let format = typed.format.or(options::word(settings.format.as_deref()));
    report(&edition, &problems, format.unwrap_or(CheckFormat::Human));
    let worst = problems.iter().map(|problem| problem.severity).min();
    match worst {
        Some(Severity::Error) => ExitCode::from(1),
        Some(Severity::Warning) if options::flag(typed.strict, settings.strict) => {
            ExitCode::from(1)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn report(edition: &Edition, problems: &[Problem], format: CheckFormat) {
    match format {
        CheckFormat::Json => {
            let problems = problems.iter().map(ReportedProblem::new).collect();
            let articles = edition.len();
            terminal::say_json(&Report {
                articles,
                left_out: edition.left_out,
                files: 0,
                bytes: 0,
                problems,
            });
        }
        CheckFormat::Github => problems
            .iter()
            .for_each(|problem| terminal::say(&bundle::github(problem))),
        CheckFormat::Human => {
            terminal::draw(problems, io::stdout());
            terminal::say(&summary(edition, problems));
        }
    }
}

fn summary(edition: &Edition, problems: &[Problem]) -> String {
    let of = |severity| {
        problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let articles = terminal::count(edition.len(), "article");
    let errors = terminal::count(of(Severity::Error), "error");
    let warnings = terminal::count(of(Severity::Warning), "warning");
    format!(
        "{articles}, {errors}, {warnings}{}",
        terminal::left_out(&edition.left_out)
    )
}
