//! Where does lie what does not fit into memory?
//!
//! On the disk, in a file without a name: nobody else can open it, and the system takes it back when
//! the build ends, however it ends. So nothing has to be tidied up, and a build that was killed leaves
//! no draft behind.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::Store;

/// How much of what is not needed at once may stay in memory, and where the rest goes.
#[derive(Clone, Debug)]
pub struct Spill {
    /// Bytes in memory, of articles and of the words in them each.
    pub most: usize,
    /// The folder on whose disk the rest is written, to files without a name.
    pub folder: PathBuf,
}

impl Spill {
    /// Few enough for any machine that runs a browser, and enough for tens of thousands of articles.
    const MOST: usize = 64 << 20;

    /// On the disk that a folder lies on or would lie on: what is to hold a bundle has room.
    #[must_use]
    pub fn beside(folder: &Path) -> Self {
        let there = folder.ancestors().find(|folder| folder.is_dir());
        let there = there.unwrap_or(Path::new("."));
        Self {
            most: Self::MOST,
            folder: there.to_owned(),
        }
    }
}

/// Bytes that lay on the disk before the build began. They are only read, and may have been damaged.
#[derive(Debug)]
pub(crate) struct Base {
    file: Mutex<File>,
    pub len: u64,
    is_damaged: AtomicBool,
}

impl Base {
    pub(crate) fn new(file: File, len: u64) -> Self {
        Self {
            file: Mutex::new(file),
            len,
            is_damaged: AtomicBool::new(false),
        }
    }

    /// Some of these bytes are not what was kept here.
    pub(crate) fn blame(&self) {
        self.is_damaged.store(true, Relaxed);
    }

    /// Whether that was found of any.
    pub(crate) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Relaxed)
    }
}

/// Bytes one after the other, the first of them on the disk once they are many.
#[derive(Debug)]
pub(crate) struct Pile {
    spill: Spill,
    /// What comes before all others.
    pub base: Option<Arc<Base>>,
    file: Option<Mutex<File>>,
    filed: u64,
    /// All full but the last: what grows in blocks is never moved.
    held: Vec<Vec<u8>>,
}

const BLOCK: usize = 1 << 20;

impl Pile {
    pub(crate) fn new(spill: Spill) -> Self {
        Self::over(None, spill)
    }

    /// What is kept here follows what lies on the disk already.
    pub(crate) fn over(base: Option<Arc<Base>>, spill: Spill) -> Self {
        Self {
            spill,
            base,
            file: None,
            filed: 0,
            held: Vec::new(),
        }
    }

    /// Where what was kept begins.
    pub(crate) fn base_len(&self) -> u64 {
        self.base.as_ref().map_or(0, |base| base.len)
    }

    /// Where what was kept ends.
    pub(crate) fn len(&self) -> u64 {
        self.base_len() + self.filed + self.held_len() as u64
    }

    /// Hands over all that was kept, piece by piece.
    ///
    /// # Errors
    ///
    /// Those of the disk, and of whoever takes it.
    pub(crate) fn each_block(
        &self,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        for start in (0..self.filed).step_by(BLOCK) {
            take(&self.read_filed(start..self.filed.min(start + BLOCK as u64))?)?;
        }
        self.held.iter().try_for_each(|block| take(block))
    }

    fn held_len(&self) -> usize {
        let last = self.held.last().map_or(0, Vec::len);
        self.held.len().saturating_sub(1) * BLOCK + last
    }

