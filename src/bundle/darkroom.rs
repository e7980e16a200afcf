//! What becomes of a picture on its way into the bundle?
//!
//! It is unpacked once, however many articles show it, and leaves as files: the picture itself without what
//! cameras write into it, and two widths for cards. What was made is kept in a folder beside the project, by
//! the hash of what it was made of, so the next build only looks whether it is still there.

use std::collections::HashMap;
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::bundle::gate::Gate;
use crate::bundle::keep;
use crate::bundle::key::Key;
use crate::bundle::made::{Made, Note};
use crate::bundle::picture::Copied;
use crate::bundle::raster::{self, Header, Kind, LARGEST, MOST_PIXELS, Raster, Refusal};
use crate::bundle::sighting::{self, Sighting};
use crate::bundle::stamp::Instant;
use crate::bundle::stripped::{Stripped, stripped};
use crate::bundle::widths::{Narrowed, color, repacked, widths};
use crate::model::{FileName, Image, Picture, Width};
use crate::wire::{self, Hash};

/// How far pictures are looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// Kind and size alone, for who writes no bundle.
    Measured,
    /// To the last pixel, so that damage is found, and no file is made.
    Unpacked,
    /// Files are made, and kept in this folder; in a passing one where there is none or it cannot be written.
    Made(Option<PathBuf>),
}

/// A folder, and whether it stays.
#[derive(Debug)]
enum Folder {
    Lasting(PathBuf),
    Passing(TempDir),
}

/// How notes end: by what a picture is, and by where it lies.
const NOTE: &str = "json";
const SEEN: &str = "seen";

/// Bytes of pictures that are read at once: two of the largest, or many of the usual ones.
const MOST_UNREAD: u64 = 2 * (LARGEST + 1);

type Known = Arc<OnceLock<Result<Made, Refusal>>>;

/// Where pictures are made ready, from any thread.
#[derive(Debug)]
pub(crate) struct Darkroom {
    work: Pictures,
    /// What was left alone since before this instant may be remembered; nothing where there is none.
    since: Option<Instant>,
    /// Where files are kept, once there is one.
    folder: OnceLock<Folder>,
    known: Mutex<HashMap<Hash, Known>>,
    /// Bytes that may be read at once, and pixels that may be unpacked.
    unread: Gate,
    gate: Gate,
}

impl Darkroom {
    pub(crate) fn new(work: Pictures, since: Option<Instant>) -> Self {
        Self {
            work,
            since,
            folder: OnceLock::new(),
            known: Mutex::default(),
            unread: Gate::new(MOST_UNREAD),
            gate: Gate::new(MOST_PIXELS),
        }
    }

    /// Takes off the disk what was not to stay there, and what no build has wanted for long.
    pub(crate) fn close(&mut self) {
        drop(self.folder.take());
        if let Pictures::Made(Some(folder)) = &self.work {
            keep::sweep(folder, files_of);
        }
    }

    /// Makes the picture in a file ready. Where both are as they were left the last time, none is read.
    ///
    /// # Errors
    ///
    /// Those of the disk; inside, why it is not shown.
    pub(crate) fn develop_file(&self, path: &Path) -> io::Result<Result<Made, Refusal>> {
        let sighting = self.sighting(path);
        let files = |made: &Made| -> Vec<PathBuf> {
            let files = self.files(&made.image()).into_iter();
            files.map(|copied| copied.path).collect()
        };
        if let Some(made) = sighting.as_ref().and_then(|it| it.made(files)) {
            return Ok(Ok(made));
        }
        let length = fs::metadata(path)?.len().min(LARGEST + 1);
        let _share = self.unread.enter(length);
        let made = self.develop(&bytes_of(path, length)?);
        if let (Some(sighting), Ok(made)) = (sighting, &made) {
            // What cannot be noted is made out again the next time.
            drop(sighting.note(made, &files(made)));
        }
        Ok(made)
    }

    fn sighting(&self, path: &Path) -> Option<Sighting> {
        let is_lasting = matches!(self.work, Pictures::Made(Some(_)));
        let since = self.since.filter(|_| is_lasting)?;
        let key = Key::of_bytes(path.as_os_str().as_encoded_bytes());
        let note = self.path(&format!("{}.{SEEN}", hex(key.bytes())));
        Sighting::of(path, since, note)
    }

    /// Makes a picture ready, unless it is.
    ///
    /// # Errors
    ///
    /// Why it is not shown.
    pub(crate) fn develop(&self, bytes: &[u8]) -> Result<Made, Refusal> {
        let header = raster::header(bytes)?;
        let hash = Sha256::digest(bytes).into();
        let known = {
            let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(hash).or_default().clone()
        };
        // The second who asks for this one waits for the first.
        known
            .get_or_init(|| self.made(bytes, header, &hash))
            .clone()
    }

