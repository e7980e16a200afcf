//! What does the next build not have to do again?
//!
//! Two files in a folder of their own: `articles`, the packed articles one after the other, and
//! `notes`, what came of each file and what is known of the bundle. Whatever is in there was published,
//! in the very bundle that goes with it: a build with drafts keeps no cache, and what an editor takes
//! back is overwritten. The notes are held against a hash, and an article against its own before it is
//! used; a cache that is damaged, or of another program, is no cache.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use rustc_hash::{FxBuildHasher, FxHashMap};
use sha2::{Digest, Sha256};

use crate::bundle::Edition;
use crate::bundle::failpoint::failpoint;
use crate::bundle::intake::{Parcel, Recollection};
use crate::bundle::key::Key;
use crate::bundle::ledger::{self, Leaf, Looks, Note, Noted};
use crate::bundle::packed::{Packed, pack_fields};
use crate::bundle::pile::{Base, Pile};
use crate::bundle::stamp::{Instant, Stamp};
use crate::bundle::standing::Standing;
use crate::bundle::walk::Entry;
use crate::index::Vocabulary;
use crate::wire::bytes::{Reader, put};

/// What the last build left for this one, and where this one leaves what the next may want.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Held for as long as this lives: two builds at once would mix what they leave.
    _lock: File,
    /// The disk's clock when the build began.
    begun: Instant,
    /// Whether the folder was not there before.
    is_new: bool,
    known: OnceLock<Option<Known>>,
    /// Reads what is known while somebody else looks for files.
    reading: Mutex<Option<JoinHandle<Option<Known>>>>,
}

/// What the last build left.
#[derive(Debug)]
struct Known {
    notes: Vec<u8>,
    /// Where the note on each file stands.
    places: FxHashMap<Key, Range<usize>>,
    standing: Range<usize>,
    /// Where articles lie that are noted.
    used: Vec<Range<u64>>,
    base: Arc<Base>,
}

/// How the notes begin.
#[derive(Debug)]
struct Head {
    /// Bytes of all articles.
    articles: u64,
    used: Vec<Range<u64>>,
    /// Bytes of the note on each file, and of what is known of the bundle.
    notes: Vec<u64>,
    standing: u64,
}

pack_fields!(Head {
    articles,
    used,
    notes,
    standing
});

/// Raised whenever what is packed, or what it was made by, changes its meaning.
const VERSION: u32 = 4;
const ARTICLES: &str = "articles";
const NOTES: &str = "notes";
/// When so much of the articles is nothing any more, they are written anew.
const WASTE: u64 = 1 << 20;

