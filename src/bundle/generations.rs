//! Which older bundles may an open page still be reading?
//!
//! A page that was opened before a redeploy asks for files of the bundle it knows. They stay until
//! they are both older than three generations and older than seven days; a generation that held
//! unpublished articles goes as soon as one without them follows. What stays is the only thing in a
//! bundle's folder that a clock decides.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bundle::LeftOut;
use crate::bundle::compile::Compiled;
use crate::bundle::write::{PRIVATE, Writing};
use crate::model::FileName;

/// The generations whose files are kept, the current one first.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Generations {
    generations: Vec<Generation>,
    /// Each file with the last generations that have it. Most files stay from one generation to the next, so
    /// this is hardly longer than the folder, however many generations there are.
    files: BTreeMap<String, Last>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Generation {
    /// Ascends from one generation to the next; none has 0.
    number: u64,
    /// The SHA-256 of its manifest.
    manifest: String,
    /// When it was last written, in seconds since 1970.
    written: u64,
    with_unpublished: bool,
    /// What was left out, for `newsrack stats`: a folder says nothing else of drafts, and only here.
    #[serde(default)]
    left_out: Option<LeftOut>,
}

/// The numbers of the last generations that have a file, 0 for none. Those with unpublished articles are counted
/// apart, for they go before older ones.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
struct Last {
    #[serde(default, skip_serializing_if = "is_none")]
    published: u64,
    #[serde(default, skip_serializing_if = "is_none")]
    unpublished: u64,
}

const GENERATIONS: usize = 3;
const AGE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

impl Generations {
    /// Where they are noted, seen from the bundle's folder.
    pub(crate) fn path() -> PathBuf {
        Path::new(PRIVATE).join("generations.json")
    }

    /// Those noted in a bundle's folder; none where the note is missing or damaged.
    pub(crate) fn read(out: &Path) -> Self {
        let bytes = std::fs::read(out.join(Self::path())).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers have a JSON form")
    }

    /// Puts a generation in front. One that was just written once more counts once, and holds nothing
    /// unpublished if it did not before, for it is the same to the byte.
    pub(crate) fn add(&mut self, compiled: &Compiled, writing: Writing, left_out: LeftOut) {
        let manifest = compiled
            .stable
            .last()
            .map(|(_, bytes)| hex(&Sha256::digest(bytes)))
            .unwrap_or_default();
        let before = self.generations.first().map_or(0, |last| last.number);
        let number = before.saturating_add(1);
        let is_same = |generation: &Generation| generation.manifest == manifest;
        let was_published =
            |generation: &Generation| is_same(generation) && !generation.with_unpublished;
        let with_unpublished =
            writing.with_unpublished && !self.generations.iter().any(was_published);
        self.generations.retain(|generation| !is_same(generation));
        for file in &compiled.hashed.names {
            let last = self.files.entry(file.to_string()).or_default();
            match with_unpublished {
                true => last.unpublished = number,
                false => last.published = number,
            }
        }
        let generation = Generation {
            number,
            manifest,
            written: now(),
            with_unpublished,
            left_out: Some(left_out),
        };
        self.generations.insert(0, generation);
    }

    /// Drops those that are not to be kept, and the files that only they have. Returns whether there
    /// were any.
    pub(crate) fn forget(&mut self, writing: Writing) -> bool {
        let (now, before) = (now(), self.generations.len());
        let (mut place, mut was_old) = (0, false);
        self.generations.retain(|generation| {
            place += 1;
            // Once one is old, so are all before it, whatever a clock said that was set since.
            was_old |=
                place > GENERATIONS && now.saturating_sub(generation.written) > AGE.as_secs();
            let is_leaking = generation.with_unpublished && !writing.with_unpublished;
            place == 1 || !(was_old || is_leaking || writing.prune)
        });
        let generations = &self.generations;
        self.files.retain(|_, last| last.is_in(generations));
        self.generations.len() < before
    }

    /// What the build left out that wrote this manifest, where that is known.
    pub(crate) fn left_out(&self, manifest: &[u8]) -> Option<LeftOut> {
        let hash = hex(&Sha256::digest(manifest));
        let mut generations = self.generations.iter();
        generations
            .find(|generation| generation.manifest == hash)?
            .left_out
    }

    /// Whether a generation that is kept has that file.
    pub(crate) fn reach(&self, file: &FileName) -> bool {
        self.files.contains_key(file.as_str())
    }
}

impl Last {
    /// Whether one of these generations, which stand newest first, has the file. Of each kind the older ones
    /// go first, so where any is left that has it, the last one is.
    fn is_in(self, generations: &[Generation]) -> bool {
        let is_there = |number: u64| {
            let found = generations.binary_search_by(|other| number.cmp(&other.number));
            found.is_ok()
        };
        is_there(self.published) || is_there(self.unpublished)
    }
}

fn is_none(number: &u64) -> bool {
    *number == 0
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
