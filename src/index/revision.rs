//! What do the shards of an index hold after changes?
//!
//! Those of the old index are opened where one of their groups changed, and stay open.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::index::change::Occurrence;
use crate::index::inverted::{Prefix, short_prefixes};
use crate::index::plan::{Plan, Planned};
use crate::index::regroup::{Regrouped, list_of};
use crate::index::{
    Damaged, DocId, Form, Group, GroupId, OldShard, Opening, Places, RevisedShard, Slot,
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
pub(crate) struct Revision<'a, S, E> {
    pub shards: Vec<Range<GroupId>>,
    pub first_list: usize,
    pub lists: BTreeMap<&'a str, (usize, u32)>,
    pub open: &'a mut Opening<'a, S, E>,
    pub opened: BTreeMap<usize, S>,
    pub moved: &'a [Option<DocId>],
    pub has_moved: bool,
}

impl<S: OldShard, E: From<Damaged>> Revision<'_, S, E> {
    /// Opens all shards that changes are sure to concern: at once, for that is quicker than one after
    /// the other.
    pub(crate) fn open_changed(&mut self, plan: &Plan<'_>) -> Result<(), E> {
        if self.has_moved {
            return self.open((0..self.shards.len()).collect());
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

    fn open(&mut self, shards: BTreeSet<usize>) -> Result<(), E> {
        let shards: Vec<usize> = shards.into_iter().collect();
        let opened = (self.open)(&shards)?;
        self.opened.extend(shards.into_iter().zip(opened));
        Ok(())
    }

    /// The old shard of an old group or list.
    fn shard_of(&self, number: usize) -> usize {
        self.shards
            .partition_point(|shard| shard.end as usize <= number)
    }

    pub(crate) fn all_lists(
        &mut self,
        forms: &[Form],
        plan: &Plan<'_>,
    ) -> Result<Vec<PlannedList>, E> {
        let lists = short_prefixes(forms).into_iter();
        lists.map(|prefix| self.list(prefix, plan)).collect()
    }

    /// Whether these lists were there, and no others.
    pub(crate) fn has_same(&self, lists: &[PlannedList]) -> bool {
        lists.len() == self.lists.len() && lists.iter().all(|list| list.old.is_some())
    }

    fn list(&mut self, prefix: Prefix, plan: &Plan<'_>) -> Result<PlannedList, E> {
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
    ) -> Result<Group, E> {
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
    ) -> Result<Group, E> {
        let mut hits = Vec::new();
        for group in groups {
            let (group, _) = self.group(group)?;
            hits.extend(group.docs.into_iter().zip(group.hits));
        }
        Ok(list_of(hits.into_iter()))
    }

    pub(crate) fn shard(
        &mut self,
        first: GroupId,
        range: &Range<GroupId>,
        plan: &Plan<'_>,
        lists: &[PlannedList],
    ) -> Result<RevisedShard, E> {
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
        let slots = numbers.zip(staying).map(slot).collect::<Result<_, E>>()?;
        Ok(RevisedShard::Made(first, slots))
    }

    /// The old shard that holds just these old groups, where all of them stay.
    fn kept(&self, staying: &[Option<usize>]) -> Option<usize> {
        let groups: Vec<usize> = staying.iter().copied().collect::<Option<_>>()?;
        let (first, last) = (*groups.first()? as GroupId, *groups.last()? as GroupId);
        let are_neighbors = groups.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let mut shards = self.shards.iter();
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

    fn kept_slot(&mut self, number: usize) -> Result<Slot, E> {
        let shard = self.opened(number)?;
        let at = self.place_in(shard, number);
        Ok(Slot::Kept { shard, at })
    }

    /// The old shard of an old group or list, which is opened if it is not.
    fn opened(&mut self, number: usize) -> Result<usize, E> {
        let shard = self.shard_of(number);
        if !self.opened.contains_key(&shard) {
            self.open([shard].into())?;
        }
        Ok(shard)
    }

    fn place_in(&self, shard: usize, number: usize) -> usize {
        let start = self.shards.get(shard).map_or(0, |shard| shard.start);
        number - start as usize
    }

    /// What the old index says of a group.
    fn before(&mut self, number: usize) -> Result<(Group, Places), E> {
        let shard = self.opened(number)?;
        let at = self.place_in(shard, number);
        let group = self.opened.get(&shard).ok_or(Damaged)?.group(at);
        Ok(group?)
    }

    /// What the new index says of a group.
    fn group(&mut self, planned: &Planned<'_>) -> Result<(Group, Places), E> {
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
