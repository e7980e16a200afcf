//! Which groups has an index after changes, and which of them are what they were?

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::change::Change;
use crate::index::inverted::{MANY, Prefix, prefix_len};
use crate::index::vocabulary::Known;
use crate::index::{Entry, GroupId, SHORT};

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
    /// The forms that changed documents hold or held, in groups that changed.
    pub changed: FxHashSet<&'a str>,
    /// The forms that these groups had.
    had: FxHashSet<&'a str>,
}

/// What became of a form.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The places of its groups; none of a form that is gone.
    pub groups: Vec<GroupId>,
    pub documents: u32,
    /// Whether it was there before.
    pub is_old: bool,
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
        let by_stem = changes.iter().map(|(stem, change)| (&**stem, change));
        let mut rest: FxHashMap<&str, &Change> = by_stem.clone().collect();
        let changes: Vec<_> = old.entries().map(|entry| rest.remove(entry.stem)).collect();
        let known = || (0..).zip(old.entries()).zip(&changes);
        let is_other = |change: &Option<&Change>| change.is_some_and(|change| !change.is_same);
        let mut others = Vec::new();
        for ((number, before), change) in known().filter(|(_, change)| is_other(change)) {
            others.extend(change.and_then(|change| plan.changed(Some(number), &before, change)));
        }
        for (stem, change) in by_stem.filter(|(stem, _)| rest.contains_key(stem)) {
            let before = Entry {
                stem,
                ..Entry::default()
            };
            others.extend(plan.changed(None, &before, change));
        }
        others.sort_unstable_by(|a, b| a.entry.place().cmp(&b.entry.place()));
        plan.groups.reserve_exact(old.groups() + others.len());
        let mut others = others.into_iter().peekable();
        for ((number, entry), change) in known().filter(|(_, change)| !is_other(change)) {
            let place = entry.place();
            while let Some(other) = others.next_if(|other| other.entry.place() < place) {
                plan.groups.push(other);
            }
            plan.groups.push(Planned {
                entry,
                old: Some(number),
                change: *change,
            });
        }
        plan.groups.extend(others);
        plan
    }

    /// A group after a change, if anything is left of it. Notes what else that concerns.
    fn changed(
        &mut self,
        old: Option<usize>,
        before: &Entry<'a>,
        change: &'a Change,
    ) -> Option<Planned<'a>> {
        let after = before.after(change);
        self.changed.extend(change.forms.keys().map(|text| &**text));
        self.had.extend(before.forms.iter().map(|(text, _)| *text));
        let (had, has) = (
            before.prefixes(),
            after.as_ref().map(Entry::prefixes).unwrap_or_default(),
        );
        if old.is_some() && after.is_some() {
            self.turned.extend(had.symmetric_difference(&has).cloned());
        }
        self.touched.extend(had.into_iter().chain(has));
        after.map(|entry| Planned {
            entry,
            old,
            change: Some(change),
        })
    }

    /// What became of these forms.
    pub(crate) fn found(&self, texts: FxHashSet<&'a str>) -> FxHashMap<&'a str, Found> {
        let found = |text: &'a str| Found {
            is_old: self.had.contains(text),
            ..Found::default()
        };
        let mut all: FxHashMap<_, _> = texts.into_iter().map(|text| (text, found(text))).collect();
        for (place, group) in (0..).zip(&self.groups) {
            for (text, documents) in group.entry.forms.iter() {
                if let Some(found) = all.get_mut(text) {
                    found.groups.push(place);
                    found.documents += documents;
                    found.is_old |= group.changed().is_none();
                }
            }
        }
        all
    }

    /// The short prefixes that changes concern and many words have.
    pub(crate) fn prefixes(&self) -> Vec<Prefix> {
        let mut found: FxHashMap<&str, Beginning<'_>> = self
            .touched
            .iter()
            .map(|name| (&**name, Beginning::default()))
            .collect();
        for (place, group) in (0..).zip(&self.groups) {
            for (text, _) in group.entry.forms.iter() {
                for length in 1..=SHORT {
                    let name = &text[..prefix_len(text, length)];
                    if let Some(beginning) = found
                        .get_mut(name)
                        .filter(|_| name.chars().count() == length)
                    {
                        beginning.texts.push(text);
                        beginning.groups.push(place);
                    }
                }
            }
        }
        let prefix = |(name, beginning): (&str, Beginning<'_>)| beginning.of_many(name);
        found.into_iter().filter_map(prefix).collect()
    }
}

/// What begins with a prefix.
#[derive(Default)]
struct Beginning<'a> {
    texts: Vec<&'a str>,
    groups: Vec<GroupId>,
}

impl Beginning<'_> {
    fn of_many(mut self, name: &str) -> Option<Prefix> {
        self.groups.dedup();
        self.texts.sort_unstable();
        self.texts.dedup();
        (self.groups.len().min(self.texts.len()) >= MANY).then(|| Prefix {
            name: name.to_owned(),
            groups: self.groups,
        })
    }
}
