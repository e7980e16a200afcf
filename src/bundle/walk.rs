//! Which files of these sources are articles?
//!
//! A folder is walked to the bottom, hidden names aside, and nothing leads out of it: a symbolic
//! link is followed to a file inside the source, or not at all. The order of the files is that of
//! the bytes of their paths, whatever the disk's.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bundle::{Code, Problem, Severity};

/// A file that is to be read.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub path: PathBuf,
    /// The folder that was given, or the one of the file that was given.
    pub root: Arc<Path>,
    /// The path below `root`, with `/` between its parts: names the article and orders it.
    pub below: String,
    /// The path that problems name.
    pub shown: String,
    pub kind: Kind,
    /// The text file of the same stem, if there is one.
    pub text: Option<PathBuf>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// Ordered by `below`, equal ones by source.
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// Text files, and what problems call them.
    texts: BTreeMap<PathBuf, String>,
}

/// The folder of a source, and what problems call it.
struct Root {
    path: Arc<Path>,
    shown: String,
}

/// What a file's ending says about what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Markdown after front matter.
    Markdown,
    /// The body of an article of the same name.
    Text,
    /// An article, a list of them, a page of the news API or a JSON Feed.
    Json,
    /// An article a line.
    JsonLines,
    /// RSS or Atom.
    Feed,
    Other,
}

/// Walks all sources.
pub(crate) fn walk(sources: &[PathBuf]) -> Walked {
    let mut walked = Walked::default();
    for source in sources {
        walked.source(source);
    }
    if sources.len() > 1 {
        walked.forget_repeated();
    }
    walked
        .entries
        .sort_by(|a, b| a.below.as_bytes().cmp(b.below.as_bytes()));
    walked.pair_texts();
    walked.note_empty(sources);
    walked
}

impl Walked {
    fn source(&mut self, source: &Path) {
        let message = match fs::metadata(source) {
            Ok(found) if found.is_dir() => {
                let root = Root {
                    path: source.into(),
                    shown: shown(source),
                };
                return self.folder(source, &root, "");
            }
            Ok(found) if found.is_file() => return self.file_alone(source),
            Ok(_) => "this source is neither a file nor a folder".to_owned(),
            Err(fault) => format!("this source cannot be read: {}", reason(&fault)),
        };
        self.note(Code::SourceMissing, shown(source), message);
    }

    /// A source that is a file brings the text beside it.
    fn file_alone(&mut self, source: &Path) {
        let folder = source.parent().unwrap_or(Path::new(""));
        let root = Root {
            path: folder.into(),
            shown: shown(folder),
        };
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        let text = source.with_extension("txt");
        if text.is_file() {
            let shown = shown(&text);
            self.texts.insert(text, shown);
        }
        self.file(source.to_owned(), &root, name.into_owned());
    }

