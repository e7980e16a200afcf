//! Which articles are in these sources, and what should be mended?
//!
//! Files are read in parallel and put in order afterwards, so that no thread shows. A draft is
//! recognized by its front matter alone and goes no further: its text file is never opened.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::bundle::edition::Edition;
use crate::bundle::faults::{Faults, Spot};
use crate::bundle::file::{self, Opened, Unopened};
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{Beside, Copied};
use crate::bundle::walk::{self, Entry, reason, walk};
use crate::bundle::{Code, Problem, Severity, article, body, reading, written};
use crate::model::{Article, Body, Instant};

/// How articles are chosen, and who hears how far the reading has come.
pub struct Reading<'a> {
    /// Whether unpublished articles count as published.
    pub with_unpublished: bool,
    /// What time it is; without it nothing is scheduled or expired.
    pub now: Option<Instant>,
    /// Called with the number of files, then with 1 for each file read, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// How far the reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many files are to be read.
    Found(usize),
    /// One more was read.
    Read,
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

/// What became of a file.
#[derive(Debug)]
pub(crate) enum Outcome {
    Article(Box<Told>),
    Unpublished,
    Unreadable,
    /// No article, and said so.
    Nothing,
}

/// Reads all sources, in any order of files and with any number of threads to the same result.
#[must_use]
pub fn read(sources: &[PathBuf], reading: &Reading<'_>) -> Edition {
    let walked = walk(sources);
    (reading.progress)(Progress::Found(walked.entries.len()));
    let read = |entry: &Entry| {
        let outcome = read_file(entry, reading);
        (reading.progress)(Progress::Read);
        outcome
    };
    let read: Vec<_> = walked.entries.par_iter().map(read).collect();
    Edition::new(read, walked.problems, reading.now)
}

fn read_file(entry: &Entry, reading: &Reading<'_>) -> (Outcome, Vec<Problem>) {
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

fn read_opened(entry: &Entry, opened: Opened, reading: &Reading<'_>) -> (Outcome, Vec<Problem>) {
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
    let first_line = faults.end_line() + 1;
    let mut problems = std::mem::take(&mut faults.found);
    let article = article.filter(|_| {
        problems
            .iter()
            .all(|problem| problem.severity > Severity::Error)
    });
    let Some(mut article) = article else {
        return (Outcome::Unreadable, problems);
    };
    match text(entry, opened) {
        Ok((Text::Markdown(text), problem)) => {
            problems.extend(problem);
            let place = (&*entry.shown, first_line);
            let title = &article.card.title;
            let (body, found) = body::markdown(&text, title, &mut beside, place);
            problems.extend(found);
            take_body(&mut article, body);
        }
        Ok((Text::Plain(text), problem)) => {
            problems.extend(problem);
            let body = body::paragraphs(&text, &article.card.title);
            take_body(&mut article, body);
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

/// The article has this body. Where nobody named its language, the body tells it.
fn take_body(article: &mut Article, body: Body) {
    let card = &mut article.card;
    card.has_body = !body.nodes.is_empty();
    if card.locale.is_none() {
        card.locale = reading::language(&body.text()).map(Into::into);
    }
    article.body = body;
}

/// What an article says, as it was written.
enum Text {
    Markdown(String),
    Plain(String),
}

/// What the article says: the text after its front matter or, without any, the text file beside it.
fn text(entry: &Entry, opened: Opened) -> Result<(Text, Option<Problem>), Problem> {
    let text = opened
        .body()
        .map_err(|fault| unread(&entry.shown, &fault))?;
    let Some(beside) = &entry.text else {
        return Ok((Text::Markdown(text), None));
    };
    let shown = Path::new(&entry.shown)
        .with_extension("txt")
        .to_string_lossy()
        .into_owned();
    if text.trim().is_empty() {
        let text = std::fs::read_to_string(beside).map_err(|fault| unread(&shown, &fault))?;
        return Ok((Text::Plain(text), None));
    }
    let message = format!(
        "`{}` has a body of its own, so this text is left out",
        entry.shown
    );
    let unused = Problem::new(Code::TextUnused, shown, message);
    Ok((Text::Markdown(text), Some(unused)))
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
