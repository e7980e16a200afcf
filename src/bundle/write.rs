//! How does a bundle reach the disk, whole or not at all?
//!
//! Files named by their content come first and change nothing for anybody; the manifest comes last
//! and changes everything at once. Whoever kills the build in between leaves the old bundle working.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::bundle::compile::{Compiled, Compiling, MANIFEST, compile};
use crate::bundle::failpoint::failpoint;
use crate::bundle::files::{Content, Files, Hashed};
use crate::bundle::generations::Generations;
use crate::bundle::standing::Standing;
use crate::bundle::walk::{reason, shown};
use crate::bundle::{Code, Edition, LeftOut, Problem};
use crate::index::Vocabulary;
use crate::model::FileName;

/// How the folder is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Whether older generations go at once.
    pub prune: bool,
    /// Whether unpublished articles are in this one.
    pub with_unpublished: bool,
}

/// What a bundle came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Files, older generations not counted.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// The folder that holds what only the build needs.
pub(crate) const PRIVATE: &str = ".newsrack";

/// Files written at once. The disk confirms each with a wait of its own, and thousands of waits one
/// after another would take longer than reading all the articles.
const HANDS: usize = 16;
/// Files that may wait for a hand: enough for none to be idle, few enough to be held.
const WAITING: usize = 64;

/// Says why a folder cannot take a bundle made of these sources, if it cannot.
///
/// # Errors
///
/// A folder that is a file, that overlaps a source, or that holds something else than a bundle.
pub fn check_out(out: &Path, sources: &[PathBuf]) -> Result<(), Problem> {
    let refuse = |message: String| Err(Problem::new(Code::OutUnusable, "", message));
    let name = shown(out);
    if out.exists() && !out.is_dir() {
        return refuse(format!("`{name}` is a file; the bundle needs a folder"));
    }
    let folder = whole(out);
    for source in sources {
        let source_folder = whole(source);
        if folder.starts_with(&source_folder) {
            return refuse(format!(
                "the bundle's folder `{name}` lies inside the source `{}`",
                shown(source)
            ));
        }
        if source_folder.starts_with(&folder) {
            return refuse(format!(
                "the source `{}` lies inside the bundle's folder `{name}`",
                shown(source)
            ));
        }
    }
    if is_foreign(out) {
        return refuse(format!(
            "`{name}` holds files and is no bundle; name an empty folder"
        ));
    }
    Ok(())
}

/// The whole path, links followed as far as it exists.
fn whole(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    match path.file_name() {
        Some(name) if parent != path => whole(parent).join(name),
        _ => path.to_owned(),
    }
}

/// Whether a folder holds something, and that is no bundle.
fn is_foreign(out: &Path) -> bool {
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    let manifest = fs::read(out.join(MANIFEST)).ok();
    let manifest =
        manifest.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let is_bundle = manifest.is_some_and(|manifest| manifest["format"].is_u64());
    // A build that was killed before its first manifest left only its own folder behind.
    !is_empty && !is_bundle && !out.join(PRIVATE).is_dir()
}

/// Makes a bundle in a folder that [`check_out`] found usable.
///
/// # Errors
///
/// Those of the disk, and another build that is writing there. The old bundle then still works.
pub fn write(
    edition: &Edition,
    compiling: &Compiling<'_>,
    out: &Path,
    writing: Writing,
) -> Result<Written, Problem> {
    let unwritable = |fault| unwritable(out, &fault);
    let _lock = locked(out)?;
    let standing = compiling.cache.and_then(|cache| cache.standing(out));
    let (standing, words) = standing.unzip();
    let attempt = |standing: Option<(&Standing, Vocabulary)>| {
        let writer = Writer::new(out);
        let made = writer.make(|files| compile(edition, compiling, out, standing, files));
        made.map(|(compiled, written)| (writer, compiled, written))
    };
    let again = standing.as_ref().zip(words);
    let again = again.and_then(|standing| attempt(Some(standing)).ok());
    // What stands there may go while it is looked at, and what is known of it may be wrong.
    let (writer, compiled, mut written) = again
        .map_or_else(|| attempt(None), Ok)
        .map_err(unwritable)?;
    let publish = || {
        let generations = writer.publish(&compiled, writing, edition.left_out)?;
        sweep(out, &generations)
    };
    // What is remembered counts for nothing without the manifest that goes with it.
    let remember = || {
        if let Some((cache, words)) = compiling.cache.zip(compiled.vocabulary()) {
            let known = compiled.standing(edition, compiling, out, standing.as_ref());
            cache.leave(edition, &known, words);
        }
    };
    let (published, ()) = rayon::join(publish, remember);
    if let Err(fault) = published {
        compiling.cache.inspect(|cache| cache.forget());
        return Err(unwritable(fault));
    }
    let stable = compiled.stable.iter();
    stable.for_each(|(_, bytes)| written.count(bytes.len() as u64));
    Ok(written)
}

/// The folder, where nobody else builds now, until this is dropped. The system frees the lock of a process
/// that died.
fn locked(out: &Path) -> Result<File, Problem> {
    let open = || {
        fs::create_dir_all(out.join(PRIVATE))?;
        File::create(out.join(PRIVATE).join("lock"))
    };
    let lock = open().map_err(|fault| unwritable(out, &fault))?;
    lock.try_lock().map_err(|_| {
        let message = format!("another build is writing to `{}`; wait for it", shown(out));
        Problem::new(Code::OutUnwritable, "", message)
    })?;
    Ok(lock)
}

fn unwritable(out: &Path, fault: &io::Error) -> Problem {
    let message = format!(
        "the bundle cannot be written to `{}`: {}",
        shown(out),
        reason(fault)
    );
    Problem::new(Code::OutUnwritable, "", message)
}

