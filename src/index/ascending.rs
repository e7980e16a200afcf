//! In which order do these numbers stand?

use std::collections::BinaryHeap;

/// The places of the least numbers that came by, equal ones as they came.
///
/// One heap for all that is put in order in the browser, by numbers made for it: the library's sorts
/// are quicker, and each kind of thing that they sort brings four kilobytes into the page.
pub(crate) struct Least {
    room: usize,
    kept: BinaryHeap<(u64, usize)>,
}

impl Least {
    /// Room for so many.
    pub(crate) fn of(room: usize) -> Self {
        Self {
            room,
            kept: BinaryHeap::new(),
        }
    }

    /// Takes a number in, unless so many were less.
    #[inline(never)]
    pub(crate) fn take(&mut self, number: u64, place: usize) {
        let ranked = (number, place);
        if self.kept.len() < self.room {
            self.kept.push(ranked);
        } else if let Some(mut worst) = self.kept.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
    }

    /// The places, in ascending order of their numbers.
    #[inline(never)]
    pub(crate) fn places(self) -> Vec<usize> {
        let ranked = self.kept.into_sorted_vec().into_iter();
        ranked.map(|(_, place)| place).collect()
    }
}

/// The places of numbers in ascending order; equal ones stay as they stand.
#[must_use]
pub fn ascending(numbers: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut least = Least::of(usize::MAX);
    for (place, number) in numbers.enumerate() {
        least.take(number, place);
    }
    least.places()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_stay_as_they_stand() {
        assert_eq!(ascending([5, 1, 5, 0, 1].into_iter()), [3, 1, 4, 0, 2]);
    }
}
