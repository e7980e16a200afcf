//! How does an index take in that a few documents changed?
//!
//! What is known of all words fits into memory; what they say of documents lies in shards. A shard is
//! opened only where a word of a changed document stands in it, or where documents have moved; all
//! others stay what they are. The result is the very index that all documents would have given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::index::inverted::{
    Prefix, backward_lexicon, block, cut, list_form, short_prefixes, size,
};
use crate::index::{
    Cut, DocId, Form, Gathered, Group, GroupId, Hit, Lexicon, Places, SHORT, Shard,
};

/// What is known of all words of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The groups, in their order.
    pub groups: Vec<Entry>,
    /// The lists of short prefixes, which follow them: their names, and how many documents each has.
    pub lists: Vec<(Box<str>, u32)>,
    /// Where each shard ends.
    pub shards: Vec<GroupId>,
}

/// What is known of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stem.
    pub stem: Box<str>,
    /// Its forms, sorted by their bytes, and how many documents hold each as such.
    pub forms: Vec<(Box<str>, u32)>,
    /// How many documents hold any.
    pub documents: u32,
}

/// What became of the documents.
#[derive(Debug)]
pub struct Changes {
    /// For each document that was there, what it is now; `None` for one that is gone.
    pub moved: Vec<Option<DocId>>,
    /// The words of those that are gone, a part each.
    pub gone: Vec<Gathered>,
    /// The words of those that are new, a part each.
    pub new: Vec<Gathered>,
}

/// An index after changes.
#[derive(Debug)]
pub struct Revised {
    /// What is known of its words.
    pub vocabulary: Vocabulary,
    /// All forms by their first letters.
    pub forward: Lexicon,
    /// All forms by their last letters, as far as they are not what they were; within, `None` where the
    /// other is soon read whole.
    pub backward: Option<Option<Lexicon>>,
    /// The shards, in their order.
    pub shards: Vec<RevisedShard>,
}

/// A shard after changes.
#[derive(Debug)]
pub enum RevisedShard {
    /// It begins with this group, and holds what the shard of that number held before.
    Kept(GroupId, usize),
    /// It is another one.
    Made(Shard),
}

impl RevisedShard {
    /// The first of its groups.
    #[must_use]
    pub fn first(&self) -> GroupId {
        match self {
            Self::Kept(first, _) => *first,
            Self::Made(shard) => shard.first,
        }
    }
}

/// More forms of one stem cannot be told apart, and which is called what hangs on all documents.
const MOST_FORMS: usize = 255;

/// What an index says of a group that it does not have.
static NO_GROUP: Group = Group {
    forms: Vec::new(),
    docs: Vec::new(),
    hits: Vec::new(),
};
static NO_PLACES: Places = Places {
    ends: Vec::new(),
    places: Vec::new(),
    forms: Vec::new(),
};

/// What changed documents say of a group.
#[derive(Debug, Default)]
struct Change {
    /// Of how many documents more each form is.
    forms: BTreeMap<Box<str>, i64>,
    documents: i64,
    gone: Vec<Occurrence>,
    added: Vec<Occurrence>,
    /// What is added is what is gone, so nothing has changed for this group.
    is_same: bool,
}

/// How a document holds a group.
#[derive(Debug, PartialEq, Eq)]
struct Occurrence {
    doc: DocId,
    hit: Hit,
    places: Vec<(u32, Box<str>)>,
}

/// A group of the new index.
#[derive(Debug)]
struct Planned {
    entry: Entry,
    /// Its number before, if it was there.
    old: Option<usize>,
    change: Option<Change>,
}

/// The groups of the new index, and the short prefixes that changes concern.
#[derive(Debug, Default)]
struct Plan {
    groups: Vec<Planned>,
    /// Those of all groups that changed.
    touched: BTreeSet<String>,
    /// Those that a group has now and had not before, or the other way round: what unchanged documents
    /// say of them changed as well.
    turned: BTreeSet<String>,
    /// Whether a group has a form that it had not, or the other way round, or one of another weight.
    has_other_forms: bool,
    /// The forms of all groups that changed.
    changed: BTreeSet<Box<str>>,
}