/// Removes the hashed files that no kept generation reaches.
fn sweep(out: &Path, generations: &Generations) -> io::Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<FileName>().ok());
        let is_ours = |name: &FileName| crate::wire::integrity(name).is_some();
        if name.is_some_and(|name| is_ours(&name) && !generations.reach(&name)) {
            failpoint();
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// How files are called while they are written.
const UNFINISHED: &str = "unfinished-";

struct Writer<'a> {
    out: &'a Path,
    /// Files that were not there before.
    added: Mutex<Vec<PathBuf>>,
    /// Whether the disk refused one.
    has_failed: AtomicBool,
}

impl<'a> Writer<'a> {
    fn new(out: &'a Path) -> Self {
        Self {
            out,
            added: Mutex::default(),
            has_failed: AtomicBool::new(false),
        }
    }

    /// Writes the files that are named by their content, which changes nothing for anybody.
    fn make(
        &self,
        make: impl FnOnce(Files) -> io::Result<Compiled>,
    ) -> io::Result<(Compiled, Written)> {
        let made = self.tidy().and_then(|()| {
            let made = self.all_hashed(make)?;
            self.flush().map(|()| made)
        });
        made.inspect_err(|_| self.take_back())
    }

    /// Writes the others, the manifest last, from which on readers see the new bundle.
    fn publish(
        &self,
        compiled: &Compiled,
        writing: Writing,
        left_out: LeftOut,
    ) -> io::Result<Generations> {
        let mut generations = Generations::read(self.out);
        generations.add(compiled, writing, left_out);
        self.place_stable(compiled, &generations)
            .inspect_err(|_| self.take_back())?;
        if generations.forget(writing) {
            self.place(&Generations::path(), &generations.to_json(), 0)?;
        }
        Ok(generations)
    }

    /// Removes what was written. Nobody names these files yet, and what cannot be removed now is by the
    /// next build.
    fn take_back(&self) {
        drop(self.tidy());
        let added = self.added();
        added.iter().for_each(|path| drop(fs::remove_file(path)));
    }

    fn added(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place_stable(&self, compiled: &Compiled, generations: &Generations) -> io::Result<()> {
        self.place(&Generations::path(), &generations.to_json(), 0)?;
        for (name, bytes) in &compiled.stable {
            // What says nothing new need not be confirmed by the disk once more.
            let is_there = fs::read(self.out.join(name)).is_ok_and(|there| there == *bytes);
            if !is_there || *name == MANIFEST {
                self.place(Path::new(name), bytes, 0)?;
            }
        }
        // From here on readers see the new bundle, and nothing of it may be taken back.
        self.added().clear();
        self.flush()
    }

    /// Writes the files named by their content while they are made; their order is nobody's business.
    fn all_hashed(
        &self,
        make: impl FnOnce(Files) -> io::Result<Compiled>,
    ) -> io::Result<(Compiled, Written)> {
        let (queue, made) = mpsc::sync_channel(WAITING);
        let made = Arc::new(Mutex::new(made));
        thread::scope(|scope| {
            let start = |hand| {
                let made = made.clone();
                scope.spawn(move || self.hand(hand, &made))
            };
            let hands: Vec<_> = (0..HANDS).map(start).collect();
            // Once no hand holds it, nobody can send files that nobody takes.
            drop(made);
            let compiled = make(Files::new(queue));
            let mut all = Written { files: 0, bytes: 0 };
            for hand in hands {
                // A panic stays one, on this thread.
                let written = hand
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                all.files += written.files;
                all.bytes += written.bytes;
            }
            let compiled = compiled?;
            all.files += compiled.hashed.kept;
            all.bytes += compiled.hashed.kept_bytes;
            Ok((compiled, all))
        })
    }

    /// Writes files until there are no more, or one cannot be written.
    fn hand(&self, hand: usize, made: &Mutex<Receiver<Hashed>>) -> io::Result<Written> {
        let mut written = Written { files: 0, bytes: 0 };
        while !self.has_failed.load(Relaxed) {
            let next = made.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((name, content)) = next else { break };
            let bytes = self.hashed(&name, &content, hand);
            self.has_failed.fetch_or(bytes.is_err(), Relaxed);
            written.count(bytes?);
        }
        Ok(written)
    }

    /// Writes a file named by its content, unless it is there already.
    fn hashed(&self, name: &FileName, content: &Content, hand: usize) -> io::Result<u64> {
        let path = self.out.join(name.as_str());
        let bytes = match content {
            Content::Bytes(bytes) => bytes,
            Content::Copy(from) => &fs::read(from)?,
        };
        let is_there = fs::read(&path).is_ok_and(|there| there == *bytes);
        if !is_there {
            self.place(Path::new(name.as_str()), bytes, hand)?;
            self.added().push(path);
        }
        Ok(bytes.len() as u64)
    }

    /// Writes a file beside its place and moves it there, so that nobody sees half of it. Each hand
    /// has a place of its own for that.
    fn place(&self, name: &Path, bytes: &[u8], hand: usize) -> io::Result<()> {
        let unfinished = self.out.join(PRIVATE).join(format!("{UNFINISHED}{hand}"));
        failpoint();
        let mut file = File::create(&unfinished)?;
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        failpoint();
        file.write_all(rest)?;
        failpoint();
        file.sync_all()?;
        failpoint();
        fs::rename(&unfinished, self.out.join(name))
    }

    /// Removes what a build that was killed left half written: it may hold what must not stay.
    fn tidy(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.out.join(PRIVATE))? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Makes the names last that were given so far.
    fn flush(&self) -> io::Result<()> {
        // Only some systems let a folder be opened; the others need no flush.
        File::open(self.out).map_or(Ok(()), |folder| folder.sync_all())
    }
}

impl Written {
    fn count(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}
