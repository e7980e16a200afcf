//! What tells millions of names apart, in few bytes?

use sha2::{Digest, Sha256};

use crate::bundle::packed::Packed;
use crate::model::Id;
use crate::wire::bytes::Reader;

/// The first 128 bits of a name's SHA-256. That two of a billion names share one is less likely than
/// one in a hundred quintillion, and nobody can make two that do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key([u8; 16]);

impl Key {
    pub(crate) fn of(name: &str) -> Self {
        Self::of_bytes(name.as_bytes())
    }

    pub(crate) fn of_bytes(name: &[u8]) -> Self {
        let digest = Sha256::digest(name);
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(digest)
            .for_each(|(to, from)| *to = from);
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Its first 64 bits.
    pub(crate) fn id(self) -> Id {
        let first = self.0.iter().take(8);
        Id::from(first.fold(0u64, |bits, &byte| bits << 8 | u64::from(byte)))
    }
}

impl Packed for Key {
    fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self.0);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        from.take(16).try_into().ok().map(Self)
    }
}
