//! `newsrack build`

use std::io;
use std::process::ExitCode;

use newsrack::bundle::{
    self, Cache, Code, Compiling, Copying, Edition, Pictures, Problem, Reach, Reading, Severity,
    Spill, Writing, Written,
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
    // Copies of pictures hang on articles that are read: what is remembered of them knows of none.
    let remembers = options.images == Images::Link;
    let open = || {
        options
            .cache
            .as_deref()
            .filter(|_| remembers)
            .and_then(Cache::open)
    };
    let cache = open();
    let mut built = build(&options, problems.clone(), cache.as_ref());
    if let Some(cache) = cache.filter(Cache::is_damaged) {
        cache.forget();
        drop(cache);
        let cache = open();
        built = build(&options, problems, cache.as_ref());
    }
    let Built {
        edition,
        problems,
        written,
    } = built;
    report(&edition, &problems, written, &options);
    edition.forget();
    if written.is_some() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// What a build came to.
struct Built {
    edition: Edition,
    problems: Vec<Problem>,
    /// Nothing where a problem was fatal.
    written: Option<Written>,
}

fn build(options: &Options, mut problems: Vec<Problem>, cache: Option<&Cache>) -> Built {
    let mut edition = read(options, cache);
    problems.extend(copy_in(&mut edition, options).err());
    problems.append(&mut edition.problems);
    let is_damaged = cache.is_some_and(Cache::is_damaged);
    let is_fatal = is_damaged || problems.iter().any(|problem| is_fatal(problem, options));
    let written = match is_fatal {
        true => None,
        false => write(&edition, options, cache, &mut problems),
    };
    Built {
        edition,
        problems,
        written,
    }
}

fn read(options: &Options, cache: Option<&Cache>) -> Edition {
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let reading = Reading {
        with_unpublished: options.unpublished,
        now: options.now,
        spill: Spill::beside(&options.out),
        pictures: Pictures::Made(options.cache.as_ref().map(|cache| cache.join("pictures"))),
        cache,
        progress: &progress,
    };
    let edition = bundle::read(&options.sources, &reading);
    meter.finish();
    edition
}

/// Copies the pictures of other servers in, if that is wanted and the articles will be written at all.
fn copy_in(edition: &mut Edition, options: &Options) -> Result<(), Problem> {
    let is_fatal = |problem: &Problem| is_fatal(problem, options);
    if options.images == Images::Link || edition.problems.iter().any(is_fatal) {
        return Ok(());
    }
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    // Where nothing is to be kept, what was fetched goes when this ends.
    let passing = tempfile::tempdir().map_err(|fault| unread(&fault))?;
    let kept = options.cache.as_ref().map(|cache| cache.join("fetched"));
    let folder = kept.unwrap_or_else(|| passing.path().to_owned());
    let copying = Copying {
        folder: &folder,
        reach: Reach::Internet,
        progress: &progress,
    };
    let copied = bundle::copy_in(edition, &copying);
    meter.finish();
    copied.map_err(|fault| unread(&fault))
}

fn unread(fault: &io::Error) -> Problem {
    let message = format!("the articles cannot be read again: {}", fault.kind());
    Problem::new(Code::OutUnwritable, "", message)
}

fn is_fatal(problem: &Problem, options: &Options) -> bool {
    match problem.severity {
        Severity::Error => !options.keep_going || !problem.code.spares_the_rest(),
        Severity::Warning => options.strict,
        Severity::Note => false,
    }
}

fn write(
    edition: &Edition,
    options: &Options,
    cache: Option<&Cache>,
    problems: &mut Vec<Problem>,
) -> Option<Written> {
    let meter = Meter::new();
    let progress = |progress| meter.note(progress);
    let compiling = Compiling {
        site: &options.site,
        now: options.now,
        progress: &progress,
        cache,
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
        "{articles} in {} ({files}, {} kB){left_out}{}",
        bundle::shown(&options.out),
        written.bytes.div_ceil(1000),
        remembered(edition)
    )
}

/// What did not have to be read again.
fn remembered(edition: &Edition) -> String {
    match edition.remembered() {
        (_, 0) => String::new(),
        (files, same) if files == same => "; no file was changed".to_owned(),
        (files, same) => format!("; {} of {files} read again", files - same),
    }
}