/// A list of the new index.
#[derive(Debug)]
struct PlannedList {
    name: Box<str>,
    old: Option<usize>,
    documents: u32,
    /// What is in it, where that may be something else than before.
    group: Option<Group>,
}

/// The shards of the old index, opened where they are needed.
struct Revision<'a, E> {
    shards: Vec<Range<GroupId>>,
    first_list: usize,
    lists: BTreeMap<Box<str>, (usize, u32)>,
    open: &'a mut dyn FnMut(usize) -> Result<Shard, E>,
    opened: BTreeMap<usize, Shard>,
    moved: &'a [Option<DocId>],
    has_moved: bool,
}

/// Takes changes in. Shards of the old index are opened by their numbers.
///
/// Returns `None` where only all documents together can tell.
///
/// # Errors
///
/// Those of opening.
pub fn revise<E>(
    old: Vocabulary,
    changes: Changes,
    way: Cut,
    open: &mut dyn FnMut(usize) -> Result<Shard, E>,
) -> Result<Option<Revised>, E> {
    let moved = changes.moved;
    let stays = |(doc, new): (DocId, &Option<DocId>)| new.is_none_or(|new| new == doc);
    let mut revision = Revision {
        shards: ranges(&old.shards),
        first_list: old.groups.len(),
        lists: (0..)
            .zip(old.lists)
            .map(|(at, (name, documents))| (name, (at, documents)))
            .collect(),
        open,
        opened: BTreeMap::new(),
        moved: &moved,
        has_moved: !(0..).zip(&moved).all(stays),
    };
    let mut found = by_stem(changes.gone, changes.new);
    if !revision.has_moved {
        for change in found.values_mut() {
            change.is_same = change.gone == change.added;
        }
    }
    let plan = Plan::new(old.groups, found);
    let is_plain = |group: &Planned| group.entry.forms.len() <= MOST_FORMS;
    if !plan.groups.iter().all(is_plain) {
        return Ok(None);
    }
    let mut forms = plan.forms();
    let lists = revision.all_lists(&forms, &plan)?;
    let has_same_forms = plan.has_same_forms(&forms) && revision.has_same(&lists);
    let first_list = plan.groups.len() as GroupId;
    forms.extend(
        (first_list..)
            .zip(&lists)
            .map(|(group, list)| list_form(&list.name, group)),
    );
    forms.sort_by(|a, b| a.text.cmp(&b.text));
    let sizes = plan
        .groups
        .iter()
        .map(|group| (&*group.entry.stem, group.entry.size()));
    let sizes = sizes.chain(
        lists
            .iter()
            .map(|list| (&*list.name, size(0, list.documents))),
    );
    let ranges = cut(&sizes.collect::<Vec<_>>(), way.shard);
    let shards = ranges
        .iter()
        .map(|range| revision.shard(range, &plan, &lists));
    let shards = shards.collect::<Result<_, E>>()?;
    let block = block(&forms, way);
    Ok(Some(Revised {
        backward: (!has_same_forms).then(|| backward_lexicon(&forms, block)),
        forward: Lexicon::new(forms, block),
        shards,
        vocabulary: Vocabulary {
            groups: plan.groups.into_iter().map(|group| group.entry).collect(),
            lists: lists
                .into_iter()
                .map(|list| (list.name, list.documents))
                .collect(),
            shards: ranges.iter().map(|range| range.end).collect(),
        },
    }))
}

fn ranges(ends: &[GroupId]) -> Vec<Range<GroupId>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end).collect()
}

impl Entry {
    fn size(&self) -> usize {
        let forms = self.forms.iter().map(|(text, _)| text.len());
        size(forms.sum(), self.documents)
    }

    /// By this groups stand in their order.
    fn place(&self) -> (Option<&str>, &str) {
        (self.forms.first().map(|(text, _)| &**text), &self.stem)
    }

    fn prefixes(&self) -> BTreeSet<String> {
        let texts = self.forms.iter().map(|(text, _)| text);
        let prefixes =
            texts.flat_map(|text| (1..=SHORT).map(|length| text.chars().take(length).collect()));
        prefixes.collect()
    }

