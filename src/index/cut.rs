//! Where is an index cut into the pieces that travel, and what are its groups called there?
//!
//! Cuts and numbers are such that a new word changes the pieces beside it and no others.

use std::ops::Range;

use crate::index::{Form, GroupId};

/// How the index is cut into pieces that travel.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Forms in a block of a lexicon, at least.
    pub block: usize,
    /// The most blocks of a lexicon: beyond, they grow, for the manifest names them.
    pub most: usize,
    /// Bytes in a shard of groups, about.
    pub shard: usize,
}

impl Default for Cut {
    /// A reader waits for one block and for a shard for each word: some 8 and 32 kB, half of that
    /// compressed. Smaller ones are more files than a host likes.
    fn default() -> Self {
        Self {
            block: 1024,
            most: 96,
            shard: 32 << 10,
        }
    }
}

/// About how many bytes a group takes whose forms have so many, with so many documents.
pub(crate) fn size(forms: usize, documents: u32) -> usize {
    3 + forms + 2 * documents as usize
}

/// Cuts neighbors, each with its name and its size, into shards of about so many bytes; what fills one
/// alone stands alone.
///
/// Where there is a choice, the cut falls before the group whose name has the least hash (as in
/// “content-defined chunking”): a group that comes in, goes or grows moves the cut beside it, and hardly
/// ever the next one. If shards were simply filled, each of the following would begin elsewhere and have
/// to be made anew.
pub(crate) fn cut(groups: &[(&str, usize)], full: usize) -> Vec<Range<GroupId>> {
    let (mut shards, mut start) = (Vec::new(), 0);
    while start < groups.len() {
        let length = length(&groups[start..], full);
        shards.push(start as GroupId..(start + length) as GroupId);
        start += length;
    }
    shards
}

/// The size of the largest piece that is cut, unless one alone is larger.
pub(crate) fn most(full: usize) -> usize {
    full + full / 8
}

/// How many of these make the first shard: one or more, unless there is none. Those count that fit into
/// the largest shard, and the next one.
pub(crate) fn length(groups: &[(&str, usize)], full: usize) -> usize {
    let (least, most) = (full - full / 8, most(full));
    let (mut weight, mut best) = (0, None);
    for (at, &(name, size)) in groups.iter().enumerate() {
        if at > 0 && weight + size > most {
            // A large one would leave a small rest between itself and an earlier cut.
            let is_large = size > most - least;
            let earlier = best.filter(|_| !is_large);
            return earlier.map_or(at, |(_, at)| at);
        }
        if at > 0 && weight >= least {
            let rank = (hash(name), at);
            best = Some(best.map_or(rank, |best| rank.min(best)));
        }
        weight += size;
    }
    groups.len()
}

