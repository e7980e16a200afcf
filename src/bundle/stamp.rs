//! Is a file still the one that was read?
//!
//! Its content is not looked at: size, times and number of the file tell, as in git's index. A file
//! that was changed in the very tick of the clock in which it was read would look the same after a
//! second change in that tick; so what is as young as that is read again.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::bundle::packed::pack_fields;

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Stamp {
    pub size: u64,
    /// When its content was changed, in nanoseconds since 1970.
    modified: u64,
    /// When anything of it was changed, which nobody sets back; 0 where the system does not tell.
    changed: u64,
    /// Which file it is; 0 where the system does not tell.
    number: u64,
}

pack_fields!(Stamp {
    size,
    modified,
    changed,
    number
});

impl Stamp {
    /// Of a file, a link followed.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|found| Self::new(&found))
    }

    pub(crate) fn new(found: &Metadata) -> Self {
        let (changed, number) = inner(found);
        Self {
            size: found.len(),
            modified: nanoseconds(found.modified().unwrap_or(UNIX_EPOCH)),
            changed,
            number,
        }
    }

    /// Whether a file that looks so was left alone since before an instant of the disk's clock.
    pub(crate) fn is_older_than(&self, instant: Instant) -> bool {
        self.modified.max(self.changed) < instant.0
    }
}

/// An instant of the clock that files are stamped by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant(u64);

impl Instant {
    /// Of a file that was made just now.
    pub(crate) fn of_new(file: &Metadata) -> Self {
        let stamp = Stamp::new(file);
        Self(stamp.modified.max(stamp.changed))
    }
}

/// Nanoseconds fill 64 bits in the year 2554. What was before 1970 counts as then.
fn nanoseconds(instant: SystemTime) -> u64 {
    let since = instant.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Not every system tells them, and the others do without.
#[cfg(unix)]
fn inner(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed = found.ctime().saturating_mul(1_000_000_000) + found.ctime_nsec();
    (u64::try_from(changed).unwrap_or(0), found.ino())
}

#[cfg(not(unix))]
fn inner(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