    /// What it is after a change; `None` where nothing of it is left.
    fn after(&self, change: &Change) -> Option<Self> {
        let known = self.forms.iter();
        let known = known.map(|(text, documents)| (text.clone(), i64::from(*documents)));
        let mut forms: BTreeMap<Box<str>, i64> = known.collect();
        for (text, more) in &change.forms {
            *forms.entry(text.clone()).or_default() += more;
        }
        let left = forms.into_iter().filter(|(_, documents)| *documents > 0);
        let documents = i64::from(self.documents) + change.documents;
        let after = Self {
            stem: self.stem.clone(),
            forms: left
                .map(|(text, documents)| (text, documents as u32))
                .collect(),
            documents: u32::try_from(documents).unwrap_or(0),
        };
        (after.documents > 0).then_some(after)
    }
}

/// What the changed documents say, by stems.
fn by_stem(gone: Vec<Gathered>, new: Vec<Gathered>) -> BTreeMap<Box<str>, Change> {
    let mut changes: BTreeMap<Box<str>, Change> = BTreeMap::new();
    for (parts, step) in [(gone, -1), (new, 1)] {
        for (stem, group, places) in parts.iter().flat_map(Gathered::unpacked) {
            let change = changes.entry(stem).or_default();
            for form in &group.forms {
                *change.forms.entry(form.clone()).or_default() += step;
            }
            change.documents += step;
            let side = if step > 0 {
                &mut change.added
            } else {
                &mut change.gone
            };
            side.extend(occurrences(&group, &places));
        }
    }
    changes
}

fn occurrences(group: &Group, places: &Places) -> Vec<Occurrence> {
    let found = group.docs.iter().zip(&group.hits).enumerate();
    let occurrence = |(at, (&doc, &hit)): (usize, (&DocId, &Hit))| Occurrence {
        doc,
        hit,
        places: places
            .of(at)
            .filter_map(|(place, form)| Some((place, group.forms.get(usize::from(form))?.clone())))
            .collect(),
    };
    found.map(occurrence).collect()
}

impl Planned {
    /// What is to be done to it, if anything is.
    fn changed(&self) -> Option<&Change> {
        self.change.as_ref().filter(|change| !change.is_same)
    }
}

impl Plan {
    fn new(old: Vec<Entry>, mut changes: BTreeMap<Box<str>, Change>) -> Self {
        let mut plan = Self::default();
        plan.groups.reserve(old.len() + changes.len());
        for (number, entry) in old.into_iter().enumerate() {
            let change = changes.remove(&entry.stem);
            plan.add(Some(number), entry, change);
        }
        for (stem, change) in changes {
            let entry = Entry {
                stem,
                forms: Vec::new(),
                documents: 0,
            };
            plan.add(None, entry, Some(change));
        }
        plan.groups
            .sort_by(|a, b| a.entry.place().cmp(&b.entry.place()));
        plan
    }

    fn add(&mut self, old: Option<usize>, before: Entry, mut change: Option<Change>) {
        let Some(change) = change.take_if(|change| !change.is_same) else {
            let entry = before;
            return self.groups.push(Planned { entry, old, change });
        };
        let after = before.after(&change);
        let weights = |entry: &Entry| -> Vec<(Box<str>, u32)> {
            let forms = entry.forms.iter();
            forms
                .map(|(text, documents)| (text.clone(), documents.max(&1).ilog2()))
                .collect()
        };
        self.changed.extend(change.forms.keys().cloned());
        self.has_other_forms |= after.as_ref().map(weights) != Some(weights(&before));
        let (had, has) = (
            before.prefixes(),
            after.as_ref().map(Entry::prefixes).unwrap_or_default(),
        );
        if old.is_some() && after.is_some() {
            self.turned.extend(had.symmetric_difference(&has).cloned());
        }
        self.touched.extend(had.into_iter().chain(has));
        if let Some(entry) = after {
            self.groups.push(Planned {
                entry,
                old,
                change: Some(change),
            });
        }
    }

    /// Whether all forms are what they were, their groups not looked at.
    fn has_same_forms(&self, forms: &[Form]) -> bool {
        // What a form of several groups weighs, none of them tells alone.
        let may_weigh = |form: &Form| form.groups.len() > 1 && self.changed.contains(&form.text);
        !self.has_other_forms && !forms.iter().any(may_weigh)
    }