    fn hold(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.held.last().is_none_or(|last| last.len() == BLOCK) {
                self.held.push(Vec::with_capacity(BLOCK));
            }
            let Some(last) = self.held.last_mut() else {
                return;
            };
            let (first, rest) = bytes.split_at(bytes.len().min(BLOCK - last.len()));
            last.extend_from_slice(first);
            bytes = rest;
        }
    }

    fn write_held(&mut self) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => Mutex::new(tempfile::tempfile_in(&self.spill.folder)?),
        };
        let file = self.file.insert(file);
        let file = file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.filed))?;
        for block in &self.held {
            file.write_all(block)?;
        }
        self.filed += self.held_len() as u64;
        self.held.clear();
        Ok(())
    }

    fn read_filed(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        match &self.file {
            Some(file) => read(file, range, self.filed),
            None => Ok(Vec::new()),
        }
    }

    /// A range counted from the first byte that is held.
    fn held(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        let (first, last) = (range.start / BLOCK, range.end.saturating_sub(1) / BLOCK);
        let within = |block: usize| {
            let start = range.start.max(block * BLOCK) - block * BLOCK;
            let end = range.end.min((block + 1) * BLOCK) - block * BLOCK;
            let held = self.held.get(block).and_then(|block| block.get(start..end));
            held.unwrap_or_default()
        };
        if first == last {
            return within(first).into();
        }
        let blocks: Vec<_> = (first..=last).map(within).collect();
        blocks.concat().into()
    }
}

/// A range of a file of which so many bytes are known.
fn read(file: &Mutex<File>, range: Range<u64>, known: u64) -> io::Result<Vec<u8>> {
    // Not more is reserved than there is, whatever the range says.
    let len = range.end.checked_sub(range.start);
    let len = len.filter(|_| range.end <= known);
    let mut bytes = vec![0; len.ok_or(io::ErrorKind::UnexpectedEof)? as usize];
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(range.start))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

impl Store for Pile {
    type Fault = io::Error;

    fn keep(&mut self, bytes: &[u8]) -> io::Result<u64> {
        if self.held_len() + bytes.len() > self.spill.most {
            self.write_held()?;
        }
        let start = self.len();
        self.hold(bytes);
        Ok(start)
    }

    fn fetch(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        let base_len = self.base_len();
        if let Some(base) = self.base.as_ref().filter(|_| range.end <= base_len) {
            return read(&base.file, range, base_len).map(Into::into);
        }
        let range = range.start.saturating_sub(base_len)..range.end - base_len;
        let within = |at: u64| at.saturating_sub(self.filed) as usize;
        let held = || self.held(within(range.start)..within(range.end));
        if range.start >= self.filed {
            return Ok(held());
        }
        let mut bytes = self.read_filed(range.start..range.end.min(self.filed))?;
        if range.end > self.filed {
            bytes.extend_from_slice(&held());
        }
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_may_reach_over_blocks() {
        let mut pile = Pile::new(Spill::beside(Path::new(".")));
        let bytes: Vec<u8> = (0..3 * BLOCK).map(|at| (at % 251) as u8).collect();
        for bytes in bytes.chunks(BLOCK / 2 + 7) {
            pile.keep(bytes).unwrap();
        }
        for range in [
            0..1,
            BLOCK - 1..BLOCK,
            BLOCK - 1..BLOCK + 1,
            5..3 * BLOCK,
            7..7,
        ] {
            let found = pile.fetch(range.start as u64..range.end as u64);
            assert_eq!(*found.unwrap(), bytes[range]);
        }
    }

    #[test]
    fn what_was_kept_is_there_in_memory_on_the_disk_and_across() {
        let folder = tempfile::tempdir().unwrap();
        let mut pile = Pile::new(Spill {
            most: 10,
            ..Spill::beside(folder.path())
        });
        for number in 0..25u8 {
            assert_eq!(pile.keep(&[number; 3]).unwrap(), u64::from(number) * 3);
            assert_eq!(*pile.fetch(0..1).unwrap(), [0]);
        }
        assert!(pile.filed > 0 && pile.held_len() > 0);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        for start in 0..75 {
            for end in start..=75 {
                let expected: Vec<u8> = (start..end).map(|at| at as u8 / 3).collect();
                assert_eq!(*pile.fetch(start..end).unwrap(), expected);
            }
        }
    }
}
