//! Which articles are in these sources, and what should be mended?
//!
//! Files are read in parallel and put in order afterwards, so that no thread shows. A draft is
//! recognized by its front matter alone and goes no further: its text file is never opened.

use std::convert::Infallible;
use std::iter;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::bundle::body::paragraphs;
use crate::bundle::edition::Edition;
use crate::bundle::faults::{Faults, Spot};
use crate::bundle::file::{self, Opened, Unopened};
use crate::bundle::intake::{Intake, Parcel};
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{Beside, Copied};
use crate::bundle::pile::Spill;
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::rounds::in_turn;
use crate::bundle::walk::{self, Entry, reason, walk};
use crate::bundle::{Code, Problem, Severity, article, written};
use crate::model::{Article, Instant};

/// How articles are chosen, and who hears how far the reading has come.
pub struct Reading<'a> {
    /// Whether unpublished articles count as published.
    pub with_unpublished: bool,
    /// What time it is; without it nothing is scheduled or expired.
    pub now: Option<Instant>,
    /// Where what was read waits for the rest.
    pub spill: Spill,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// An article as its file tells it.
#[derive(Debug)]
pub(crate) struct Told {
    pub article: Article,
    /// Its file's path below the source.
    pub below: String,
    pub shown: String,
    pub copied: Vec<Copied>,
    /// Where its address stands, for the report of a duplicate.
    pub address: Option<Spot>,
}

/// What became of a file, and of the article in it.
#[derive(Debug)]
pub(crate) enum Outcome<A> {
    Article(Box<A>),
    Unpublished,
    Unreadable,
    /// No article, and said so.
    Nothing,
}

impl<A> Outcome<A> {
    fn map<B>(self, made: impl FnOnce(A) -> B) -> Outcome<B> {
        match self {
            Self::Article(article) => Outcome::Article(Box::new(made(*article))),
            Self::Unpublished => Outcome::Unpublished,
            Self::Unreadable => Outcome::Unreadable,
            Self::Nothing => Outcome::Nothing,
        }
    }
}

/// Files that are read before what was in them is put in order: enough to keep all cores busy, few
/// enough to be held.
const AT_ONCE: usize = 2048;

/// Reads all sources, in any order of files and with any number of threads to the same result.
#[must_use]
pub fn read(sources: &[PathBuf], reading: &Reading<'_>) -> Edition {
    (reading.progress)(Progress::Begun(Stage::Looking, 0));
    let walked = walk(sources);
    (reading.progress)(Progress::Begun(Stage::Reading, walked.entries.len()));
    let mut intake = Intake::new(reading.spill.clone(), walked.problems);
    let mut entries = walked.entries.into_iter();
    let rounds = iter::from_fn(|| {
        let some: Vec<Entry> = entries.by_ref().take(AT_ONCE).collect();
        (!some.is_empty()).then_some(some)
    });
    let read = |entry: &Entry| {
        let (outcome, problems) = read_file(entry, reading);
        (reading.progress)(Progress::Done(1));
        (outcome.map(Parcel::new), problems)
    };
    let Ok(()) = in_turn(
        rounds,
        |entries| entries.par_iter().map(read).collect::<Vec<_>>(),
        |read| {
            let read = read.into_iter();
            read.for_each(|(outcome, problems)| intake.take(outcome, problems));
            Ok::<_, Infallible>(())
        },
    );
    intake.finish(reading.now)
}

fn read_file(entry: &Entry, reading: &Reading<'_>) -> (Outcome<Told>, Vec<Problem>) {
    match file::open(&entry.path) {
        Ok(opened) => read_opened(entry, opened, reading),
        Err(fault) => {
            let problem = unopened(&entry.shown, fault);
            let is_error = problem.severity == Severity::Error;
            (
                if is_error {
                    Outcome::Unreadable
                } else {
                    Outcome::Nothing
                },
                vec![problem],
            )
        }
    }
}

