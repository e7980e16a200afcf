//! What was meant, once flags, settings and defaults are put together?

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use newsrack::bundle::{Code, Problem, Settings, Site, instant, settings};
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
            .map(|text| instant(text).ok_or_else(|| bad_now("--now", text)))
            .transpose()?;
        let images = typed
            .images
            .or_else(|| setting(settings.images.as_deref(), "images", problems));
        if images == Some(Images::Cache) {
            return Err(
                "`--images cache` is not there yet; leave it out to link to the pictures"
                    .to_owned(),
            );
        }
        Ok(Self {
            sources: sources(typed.source, &settings),
            out: typed
                .out
                .or_else(|| settings.out.clone())
                .unwrap_or_else(|| PathBuf::from("bundle")),
            unpublished: typed.unpublished || settings.unpublished == Some(true),
            keep_going: typed.keep_going || settings.keep_going == Some(true),
            strict: typed.strict || settings.strict == Some(true),
            prune: typed.prune || settings.prune == Some(true),
            now: typed_now.or_else(|| now(settings.now.as_deref(), problems)),
            format: typed
                .format
                .or_else(|| setting(settings.format.as_deref(), "format", problems))
                .unwrap_or(Format::Human),
            site: settings.site,
        })
    }
}

fn now(setting: Option<&str>, problems: &mut Vec<Problem>) -> Option<Instant> {
    let text = setting?;
    let now = instant(text);
    if now.is_none() {
        problems.push(Problem::new(
            Code::SettingsInvalid,
            SETTINGS,
            bad_now("now", text),
        ));
    }
    now
}

fn bad_now(name: &str, text: &str) -> String {
    format!("`{text}` for `{name}` is no instant; write one like 2022-09-13T12:14:00Z")
}

/// One of the words that a flag takes.
fn setting<V: ValueEnum>(text: Option<&str>, name: &str, problems: &mut Vec<Problem>) -> Option<V> {
    let value = V::from_str(text?, false);
    if let Err(fault) = &value {
        problems.push(Problem::new(
            Code::SettingsInvalid,
            SETTINGS,
            format!("`{name}`: {fault}"),
        ));
    }
    value.ok()
}
