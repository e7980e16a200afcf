//! How do all cores stay busy, and results stay in order?

/// Makes round after round, each on all cores; meanwhile this thread takes in what the round before
/// has made.
///
/// # Errors
///
/// The first of `take`; no round is begun after it.
pub(crate) fn in_turn<R: Send, M: Send, E>(
    mut rounds: impl Iterator<Item = R>,
    make: impl Fn(R) -> M + Sync,
    mut take: impl FnMut(M) -> Result<(), E>,
) -> Result<(), E> {
    let mut current = rounds.next().map(&make);
    while let Some(made) = current.take() {
        let next = rounds.next();
        rayon::in_place_scope(|scope| {
            if let Some(round) = next {
                scope.spawn(|_| current = Some(make(round)));
            }
            take(made)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_taken_in_their_order_up_to_the_first_fault() {
        let mut taken = Vec::new();
        let found = in_turn(
            0..100,
            |round| round * 2,
            |made| {
                taken.push(made);
                if made == 60 { Err(made) } else { Ok(()) }
            },
        );
        assert_eq!(found, Err(60));
        assert_eq!(taken, (0..=30).map(|round| round * 2).collect::<Vec<_>>());
    }
}
