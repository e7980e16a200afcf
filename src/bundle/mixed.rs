//! Which documents hold a word, where some shards stand and others are new?

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::bundle::standing::Standing;
use crate::index::{Group, GroupId, Groups, Postings, RevisedShard};

/// The postings of a bundle after changes. Those that stand are read when they are asked for, and not
/// kept.
pub(crate) struct Mixed<'a> {
    pub standing: &'a Standing,
    /// The folder in which they stand.
    pub out: &'a Path,
    pub shards: &'a [RevisedShard],
}

impl Mixed<'_> {
    /// The shard that a group lies in.
    fn shard_of(&self, group: GroupId) -> Option<usize> {
        let after = self.shards.partition_point(|shard| shard.first() <= group);
        after.checked_sub(1)
    }

    fn shard<'s>(&self, shard: &'s RevisedShard) -> io::Result<Cow<'s, [Group]>> {
        match shard {
            RevisedShard::Made(made) => Ok(made.groups.as_deref().unwrap_or_default().into()),
            RevisedShard::Kept(_, at) => Ok(self.standing.postings(*at, self.out)?.into()),
        }
    }
}

impl Postings for Mixed<'_> {
    type Fault = io::Error;

    fn groups(&self, groups: &[GroupId]) -> io::Result<Groups> {
        let mut all = Groups::default();
        for some in groups.chunk_by(|a, b| self.shard_of(*a) == self.shard_of(*b)) {
            let at = some.first().and_then(|group| self.shard_of(*group));
            let Some(shard) = at.and_then(|at| self.shards.get(at)) else {
                continue;
            };
            let known = self.shard(shard)?;
            for &group in some {
                let found = known.get((group - shard.first()) as usize);
                all.extend(found.map(|found| (group, found.clone())));
            }
        }
        Ok(all)
    }
}
