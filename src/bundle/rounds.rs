//! How do all cores stay busy, and results stay in order?

use std::collections::BTreeMap;
use std::iter::Fuse;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many work at once, and how far they may be ahead of the one who takes.
#[derive(Clone, Copy)]
pub(crate) struct Hands {
    /// The one who takes is among them.
    pub count: usize,
    /// So many are begun and not taken, at most.
    pub most: usize,
}

/// Makes something of each of these, in any order; this thread takes in what was made, in theirs. Whoever is
/// done begins the next.
///
/// # Errors
///
/// The first of `take`; nothing is begun after it.
pub(crate) fn in_turn<R: Send, M: Send, E>(
    given: impl Iterator<Item = R> + Send,
    hands: Hands,
    make: impl Fn(R) -> M + Sync,
    mut take: impl FnMut(M) -> Result<(), E>,
) -> Result<(), E> {
    let bench = Bench::new(given, hands.most);
    thread::scope(|scope| {
        // From here on, for a system may refuse one more thread.
        let _watch = Watch(&bench);
        for _ in 1..hands.count {
            scope.spawn(|| {
                let _watch = Watch(&bench);
                while let Some((place, given)) = bench.wait(Desk::begin) {
                    bench.put(place, make(given));
                }
            });
        }
        // This thread makes, too, where there is nothing to take.
        while let Some(turn) = bench.wait(Desk::turn) {
            match turn {
                Turn::Take(made) => take(made).inspect_err(|_| bench.close())?,
                Turn::Make((place, given)) => bench.put(place, make(given)),
            }
        }
        Ok(())
    })
}

/// What all hands share.
struct Bench<I: Iterator, M> {
    desk: Mutex<Desk<I, M>>,
    changed: Condvar,
}

struct Desk<I: Iterator, M> {
    given: Fuse<I>,
    most: usize,
    /// How many are begun, and how many of these are taken.
    begun: usize,
    taken: usize,
    /// By their places; what comes before them is still in the making.
    made: BTreeMap<usize, M>,
    is_closed: bool,
}

/// What there is to do for somebody.
enum Do<T> {
    This(T),
    Wait,
    Nothing,
}

/// Something to be made, with its place.
type Begun<R> = (usize, R);

enum Turn<R, M> {
    Take(M),
    Make(Begun<R>),
}

/// Sees that nobody waits for a hand that panicked.
struct Watch<'a, I: Iterator, M>(&'a Bench<I, M>);

impl<I: Iterator, M> Bench<I, M> {
    fn new(given: I, most: usize) -> Self {
        let desk = Desk {
            given: given.fuse(),
            most,
            begun: 0,
            taken: 0,
            made: BTreeMap::new(),
            is_closed: false,
        };
        Self {
            desk: Mutex::new(desk),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Desk<I, M>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do; `None` when all is done.
    fn wait<T>(&self, look: impl Fn(&mut Desk<I, M>) -> Do<T>) -> Option<T> {
        let mut desk = self.lock();
        loop {
            match look(&mut desk) {
                Do::This(found) => {
                    self.changed.notify_all();
                    return Some(found);
                }
                Do::Nothing => return None,
                Do::Wait => {
                    let waited = self.changed.wait(desk);
                    desk = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// Nothing more is begun, and nothing waited for.
    fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    fn put(&self, place: usize, made: M) {
        self.lock().made.insert(place, made);
        self.changed.notify_all();
    }
}

impl<I: Iterator, M> Desk<I, M> {
    /// For those who only make.
    fn begin(&mut self) -> Do<Begun<I::Item>> {
        if self.is_closed {
            return Do::Nothing;
        }
        if self.begun - self.taken >= self.most {
            return Do::Wait;
        }
        let Some(given) = self.given.next() else {
            return Do::Nothing;
        };
        self.begun += 1;
        Do::This((self.begun - 1, given))
    }

    /// For the one who takes.
    fn turn(&mut self) -> Do<Turn<I::Item, M>> {
        if let Some(made) = self.made.remove(&self.taken) {
            self.taken += 1;
            return Do::This(Turn::Take(made));
        }
        match self.begin() {
            Do::This(begun) => Do::This(Turn::Make(begun)),
            Do::Nothing if self.taken < self.begun && !self.is_closed => Do::Wait,
            Do::Nothing => Do::Nothing,
            Do::Wait => Do::Wait,
        }
    }
}

impl<I: Iterator, M> Drop for Watch<'_, I, M> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::panic;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::time::Duration;

    use super::*;

    #[test]
    fn all_are_taken_in_their_order_up_to_the_first_fault() {
        for (count, last) in [(1, 100), (2, 1), (3, 60), (8, 100)] {
            let mut taken = Vec::new();
            let found = in_turn(
                0..100,
                Hands {
                    count,
                    most: 2 * count,
                },
                |number| number * 2,
                |made| {
                    taken.push(made);
                    if taken.len() == last {
                        Err(made)
                    } else {
                        Ok(())
                    }
                },
            );
            assert_eq!(found, Err(2 * last - 2));
            assert_eq!(
                taken,
                (0..last).map(|number| number * 2).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn no_more_wait_than_are_wanted_ahead() {
        let (made, mut taken) = (AtomicUsize::new(0), 0);
        let Ok(()) = in_turn(
            0..200,
            Hands { count: 3, most: 5 },
            |_| made.fetch_add(1, SeqCst),
            |_| -> Result<(), Infallible> {
                thread::sleep(Duration::from_micros(100));
                taken += 1;
                assert!(made.load(SeqCst) <= taken + 5);
                Ok(())
            },
        );
        assert_eq!(taken, 200);
    }

    #[test]
    fn a_panic_anywhere_ends_all_and_is_passed_on() {
        let panics = |in_make: bool| {
            panic::catch_unwind(|| {
                in_turn(
                    0..1000,
                    Hands { count: 4, most: 8 },
                    |number| assert!(!in_make || number != 500),
                    |()| -> Result<(), Infallible> {
                        assert!(in_make);
                        Ok(())
                    },
                )
            })
        };
        assert!(panics(true).is_err() && panics(false).is_err());
    }
}
