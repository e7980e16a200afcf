//! Which articles of these feeds become files, and which files are an editor's own by now?
//!
//! A file beside the articles remembers what was written for each address and what it said. An article
//! that still says it is the feed's, and may be brought up to date; one that says something else is the
//! editor's. One that is gone was taken away on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::bundle::as_markdown::markdown;
use crate::bundle::blank::name;
use crate::bundle::darkroom::Darkroom;
use crate::bundle::read::find;
use crate::bundle::telling::Understood;
use crate::bundle::walk::{Entry, Kind, reason, shown};
use crate::bundle::{Code, Pictures, Problem, Reading, Spill, fetch, read};
use crate::model::Url;

/// What an import did, in articles.
#[derive(Debug, Default, Serialize)]
pub struct Imported {
    /// Written for the first time.
    pub new: usize,
    /// Brought up to date.
    pub updated: usize,
    /// As they were.
    pub unchanged: usize,
    /// Changed in the feed, and left alone because an editor changed or removed them.
    pub kept: usize,
    /// In the folder already, by somebody else's hand.
    pub known: usize,
    /// What should be mended.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

/// Where an import remembers what it wrote.
const MEMORY: &str = ".newsrack-import.json";

/// What was written for an article.
#[derive(Debug, Deserialize, Serialize)]
struct Written {
    file: String,
    sha256: String,
}

/// What is remembered, by the address of the article or, without one, its place in its feed.
type Memory = BTreeMap<String, Written>;

/// Writes the articles of feeds into a folder. A feed is a file, or an `http` or `https` address.
///
/// # Errors
///
/// A sentence about the folder: it cannot be written, or its memory cannot be read.
pub fn import(feeds: &[String], into: &Path) -> Result<Imported, String> {
    let unwritten =
        |fault: io::Error| format!("`{}` cannot be written: {}", shown(into), reason(&fault));
    fs::create_dir_all(into).map_err(unwritten)?;
    let mut import = Import {
        into,
        memory: remembered(&into.join(MEMORY))?,
        seen: BTreeSet::new(),
        known: addresses(into).map_err(unwritten)?,
        darkroom: Darkroom::new(Pictures::Measured, None),
        done: Imported::default(),
    };
    let imported = feeds.iter().try_for_each(|feed| import.feed(feed));
    // What was written is remembered even where the disk gave up in between.
    let memory = serde_json::to_vec_pretty(&import.memory).map_err(io::Error::other);
    let remembered = memory.and_then(|memory| replace(&into.join(MEMORY), &memory));
    imported.and(remembered).map_err(unwritten)?;
    Ok(import.done)
}

fn remembered(path: &Path) -> Result<Memory, String> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| {
            format!("`{}` is not what an import left there; put it back, or take it away to import anew", shown(path))
        }),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Memory::new()),
        Err(fault) => Err(format!("`{}` cannot be read: {}", shown(path), reason(&fault))),
    }
}

/// The addresses of the articles that are in a folder.
fn addresses(folder: &Path) -> io::Result<BTreeSet<Url>> {
    let reading = Reading {
        with_unpublished: true,
        now: None,
        spill: Spill::beside(folder),
        pictures: Pictures::Measured,
        cache: None,
        progress: &|_| {},
    };
    let edition = read(&[folder.to_owned()], &reading);
    let articles = edition.articles(0..edition.len())?.into_iter();
    Ok(articles
        .filter_map(|article| article.card.links.web)
        .collect())
}

/// Writes a file whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, path)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

struct Import<'a> {
    into: &'a Path,
    memory: Memory,
    /// What this run has met, so that the first feed that has an article is the one it comes from.
    seen: BTreeSet<String>,
    known: BTreeSet<Url>,
    darkroom: Darkroom,
    done: Imported,
}

