//! `newsrack new`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use newsrack::bundle;
use newsrack::model::Instant;

use crate::arguments::New;
use crate::{options, terminal};

pub(crate) fn run(typed: New) -> ExitCode {
    if typed.title.trim().is_empty() {
        return terminal::wrong_call("a title is at least one letter");
    }
    let folder = typed.into.unwrap_or_else(usual_folder);
    match bundle::blank(&typed.title, &folder, now()) {
        Ok(path) => {
            terminal::say(&path.display().to_string());
            ExitCode::SUCCESS
        }
        Err(reason) => terminal::failed(&reason),
    }
}

/// The first folder that a build would read.
fn usual_folder() -> PathBuf {
    let settings = options::read_settings(None, &mut Vec::new());
    let folders = options::sources(Vec::new(), &settings);
    folders.into_iter().next().unwrap_or_default()
}

/// An article is begun now: of all commands this one alone asks the clock.
fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let instant = i64::try_from(seconds).ok().and_then(Instant::from_seconds);
    instant
        .or(Instant::from_seconds(0))
        .expect("the start of 1970 is an instant")
}