    /// All forms by their bytes, each with its groups.
    fn forms<'a>(&'a self) -> Vec<Form> {
        let groups = || (0..).zip(self.groups.iter().map(|group| &group.entry.forms));
        let named = |number: GroupId| {
            move |(text, documents): &'a (Box<str>, u32)| (&**text, number, *documents)
        };
        // By their first forms groups are sorted already, and a sort that meets what is sorted is quick.
        let mut found: Vec<(&str, GroupId, u32)> = Vec::new();
        found.extend(groups().flat_map(|(number, forms)| forms.first().map(named(number))));
        found.extend(groups().flat_map(|(number, forms)| forms.iter().skip(1).map(named(number))));
        found.sort();
        let form = |same: &[(&str, GroupId, u32)]| {
            let documents: u32 = same.iter().map(|(_, _, documents)| documents).sum();
            Form {
                text: same[0].0.into(),
                groups: same.iter().map(|(_, group, _)| *group).collect(),
                weight: documents.max(1).ilog2() as u8,
            }
        };
        found.chunk_by(|a, b| a.0 == b.0).map(form).collect()
    }
}

impl<E> Revision<'_, E> {
    fn all_lists(&mut self, forms: &[Form], plan: &Plan) -> Result<Vec<PlannedList>, E> {
        let lists = short_prefixes(forms).into_iter();
        lists.map(|prefix| self.list(prefix, plan)).collect()
    }

    /// Whether these lists were there, and no others.
    fn has_same(&self, lists: &[PlannedList]) -> bool {
        lists.len() == self.lists.len() && lists.iter().all(|list| list.old.is_some())
    }

    fn list(&mut self, prefix: Prefix, plan: &Plan) -> Result<PlannedList, E> {
        let Prefix { name, groups } = prefix;
        let known = self.lists.get(name.as_str()).copied();
        let old = known.map(|(at, _)| at);
        let groups = groups.iter().map(|&group| &plan.groups[group as usize]);
        let group = match old {
            Some(_) if !self.has_moved && !plan.touched.contains(&name) => None,
            Some(old) if !plan.turned.contains(&name) => {
                let changes = groups.filter_map(|group| group.change.as_ref());
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
    fn united<'b>(&mut self, groups: impl Iterator<Item = &'b Planned>) -> Result<Group, E> {
        let mut hits = Vec::new();
        for group in groups {
            let (group, _) = self.group(group)?;
            hits.extend(group.docs.into_iter().zip(group.hits));
        }
        Ok(list_of(hits.into_iter()))
    }

    fn shard(
        &mut self,
        range: &Range<GroupId>,
        plan: &Plan,
        lists: &[PlannedList],
    ) -> Result<RevisedShard, E> {
        let first_list = plan.groups.len();
        let numbers = range.start as usize..range.end as usize;
        let same = numbers.clone().map(|number| match plan.groups.get(number) {
            Some(group) => group.old.filter(|_| group.changed().is_none()),
            None => {
                let list = &lists[number - first_list];
                list.old
                    .filter(|_| list.group.is_none())
                    .map(|old| self.first_list + old)
            }
        });
        if let Some(kept) = same
            .collect::<Option<Vec<usize>>>()
            .and_then(|same| self.kept(&same))
        {
            return Ok(RevisedShard::Kept(range.start, kept));
        }
        let (mut groups, mut places) = (Vec::new(), Vec::new());
        for number in numbers {
            let (group, own) = match plan.groups.get(number) {
                Some(group) => self.group(group)?,
                None => self.listed(&lists[number - first_list])?,
            };
            groups.push(group);
            places.push(own);
        }
        Ok(RevisedShard::Made(Shard {
            first: range.start,
            groups: Some(groups),
            places: Some(places),
        }))
    }

    /// The old shard that holds just these old groups.
    fn kept(&self, groups: &[usize]) -> Option<usize> {
        let (first, last) = (*groups.first()? as GroupId, *groups.last()? as GroupId);
        let are_neighbors = groups.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let found = self
            .shards
            .iter()
            .position(|shard| *shard == (first..last + 1))?;
        (are_neighbors && !self.has_moved).then_some(found)
    }

    fn listed(&mut self, list: &PlannedList) -> Result<(Group, Places), E> {
        match (&list.group, list.old) {
            (Some(group), _) => Ok((group.clone(), Places::default())),
            (None, Some(old)) => {
                let (group, places) = self.before(self.first_list + old)?;
                Ok((group.clone(), places.clone()))
            }
            (None, None) => Ok(Default::default()),
        }
    }

    /// What the old index says of a group.
    fn before(&mut self, number: usize) -> Result<(&Group, &Places), E> {
        let at = self
            .shards
            .partition_point(|shard| shard.end as usize <= number);
        if !self.opened.contains_key(&at) {
            self.opened.insert(at, (self.open)(at)?);
        }
        let shard = self.opened.get(&at);
        let within = shard.map_or(0, |shard| number - shard.first as usize);
        let group = shard.and_then(|shard| shard.groups.as_ref()?.get(within));
        let places = shard.and_then(|shard| shard.places.as_ref()?.get(within));
        Ok((group.unwrap_or(&NO_GROUP), places.unwrap_or(&NO_PLACES)))
    }

    /// What the new index says of a group.
    fn group(&mut self, planned: &Planned) -> Result<(Group, Places), E> {
        let change = planned.changed();
        if let (Some(old), None, false) = (planned.old, change, self.has_moved) {
            let (group, places) = self.before(old)?;
            return Ok((group.clone(), places.clone()));
        }
        let moved = self.moved;
        let mut made = Made::new(&planned.entry);
        let added = change.map_or(&[][..], |change| &change.added);
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

/// A group in the making.
struct Made {
    group: Group,
    places: Places,
}

impl Made {
    fn new(entry: &Entry) -> Self {
        let forms = entry.forms.iter().map(|(text, _)| text.clone());
        let group = Group {
            forms: forms.collect(),
            ..Group::default()
        };
        Self {
            group,
            places: Places::default(),
        }
    }

    fn number(&self, form: &str) -> u8 {
        let found = self.group.forms.binary_search_by(|own| (**own).cmp(form));
        found.map_or(0, |number| number as u8)
    }

    fn add(&mut self, addition: &Occurrence) {
        let places = addition.places.iter();
        let mut places: Vec<_> = places
            .map(|(place, form)| (*place, self.number(form)))
            .collect();
        // What stands in one place stands there in the order of the group's forms.
        places.sort_unstable();
        self.push(addition.doc, addition.hit, places.into_iter());
    }

    fn push(&mut self, doc: DocId, hit: Hit, places: impl Iterator<Item = (u32, u8)>) {
        self.group.docs.push(doc);
        self.group.hits.push(hit);
        for (place, form) in places {
            self.places.places.push(place);
            self.places.forms.push(form);
        }
        self.places.ends.push(self.places.places.len() as u32);
    }
}

/// Documents by their numbers, each with the best of its hits.
fn list_of(found: impl Iterator<Item = (DocId, Hit)>) -> Group {
    let mut best: BTreeMap<DocId, Hit> = BTreeMap::new();
    for (doc, hit) in found {
        let known = best.entry(doc).or_insert(hit);
        *known = known.or(hit);
    }
    let (docs, hits) = best.into_iter().unzip();
    Group {
        forms: Vec::new(),
        docs,
        hits,
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;
    use crate::index::{Field, Gatherer, Inverted, Merger, Prose};
    use crate::text::{NATIVE, tokens};

    const CUT: Cut = Cut {
        block: 8,
        most: 50,
        shard: 300,
    };

    /// Words of two languages that disagree on stems.
    fn gathered(first: DocId, texts: &[String]) -> Gathered {
        let mut gatherer = Gatherer::new(first);
        for text in texts {
            let language = if text.len() % 3 == 0 { "a" } else { "b" };
            let length = if language == "a" { 4 } else { 3 };
            let stem = |word: &str| word.chars().take(length).collect();
            let (title, body) = text.split_at(text.find(' ').unwrap_or(text.len()));
            gatherer.add(&Prose {
                fields: vec![
                    (Field::Title, tokens(title, &NATIVE)),
                    (Field::Body, tokens(body, &NATIVE)),
                    (Field::Related, tokens(title, &NATIVE)),
                ],
                language,
                stem: &stem,
                quality: None,
            });
        }
        gatherer.finish()
    }

    /// In parts of so many documents.
    fn whole(texts: &[String], part: usize) -> Inverted<Vec<u8>> {
        let mut merger = Merger::new(Vec::new(), 500);
        for (number, texts) in texts.chunks(part).enumerate() {
            merger
                .join(gathered((number * part) as u32, texts))
                .unwrap();
        }
        merger.finish(CUT).unwrap()
    }

    /// An old and a new text for some documents, `None` where there is none.
    type Edits = Vec<(Option<String>, Option<String>)>;

    fn check(edits: &Edits) {
        let old: Vec<String> = edits.iter().filter_map(|(old, _)| old.clone()).collect();
        let new: Vec<String> = edits.iter().filter_map(|(_, new)| new.clone()).collect();
        let (mut moved, mut gone, mut added, mut next) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (old, new) in edits {
            let is_same = old == new;
            if let Some(old) = old {
                if !is_same {
                    gone.push(gathered(moved.len() as u32, std::slice::from_ref(old)));
                }
                moved.push(is_same.then_some(next));
            }
            if let Some(new) = new {
                if !is_same {
                    added.push(gathered(next, std::slice::from_ref(new)));
                }
                next += 1;
            }
        }
        let (before, after) = (whole(&old, 7), whole(&new, 5));
        let changes = Changes {
            moved,
            gone,
            new: added,
        };
        let mut open = |at: usize| before.shard(at);
        let revised = revise(before.vocabulary(), changes, CUT, &mut open);
        let revised = revised.unwrap_or_else(|fault: Infallible| match fault {});
        let revised = revised.unwrap();
        assert_eq!(revised.vocabulary, after.vocabulary());
        assert_eq!(revised.forward, after.forward);
        assert_eq!(
            revised.backward.unwrap_or(before.backward.clone()),
            after.backward
        );
        assert_eq!(revised.shards.len(), after.shards());
        for (at, shard) in revised.shards.into_iter().enumerate() {
            let shard = match shard {
                RevisedShard::Made(shard) => shard,
                RevisedShard::Kept(first, kept) => Shard {
                    first,
                    ..before.shard(kept).unwrap()
                },
            };
            assert_eq!(shard, after.shard(at).unwrap());
        }
    }

    fn text() -> impl Strategy<Value = String> {
        let word = (0..260u32, 0..3usize);
        let word = word.prop_map(|(number, end)| {
            let letter = ["a", "b", "ac"][number as usize % 3];
            format!("{letter}{number}{}", ["", "s", "ed"][end])
        });
        proptest::collection::vec(word, 0..30).prop_map(|words| words.join(" "))
    }

    fn edit() -> impl Strategy<Value = (Option<String>, Option<String>)> {
        prop_oneof![
            12 => text().prop_map(|text| (Some(text.clone()), Some(text))),
            1 => (text(), text()).prop_map(|(old, new)| (Some(old), Some(new))),
            1 => text().prop_map(|text| (Some(text), None)),
            1 => text().prop_map(|text| (None, Some(text))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_revised_is_what_all_documents_would_have_given(
            edits in proptest::collection::vec(edit(), 0..80)
        ) {
            check(&edits);
        }
    }

    #[test]
    fn a_shard_without_a_word_of_the_changed_document_is_not_opened() {
        let texts: Vec<String> = (0..300)
            .map(|at| format!("t{at} w{at} x{at} y{at}"))
            .collect();
        let before = whole(&texts, 7);
        let changes = Changes {
            moved: (0..300).map(|doc| (doc != 9).then_some(doc)).collect(),
            gone: vec![gathered(9, &texts[9..10])],
            new: vec![gathered(9, &["t9 w9 x9 x8".to_owned()])],
        };
        let mut opened = Vec::new();
        let mut open = |at: usize| {
            opened.push(at);
            before.shard(at)
        };
        let revised = revise(before.vocabulary(), changes, CUT, &mut open);
        let revised = revised
            .unwrap_or_else(|fault: Infallible| match fault {})
            .unwrap();
        let is_kept = |shard: &&RevisedShard| matches!(shard, RevisedShard::Kept(..));
        assert!(revised.shards.iter().filter(is_kept).count() > before.shards() / 2);
        assert!(
            opened.len() < before.shards() / 2,
            "{opened:?} of {}",
            before.shards()
        );
    }
}
