//! Which forms and blocks of the lexicons does a change concern?
//!
//! A form is concerned where it came in, went or weighs otherwise, and where its groups are called otherwise. Where these only lie in another shard, the form stays, but its block names another file.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::index::cut::Numbers;
use crate::index::inverted::list_form;
use crate::index::plan::Plan;
use crate::index::recut::{Changed, block_of};
use crate::index::revision::{PlannedList, Revision};
use crate::index::{ANY, Form, OldIndex, Outline, RevisedShard, backward};

/// What changes mean for the lexicons.
#[derive(Default)]
pub(crate) struct Affected {
    /// The forms that may be others, or have groups that are called otherwise.
    pub forms: Changed,
    /// The old blocks with forms whose groups lie in other shards now.
    pub stale: BTreeSet<usize>,
    /// The forms that may be others, written backward.
    pub turned: Changed,
    /// How many forms there are more.
    pub more: isize,
}

impl Affected {
    pub(crate) fn new<O: OldIndex>(
        plan: &Plan<'_>,
        revision: &Revision<'_, O>,
        lists: &[PlannedList],
        numbers: &Numbers,
        shards: &[RevisedShard],
        outlines: &[Outline],
    ) -> Self {
        let mut affected = Self::default();
        let mut texts = plan.changed.clone();
        for place in revision.concerned(numbers, shards) {
            let number = numbers.of(place);
            let is_same =
                |old: Option<usize>| old.is_some_and(|old| revision.number_before(old) == number);
            match plan.groups.get(place as usize) {
                Some(group) if is_same(group.old) => {
                    let blocks = group
                        .entry
                        .forms
                        .iter()
                        .map(|(text, _)| block_of(outlines, text));
                    affected.stale.extend(blocks);
                }
                Some(group) => texts.extend(group.entry.forms.iter().map(|(text, _)| *text)),
                None => {
                    let list = &lists[place as usize - plan.groups.len()];
                    let form = list_form(&list.name, number);
                    affected.forms.insert(form.text.clone(), Some(form));
                }
            }
        }
        affected.take_lists_out(revision, lists);
        affected.find(texts, plan, numbers);
        affected
    }

    /// Those that are there no more.
    fn take_lists_out<O: OldIndex>(&mut self, revision: &Revision<'_, O>, lists: &[PlannedList]) {
        let there: FxHashSet<&str> = lists.iter().map(|list| &*list.name).collect();
        let gone = revision.lists.keys().filter(|name| !there.contains(**name));
        let gone = gone.map(|name| (format!("{name}{ANY}").into(), None));
        self.forms.extend(gone);
        self.more += lists.len() as isize - revision.lists.len() as isize;
    }

    /// Looks for what became of these forms.
    fn find<'a>(&mut self, texts: FxHashSet<&'a str>, plan: &Plan<'a>, numbers: &Numbers) {
        for (text, found) in plan.found(texts) {
            let weight = found.documents.max(1).ilog2() as u8;
            let form = |text: Box<str>, groups| Form {
                text,
                groups,
                weight,
            };
            let is_there = !found.groups.is_empty();
            if plan.changed.contains(text) {
                self.more += isize::from(is_there) - isize::from(found.is_old);
                let text: Box<str> = backward(text).into();
                let turned = is_there.then(|| form(text.clone(), Vec::new()));
                self.turned.insert(text, turned);
            }
            let groups = found.groups.iter().map(|&place| numbers.of(place));
            let form = is_there.then(|| form(text.into(), groups.collect()));
            self.forms.insert(text.into(), form);
        }
    }
}
