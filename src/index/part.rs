//! What may still be missing?

use crate::index::GroupId;

/// A piece of an index that travels by itself.
///
/// An answer either stands on everything it needs or says what it lacks: so nothing is ever counted
/// from half of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// When documents were published.
    Calendar,
    /// Which labels there are.
    Facets,
    /// Which of them some neighboring documents bear: the stretch with that number.
    Labels(u32),
    /// How much they matter.
    Scores,
    /// Into which blocks the backward lexicon is cut.
    Backward,
    /// A block of the words that occur.
    Lexicon(Direction, u32),
    /// Which documents hold some of the words: the shard that begins with that group.
    Postings(GroupId),
    /// Which labels lead where the frequent words of a block of the lexicon are.
    Tallies(u32),
    /// Where in its documents each of these words stands.
    Places(GroupId),
}

/// Which way words are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// By their first letters.
    Forward,
    /// By their last letters, each written backward: for a typo among the first.
    Backward,
}
