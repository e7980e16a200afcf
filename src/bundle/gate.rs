//! How much may be in memory at once?
//!
//! Every core unpacks pictures, and a picture may be as large as all that many cores should hold. Whoever
//! wants more than is left waits until others are done.

use std::sync::{Condvar, Mutex, PoisonError};

/// Lets so much in at a time.
#[derive(Debug)]
pub(crate) struct Gate {
    left: Mutex<u64>,
    freed: Condvar,
}

/// Somebody's share, given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Share<'a> {
    gate: &'a Gate,
    size: u64,
}

impl Gate {
    pub(crate) fn new(most: u64) -> Self {
        Self {
            left: Mutex::new(most),
            freed: Condvar::new(),
        }
    }

    /// Waits until there is room. Nobody may ask for more than there is in all.
    pub(crate) fn enter(&self, size: u64) -> Share<'_> {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let has_no_room = |left: &mut u64| *left < size;
        let left = self.freed.wait_while(left, has_no_room);
        *left.unwrap_or_else(PoisonError::into_inner) -= size;
        Share { gate: self, size }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let left = self.gate.left.lock();
        *left.unwrap_or_else(PoisonError::into_inner) += self.size;
        self.gate.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
    use std::thread;

    use super::*;

    #[test]
    fn never_more_is_inside_than_there_is_room_for() {
        let (gate, inside) = (Gate::new(10), AtomicU64::new(0));
        let visit = |size: u64| {
            let share = gate.enter(size);
            assert!(inside.fetch_add(size, SeqCst) + size <= 10);
            thread::yield_now();
            inside.fetch_sub(size, SeqCst);
            drop(share);
        };
        thread::scope(|scope| {
            for hand in 0..8 {
                scope.spawn(move || (0..50).for_each(|turn| visit(1 + (hand + turn) % 10)));
            }
        });
        assert_eq!(*gate.left.lock().unwrap(), 10);
    }
}
