//! What is known of all words of an index, without what they say of documents?
//!
//! This much fits into memory, and the next build takes changes in with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::change::Change;
use crate::index::cut::size;
use crate::index::{GroupId, SHORT};

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

impl Entry {
    pub(crate) fn size(&self) -> usize {
        let forms = self.forms.iter().map(|(text, _)| text.len());
        size(forms.sum(), self.documents)
    }

    /// By this groups stand in their order.
    pub(crate) fn place(&self) -> (Option<&str>, &str) {
        (self.forms.first().map(|(text, _)| &**text), &self.stem)
    }

    pub(crate) fn prefixes(&self) -> BTreeSet<String> {
        let texts = self.forms.iter().map(|(text, _)| text);
        let prefixes =
            texts.flat_map(|text| (1..=SHORT).map(|length| text.chars().take(length).collect()));
        prefixes.collect()
    }

    /// What it is after a change; `None` where nothing of it is left.
    pub(crate) fn after(&self, change: &Change) -> Option<Self> {
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