    fn folder(&mut self, folder: &Path, root: &Root, below: &str) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        match entries {
            Ok(entries) => entries
                .iter()
                .for_each(|entry| self.entry(entry, root, below)),
            Err(fault) => {
                let message = format!("this folder cannot be read: {}", reason(&fault));
                self.note(Code::FileUnreadable, root.shown(below), message);
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry, root: &Root, folder: &str) {
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.starts_with('.') {
            return;
        }
        let below = if folder.is_empty() {
            text.to_string()
        } else {
            format!("{folder}/{text}")
        };
        match entry.file_type() {
            Ok(kind) if name.to_str().is_none() => self.misnamed(kind, root, &below),
            Ok(kind) if kind.is_dir() => self.folder(&entry.path(), root, &below),
            Ok(kind) => self.no_folder(entry.path(), kind, root, below),
            Err(fault) => self.note(Code::FileUnreadable, root.shown(&below), reason(&fault)),
        }
    }

    fn no_folder(&mut self, path: PathBuf, kind: FileType, root: &Root, below: String) {
        if kind.is_file() || (kind.is_symlink() && is_inside(&path, &root.path)) {
            return self.file(path, root, below);
        }
        if kind.is_symlink() {
            let message = "this link leads to a folder or out of the source, and is not followed";
            self.note(Code::LinkSkipped, root.shown(&below), message);
        } else if Kind::of(&below) != Kind::Other {
            self.note(
                Code::FileUnreadable,
                root.shown(&below),
                "this is no ordinary file",
            );
        }
    }

    fn file(&mut self, path: PathBuf, root: &Root, below: String) {
        let shown = root.shown(&below);
        match Kind::of(&below) {
            Kind::Text => drop(self.texts.insert(path, shown)),
            Kind::Other => {}
            kind => {
                let root = Arc::clone(&root.path);
                self.entries.push(Entry {
                    path,
                    root,
                    below,
                    shown,
                    kind,
                    text: None,
                });
            }
        }
    }

    fn misnamed(&mut self, kind: FileType, root: &Root, below: &str) {
        if kind.is_dir() || Kind::of(below) != Kind::Other {
            let message = "this name is not UTF-8, so what is in it is not read; rename it";
            self.note(Code::FileName, root.shown(below), message);
        }
    }

    /// Sources may overlap; a file is read once, for the first that holds it.
    fn forget_repeated(&mut self) {
        let mut seen = HashSet::new();
        let mut is_new = |path: &Path| path.canonicalize().map_or(true, |path| seen.insert(path));
        self.entries.retain(|entry| is_new(&entry.path));
    }

    /// Gives each article the text of its stem, and notes the texts that no article wants.
    fn pair_texts(&mut self) {
        let mut wanted = HashSet::new();
        let may_lack_body = |entry: &&mut Entry| matches!(entry.kind, Kind::Markdown | Kind::Json);
        for entry in self.entries.iter_mut().filter(may_lack_body) {
            let text = entry.path.with_extension("txt");
            if self.texts.contains_key(&text) {
                wanted.insert(text.clone());
                entry.text = Some(text);
            }
        }
        for (path, shown) in std::mem::take(&mut self.texts) {
            if !wanted.contains(&path) {
                let message = "there is no article of the same name, so this text is left out";
                self.note(Code::TextAlone, shown, message);
            }
        }
    }

    fn note_empty(&mut self, sources: &[PathBuf]) {
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        if !self.entries.is_empty() || self.problems.iter().any(is_error) {
            return;
        }
        let names: Vec<_> = sources
            .iter()
            .map(|source| format!("`{}`", shown(source)))
            .collect();
        let names = names.join(", ");
        let message = format!(
            "there is no article in {names}; an article is a file that ends in `.md`, or in `.json`, `.jsonl`, `.xml`, `.rss` or `.atom`"
        );
        self.note(Code::SourceEmpty, String::new(), message);
    }

    fn note(&mut self, code: Code, file: String, message: impl Into<String>) {
        self.problems.push(Problem::new(code, file, message));
    }
}

impl Root {
    /// What problems call a file of this source.
    fn shown(&self, below: &str) -> String {
        let below = printable(below);
        match self.shown.trim_end_matches('/') {
            "" | "." => below,
            root => format!("{root}/{below}"),
        }
    }
}

impl Kind {
    pub(crate) fn of(name: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "txt" => Self::Text,
            "json" => Self::Json,
            "jsonl" => Self::JsonLines,
            "xml" | "rss" | "atom" => Self::Feed,
            _ => Self::Other,
        }
    }
}

fn is_inside(link: &Path, root: &Path) -> bool {
    let target = link.canonicalize().ok().filter(|target| target.is_file());
    let root = root.canonicalize().ok();
    target
        .zip(root)
        .is_some_and(|(target, root)| target.starts_with(root))
}

/// A path as problems name it: from here if it lies here, else without the folders above it, which
/// are nobody's business.
#[must_use]
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let name = if path.is_absolute() {
        path.file_name().unwrap_or_default().as_ref()
    } else {
        path
    };
    printable(&name.to_string_lossy())
}

/// Names may hold line breaks and worse.
pub(crate) fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            printable.extend(c.escape_default())
        } else {
            printable.push(c)
        }
    }
    printable
}

/// What the disk says, without the number and the path.
pub(crate) fn reason(fault: &io::Error) -> String {
    fault.kind().to_string()
}
