//! What was compressed before?
//!
//! A static host compresses a file once and not at each request, whose time would be measured with it.

use super::body::Encoding;
use anyhow::Result;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Mutex;
use std::sync::PoisonError;

/// By what it was, as a number, and by how it was compressed.
#[derive(Default)]
pub(in super::super) struct Memo(Mutex<HashMap<(u64, Encoding), Vec<u8>>>);

impl Memo {
    pub(super) fn compressed(&self, bytes: &[u8], encoding: Encoding) -> Result<Vec<u8>> {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let key = (hasher.finish(), encoding);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(match known.entry(key) {
            Entry::Occupied(small) => small.get().clone(),
            Entry::Vacant(place) => place.insert(encoding.compress(bytes)?).clone(),
        })
    }
}