impl Cache {
    /// Opens the cache in a folder, which is made if it is not there.
    ///
    /// Returns `None` where it cannot be: then everything is read, and nothing is remembered. That is
    /// no fault, for the bundle is the same.
    #[must_use]
    pub fn open(folder: &Path) -> Option<Self> {
        let is_new = !folder.exists();
        fs::create_dir_all(folder).ok()?;
        // No part of anybody's project.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").ok()?;
        }
        // Made anew, so that its stamp says what time it is on that disk.
        let lock = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(folder.join("lock"))
            .ok()?;
        lock.try_lock().ok()?;
        lock.set_len(0).ok()?;
        (&lock).write_all(b"\n").ok()?;
        let begun = Instant::of_new(&lock.metadata().ok()?);
        let own = folder.to_owned();
        let reading = thread::Builder::new().spawn(move || Known::read(&own));
        Some(Self {
            known: OnceLock::new(),
            reading: Mutex::new(reading.ok()),
            folder: folder.to_owned(),
            _lock: lock,
            begun,
            is_new,
        })
    }

    /// What the last build left, if that is sound.
    fn known(&self) -> Option<&Known> {
        let known = self.known.get_or_init(|| {
            let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
            reading.take()?.join().ok()?
        });
        known.as_ref()
    }

    /// Whether something in it turned out not to be what was left there. What was made with it counts
    /// for nothing then.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.known().is_some_and(|known| known.base.is_damaged())
    }

    /// The disk's clock when the build began: what is younger may still change unseen.
    pub(crate) fn begun(&self) -> Instant {
        self.begun
    }

    /// Where the articles of the last build lie, as long as most of what lies there is used.
    pub(crate) fn base(&self) -> Option<Arc<Base>> {
        self.known().map(|known| known.base.clone())
    }

    /// What is remembered of a file that is still the same, or else what to note it by; nothing of one
    /// that is too young.
    pub(crate) fn look_up(&self, entry: &Entry) -> Option<Result<Leaf, (Key, Looks)>> {
        let looks = Looks::of(entry, self.begun)?;
        let key = ledger::key(entry);
        let leaf = self.known().and_then(|known| known.leaf(key, &looks));
        Some(leaf.ok_or((key, looks)))
    }

    /// What is known of the bundle in a folder and of its words, if it is the one of the last build.
    pub(crate) fn standing(&self, out: &Path) -> Option<(Standing, Vocabulary)> {
        let known = self.known()?;
        let mut from = Reader::new(known.notes.get(known.standing.clone())?);
        let mut standing = Standing::unpack(&mut from)?;
        let length = from.count();
        let words = Vocabulary::of(from.take(length).to_vec());
        from.end().ok()?;
        standing.is_in(out).then_some((standing, words))
    }

    /// Leaves what the next build may want. Where the disk has no room, it leaves nothing.
    pub(crate) fn leave(&self, edition: &Edition, standing: &Standing, words: &Vocabulary) {
        if self.write(edition, standing, words).is_err() {
            self.forget();
        }
    }

    /// Removes what was left for the next build.
    pub fn forget(&self) {
        for name in [NOTES, ARTICLES] {
            drop(fs::remove_file(self.folder.join(name)));
        }
    }

    fn write(&self, edition: &Edition, standing: &Standing, words: &Vocabulary) -> io::Result<()> {
        let Recollection {
            notes,
            lengths,
            used,
            ..
        } = &edition.recollection;
        let mut used: Vec<_> = used
            .iter()
            .chain(standing.articles.iter().map(|(_, at)| at))
            .cloned()
            .collect();
        used.sort_unstable_by_key(|range| (range.start, range.end));
        used.dedup();
        let pack = || {
            let mut known = Vec::new();
            standing.pack(&mut known);
            put(&mut known, words.bytes().len() as u64);
            known.extend_from_slice(words.bytes());
            known
        };
        let write = || self.write_articles(&edition.pile, &used);
        let (written, known) = rayon::join(write, pack);
        written?;
        let mut head = Vec::new();
        let lengths = Head {
            articles: edition.pile.len(),
            used,
            notes: lengths.clone(),
            standing: known.len() as u64,
        };
        lengths.pack(&mut head);
        let unfinished = self.folder.join("unfinished");
        let mut file = BufWriter::new(Hashing::new(File::create(&unfinished)?)?);
        file.write_all(&head)?;
        notes.each_block(|block| file.write_all(block))?;
        file.write_all(&known)?;
        failpoint();
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .finish()?;
        failpoint();
        fs::rename(unfinished, self.folder.join(NOTES))
    }

    /// Adds the new articles, and overwrites those that are nothing any more.
    fn write_articles(&self, pile: &Pile, used: &[Range<u64>]) -> io::Result<()> {
        let path = self.folder.join(ARTICLES);
        let mut file = match pile.base_len() {
            0 => File::create(path)?,
            _ => OpenOptions::new().write(true).open(path)?,
        };
        let before = self.known().into_iter().filter(|_| pile.base_len() > 0);
        let before = before.flat_map(|known| &known.used);
        let used: HashSet<u64> = used.iter().map(|range| range.start).collect();
        failpoint();
        for range in before.filter(|range| !used.contains(&range.start)) {
            file.seek(SeekFrom::Start(range.start))?;
            io::copy(
                &mut io::Read::take(io::repeat(0), range.end - range.start),
                &mut file,
            )?;
        }
        file.seek(SeekFrom::Start(pile.base_len()))?;
        failpoint();
        pile.each_block(|block| file.write_all(block))?;
        failpoint();
        file.set_len(pile.len())
    }
}

