//! Where do bytes wait until they are asked for?

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

/// A place for bytes: memory, or one that this room does not know.
pub trait Store {
    /// What can go wrong there.
    type Fault;

    /// Takes bytes in; they follow those before. Returns where they begin.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn keep(&mut self, bytes: &[u8]) -> Result<u64, Self::Fault>;

    /// The bytes in a range of those that were kept.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn fetch(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, Self::Fault>;
}

impl Store for Vec<u8> {
    type Fault = Infallible;

    fn keep(&mut self, bytes: &[u8]) -> Result<u64, Infallible> {
        let start = self.len() as u64;
        self.extend(bytes);
        Ok(start)
    }

    fn fetch(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, Infallible> {
        let found = self.get(range.start as usize..range.end as usize);
        Ok(found.unwrap_or_default().into())
    }
}
