//! What is known of every document, one column a fact?

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::index::{DocId, Facet, PerFacet, Postings, Value, Values};
use crate::model::{Day, Instant};

/// What can be asked of documents without their words.
///
/// Invariant: the columns are equally long, and `published` never ascends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The instant that recency is measured from.
    pub instant: Instant,
    /// When each was published, newest first.
    pub published: Vec<Instant>,
    /// Each one's quality, where it is known.
    pub quality: Vec<Option<u32>>,
    /// Each one's attention, where it was measured.
    pub heat: Vec<Option<i32>>,
    /// The labels they bear.
    pub facets: PerFacet<Values>,
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
    /// Of documents that already stand newest first.
    ///
    /// Where documents disagree on a value's label, the most frequent one wins if more than half of
    /// them use it; otherwise, as for a video site whose channels share one domain, the value is its
    /// own label.
    #[must_use]
    pub fn new(instant: Instant, docs: &[Facts]) -> Self {
        Self {
            instant,
            published: docs.iter().map(|doc| doc.published).collect(),
            quality: docs.iter().map(|doc| doc.quality).collect(),
            heat: docs.iter().map(|doc| doc.heat).collect(),
            facets: PerFacet::new(|facet| values_of(docs, facet)),
        }
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.published.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.published.is_empty()
    }

    /// The documents of a period of whole days, both ends included.
    #[must_use]
    pub fn period(&self, since: Option<Day>, until: Option<Day>) -> Range<DocId> {
        let newer_than = |day: Day| {
            self.published
                .partition_point(|instant| instant.day() > day) as DocId
        };
        let from = |day: Day| {
            self.published
                .partition_point(|instant| instant.day() >= day) as DocId
        };
        until.map_or(0, newer_than)..since.map_or(self.len(), from)
    }
}

/// A value on its way: its documents, and how often each label was given.
#[derive(Default)]
struct Gathered {
    docs: Vec<DocId>,
    labels: BTreeMap<Rc<str>, usize>,
}

fn values_of(docs: &[Facts], facet: Facet) -> Values {
    let mut found: BTreeMap<Rc<str>, Gathered> = BTreeMap::new();
    for (doc, facts) in docs.iter().enumerate() {
        for (value, label) in &facts.labels[facet] {
            let gathered = found.entry(value.clone()).or_default();
            if gathered.docs.last() != Some(&(doc as DocId)) {
                gathered.docs.push(doc as DocId);
                *gathered.labels.entry(label.clone()).or_default() += 1;
            }
        }
    }
    let len = docs.len() as u32;
    let mut values: Values = found
        .into_iter()
        .map(|(value, gathered)| finish(len, value, gathered))
        .collect();
    values.sort_by(|a, b| {
        let key = |value: &Value| {
            (
                std::cmp::Reverse(value.postings.count()),
                value.label.clone(),
                value.value.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    values
}

fn finish(len: u32, value: Rc<str>, gathered: Gathered) -> Value {
    let half = gathered.docs.len() / 2;
    let agreed = gathered.labels.into_iter().find(|(_, count)| *count > half);
    let label = agreed.map_or_else(|| value.clone(), |(label, _)| label);
    Value {
        value,
        label,
        postings: Postings::new(len, gathered.docs),
    }
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
    fn a_period_includes_both_its_days() {
        let day = |text: &str| text.parse().ok();
        let index = sample();
        assert_eq!(index.period(None, None), 0..5);
        assert_eq!(index.period(day("2022-03-02"), day("2022-03-02")), 1..3);
        assert_eq!(index.period(day("2022-03-01"), None), 0..4);
        assert_eq!(index.period(None, day("2022-03-01")), 3..5);
        assert_eq!(index.period(day("2023-01-01"), None), 0..0);
    }

    #[test]
    fn a_label_needs_the_greater_part_of_its_documents() {
        let index = sample();
        let labels: Vec<_> = index.facets[Facet::Provider]
            .iter()
            .map(|value| &*value.label)
            .collect();
        assert_eq!(labels, ["Post", "video.example"]);
    }
}
