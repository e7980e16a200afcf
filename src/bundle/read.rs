//! Which articles are in these sources, and what should be mended?
//!
//! Files are read in parallel and put in order afterwards, so that no thread shows. What a file holds
//! is told by its ending; each kind has a file here that finds the articles in it, one after another.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::bundle::edition::Edition;
use crate::bundle::telling::{Found, Happened, Outcome};
use crate::bundle::walk::{Entry, Kind, walk};
use crate::bundle::{Problem, Severity, feed_file, json_file, markdown_file};
use crate::model::Instant;

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

/// Reads all sources, in any order of files and with any number of threads to the same result.
#[must_use]
pub fn read(sources: &[PathBuf], reading: &Reading<'_>) -> Edition {
    let walked = walk(sources);
    (reading.progress)(Progress::Found(walked.entries.len()));
    let read = |entry: &Entry| {
        let mut happened = Vec::new();
        read_file(entry, reading, &mut |one| happened.push(one));
        (reading.progress)(Progress::Read);
        happened
    };
    let read: Vec<_> = walked.entries.par_iter().flat_map_iter(read).collect();
    Edition::new(read, walked.problems, reading.now)
}

/// Reads a file and hands over what is in it, one article after the other.
fn read_file(entry: &Entry, reading: &Reading<'_>, happened: &mut dyn FnMut(Happened)) {
    let with_unpublished = reading.with_unpublished;
    let found = find(entry, &mut |found| happened(found.tell(with_unpublished)));
    if let Err(problem) = found {
        let is_error = problem.severity == Severity::Error;
        let outcome = if is_error {
            Outcome::Unreadable
        } else {
            Outcome::Nothing
        };
        happened((outcome, vec![problem]));
    }
}

/// Finds the articles in a file, in their order.
///
/// # Errors
///
/// Why there is none, or what is to be said of the whole file.
pub(crate) fn find(entry: &Entry, tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
    match entry.kind {
        Kind::Json => json_file::read(entry, tell),
        Kind::JsonLines => json_file::read_lines(entry, tell),
        Kind::Feed => feed_file::read(entry, tell),
        Kind::Markdown | Kind::Text | Kind::Other => markdown_file::read(entry, tell),
    }
}
