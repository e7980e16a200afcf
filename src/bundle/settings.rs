//! What stands in `newsrack.toml`?
//!
//! All that can be said by a flag, and what the site is called. A setting that nobody knows is a
//! warning with a guess: a typing error must not pass for silence.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::bundle::article::is_language_tag;
use crate::bundle::link::{self, Link};
use crate::bundle::walk::shown;
use crate::bundle::{Code, Excerpt, Problem};
use crate::model::Url;

/// The site that the bundle belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// What it calls itself.
    pub title: Option<String>,
    /// Where it lives.
    pub base_url: Option<Url>,
    /// A BCP 47 tag.
    pub language: Option<String>,
}

impl Site {
    /// What it calls itself, or `News`.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or("News")
    }
}

/// The settings of one file. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The site.
    pub site: Site,
    /// Files and folders, seen from here.
    pub source: Option<Vec<PathBuf>>,
    /// The bundle's folder, seen from here.
    pub out: Option<PathBuf>,
    /// `--unpublished`.
    pub unpublished: Option<bool>,
    /// `--keep-going`.
    pub keep_going: Option<bool>,
    /// `--strict`.
    pub strict: Option<bool>,
    /// `--prune`.
    pub prune: Option<bool>,
    /// `--images`.
    pub images: Option<String>,
    /// `--now`.
    pub now: Option<String>,
    /// `--format`.
    pub format: Option<String>,
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    title: Option<String>,
    base_url: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    source: Option<Sources>,
    out: Option<PathBuf>,
    unpublished: Option<bool>,
    keep_going: Option<bool>,
    strict: Option<bool>,
    prune: Option<bool>,
    images: Option<String>,
    now: Option<Moment>,
    format: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Sources {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

/// TOML has dates of its own; quoted ones do, too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Moment {
    Date(toml::value::Datetime),
    Text(String),
}

impl Moment {
    fn into_text(self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Text(text) => text,
        }
    }
}

const NAMES: &[&str] = &[
    "title",
    "base_url",
    "language",
    "source",
    "out",
    "unpublished",
    "keep_going",
    "strict",
    "prune",
    "images",
    "now",
    "format",
];

/// Reads settings; paths in them are seen from their file's folder.
///
/// Problems are appended; what is at fault counts as not said.
pub fn settings(file: &Path, problems: &mut Vec<Problem>) -> Settings {
    let shown = shown(file);
    match std::fs::read_to_string(file) {
        Ok(text) => parse(
            &text,
            &shown,
            file.parent().unwrap_or(Path::new("")),
            problems,
        ),
        Err(fault) => {
            let message = format!("these settings cannot be read: {}", fault.kind());
            problems.push(Problem::new(Code::SettingsInvalid, shown, message));
            Settings::default()
        }
    }
}

fn parse(text: &str, shown: &str, folder: &Path, problems: &mut Vec<Problem>) -> Settings {
    let mut note = |code, at: Range<usize>, message: String| {
        problems.push(problem(code, shown, text, at, message))
    };
    let written = match toml::from_str::<Written>(text) {
        Ok(written) => written,
        Err(fault) => {
            note(
                Code::SettingsInvalid,
                fault.span().unwrap_or(0..0),
                fault.message().to_owned(),
            );
            return Settings::default();
        }
    };
    for (name, at) in unknown(text) {
        note(Code::SettingUnknown, at, unknown_message(&name));
    }
    let base_url = written
        .base_url
        .and_then(|url| match link::parse(url.get_ref().trim()) {
            Ok(Link::Whole(url)) => Some(url),
            _ => {
                note(
                    Code::SettingsInvalid,
                    url.span(),
                    "`base_url` is no address; write one like `https://example.com/`".to_owned(),
                );
                None
            }
        });
    let language = written.language.filter(|tag| {
        let is_tag = is_language_tag(tag.get_ref());
        if !is_tag {
            note(
                Code::SettingsInvalid,
                tag.span(),
                "`language` is no language tag; write one like `en`".to_owned(),
            );
        }
        is_tag
    });
    let sources = written.source.map(|sources| match sources {
        Sources::One(path) => vec![path],
        Sources::Many(paths) => paths,
    });
    Settings {
        site: Site {
            title: written.title,
            base_url,
            language: language.map(Spanned::into_inner),
        },
        source: sources.map(|paths| paths.into_iter().map(|path| folder.join(path)).collect()),
        out: written.out.map(|path| folder.join(path)),
        unpublished: written.unpublished,
        keep_going: written.keep_going,
        strict: written.strict,
        prune: written.prune,
        images: written.images,
        now: written.now.map(Moment::into_text),
        format: written.format,
    }
}

/// Names that nobody knows, and where they stand.
fn unknown(text: &str) -> Vec<(String, Range<usize>)> {
    type Keys = std::collections::BTreeMap<Spanned<String>, serde::de::IgnoredAny>;
    let keys: Keys = toml::from_str(text).unwrap_or_default();
    let names = keys
        .into_keys()
        .map(|name| (name.get_ref().clone(), name.span()));
    let mut unknown: Vec<_> = names
        .filter(|(name, _)| !NAMES.contains(&name.as_str()))
        .collect();
    unknown.sort_by_key(|(_, at)| at.start);
    unknown
}

fn unknown_message(name: &str) -> String {
    let likeness = |known: &&str| (strsim::jaro_winkler(name, known) * 1000.0) as u32;
    match NAMES
        .iter()
        .max_by_key(|known| likeness(known))
        .filter(|known| likeness(known) > 800)
    {
        Some(guess) => format!("`{name}` is no setting; did you mean `{guess}`?"),
        None => format!("`{name}` is no setting; there are {}", NAMES.join(", ")),
    }
}

fn problem(code: Code, file: &str, text: &str, at: Range<usize>, message: String) -> Problem {
    let start = at.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Problem {
        line: count(text[..start].matches('\n').count() + 1),
        column: count(text[line_start..start].chars().count() + 1),
        excerpt: Some(Excerpt {
            text: text[line_start..line_end].trim_end().to_owned(),
            start: start - line_start,
            len: at.end.clamp(start, line_end) - start,
        }),
        ..Problem::new(code, file, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, problem: &str) -> Settings {
        let mut problems = Vec::new();
        let settings = parse(text, "newsrack.toml", Path::new("site"), &mut problems);
        assert_eq!(
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
            problem
        );
        settings
    }

    #[test]
    fn settings_say_what_flags_say() {
        let settings = check(
            "title = 'A'\nbase_url = 'https://a.example'\nsource = 'news'\nstrict = true\nnow = 2022-09-13T12:14:00Z",
            "",
        );
        assert_eq!(settings.site.title(), "A");
        assert_eq!(
            settings.site.base_url.map(|url| url.to_string()).as_deref(),
            Some("https://a.example/")
        );
        assert_eq!(settings.source, Some(vec![PathBuf::from("site/news")]));
        assert_eq!((settings.strict, settings.prune), (Some(true), None));
        assert_eq!(settings.now.as_deref(), Some("2022-09-13T12:14:00Z"));
    }

    #[test]
    fn faults_are_shown_in_their_place() {
        check(
            "\nstirct = true",
            "newsrack.toml:2:1: warning[setting-unknown]: `stirct` is no setting; did you mean `strict`?",
        );
        check(
            "base_url = 'a.example'",
            "newsrack.toml:1:12: error[settings-invalid]: `base_url` is no address; write one like `https://example.com/`",
        );
        check(
            "language = 'English!'",
            "newsrack.toml:1:12: error[settings-invalid]: `language` is no language tag; write one like `en`",
        );
    }
}
