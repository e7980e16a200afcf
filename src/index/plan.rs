//! Which groups has an index after changes, and which of them are what they were?

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::index::change::Change;
use crate::index::lexicon::beginning;
use crate::index::vocabulary::Known;
use crate::index::{Entry, Form, GroupId};

/// A group of the new index.
#[derive(Debug)]
pub(crate) struct Planned<'a> {
    pub entry: Entry<'a>,
    /// Its number before, if it was there.
    pub old: Option<usize>,
    pub change: Option<&'a Change>,
}

/// The groups of the new index, and the short prefixes that changes concern.
#[derive(Debug, Default)]
pub(crate) struct Plan<'a> {
    pub groups: Vec<Planned<'a>>,
    /// Those of all groups that changed.
    pub touched: BTreeSet<String>,
    /// Those that a group has now and had not before, or the other way round: what unchanged documents
    /// say of them changed as well.
    pub turned: BTreeSet<String>,
    /// Whether a group has a form that it had not, or the other way round, or one of another weight.
    has_other_forms: bool,
    /// The forms of all groups that changed.
    changed: BTreeSet<&'a str>,
}

impl<'a> Planned<'a> {
    /// What is to be done to it, if anything is.
    pub(crate) fn changed(&self) -> Option<&'a Change> {
        self.change.filter(|change| !change.is_same)
    }
}

impl<'a> Plan<'a> {
    pub(crate) fn new(old: &'a Known<'_>, changes: &'a BTreeMap<Box<str>, Change>) -> Self {
        let mut plan = Self::default();
        plan.groups.reserve(old.groups() + changes.len());
        let by_stem = changes.iter().map(|(stem, change)| (&**stem, change));
        let mut rest: FxHashMap<&str, &Change> = by_stem.clone().collect();
        for (number, entry) in old.entries().enumerate() {
            let change = rest.remove(entry.stem);
            plan.add(Some(number), entry, change);
        }
        for (stem, change) in by_stem.filter(|(stem, _)| rest.contains_key(stem)) {
            let entry = Entry {
                stem,
                ..Entry::default()
            };
            plan.add(None, entry, Some(change));
        }
        plan.groups
            .sort_by(|a, b| a.entry.place().cmp(&b.entry.place()));
        plan
    }

    fn add(&mut self, old: Option<usize>, before: Entry<'a>, change: Option<&'a Change>) {
        let Some(found) = change.filter(|change| !change.is_same) else {
            let entry = before;
            return self.groups.push(Planned { entry, old, change });
        };
        let after = before.after(found);
        let weights = |entry: &Entry<'a>| -> Vec<(&'a str, u32)> {
            let forms = entry.forms.iter();
            forms
                .map(|(text, documents)| (*text, documents.max(&1).ilog2()))
                .collect()
        };
        self.changed.extend(found.forms.keys().map(|text| &**text));
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
            self.groups.push(Planned { entry, old, change });
        }
    }

    /// Whether all forms are what they were, their groups not looked at.
    pub(crate) fn has_same_forms(&self, forms: &[Form]) -> bool {
        // What a form of several groups weighs, none of them tells alone.
        let may_weigh = |form: &Form| form.groups.len() > 1 && self.changed.contains(&*form.text);
        !self.has_other_forms && !forms.iter().any(may_weigh)
    }

    /// All forms by their bytes, each with its groups.
    pub(crate) fn forms(&self) -> Vec<Form> {
        let groups = || (0..).zip(self.groups.iter().map(|group| &group.entry.forms));
        let named = |number: GroupId| {
            move |&(text, documents): &(&'a str, u32)| (beginning(text), text, number, documents)
        };
        // By their first forms groups are sorted already, and a sort that meets what is sorted is quick.
        let mut found: Vec<(u64, &str, GroupId, u32)> = Vec::new();
        found.extend(groups().flat_map(|(number, forms)| forms.first().map(named(number))));
        found.extend(groups().flat_map(|(number, forms)| forms.iter().skip(1).map(named(number))));
        found.sort();
        let form = |same: &[(u64, &str, GroupId, u32)]| {
            let documents: u32 = same.iter().map(|(_, _, _, documents)| documents).sum();
            Form {
                text: same[0].1.into(),
                groups: same.iter().map(|(_, _, group, _)| *group).collect(),
                weight: documents.max(1).ilog2() as u8,
            }
        };
        found.chunk_by(|a, b| a.1 == b.1).map(form).collect()
    }
}
