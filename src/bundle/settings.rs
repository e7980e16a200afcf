//! What can be said in `newsrack.toml`?
//!
//! All that can be said by a flag, and what the site is called. `settings_file` reads it.

use std::path::PathBuf;

use url::Url as Base;

use crate::model::{Instant, Url};

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

    /// The address of a file or folder of the site, where its own is known.
    pub(crate) fn address(&self, path: &str) -> Option<String> {
        let folder = self.base_url.as_ref().and_then(folder)?;
        folder.join(path).ok().map(String::from)
    }
}

/// The folder that an address means, with or without its last slash.
fn folder(url: &Url) -> Option<Base> {
    let mut folder = Base::parse(url.as_str()).ok()?;
    folder.set_query(None);
    folder.set_fragment(None);
    if !folder.path().ends_with('/') {
        folder.set_path(&format!("{}/", folder.path()));
    }
    Some(folder)
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
    /// `--no-cache`.
    pub no_cache: Option<bool>,
    /// `--images`: one of its words.
    pub images: Option<String>,
    /// `--now`.
    pub now: Option<Instant>,
    /// `--format`: one of its words.
    pub format: Option<String>,
}

/// A setting, as the documentation tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name; for a flag, the flag's with `_` for `-`.
    pub name: &'static str,
    /// What holds where it is not said, in TOML.
    pub default: Option<&'static str>,
    /// Something that may be said, in TOML, where there is no default.
    pub example: &'static str,
    /// What it is there for.
    pub why: &'static str,
}

const fn setting(name: &'static str, default: &'static str, why: &'static str) -> Setting {
    Setting {
        name,
        default: Some(default),
        example: default,
        why,
    }
}

const fn unsaid(name: &'static str, example: &'static str, why: &'static str) -> Setting {
    Setting {
        name,
        default: None,
        example,
        why,
    }
}

/// Every setting, in the order in which they are told.
pub const SETTINGS: &[Setting] = &[
    setting(
        "title",
        "\"News\"",
        "What the site calls itself: readers hear it as the name of the rack, and feeds bear it.",
    ),
    unsaid(
        "base_url",
        "\"https://example.com/\"",
        "Where the site lives: feeds lead there, and feed readers know the feed by it.",
    ),
    unsaid(
        "language",
        "\"en\"",
        "The language of the site, a BCP 47 tag: that of articles which do not say their own.",
    ),
    setting(
        "source",
        "\"articles\"",
        "The file or folder that holds the articles; several in a list.",
    ),
    setting(
        "out",
        "\"bundle\"",
        "The bundle's folder: what is uploaded.",
    ),
    setting(
        "unpublished",
        "false",
        "Bring drafts in: for a preview that nobody else sees.",
    ),
    setting(
        "keep_going",
        "false",
        "Leave out articles with errors and build the rest: for feeds and archives that nobody can mend today.",
    ),
    setting(
        "strict",
        "false",
        "Take warnings for errors: for a desk that wants none.",
    ),
    setting(
        "prune",
        "false",
        "Remove older generations at once, for a takedown; pages that are open then lack their files.",
    ),
    setting(
        "no_cache",
        "false",
        "Read everything anew, and leave nothing for the next build: where no text may lie anywhere else than here.",
    ),
    setting(
        "images",
        "\"link\"",
        "Link to pictures on other servers; with `cache`, copy them in and make them ready like those beside an article.",
    ),
    unsaid(
        "now",
        "2022-09-13T12:14:00Z",
        "Hold back articles dated later, and leave out those past their expiry: without it no clock is asked.",
    ),
    setting(
        "format",
        "\"human\"",
        "What `build` and `check` print: `human`, `json` or, for `check` alone, `github`.",
    ),
];
