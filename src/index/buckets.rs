//! Things by their numbers, those of one number in the order in which they came.

/// Things sorted by numbers that count from 0: a counting sort, whose time does not depend on how
/// they lay before.
#[derive(Debug)]
pub(crate) struct Buckets<T> {
    things: Vec<T>,
    /// Where the bucket of each number begins, and where the last one ends.
    starts: Vec<usize>,
}

impl<T: Copy> Buckets<T> {
    /// Of numbers below that many.
    pub(crate) fn new(things: &[T], numbers: usize, number: impl Fn(&T) -> u32) -> Self {
        let number = |thing: &T| number(thing) as usize;
        let mut starts = vec![0; numbers + 1];
        for thing in things {
            starts[number(thing) + 1] += 1;
        }
        for number in 0..numbers {
            starts[number + 1] += starts[number];
        }
        let (mut next, mut sorted) = (starts.clone(), things.to_vec());
        for thing in things {
            let place = &mut next[number(thing)];
            sorted[*place] = *thing;
            *place += 1;
        }
        Self {
            things: sorted,
            starts,
        }
    }

    /// The things of a number.
    pub(crate) fn of(&self, number: u32) -> &[T] {
        let at = number as usize;
        &self.things[self.starts[at]..self.starts[at + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_of_one_number_stay_in_their_order() {
        let things = [(2, 'a'), (0, 'b'), (2, 'c'), (3, 'd'), (2, 'e')];
        let buckets = Buckets::new(&things, 5, |thing| thing.0);
        assert_eq!(buckets.of(0), [(0, 'b')]);
        assert_eq!(buckets.of(1), []);
        assert_eq!(buckets.of(2), [(2, 'a'), (2, 'c'), (2, 'e')]);
        assert_eq!(buckets.of(3), [(3, 'd')]);
        assert_eq!(buckets.of(4), []);
    }
}
