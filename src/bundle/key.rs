//! What tells millions of names apart, in few bytes?

use sha2::{Digest, Sha256};

use crate::model::Id;

/// The first 128 bits of a name's SHA-256. That two of a billion names share one is less likely than
/// one in a hundred quintillion, and nobody can make two that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key([u8; 16]);

impl Key {
    pub(crate) fn of(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Self(bytes)
    }

    /// Its first 64 bits.
    pub(crate) fn id(self) -> Id {
        let first = self.0.iter().take(8);
        Id::from(first.fold(0u64, |bits, &byte| bits << 8 | u64::from(byte)))
    }
}
