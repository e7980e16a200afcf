//! How do people see what happens?

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use newsrack::bundle::{LeftOut, Problem, Progress, Severity, Stage, Style, groups, human_group};
use serde::Serialize;

/// The object that `--format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Report<'a> {
    pub articles: usize,
    pub left_out: LeftOut,
    pub files: usize,
    pub bytes: u64,
    pub problems: Vec<ReportedProblem<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReportedProblem<'a> {
    code: &'static str,
    severity: Severity,
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

impl<'a> ReportedProblem<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        let Problem {
            code,
            severity,
            file,
            line,
            column,
            message,
            ..
        } = problem;
        Self {
            code: code.name(),
            severity: *severity,
            file,
            line: *line,
            column: *column,
            message,
        }
    }
}

/// Draws problems on the stream that is named.
pub(crate) fn draw(problems: &[Problem], mut out: impl Write + IsTerminal) {
    let style = match (out.is_terminal(), std::env::var_os("NO_COLOR")) {
        (false, _) => Style::Plain,
        (true, Some(choice)) if !choice.is_empty() => Style::Monochrome,
        (true, _) => Style::Color,
    };
    for group in groups(problems) {
        let mut drawn = String::new();
        if human_group(&group, style, &mut drawn).is_ok() {
            print(&mut out, &drawn);
            drop(writeln!(out));
        }
    }
}

/// Prints a line. A reader that has heard enough closes the pipe, and that is no fault.
pub(crate) fn print(out: &mut impl Write, text: &str) {
    drop(writeln!(out, "{}", text.trim_end_matches('\n')));
}

/// Prints to standard output.
pub(crate) fn say(text: &str) {
    print(&mut io::stdout().lock(), text);
}

/// Prints an object to standard output.
pub(crate) fn say_json(value: &impl Serialize) {
    say(&serde_json::to_string(value).expect("strings and numbers have a JSON form"));
}

/// The exit code of a call that cannot be followed, with the reason.
pub(crate) fn wrong_call(reason: &str) -> ExitCode {
    print(&mut io::stderr().lock(), &format!("error: {reason}"));
    ExitCode::from(2)
}

/// The exit code of a command that could not do what it should, with the reason.
pub(crate) fn failed(reason: &str) -> ExitCode {
    print(&mut io::stderr().lock(), &format!("error: {reason}"));
    ExitCode::from(1)
}

/// Shows on a terminal, and only there, how far the build has come.
#[derive(Debug)]
pub(crate) struct Meter(ProgressBar);

impl Meter {
    pub(crate) fn new() -> Self {
        // The library draws nothing where standard error is no terminal.
        Self(ProgressBar::new(0))
    }

    pub(crate) fn note(&self, progress: Progress) {
        match progress {
            Progress::Begun(stage, steps) => self.begin(stage, steps),
            Progress::Done(steps) => self.0.inc(steps as u64),
        }
    }

    fn begin(&self, stage: Stage, steps: usize) {
        if let Ok(style) = ProgressStyle::with_template(template(stage)) {
            self.0.set_style(style);
        }
        self.0.reset();
        self.0.set_length(steps as u64);
        self.0.tick();
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn template(stage: Stage) -> &'static str {
    match stage {
        Stage::Looking => "looking for articles",
        Stage::Reading => "reading {bar:30} {pos}/{len} articles, {per_sec}, {eta} to go",
        Stage::Fetching => "fetching {bar:30} {pos}/{len} pictures, {per_sec}, {eta} to go",
        Stage::Bundling => "bundling {bar:30} {pos}/{len} articles, {per_sec}, {eta} to go",
        Stage::Sorting => "sorting words",
        Stage::Indexing => "indexing {bar:30} {pos}/{len} parts, {per_sec}, {eta} to go",
    }
}

/// `1 article`, `2 articles`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{number} {thing}s")
    }
}

/// The columns of the terminal that standard output is, if it is one.
pub(crate) fn width() -> Option<usize> {
    let out = io::stdout();
    let is_terminal = out.is_terminal();
    let size = terminal_size::terminal_size_of(out).filter(|_| is_terminal);
    let usual = is_terminal.then_some(80);
    size.map(|(width, _)| usize::from(width.0)).or(usual)
}

/// Why articles were left out, and how many for each reason that there was.
pub(crate) fn reasons(left_out: &LeftOut) -> impl Iterator<Item = (usize, &'static str)> + use<> {
    let LeftOut {
        unpublished,
        duplicate,
        unreadable,
        scheduled,
        expired,
    } = *left_out;
    let reasons = [
        (unpublished, "unpublished"),
        (duplicate, "duplicate"),
        (unreadable, "unreadable"),
        (scheduled, "scheduled"),
        (expired, "expired"),
    ];
    reasons.into_iter().filter(|(count, _)| *count > 0)
}

/// `; left out: 246 unpublished, 3 duplicate`, or nothing.
pub(crate) fn left_out(left_out: &LeftOut) -> String {
    let reasons = reasons(left_out).map(|(count, reason)| format!("{count} {reason}"));
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    if reasons.is_empty() {
        reasons
    } else {
        format!("; left out: {reasons}")
    }
}
