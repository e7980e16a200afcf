//! What came of a file the last time it was read?
//!
//! A note holds what the file looked like, what became of the articles in it, and every problem, for
//! each is said again at each build. Some files are never noted, and read every time: those with an
//! error, which are to be mended; drafts of which there is something to say, for that quotes them; and
//! those whose pictures lie beside them, for a note would have to know these as well.

use crate::bundle::intake::{Kept, Parcel};
use crate::bundle::key::Key;
use crate::bundle::packed::{Packed, pack_fields};
use crate::bundle::stamp::{Instant, Stamp};
use crate::bundle::telling::Outcome;
use crate::bundle::walk::Entry;
use crate::bundle::{Code, Problem, Severity};
use crate::wire::bytes::{Reader, put};

/// What became of one article, and what is to be said about it.
pub(crate) type Happening = (Outcome<Parcel>, Vec<Problem>);

/// A file that was read, or remembered.
pub(crate) struct Leaf {
    pub happened: Vec<Happening>,
    pub note: Note,
}

/// What is noted of a file.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// Nothing.
    None,
    /// What was noted before, as it stands.
    Again(Vec<u8>),
    /// What it looked like before it was read.
    New(Key, Looks),
}

/// What an article's file looks like, and the text file beside it where there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    file: Stamp,
    text: Option<Stamp>,
}

pack_fields!(Looks { file, text });

impl Looks {
    /// Of files that were left alone since before an instant; nothing of others.
    pub(crate) fn of(entry: &Entry, since: Instant) -> Option<Self> {
        let looks = Self {
            file: Stamp::of(&entry.path).ok()?,
            text: match &entry.text {
                Some(text) => Some(Stamp::of(text).ok()?),
                None => None,
            },
        };
        let mut stamps = std::iter::once(&looks.file).chain(&looks.text);
        stamps
            .all(|stamp| stamp.is_older_than(since))
            .then_some(looks)
    }
}

/// Names a file and all that its articles take from its name, without telling it: a draft's name is
/// nobody's business.
pub(crate) fn key(entry: &Entry) -> Key {
    fn path(path: &std::path::Path) -> &[u8] {
        path.as_os_str().as_encoded_bytes()
    }
    let parts = [
        path(&entry.path),
        path(&entry.root),
        entry.below.as_bytes(),
        entry.shown.as_bytes(),
        entry.text.as_deref().map(path).unwrap_or_default(),
    ];
    Key::of_bytes(&parts.join(&0))
}

/// Whether what became of a file may be noted.
pub(crate) fn is_notable(happened: &[Happening]) -> bool {
    happened.iter().all(|(outcome, problems)| {
        let about_pictures = |problem: &Problem| problem.code.name().contains("picture");
        match outcome {
            Outcome::Article(parcel) => {
                parcel.kept.copied.is_empty() && !problems.iter().any(about_pictures)
            }
            Outcome::Unpublished => problems.is_empty(),
            Outcome::Unreadable => false,
            Outcome::Nothing => true,
        }
    })
}

/// What became of one article, as it is noted.
#[derive(Debug)]
pub(crate) struct Noted {
    pub outcome: Outcome<Kept>,
    pub problems: Vec<Problem>,
}

/// A note, as bytes.
pub(crate) fn write(key: Key, looks: &Looks, noted: &[Noted]) -> Vec<u8> {
    let mut bytes = Vec::new();
    key.pack(&mut bytes);
    looks.pack(&mut bytes);
    put(&mut bytes, noted.len() as u64);
    for Noted { outcome, problems } in noted {
        match outcome {
            Outcome::Nothing => put(&mut bytes, 0),
            Outcome::Unpublished => put(&mut bytes, 1),
            Outcome::Unreadable => put(&mut bytes, 2),
            Outcome::Article(kept) => {
                put(&mut bytes, 3);
                kept.pack(&mut bytes);
            }
        }
        problems.pack(&mut bytes);
    }
    bytes
}

/// The key of a note, and what the files looked like.
pub(crate) fn read_key(note: &[u8]) -> Option<(Key, Looks)> {
    let mut from = Reader::new(note);
    Key::unpack(&mut from).zip(Looks::unpack(&mut from))
}

/// All that was noted.
pub(crate) fn read(note: &[u8]) -> Option<Vec<Noted>> {
    let mut from = Reader::new(note);
    Key::unpack(&mut from)?;
    Looks::unpack(&mut from)?;
    let noted = (0..from.count()).map(|_| noted(&mut from)).collect();
    from.end().ok()?;
    noted
}

fn noted(from: &mut Reader<'_>) -> Option<Noted> {
    let outcome = match from.number() {
        0 => Outcome::Nothing,
        1 => Outcome::Unpublished,
        2 => Outcome::Unreadable,
        3 => Outcome::Article(Box::new(Kept::unpack(from)?)),
        _ => return None,
    };
    let problems = Packed::unpack(from)?;
    Some(Noted { outcome, problems })
}

pack_fields!(Problem {
    code,
    severity,
    file,
    line,
    column,
    message,
    excerpt
});

impl Packed for Code {
    fn pack(&self, to: &mut Vec<u8>) {
        put(to, *self as u64);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        Self::ALL.get(usize::unpack(from)?).copied()
    }
}

impl Packed for Severity {
    fn pack(&self, to: &mut Vec<u8>) {
        put(to, *self as u64);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        let all = [Self::Error, Self::Warning, Self::Note];
        all.get(usize::unpack(from)?).copied()
    }
}