    /// The files that a picture names, and where they lie now.
    pub(crate) fn files(&self, image: &Image) -> Vec<Copied> {
        let whole = match &image.picture {
            Picture::Bundled(file) => Some(file),
            Picture::Remote(_) => None,
        };
        let widths = image.widths.iter().map(|width| &width.file);
        let copied = |name: &FileName| Copied {
            name: name.clone(),
            path: self.path(name.as_str()),
        };
        whole.into_iter().chain(widths).map(copied).collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        let Pictures::Made(folder) = &self.work else {
            return PathBuf::from(name);
        };
        match self.folder.get_or_init(|| ready(folder.as_deref())) {
            Folder::Lasting(folder) => folder.join(name),
            Folder::Passing(folder) => folder.path().join(name),
        }
    }

    fn made(&self, bytes: &[u8], header: Header, hash: &Hash) -> Result<Made, Refusal> {
        let note = self.path(&format!("{}.{NOTE}", hex(hash)));
        match &self.work {
            Pictures::Measured => return measured(header, hash),
            Pictures::Unpacked => {}
            Pictures::Made(_) => {
                if let Some(made) = self.noted(&note) {
                    return Ok(made);
                }
            }
        }
        let (width, height) = header.size;
        let _share = self.gate.enter(u64::from(width) * u64::from(height));
        // What breaks off may be unpacked all the same, gray where it ends.
        let whole = stripped(bytes, header.kind).ok_or(Refusal::Damaged)?;
        let mut raster = raster::unpack(bytes, header.kind)?;
        if self.work == Pictures::Unpacked {
            return measured(header, hash);
        }
        let made = self.finished(&mut raster, whole, header.kind)?;
        let noted = serde_json::to_vec(&Note::of(&made)).map_err(io::Error::from)?;
        keep::write(&note, &[&noted])?;
        Ok(made)
    }

    fn finished(&self, raster: &mut Raster, whole: Stripped, kind: Kind) -> Result<Made, Refusal> {
        let is_moving = whole.is_moving();
        // One that moves and lies on its side is rare, and stays one; so do its widths, or it would be shown in
        // the shape of another.
        let bytes = match raster.is_askew() && !is_moving {
            true => {
                raster.turn();
                repacked(raster, kind).ok_or(Refusal::Damaged)?
            }
            false => whole.bytes,
        };
        let widths = widths(raster, &bytes, kind, is_moving);
        let file = self.add(&bytes, kind.extension())?;
        let width = |narrowed: Narrowed| {
            let file = match narrowed.bytes {
                Some(bytes) => self.add(&bytes, Kind::Webp.extension())?,
                None => file.clone(),
            };
            let pixels = narrowed.pixels;
            Ok(Width { pixels, file })
        };
        Ok(Made {
            widths: widths.into_iter().map(width).collect::<io::Result<_>>()?,
            size: (raster.pixels.width(), raster.pixels.height()),
            color: color(raster),
            is_moving,
            file,
        })
    }

    /// Keeps a file under the name that its content gives it.
    fn add(&self, bytes: &[u8], extension: &str) -> io::Result<FileName> {
        let name = named(&Sha256::digest(bytes).into(), extension);
        keep::write(&self.path(name.as_str()), &[bytes])?;
        Ok(name)
    }

    /// What was made before, if all of it is still there as it was.
    fn noted(&self, note: &Path) -> Option<Made> {
        let made = Note::read(note)?.made()?;
        keep::want(note);
        let is_sound = |copied: &Copied| {
            let hash = fs::read(&copied.path).map(|bytes| Sha256::digest(bytes).into());
            let extension = copied
                .path
                .extension()
                .and_then(|extension| extension.to_str());
            hash.ok()
                .zip(extension)
                .is_some_and(|(hash, extension)| named(&hash, extension) == copied.name)
        };
        self.files(&made.image())
            .iter()
            .all(is_sound)
            .then_some(made)
    }
}

/// The files that a note in the folder names.
fn files_of(path: &Path) -> Vec<String> {
    match path.extension().and_then(OsStr::to_str) {
        Some(SEEN) => sighting::files_of(path),
        Some(NOTE) => Note::read(path).map_or(Vec::new(), |note| note.files()),
        _ => Vec::new(),
    }
}

/// A folder that can be written: this one, or one that goes again. Where not even that can be, the first
/// file that is kept will say so.
fn ready(folder: Option<&Path>) -> Folder {
    if let Some(folder) = folder.filter(|folder| keep::prepare(folder).is_ok()) {
        return Folder::Lasting(folder.to_owned());
    }
    match tempfile::tempdir() {
        Ok(passing) => Folder::Passing(passing),
        Err(_) => Folder::Lasting(folder.map_or_else(env::temp_dir, Path::to_owned)),
    }
}

fn named(hash: &Hash, extension: &str) -> FileName {
    wire::hashed_name("picture", hash, extension)
        .expect("our kinds and extensions are plain letters")
}

/// What is in a file of so many bytes, or the beginning of it that shows it to be too large.
fn bytes_of(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is known of a picture without looking at its pixels.
fn measured(header: Header, hash: &Hash) -> Result<Made, Refusal> {
    Ok(Made {
        file: named(hash, header.kind.extension()),
        size: header.size,
        color: None,
        widths: Vec::new(),
        is_moving: false,
    })
}