/// FNV-1a (Fowler, Noll and Vo): short, and the same everywhere.
fn hash(name: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    name.bytes().fold(start, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Cut {
    /// How many forms a block holds where there are so many in all.
    pub(crate) fn block_of(self, forms: usize) -> usize {
        self.block.max(forms.div_ceil(self.most))
    }
}

/// What groups are called in the bundle, counted from 0 as they stand in their order.
///
/// The numbers of each shard begin anew, with room after those of the one before: so a group that comes
/// in calls its neighbors in the shard otherwise, and none behind them. Without that room every block of
/// the lexicon would have to be made again.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// The places of the groups in each shard.
    shards: Vec<Range<GroupId>>,
    /// The number of the first of them.
    firsts: Vec<GroupId>,
}

/// Shards begin at multiples of this. The larger, the fewer groups that come in fill one up; so many
/// need no byte more where a lexicon steps from one shard to the next.
const ROOM: GroupId = 256;

impl Numbers {
    /// Of groups in shards that follow each other.
    pub(crate) fn new(shards: Vec<Range<GroupId>>) -> Self {
        let mut next = 0;
        let first = |shard: &Range<GroupId>| {
            let first = next;
            next += (shard.end - shard.start).next_multiple_of(ROOM);
            first
        };
        let firsts = shards.iter().map(first).collect();
        Self { shards, firsts }
    }

    pub(crate) fn shards(&self) -> &[Range<GroupId>] {
        &self.shards
    }

    /// The number of the first group of a shard.
    pub(crate) fn first(&self, shard: usize) -> GroupId {
        self.firsts.get(shard).copied().unwrap_or_default()
    }

    /// The number of the group in a place.
    pub(crate) fn of(&self, place: GroupId) -> GroupId {
        let shard = self.shards.partition_point(|shard| shard.end <= place);
        let start = self.shards.get(shard).map_or(0, |shard| shard.start);
        self.first(shard) + (place - start)
    }

    /// The place of the group of a number.
    pub(crate) fn place(&self, number: GroupId) -> GroupId {
        let after = self.firsts.partition_point(|first| *first <= number);
        let shard = after.saturating_sub(1);
        let start = self.shards.get(shard).map_or(0, |shard| shard.start);
        start + (number - self.first(shard))
    }

    /// Gives the groups of forms, which are named by their places, their numbers.
    pub(crate) fn give(&self, forms: &mut [Form]) {
        let groups = forms.iter_mut().flat_map(|form| &mut form.groups);
        groups.for_each(|group| *group = self.of(*group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(count: usize) -> Vec<(String, usize)> {
        let size = |at: usize| {
            if at.is_multiple_of(61) {
                900
            } else {
                5 + at * at % 47
            }
        };
        (0..count)
            .map(|at| (format!("word{at:05}"), size(at)))
            .collect()
    }

    fn shards(groups: &[(String, usize)]) -> Vec<Vec<String>> {
        let named: Vec<_> = groups.iter().map(|(name, size)| (&**name, *size)).collect();
        let names = |range: Range<GroupId>| {
            let range = range.start as usize..range.end as usize;
            groups[range].iter().map(|(name, _)| name.clone()).collect()
        };
        cut(&named, 1000).into_iter().map(names).collect()
    }

    #[test]
    fn a_new_group_moves_the_cuts_beside_it_and_no_others() {
        let before = groups(3000);
        let old = shards(&before);
        assert_eq!(old.concat().len(), 3000);
        for at in (0..3000).step_by(97) {
            let mut after = before.clone();
            after.insert(at, (format!("new{at}"), 9));
            let other = shards(&after)
                .into_iter()
                .filter(|shard| !old.contains(shard))
                .count();
            assert!(other <= 8, "{other} of {} shards are others", old.len());
        }
    }

    #[test]
    fn shards_are_about_full_and_what_fills_one_stands_alone() {
        let mut all = groups(1000);
        all.insert(500, ("huge".to_owned(), 5000));
        let sizes: std::collections::HashMap<_, _> = all.iter().cloned().collect();
        let cut = shards(&all);
        assert!(cut.contains(&vec!["huge".to_owned()]));
        for shard in &cut {
            let size: usize = shard.iter().map(|name| sizes[name]).sum();
            assert!(size <= 1125 || shard.len() == 1, "{size}");
        }
        let total: usize = sizes.values().sum();
        assert!(cut.len() * 800 < total, "{} shards of {total}", cut.len());
    }

    #[test]
    fn a_new_group_leaves_the_numbers_of_other_shards_alone() {
        let shards = |lengths: &[u32]| {
            let mut end = 0;
            let shard = |length: &u32| {
                end += length;
                end - length..end
            };
            Numbers::new(lengths.iter().map(shard).collect())
        };
        let (before, after) = (shards(&[100, 1, 256, 7]), shards(&[101, 1, 256, 7]));
        assert_eq!([0, 1, 2, 3].map(|at| before.first(at)), [0, 256, 512, 768]);
        assert_eq!((before.of(100), after.of(101)), (256, 256));
        for place in 0..364 {
            assert_eq!(before.place(before.of(place)), place);
        }
    }
}