fn read_opened(
    entry: &Entry,
    opened: Opened,
    reading: &Reading<'_>,
) -> (Outcome<Told>, Vec<Problem>) {
    let mut faults = Faults::new(&entry.shown, &opened.front_matter);
    let Some(fields) = fields(&mut faults) else {
        return (Outcome::Unreadable, faults.found);
    };
    match article::is_published(&mut faults, &fields) {
        Some(false) if !reading.with_unpublished => return (Outcome::Unpublished, faults.found),
        _ => {}
    }
    let folder = entry.path.parent().unwrap_or(Path::new(""));
    let mut beside = Beside {
        folder,
        root: &entry.root,
        copied: Vec::new(),
    };
    let article = article::article(&mut faults, &mut beside, &fields);
    let address = fields.web_url.as_ref().map(|field| faults.spot(field));
    let mut problems = std::mem::take(&mut faults.found);
    let article = article.filter(|_| {
        problems
            .iter()
            .all(|problem| problem.severity > Severity::Error)
    });
    let Some(mut article) = article else {
        return (Outcome::Unreadable, problems);
    };
    match body(entry, opened) {
        Ok((text, problem)) => {
            problems.extend(problem);
            article.body = paragraphs(&text, &article.card.title);
            article.card.has_body = !article.body.blocks.is_empty();
        }
        Err(problem) => {
            problems.push(problem);
            return (Outcome::Unreadable, problems);
        }
    }
    let (below, shown) = (entry.below.clone(), entry.shown.clone());
    (
        Outcome::Article(Box::new(Told {
            article,
            below,
            shown,
            copied: beside.copied,
            address,
        })),
        problems,
    )
}

/// The fields of the front matter; none where it cannot be parsed.
fn fields(faults: &mut Faults<'_>) -> Option<written::Article> {
    match faults.parse() {
        Ok(At {
            value: Node::Fields(fields),
            ..
        }) => Some(*fields),
        Ok(At {
            value: Node::Null, ..
        }) => Some(written::Article::default()),
        Ok(node) => {
            faults.note(
                Code::FrontMatterInvalid,
                &node,
                "front matter is fields and their values, such as `title: …`",
            );
            None
        }
        Err(fault) => {
            let code = if fault.is_limit {
                Code::FrontMatterTooLarge
            } else {
                Code::FrontMatterInvalid
            };
            faults.note(
                code,
                &At {
                    value: (),
                    start: fault.at,
                    end: fault.at,
                },
                fault.message,
            );
            None
        }
    }
}

/// What the article says: the text after its front matter or, without any, the text file beside it.
fn body(entry: &Entry, opened: Opened) -> Result<(String, Option<Problem>), Problem> {
    let text = opened
        .body()
        .map_err(|fault| unread(&entry.shown, &fault))?;
    let Some(beside) = &entry.text else {
        return Ok((text, None));
    };
    let shown = Path::new(&entry.shown)
        .with_extension("txt")
        .to_string_lossy()
        .into_owned();
    if text.trim().is_empty() {
        let text = std::fs::read_to_string(beside).map_err(|fault| unread(&shown, &fault))?;
        return Ok((text, None));
    }
    let message = format!(
        "`{}` has a body of its own, so this text is left out",
        entry.shown
    );
    Ok((text, Some(Problem::new(Code::TextUnused, shown, message))))
}

fn unread(shown: &str, fault: &std::io::Error) -> Problem {
    match fault.kind() {
        std::io::ErrorKind::InvalidData => Problem::new(
            Code::NotUtf8,
            shown,
            "this text is not UTF-8; save it as UTF-8",
        ),
        _ => Problem::new(
            Code::FileUnreadable,
            shown,
            format!("this file cannot be read: {}", walk::reason(fault)),
        ),
    }
}

/// Why a file could not be opened as an article.
fn unopened(shown: &str, fault: Unopened) -> Problem {
    let problem = |code, message: &str| Problem::new(code, shown, message);
    match fault {
        Unopened::Io(fault) => Problem::new(
            Code::FileUnreadable,
            shown,
            format!("this file cannot be read: {}", reason(&fault)),
        ),
        Unopened::Empty => problem(
            Code::FrontMatterMissing,
            "this file is empty and is left out",
        ),
        Unopened::WithoutFrontMatter => problem(
            Code::FrontMatterMissing,
            "this file does not begin with front matter (`---`) and is left out",
        ),
        Unopened::Unsupported(format) => {
            let message =
                format!("front matter in {format} is not read yet, so this file is left out");
            Problem::new(Code::UnsupportedKind, shown, message)
        }
        Unopened::Unclosed => {
            let message =
                "the front matter that begins here never ends; close it with a line `---`";
            Problem {
                line: 1,
                column: 1,
                ..problem(Code::FrontMatterUnclosed, message)
            }
        }
        Unopened::TooLarge => problem(
            Code::FrontMatterTooLarge,
            "the front matter is larger than 1 MiB",
        ),
        Unopened::NotUtf8(line, column) => Problem {
            line,
            column,
            ..problem(
                Code::NotUtf8,
                "this character is not UTF-8; save the file as UTF-8",
            )
        },
        Unopened::Utf16 => problem(Code::NotUtf8, "this file is in UTF-16; save it as UTF-8"),
    }
}
