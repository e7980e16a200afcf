//! What do the documents that went and came say of words?

use std::collections::BTreeMap;

use crate::index::{DocId, Gathered, Group, Hit, Places};

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

/// What changed documents say of a group.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// Of how many documents more each form is.
    pub forms: BTreeMap<Box<str>, i64>,
    pub documents: i64,
    pub gone: Vec<Occurrence>,
    pub added: Vec<Occurrence>,
    /// What is added is what is gone, so nothing has changed for this group.
    pub is_same: bool,
}

/// How a document holds a group.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub doc: DocId,
    pub hit: Hit,
    pub places: Vec<(u32, Box<str>)>,
}

/// What the changed documents say, by stems.
pub(crate) fn by_stem(gone: Vec<Gathered>, new: Vec<Gathered>) -> BTreeMap<Box<str>, Change> {
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
