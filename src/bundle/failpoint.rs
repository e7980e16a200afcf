//! Where does a test want the build to die?
//!
//! At its n-th step on the disk, without another instruction: what a power cut or `kill -9` leaves behind
//! is then known for every step. Only a program built for tests looks; a release does not know the name.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const NAME: &str = "NEWSRACK_FAILPOINT";

/// Dies if this is the step to die at.
pub(crate) fn failpoint() {
    if cfg!(debug_assertions) {
        reach();
    }
}

fn reach() {
    static REACHED: AtomicUsize = AtomicUsize::new(0);
    static WANTED: OnceLock<Option<usize>> = OnceLock::new();
    let wanted = WANTED.get_or_init(|| std::env::var(NAME).ok()?.parse().ok());
    if *wanted == Some(REACHED.fetch_add(1, Relaxed)) {
        std::process::abort();
    }
}
