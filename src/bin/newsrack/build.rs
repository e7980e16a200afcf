//! `newsrack build`

use std::io;
use std::path::Path;
use std::process::ExitCode;

use newsrack::bundle::{
    self, Code, Compiling, Copying, Edition, Pictures, Problem, Reach, Reading, Severity, Spill,
    Writing, Written,
};

use crate::arguments::{Build, Format, Images};
use crate::options::Options;
use crate::terminal::{self, Meter, Report, ReportedProblem};

pub(crate) fn run(typed: Build) -> ExitCode {
    let mut problems = Vec::new();
    let options = match Options::new(typed, &mut problems) {
        Ok(options) => options,
        Err(reason) => return terminal::wrong_call(&reason),
    };
    problems.extend(bundle::check_out(&options.out, &options.sources).err());
    let mut edition = read(&options);
    problems.extend(copy_in(&mut edition, &options).err());
    problems.append(&mut edition.problems);
    let written = if problems.iter().any(|problem| is_fatal(problem, &options)) {
        None
    } else {
        write(&edition, &options, &mut problems)
    };
    report(&edition, &problems, written, &options);
    edition.forget();
    if written.is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

fn read(options: &Options) -> Edition {
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let reading = Reading {
        with_unpublished: options.unpublished,
        now: options.now,
        spill: Spill::beside(&options.out),
        pictures: Pictures::Made(Path::new(CACHE).join("pictures")),
        progress: &progress,
    };
    let edition = bundle::read(&options.sources, &reading);
    meter.finish();
    edition
}

/// What builds keep for the next one, in the folder that they are called in.
const CACHE: &str = ".newsrack-cache";

/// Copies the pictures of other servers in, if that is wanted and the articles will be written at all.
fn copy_in(edition: &mut Edition, options: &Options) -> Result<(), Problem> {
    let is_fatal = |problem: &Problem| is_fatal(problem, options);
    if options.images == Images::Link || edition.problems.iter().any(is_fatal) {
        return Ok(());
    }
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let copying = Copying {
        folder: &Path::new(CACHE).join("fetched"),
        reach: Reach::Internet,
        progress: &progress,
    };
    let copied = bundle::copy_in(edition, &copying);
    meter.finish();
    copied.map_err(|fault| {
        let message = format!("the articles cannot be read again: {}", fault.kind());
        Problem::new(Code::OutUnwritable, "", message)
    })
}

fn is_fatal(problem: &Problem, options: &Options) -> bool {
    match problem.severity {
        Severity::Error => !options.keep_going || !problem.code.spares_the_rest(),
        Severity::Warning => options.strict,
        Severity::Note => false,
    }
}

fn write(edition: &Edition, options: &Options, problems: &mut Vec<Problem>) -> Option<Written> {
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let compiling = Compiling {
        site: &options.site,
        now: options.now,
        progress: &progress,
    };
    let writing = Writing {
        prune: options.prune,
        with_unpublished: options.unpublished,
    };
    let written = bundle::write(edition, &compiling, &options.out, writing);
    meter.finish();
    written.map_err(|problem| problems.push(problem)).ok()
}

fn report(edition: &Edition, problems: &[Problem], written: Option<Written>, options: &Options) {
    let articles = if written.is_some() { edition.len() } else { 0 };
    if options.format == Format::Json {
        let Written { files, bytes } = written.unwrap_or(Written { files: 0, bytes: 0 });
        let problems = problems.iter().map(ReportedProblem::new).collect();
        return terminal::say_json(&Report {
            articles,
            left_out: edition.left_out,
            files,
            bytes,
            problems,
        });
    }
    terminal::draw(problems, io::stderr());
    match written {
        Some(written) => terminal::say(&summary(edition, written, options)),
        None => terminal::print(&mut io::stderr(), "nothing was written"),
    }
}

fn summary(edition: &Edition, written: Written, options: &Options) -> String {
    let articles = terminal::count(edition.len(), "article");
    let files = terminal::count(written.files, "file");
    let left_out = terminal::left_out(&edition.left_out);
    format!(
        "{articles} in {} ({files}, {} kB){left_out}",
        bundle::shown(&options.out),
        written.bytes.div_ceil(1000)
    )
}
