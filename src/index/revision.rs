//! What do the shards of an index hold after changes?
//!
//! Those of the old index are opened where one of their groups changed, and stay open.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::index::change::Occurrence;
use crate::index::cut::Numbers;
use crate::index::inverted::Prefix;
use crate::index::plan::{Plan, Planned};
use crate::index::regroup::{Regrouped, list_of};
use crate::index::{
    Damaged, DocId, Group, GroupId, OldIndex, OldShard, Places, RevisedShard, Slot,
};

/// A list of the new index.
#[derive(Debug)]
pub(crate) struct PlannedList {
    pub name: Box<str>,
    pub old: Option<usize>,
    pub documents: u32,
    /// What is in it, where that may be something else than before.
    pub group: Option<Group>,
}

/// The shards of the old index, opened where they are needed.
pub(crate) struct Revision<'a, O: OldIndex> {
    pub old: &'a O,
    /// Its shards, and what its groups were called.
    pub numbers: Numbers,
    pub first_list: usize,
    pub lists: BTreeMap<&'a str, (usize, u32)>,
    pub opened: BTreeMap<usize, O::Shard>,
    pub moved: &'a [Option<DocId>],
    pub has_moved: bool,
}

impl<O: OldIndex> Revision<'_, O> {
    /// Opens all shards that changes are sure to concern: at once, for that is quicker than one after
    /// the other.
    pub(crate) fn open_changed(&mut self, plan: &Plan<'_>) -> Result<(), O::Fault> {
        if self.has_moved {
            return self.open((0..self.numbers.shards().len()).collect());
        }
        let groups = plan.groups.iter();
        let changed = groups.filter(|group| group.changed().is_some());
        let changed = changed.filter_map(|group| group.old);
        let lists = self.lists.iter();
        let lists = lists.filter(|(name, _)| plan.touched.contains(**name));
        let lists = lists.map(|(_, (at, _))| self.first_list + at);
        let shards = changed.chain(lists).map(|number| self.shard_of(number));
        let shards = shards.collect();
        self.open(shards)
    }

    fn open(&mut self, shards: BTreeSet<usize>) -> Result<(), O::Fault> {
        let shards: Vec<usize> = shards.into_iter().collect();
        let opened = self.old.shards(&shards)?;
        self.opened.extend(shards.into_iter().zip(opened));
        Ok(())
    }

    /// The old shard of an old group or list.
    fn shard_of(&self, number: usize) -> usize {
        self.numbers
            .shards()
            .partition_point(|shard| shard.end as usize <= number)
    }

    /// The lists of short prefixes, in their order: those that no change concerns, and the others as far as
    /// many words begin so.
    pub(crate) fn all_lists(
        &mut self,
        touched: Vec<Prefix>,
        plan: &Plan<'_>,
    ) -> Result<Vec<PlannedList>, O::Fault> {
        let untouched = self
            .lists
            .keys()
            .filter(|name| !plan.touched.contains(**name));
        let untouched = untouched.map(|name| Prefix {
            name: (*name).to_owned(),
            groups: Vec::new(),
        });
        let mut prefixes: Vec<_> = untouched.chain(touched).collect();
        prefixes.sort_by_cached_key(|prefix| (prefix.name.chars().count(), prefix.name.clone()));
        let lists = prefixes.into_iter();
        lists.map(|prefix| self.list(prefix, plan)).collect()
    }

    fn list(&mut self, prefix: Prefix, plan: &Plan<'_>) -> Result<PlannedList, O::Fault> {
        let Prefix { name, groups } = prefix;
        let known = self.lists.get(name.as_str()).copied();
        let old = known.map(|(at, _)| at);
        let groups = groups.iter().map(|&group| &plan.groups[group as usize]);
        let group = match old {
            Some(_) if !self.has_moved && !plan.touched.contains(&name) => None,
            Some(old) if !plan.turned.contains(&name) => {
                let changes = groups.filter_map(|group| group.change);
                let added = changes.flat_map(|change| &change.added);
                Some(self.longer(old, added)?)
            }
            _ => Some(self.united(groups)?),
        };
        let kept = known.map_or(0, |(_, documents)| documents);
        Ok(PlannedList {
            name: name.into(),
            old,
            documents: group.as_ref().map_or(kept, |group| group.docs.len() as u32),
            group,
        })
    }

    /// A list with the documents that are left of it, and new ones.
    fn longer<'b>(
        &mut self,
        old: usize,
        added: impl Iterator<Item = &'b Occurrence>,
    ) -> Result<Group, O::Fault> {
        let moved = self.moved;
        let (list, _) = self.before(self.first_list + old)?;
        let left = list.docs.iter().zip(&list.hits);
        let left = left.filter_map(|(&doc, &hit)| Some((moved.get(doc as usize).copied()??, hit)));
        Ok(list_of(
            left.chain(added.map(|addition| (addition.doc, addition.hit))),
        ))
    }

    /// The documents that hold a word of one of these groups.
    fn united<'b, 'c: 'b>(
        &mut self,
        groups: impl Iterator<Item = &'b Planned<'c>>,
    ) -> Result<Group, O::Fault> {
        let mut hits = Vec::new();
        for group in groups {
            let (group, _) = self.group(group)?;
            hits.extend(group.docs.into_iter().zip(group.hits));
        }
        Ok(list_of(hits.into_iter()))
    }

    pub(crate) fn all_shards(
        &mut self,
        plan: &Plan<'_>,
        lists: &[PlannedList],
        numbers: &Numbers,
    ) -> Result<Vec<RevisedShard>, O::Fault> {
        let shards = numbers.shards().iter().enumerate();
        let shards = shards.map(|(at, range)| self.shard(numbers.first(at), range, plan, lists));
        shards.collect()
    }

    fn shard(
        &mut self,
        first: GroupId,
        range: &Range<GroupId>,
        plan: &Plan<'_>,
        lists: &[PlannedList],
    ) -> Result<RevisedShard, O::Fault> {
        let first_list = plan.groups.len();
        let numbers = range.start as usize..range.end as usize;
        let staying = numbers.clone().map(|number| match plan.groups.get(number) {
            Some(group) => self.staying(group),
            None => self.staying_list(&lists[number - first_list]),
        });
        let staying: Vec<Option<usize>> = staying.collect();
        if let Some(kept) = self.kept(&staying) {
            return Ok(RevisedShard::Kept(first, kept));
        }
        let slot = |(number, old): (usize, Option<usize>)| match (old, plan.groups.get(number)) {
            (Some(old), _) => self.kept_slot(old),
            (None, Some(group)) => {
                let (group, places) = self.group(group)?;
                Ok(Slot::Made(group, places))
            }
            (None, None) => {
                let list = lists[number - first_list].group.clone();
                Ok(Slot::Made(list.unwrap_or_default(), Places::default()))
            }
        };
        let slots = numbers
            .zip(staying)
            .map(slot)
            .collect::<Result<_, O::Fault>>()?;
        Ok(RevisedShard::Made(first, slots))
    }

    /// The places of all groups in shards that are others, or called otherwise.
    pub(crate) fn concerned(&self, numbers: &Numbers, shards: &[RevisedShard]) -> Vec<GroupId> {
        let is_other = |shard: &RevisedShard| match shard {
            RevisedShard::Kept(first, at) => self.numbers.first(*at) != *first,
            RevisedShard::Made(..) => true,
        };
        let shards = shards.iter().zip(numbers.shards());
        let others = shards.filter(|(shard, _)| is_other(shard));
        others.flat_map(|(_, range)| range.clone()).collect()
    }

    /// What an old group or list was called.
    pub(crate) fn number_before(&self, old: usize) -> GroupId {
        self.numbers.of(old as GroupId)
    }

    /// The old shard that holds just these old groups, where all of them stay.
    fn kept(&self, staying: &[Option<usize>]) -> Option<usize> {
        let groups: Vec<usize> = staying.iter().copied().collect::<Option<_>>()?;
        let (first, last) = (*groups.first()? as GroupId, *groups.last()? as GroupId);
        let are_neighbors = groups.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let mut shards = self.numbers.shards().iter();
        let found = shards.position(|shard| *shard == (first..last + 1))?;
        are_neighbors.then_some(found)
    }

    /// The number that a group had of which the new index says just what the old one does.
    fn staying(&self, planned: &Planned<'_>) -> Option<usize> {
        let stays = planned.changed().is_none() && !self.has_moved;
        planned.old.filter(|_| stays)
    }

    /// The same of a list.
    fn staying_list(&self, list: &PlannedList) -> Option<usize> {
        let old = list.old.filter(|_| list.group.is_none());
        old.map(|old| self.first_list + old)
    }

    fn kept_slot(&mut self, number: usize) -> Result<Slot, O::Fault> {
        let shard = self.opened(number)?;
        let at = self.place_in(shard, number);
        Ok(Slot::Kept { shard, at })
    }

    /// The old shard of an old group or list, which is opened if it is not.
    fn opened(&mut self, number: usize) -> Result<usize, O::Fault> {
        let shard = self.shard_of(number);
        if !self.opened.contains_key(&shard) {
            self.open([shard].into())?;
        }
        Ok(shard)
    }

    fn place_in(&self, shard: usize, number: usize) -> usize {
        let start = self
            .numbers
            .shards()
            .get(shard)
            .map_or(0, |shard| shard.start);
        number - start as usize
    }

    /// What the old index says of a group.
    fn before(&mut self, number: usize) -> Result<(Group, Places), O::Fault> {
        let shard = self.opened(number)?;
        let at = self.place_in(shard, number);
        let group = self.opened.get(&shard).ok_or(Damaged)?.group(at);
        Ok(group?)
    }

    /// What the new index says of a group.
    fn group(&mut self, planned: &Planned<'_>) -> Result<(Group, Places), O::Fault> {
        if let Some(old) = self.staying(planned) {
            return self.before(old);
        }
        let moved = self.moved;
        let mut made = Regrouped::new(&planned.entry);
        let added = planned.changed().map_or(&[][..], |change| &change.added);
        let mut added = added.iter().peekable();
        if let Some(old) = planned.old {
            let (group, places) = self.before(old)?;
            let numbers: Vec<u8> = group.forms.iter().map(|form| made.number(form)).collect();
            for (at, (&doc, &hit)) in group.docs.iter().zip(&group.hits).enumerate() {
                let Some(doc) = moved.get(doc as usize).copied().flatten() else {
                    continue;
                };
                while let Some(addition) = added.next_if(|addition| addition.doc < doc) {
                    made.add(addition);
                }
                let number = |form: u8| numbers.get(usize::from(form)).copied().unwrap_or(0);
                made.push(
                    doc,
                    hit,
                    places.of(at).map(|(place, form)| (place, number(form))),
                );
            }
        }
        added.for_each(|addition| made.add(addition));
        Ok((made.group, made.places))
    }
}
