//! How far has a build come?

/// What whoever waits is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A stage has begun, which has so many steps; 0 where nobody knows yet.
    Begun(Stage, usize),
    /// So many more of them are done.
    Done(usize),
}

/// What takes long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Folders are walked.
    Looking,
    /// Articles are read, a step each.
    Reading,
    /// Pictures are fetched from other servers, a step each.
    Fetching,
    /// Cards, bodies and stories are written and words gathered, a step for each article.
    Bundling,
    /// What the parts of the index say is put in order.
    Sorting,
    /// The index of words is written, a step for each shard.
    Indexing,
}
