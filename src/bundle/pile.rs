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
use std::sync::{Mutex, PoisonError};

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

/// Bytes one after the other, the first of them on the disk once they are many.
#[derive(Debug)]
pub(crate) struct Pile {
    spill: Spill,
    file: Option<Mutex<File>>,
    filed: u64,
    held: Vec<u8>,
}

impl Pile {
    pub(crate) fn new(spill: Spill) -> Self {
        Self {
            spill,
            file: None,
            filed: 0,
            held: Vec::new(),
        }
    }

    fn write_held(&mut self) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => Mutex::new(tempfile::tempfile_in(&self.spill.folder)?),
        };
        let file = self.file.insert(file);
        let file = file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&self.held)?;
        self.filed += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    fn read_filed(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; (range.end - range.start) as usize];
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(range.start))?;
            file.read_exact(&mut bytes)?;
        }
        Ok(bytes)
    }

    fn held(&self, range: Range<u64>) -> &[u8] {
        let within = |at: u64| (at - self.filed) as usize;
        let held = self.held.get(within(range.start)..within(range.end));
        held.unwrap_or_default()
    }
}

/// All that is kept is kept before anything is fetched.
impl Store for Pile {
    type Fault = io::Error;

    fn keep(&mut self, bytes: &[u8]) -> io::Result<u64> {
        if !self.held.is_empty() && self.held.len() + bytes.len() > self.spill.most {
            self.write_held()?;
        }
        let start = self.filed + self.held.len() as u64;
        self.held.extend_from_slice(bytes);
        Ok(start)
    }

    fn fetch(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        if range.start >= self.filed {
            return Ok(self.held(range).into());
        }
        let middle = range.end.min(self.filed);
        let mut bytes = self.read_filed(range.start..middle)?;
        bytes.extend_from_slice(self.held(middle.max(self.filed)..range.end.max(self.filed)));
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_there_in_memory_on_the_disk_and_across() {
        let folder = tempfile::tempdir().unwrap();
        let mut pile = Pile::new(Spill {
            most: 10,
            ..Spill::beside(folder.path())
        });
        for number in 0..25u8 {
            assert_eq!(pile.keep(&[number; 3]).unwrap(), u64::from(number) * 3);
        }
        assert!(pile.filed > 0 && !pile.held.is_empty());
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        for start in 0..75 {
            for end in start..=75 {
                let expected: Vec<u8> = (start..end).map(|at| at as u8 / 3).collect();
                assert_eq!(*pile.fetch(start..end).unwrap(), expected);
            }
        }
    }
}
