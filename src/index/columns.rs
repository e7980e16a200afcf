//! What is known of every document, one column a fact?

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::index::{Calendar, DocId, Facet, Labels, Part, PerFacet, Value, Words};
use crate::model::Instant;

/// All that can be asked of documents, as far as it is here: a browser fetches what a question needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// How many documents there are.
    pub documents: u32,
    /// When each was published.
    pub calendar: Option<Calendar>,
    /// The labels they bear.
    pub labels: Option<Labels>,
    /// How much they matter.
    pub scores: Option<Scores>,
    /// The words in them.
    pub words: Words,
}

/// How much each document matters to its editor and its readers.
///
/// Invariant: the columns are as long as there are documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Each one's quality, where it is known.
    pub quality: Vec<Option<u32>>,
    /// Each one's attention, where it was measured.
    pub heat: Vec<Option<i32>>,
}

/// One document on its way into the index.
#[derive(Clone, Debug)]
pub struct Facts {
    /// When it was published.
    pub published: Instant,
    /// Its quality, where it is known.
    pub quality: Option<u32>,
    /// Its attention, where it was measured.
    pub heat: Option<i32>,
    /// The values it bears of each facet, each with the label that this document gives it.
    pub labels: PerFacet<Vec<(Rc<str>, Rc<str>)>>,
}

impl Index {
    /// Of so many documents, and nothing of it here yet.
    #[must_use]
    pub fn absent(documents: u32) -> Self {
        Self {
            documents,
            calendar: None,
            labels: None,
            scores: None,
            words: Words::default(),
        }
    }

    /// Of documents that already stand newest first, without their words.
    ///
    /// Where documents disagree on a value's label, the most frequent one wins if more than half of
    /// them use it; otherwise, as for a video site whose channels share one domain, the value is its
    /// own label.
    #[must_use]
    pub fn new(instant: Instant, docs: &[Facts]) -> Self {
        let published: Vec<_> = docs.iter().map(|doc| doc.published).collect();
        let documents = docs.len() as u32;
        let found = PerFacet::new(|facet| values_of(docs, facet));
        Self {
            documents,
            calendar: Some(Calendar::new(instant, &published)),
            labels: Some(Labels::new(documents, found)),
            scores: Some(Scores {
                quality: docs.iter().map(|doc| doc.quality).collect(),
                heat: docs.iter().map(|doc| doc.heat).collect(),
            }),
            words: Words::default(),
        }
    }

    /// # Errors
    ///
    /// The part that is not here.
    pub fn calendar(&self) -> Result<&Calendar, Vec<Part>> {
        here(self.calendar.as_ref(), Part::Calendar)
    }

    /// # Errors
    ///
    /// The part that is not here.
    pub fn labels(&self) -> Result<&Labels, Vec<Part>> {
        here(self.labels.as_ref(), Part::Facets)
    }

    /// # Errors
    ///
    /// The part that is not here.
    pub fn scores(&self) -> Result<&Scores, Vec<Part>> {
        here(self.scores.as_ref(), Part::Scores)
    }
}

fn here<T>(column: Option<&T>, part: Part) -> Result<&T, Vec<Part>> {
    column.ok_or_else(|| vec![part])
}

/// A value on its way: its documents, and how often each label was given.
#[derive(Default)]
struct Gathered {
    docs: Vec<DocId>,
    labels: BTreeMap<Rc<str>, usize>,
}

fn values_of(docs: &[Facts], facet: Facet) -> Vec<(Value, Vec<DocId>)> {
    let mut found: FxHashMap<Rc<str>, Gathered> = FxHashMap::default();
    for (doc, facts) in docs.iter().enumerate() {
        for (value, label) in &facts.labels[facet] {
            let gathered = found.entry(value.clone()).or_default();
            if gathered.docs.last() != Some(&(doc as DocId)) {
                gathered.docs.push(doc as DocId);
                *gathered.labels.entry(label.clone()).or_default() += 1;
            }
        }
    }
    let mut values: Vec<_> = found
        .into_iter()
        .map(|(value, gathered)| finish(value, gathered))
        .collect();
    values.sort_by(|(a, _), (b, _)| {
        let fewest_last = b.documents.cmp(&a.documents);
        fewest_last.then_with(|| (&a.label, &a.value).cmp(&(&b.label, &b.value)))
    });
    values
}

fn finish(value: Rc<str>, gathered: Gathered) -> (Value, Vec<DocId>) {
    let half = gathered.docs.len() / 2;
    let agreed = gathered.labels.into_iter().find(|(_, count)| *count > half);
    let label = agreed.map_or_else(|| value.clone(), |(label, _)| label);
    let value = Value {
        value,
        label,
        documents: gathered.docs.len() as u32,
    };
    (value, gathered.docs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(date: &str, provider: (&str, &str)) -> Facts {
        let mut labels = PerFacet::<Vec<_>>::default();
        labels[Facet::Provider].push((provider.0.into(), provider.1.into()));
        let published = format!("{date}T12:00:00Z").parse().unwrap();
        Facts {
            published,
            quality: None,
            heat: None,
            labels,
        }
    }

    fn sample() -> Index {
        let docs = [
            facts("2022-03-03", ("video.example", "Channel A")),
            facts("2022-03-02", ("post.example", "Post")),
            facts("2022-03-02", ("video.example", "Channel B")),
            facts("2022-03-01", ("post.example", "The Post")),
            facts("2022-02-28", ("post.example", "Post")),
        ];
        Index::new(docs[0].published, &docs)
    }

    #[test]
    fn a_label_needs_the_greater_part_of_its_documents() {
        let index = sample();
        let labels: Vec<_> = index.labels().unwrap().values[Facet::Provider]
            .iter()
            .map(|value| &*value.label)
            .collect();
        assert_eq!(labels, ["Post", "video.example"]);
    }
}