/// A build that failed has left nothing, and that is all it leaves.
impl Drop for Cache {
    fn drop(&mut self) {
        if self.is_new && !self.folder.join(NOTES).exists() {
            drop(fs::remove_dir_all(&self.folder));
        }
    }
}

impl Known {
    fn read(folder: &Path) -> Option<Self> {
        let notes = checked(fs::read(folder.join(NOTES)).ok()?)?;
        let mut from = Reader::new(&notes);
        let head = Head::unpack(&mut from)?;
        let standing = notes
            .len()
            .checked_sub(usize::try_from(head.standing).ok()?)?;
        let file = File::open(folder.join(ARTICLES)).ok()?;
        let used: u64 = head
            .used
            .iter()
            .map(|range| range.end.saturating_sub(range.start))
            .sum();
        let is_whole = file.metadata().ok()?.len() == head.articles;
        if !is_whole || head.articles.saturating_sub(used) > WASTE.max(used) {
            return None;
        }
        Some(Self {
            places: places(&notes, standing, &head.notes)?,
            standing: standing..notes.len(),
            used: head.used,
            base: Arc::new(Base::new(file, head.articles)),
            notes,
        })
    }

    fn leaf(&self, key: Key, looks: &Looks) -> Option<Leaf> {
        let note = self.notes.get(self.places.get(&key)?.clone())?;
        let (_, before) = ledger::read_key(note)?;
        if before != *looks {
            return None;
        }
        let noted = ledger::read(note)?.into_iter();
        let happened = noted.map(|Noted { outcome, problems }| {
            let parcel = outcome.map(Parcel::again);
            (parcel, problems)
        });
        Some(Leaf {
            happened: happened.collect(),
            note: Note::Again(note.to_vec()),
        })
    }
}

/// Where the note on each file stands, the last of which ends there.
fn places(notes: &[u8], mut end: usize, lengths: &[u64]) -> Option<FxHashMap<Key, Range<usize>>> {
    let mut places = FxHashMap::with_capacity_and_hasher(lengths.len(), FxBuildHasher);
    for &length in lengths.iter().rev() {
        let start = end.checked_sub(usize::try_from(length).ok()?)?;
        let (key, _) = ledger::read_key(notes.get(start..end)?)?;
        places.insert(key, start..end);
        end = start;
    }
    Some(places)
}

/// The program that may use what is left: this one, as it is now. A program that is being worked on has
/// one version for many meanings.
fn program() -> Key {
    let own = std::env::current_exe().and_then(|path| Stamp::of(&path));
    let mut bytes = env!("CARGO_PKG_VERSION").as_bytes().to_vec();
    put(&mut bytes, u64::from(VERSION));
    own.unwrap_or_default().pack(&mut bytes);
    Key::of_bytes(&bytes)
}

/// Bytes before what is hashed: which program they are for, and the hash.
const PREFACE: usize = 16 + 32;

/// What follows the preface, if the program is this one and the hash is its.
fn checked(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let preface = bytes.get(..PREFACE)?;
    let (own, hash) = preface.split_at(16);
    let rest = bytes.get(PREFACE..)?;
    if own != program().bytes() || Sha256::digest(rest).as_slice() != hash {
        return None;
    }
    bytes.drain(..PREFACE);
    Some(bytes)
}

/// Writes notes behind a preface.
struct Hashing {
    file: File,
    hash: Sha256,
}

impl Hashing {
    fn new(mut file: File) -> io::Result<Self> {
        file.write_all(&[0; PREFACE])?;
        Ok(Self {
            file,
            hash: Sha256::new(),
        })
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(program().bytes())?;
        self.file.write_all(&self.hash.finalize())
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.file.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