impl Import<'_> {
    fn feed(&mut self, feed: &str) -> io::Result<()> {
        let opened = match open(feed) {
            Ok(opened) => opened,
            Err(problem) => {
                self.done.problems.push(problem);
                return Ok(());
            }
        };
        let mut written = Ok(());
        let found = find(&opened.entry, &mut |found| {
            let (understood, problems) = found.understand(false, &self.darkroom);
            self.done.problems.extend(problems);
            if let (Ok(understood), true) = (understood, written.is_ok()) {
                written = self.article(understood);
            }
        });
        self.done.problems.extend(found.err());
        written
    }

    fn article(&mut self, Understood { told, body, .. }: Understood) -> io::Result<()> {
        let url = told.article.card.links.web.as_ref();
        let key = url.map_or_else(|| told.below.clone(), ToString::to_string);
        if !self.seen.insert(key.clone()) {
            return Ok(());
        }
        let text = markdown(&told.article, body.as_str());
        match self.memory.get(&key).map(|written| written.file.clone()) {
            Some(file) => self.again(&key, &file, &text),
            None => {
                let stem = format!(
                    "{}-{}",
                    &told.article.card.published.to_string()[..10],
                    name(&told.article.card.title)
                );
                let is_known = url.is_some_and(|url| self.known.contains(url));
                self.first(key, &stem, &text, is_known)
            }
        }
    }

    /// An article that was imported before.
    fn again(&mut self, key: &str, file: &str, text: &str) -> io::Result<()> {
        let Some(written) = self.memory.get_mut(key) else {
            return Ok(());
        };
        let sha256 = hash(text.as_bytes());
        if written.sha256 == sha256 {
            self.done.unchanged += 1;
            return Ok(());
        }
        let path = self.into.join(file);
        match fs::read(&path) {
            Ok(bytes) if hash(&bytes) == written.sha256 => {
                replace(&path, text.as_bytes())?;
                written.sha256 = sha256;
                self.done.updated += 1;
            }
            Ok(_) => self.done.kept += 1,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => self.done.kept += 1,
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    /// An article that is met for the first time, or whose writing was not remembered.
    fn first(&mut self, key: String, stem: &str, text: &str, is_known: bool) -> io::Result<()> {
        let name = |number: usize| match number {
            1 => format!("{stem}.md"),
            _ => format!("{stem}-{number}.md"),
        };
        let says_the_same = |file: &String| {
            fs::read(self.into.join(file)).is_ok_and(|bytes| bytes == text.as_bytes())
        };
        let is_there = |file: &String| self.into.join(file).exists();
        let names = (1..).map(name).take_while(is_there);
        let written = names.take(1000).find(says_the_same);
        if written.is_none() && is_known {
            self.done.known += 1;
            return Ok(());
        }
        let file = match written {
            Some(file) => {
                self.done.unchanged += 1;
                file
            }
            None => {
                let free = (1..).map(name).find(|file| !is_there(file));
                let file = free.ok_or(io::ErrorKind::AlreadyExists)?;
                replace(&self.into.join(&file), text.as_bytes())?;
                self.done.new += 1;
                file
            }
        };
        let sha256 = hash(text.as_bytes());
        self.memory.insert(key, Written { file, sha256 });
        Ok(())
    }
}

/// A feed as a file to read.
struct Opened {
    entry: Entry,
    /// The folder of what an address answered; it goes when this is dropped.
    _folder: Option<TempDir>,
}

fn open(feed: &str) -> Result<Opened, Problem> {
    if fetch::is_address(feed) {
        return fetched(feed);
    }
    let path = PathBuf::from(feed);
    let shown = shown(&path);
    let kind = Kind::of(feed);
    if !matches!(kind, Kind::Json | Kind::JsonLines | Kind::Feed) {
        let message = "a feed is an address, or a file that ends in `.xml`, `.rss`, `.atom`, `.json` or `.jsonl`";
        return Err(Problem::new(Code::FeedInvalid, shown, message));
    }
    let root = path.parent().unwrap_or(Path::new("")).into();
    let below = shown.clone();
    let entry = Entry {
        path,
        root,
        below,
        shown,
        kind,
        text: None,
    };
    Ok(Opened {
        entry,
        _folder: None,
    })
}

/// What an address answers, in a folder of its own, so that nothing lies beside it.
fn fetched(address: &str) -> Result<Opened, Problem> {
    let fault = |message: String| Problem::new(Code::FeedUnreachable, address, message);
    let bytes = fetch::fetch(address).map_err(fault)?;
    let first = bytes
        .iter()
        .find(|byte| byte.is_ascii_graphic() && **byte < 0x7F);
    let kind = match first {
        Some(b'{' | b'[') => Kind::Json,
        _ => Kind::Feed,
    };
    let written = tempfile::tempdir().and_then(|folder| {
        let path = folder.path().join("feed");
        fs::write(&path, &bytes)?;
        Ok((folder, path))
    });
    let (folder, path) = written.map_err(|disk| fault(reason(&disk)))?;
    let entry = Entry {
        path,
        root: folder.path().into(),
        below: address.to_owned(),
        shown: address.to_owned(),
        kind,
        text: None,
    };
    Ok(Opened {
        entry,
        _folder: Some(folder),
    })
}
