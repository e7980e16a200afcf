//! Which articles are in these sources, and what should be mended?
//!
//! Files are read in parallel and put in order afterwards, so that no thread shows. What a file holds
//! is told by its ending; each kind has a file here that finds the articles in it, one after another.

use std::convert::Infallible;
use std::path::PathBuf;

use crate::bundle::cache::Cache;
use crate::bundle::darkroom::{Darkroom, Pictures};
use crate::bundle::edition::Edition;
use crate::bundle::intake::{Intake, Parcel};
use crate::bundle::ledger::{Leaf, Note};
use crate::bundle::pile::{Pile, Spill};
use crate::bundle::progress::{Progress, Stage};
use crate::bundle::rounds::{Hands, in_turn};
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
    /// Where what was read waits for the rest.
    pub spill: Spill,
    /// How far pictures are looked into.
    pub pictures: Pictures,
    /// What is remembered of the last build, and where this one leaves what the next may want.
    pub cache: Option<&'a Cache>,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// Files that are read in one go, at most, and how many times as many may be read before what was in them is
/// put in order: enough to keep all cores busy, few enough to be held.
const AT_ONCE: usize = 32;
const AHEAD: usize = 64;
/// So many read for each core: while one waits for the disk, another is at work.
const PER_CORE: usize = 2;

/// Reads all sources, in any order of files and with any number of threads to the same result.
#[must_use]
pub fn read(sources: &[PathBuf], reading: &Reading<'_>) -> Edition {
    (reading.progress)(Progress::Begun(Stage::Looking, 0));
    let walked = walk(sources);
    (reading.progress)(Progress::Begun(Stage::Reading, walked.entries.len()));
    let base = reading.cache.and_then(Cache::base);
    let pile = Pile::over(base, reading.spill.clone());
    let mut intake = Intake::new(pile, reading.spill.clone(), walked.problems);
    let count = PER_CORE * rayon::current_num_threads();
    // Most files hold one.
    intake.articles.reserve(walked.entries.len());
    let hands = Hands {
        count,
        most: AHEAD.max(2 * count),
    };
    // Few files may be large ones.
    let at_once = walked.entries.len().div_ceil(hands.most).clamp(1, AT_ONCE);
    let darkroom = Darkroom::new(reading.pictures.clone(), reading.cache.map(Cache::begun));
    let read = |entry: &Entry| {
        let leaf = leaf(entry, reading, &darkroom);
        (reading.progress)(Progress::Done(1));
        leaf
    };
    let Ok(()) = in_turn(
        walked.entries.chunks(at_once),
        hands,
        |entries| entries.iter().map(read).collect::<Vec<_>>(),
        |read| {
            read.into_iter().for_each(|leaf| intake.take(leaf));
            Ok::<_, Infallible>(())
        },
    );
    intake.finish(reading.now, darkroom)
}

/// What is in a file, from the cache where it is still the same.
fn leaf(entry: &Entry, reading: &Reading<'_>, darkroom: &Darkroom) -> Leaf {
    let looked = reading.cache.and_then(|cache| cache.look_up(entry));
    let note = match looked {
        Some(Ok(leaf)) => return leaf,
        Some(Err((key, looks))) => Note::New(key, looks),
        None => Note::None,
    };
    let mut happened = Vec::new();
    let how = (reading.with_unpublished, darkroom);
    read_file(entry, how, &mut |(outcome, problems)| {
        happened.push((outcome.map(Parcel::new), problems));
    });
    Leaf { happened, note }
}

/// Reads a file and hands over what is in it, one article after the other.
fn read_file(
    entry: &Entry,
    (with_unpublished, darkroom): (bool, &Darkroom),
    happened: &mut dyn FnMut(Happened),
) {
    let found = find(entry, &mut |found| {
        happened(found.tell(with_unpublished, darkroom));
    });
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
