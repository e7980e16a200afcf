//! How does a group come together anew, from what is left of it and what is added?

use crate::index::change::Occurrence;
use crate::index::{DocId, Entry, Group, Hit, Places};

/// A group in the making.
pub(crate) struct Regrouped {
    pub group: Group,
    pub places: Places,
}

impl Regrouped {
    pub(crate) fn new(entry: &Entry<'_>) -> Self {
        let forms = entry.forms.iter().map(|(text, _)| Box::from(*text));
        let group = Group {
            forms: forms.collect(),
            ..Group::default()
        };
        Self {
            group,
            places: Places::default(),
        }
    }

    pub(crate) fn number(&self, form: &str) -> u8 {
        let found = self.group.forms.binary_search_by(|own| (**own).cmp(form));
        found.map_or(0, |number| number as u8)
    }

    pub(crate) fn add(&mut self, addition: &Occurrence) {
        let places = addition.places.iter();
        let mut places: Vec<_> = places
            .map(|(place, form)| (*place, self.number(form)))
            .collect();
        // What stands in one place stands there in the order of the group's forms.
        places.sort_unstable();
        self.push(addition.doc, addition.hit, places.into_iter());
    }

    pub(crate) fn push(&mut self, doc: DocId, hit: Hit, places: impl Iterator<Item = (u32, u8)>) {
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
pub(crate) fn list_of(found: impl Iterator<Item = (DocId, Hit)>) -> Group {
    let mut all: Vec<_> = found.collect();
    // They come in runs that ascend, and a stable sort only merges these.
    all.sort_by_key(|(doc, _)| *doc);
    all.dedup_by(|(doc, hit), (before, best)| {
        let is_same = doc == before;
        if is_same {
            *best = best.or(*hit);
        }
        is_same
    });
    let (docs, hits) = all.into_iter().unzip();
    Group {
        forms: Vec::new(),
        docs,
        hits,
    }
}
