//! What was meant, once flags, settings and defaults are put together?

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use newsrack::bundle::{Problem, Settings, Site, instant, settings};
use newsrack::model::Instant;

use crate::arguments::{Build, Format, Images};

/// How to build.
#[derive(Debug)]
pub(crate) struct Options {
    pub sources: Vec<PathBuf>,
    pub out: PathBuf,
    pub site: Site,
    pub unpublished: bool,
    pub keep_going: bool,
    pub strict: bool,
    pub prune: bool,
    pub images: Images,
    /// The folder of the cache, where one is kept.
    pub cache: Option<PathBuf>,
    pub now: Option<Instant>,
    pub format: Format,
}

const SETTINGS: &str = "newsrack.toml";

/// The settings of a file, of the usual one if it is there, or none.
pub(crate) fn read_settings(config: Option<&Path>, problems: &mut Vec<Problem>) -> Settings {
    match config {
        Some(file) => settings(file, problems),
        None if Path::new(SETTINGS).exists() => settings(Path::new(SETTINGS), problems),
        None => Settings::default(),
    }
}

/// The sources that were typed, else those of the settings, else the usual folder.
pub(crate) fn sources(typed: Vec<PathBuf>, settings: &Settings) -> Vec<PathBuf> {
    let typed = Some(typed).filter(|typed| !typed.is_empty());
    typed
        .or_else(|| settings.source.clone())
        .unwrap_or_else(|| vec![PathBuf::from("articles")])
}

impl Options {
    /// # Errors
    ///
    /// A sentence about a flag that cannot be followed. What is wrong in the settings is a problem
    /// among others.
    pub(crate) fn new(typed: Build, problems: &mut Vec<Problem>) -> Result<Self, String> {
        let settings = read_settings(typed.config.as_deref(), problems);
        let typed_now = typed
            .now
            .as_deref()
            .map(|text| instant(text).ok_or_else(|| bad_now(text)))
            .transpose()?;
        let out = typed
            .out
            .or_else(|| settings.out.clone())
            .unwrap_or_else(|| PathBuf::from("bundle"));
        let unpublished = flag(typed.unpublished, settings.unpublished);
        let no_cache = flag(typed.no_cache, settings.no_cache);
        let cache = cache(typed.config.as_deref(), &out);
        if no_cache {
            // What was asked to lie nowhere else may lie there since the last build.
            cache
                .iter()
                .for_each(|folder| drop(fs::remove_dir_all(folder)));
        }
        Ok(Self {
            sources: sources(typed.source, &settings),
            out,
            unpublished,
            // No text of a draft is kept.
            cache: cache.filter(|_| !unpublished && !no_cache),
            keep_going: flag(typed.keep_going, settings.keep_going),
            strict: flag(typed.strict, settings.strict),
            prune: flag(typed.prune, settings.prune),
            images: typed
                .images
                .or(word(settings.images.as_deref()))
                .unwrap_or(Images::Link),
            now: typed_now.or(settings.now),
            // A word that only `check` knows leaves what is usual.
            format: typed
                .format
                .or(word(settings.format.as_deref()))
                .unwrap_or(Format::Human),
            site: settings.site,
        })
    }
}

/// Where a cache lies, seen from the folder of the settings.
const CACHE: &str = ".newsrack-cache";

/// The folder of the cache: beside the settings, and never where it would be uploaded.
fn cache(config: Option<&Path>, out: &Path) -> Option<PathBuf> {
    let folder = config.and_then(Path::parent);
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
    let is_uploaded = out.canonicalize().is_ok_and(|out| folder.starts_with(out));
    (!is_uploaded).then(|| folder.join(CACHE))
}

fn bad_now(text: &str) -> String {
    format!("`{text}` for `--now` is no instant; write one like 2022-09-13T12:14:00Z")
}

/// What was typed, else what the settings say, else no.
pub(crate) fn flag(typed: Option<bool>, setting: Option<bool>) -> bool {
    typed.or(setting).unwrap_or(false)
}

/// One of the words that a flag takes, from the settings, which hold no others.
pub(crate) fn word<V: ValueEnum>(setting: Option<&str>) -> Option<V> {
    V::from_str(setting?, false).ok()
}
