//! Which documents hold a word, where some shards stand and others are new?

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::bundle::standing::Standing;
use crate::index::{Damaged, Group, GroupId, Groups, Postings, RevisedShard, Slot};
use crate::wire::PackedShard;

/// The postings of a bundle after changes. Those that stand are read when they are asked for, and not
/// kept.
pub(crate) struct Mixed<'a> {
    pub standing: &'a Standing,
    /// The folder in which they stand.
    pub out: &'a Path,
    pub shards: &'a [RevisedShard],
    /// Those that were opened, from which others are put together.
    pub opened: &'a BTreeMap<usize, PackedShard>,
}

impl Mixed<'_> {
    /// The shard that a group lies in.
    fn shard_of(&self, group: GroupId) -> Option<usize> {
        let after = self.shards.partition_point(|shard| shard.first() <= group);
        after.checked_sub(1)
    }

    /// Some groups of one shard.
    fn among(&self, shard: &RevisedShard, groups: &[GroupId]) -> io::Result<Vec<Option<Group>>> {
        let places = groups.iter().map(|group| (group - shard.first()) as usize);
        match shard {
            RevisedShard::Kept(_, at) => {
                let mut known = self.standing.postings(*at, self.out)?;
                let group = |at: usize| known.get_mut(at).map(std::mem::take);
                Ok(places.map(group).collect())
            }
            RevisedShard::Made(_, slots) => places
                .map(|at| slots.get(at).map(|slot| self.postings(slot)).transpose())
                .collect(),
        }
    }

    fn postings(&self, slot: &Slot) -> io::Result<Group> {
        match slot {
            Slot::Made(group, _) => Ok(group.clone()),
            Slot::Kept { shard, at } => {
                let shard = self.opened.get(shard).ok_or(Damaged)?;
                Ok(shard.postings(*at)?)
            }
        }
    }
}

impl Postings for Mixed<'_> {
    type Fault = io::Error;

    fn groups(&self, groups: &[GroupId]) -> io::Result<Groups> {
        let mut all = Groups::default();
        for some in groups.chunk_by(|a, b| self.shard_of(*a) == self.shard_of(*b)) {
            let at = some.first().and_then(|group| self.shard_of(*group));
            if let Some(shard) = at.and_then(|at| self.shards.get(at)) {
                let found = some.iter().zip(self.among(shard, some)?);
                all.extend(found.filter_map(|(group, found)| Some((*group, found?))));
            }
        }
        Ok(all)
    }
}
