//! Which labels does each document bear?
//!
//! Document by document, and not label by label: an answer of few documents needs what those bear and
//! nothing else, so the labels of neighboring documents travel together, apart from all others.

use crate::index::{Bitset, DocId, Facet, Part, PerFacet, Value, Values};

/// The labels of all documents, as far as they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// What labels there are.
    pub values: PerFacet<Values>,
    /// How many documents there are.
    pub documents: u32,
    /// How many stand in one stretch; the last may hold fewer.
    pub per_stretch: u32,
    /// What they bear, newest first; `None` where it is not here.
    pub stretches: Vec<Option<Stretch>>,
}

/// The labels of some neighboring documents.
pub type Stretch = PerFacet<Borne>;

/// Which values of one facet some neighboring documents bear.
///
/// Invariant: `ends` ascends to the length of `values`, and these are numbers of values that exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Borne {
    /// For each document the end of its values.
    pub ends: Vec<u32>,
    /// The values, by their places among the facet's; ascending for each document.
    pub values: Vec<u32>,
}

/// Documents in a stretch, at least: a few kilobytes, so that five hits from all over a large bundle
/// bring a dozen and not hundreds of them.
const STRETCH: u32 = 1024;
/// The most stretches: beyond, they grow, for one file names them all.
const MOST: u32 = 128;

impl Labels {
    /// Of all documents, all of it here: for each value the documents that bear it, ascending.
    #[must_use]
    pub fn new(documents: u32, found: PerFacet<Vec<(Value, Vec<DocId>)>>) -> Self {
        let per_stretch = STRETCH.max(documents.div_ceil(MOST));
        let mut borne = PerFacet::new(|_| vec![Vec::new(); documents as usize]);
        for (facet, values) in found.iter() {
            for (number, (_, docs)) in values.iter().enumerate() {
                for &doc in docs {
                    borne[facet][doc as usize].push(number as u32);
                }
            }
        }
        let stretch = |start: u32| {
            let range = start as usize..documents.min(start + per_stretch) as usize;
            Some(PerFacet::new(|facet| {
                Borne::new(&borne[facet][range.clone()])
            }))
        };
        let starts = (0..documents).step_by(per_stretch as usize);
        let mut found = found;
        Self {
            documents,
            per_stretch,
            stretches: starts.map(stretch).collect(),
            values: PerFacet::new(|facet| {
                let values = std::mem::take(&mut found[facet]).into_iter();
                values.map(|(value, _)| value).collect()
            }),
        }
    }

    /// For each value of each facet the number of documents in a set that bear it.
    ///
    /// # Errors
    ///
    /// The stretches that are not here and hold some of the documents.
    pub fn count(&self, docs: &Bitset) -> Result<PerFacet<Vec<u32>>, Vec<Part>> {
        let is_whole = docs.is_whole();
        let known = |value: &Value| if is_whole { value.documents } else { 0 };
        let mut counts: PerFacet<Vec<u32>> =
            PerFacet::new(|facet| self.values[facet].iter().map(known).collect());
        let lacking = match is_whole {
            true => Vec::new(),
            false => count(docs, &self.stretches, self.per_stretch, &mut counts),
        };
        none(lacking).map(|()| counts)
    }

    /// The documents that bear a value that is meant.
    ///
    /// # Errors
    ///
    /// The stretches that are not here, where any value is meant.
    pub fn bearing(
        &self,
        facet: Facet,
        is_meant: &dyn Fn(&Value) -> bool,
    ) -> Result<Bitset, Vec<Part>> {
        let meant: Vec<bool> = self.values[facet].iter().map(is_meant).collect();
        let (mut bearing, mut lacking) = (Bitset::none(self.documents), Vec::new());
        if !meant.contains(&true) {
            return Ok(bearing);
        }
        for doc in 0..self.documents {
            let found = self.find(doc, &mut lacking);
            let borne = found.map(|(stretch, at)| stretch[facet].of(at));
            for &value in borne.unwrap_or_default() {
                if meant.get(value as usize) == Some(&true) {
                    bearing.insert(doc);
                }
            }
        }
        none(lacking).map(|()| bearing)
    }

    /// The stretch of a document, and its place there; a note where that is not here.
    fn find(&self, doc: DocId, lacking: &mut Vec<Part>) -> Option<(&Stretch, u32)> {
        let number = doc / self.per_stretch;
        let stretch = self.stretches.get(number as usize).and_then(Option::as_ref);
        let part = Part::Labels(number);
        if stretch.is_none() && lacking.last() != Some(&part) {
            lacking.push(part);
        }
        Some((stretch?, doc % self.per_stretch))
    }
}

/// Adds what documents bear to the counts of all values. Returns the stretches that hold some of them and
/// are not here.
pub(super) fn count(
    docs: &Bitset,
    stretches: &[Option<Stretch>],
    per_stretch: u32,
    counts: &mut PerFacet<Vec<u32>>,
) -> Vec<Part> {
    let docs: Vec<_> = docs.iter().collect();
    let (mut rest, mut lacking) = (docs.as_slice(), Vec::new());
    for (number, stretch) in (0..).zip(stretches) {
        let first = number * per_stretch;
        let end = rest.partition_point(|doc| doc - first < per_stretch);
        let own = rest.get(..end).unwrap_or_default();
        match stretch {
            Some(stretch) => stretch.count(own, first, counts),
            None if own.is_empty() => {}
            None => lacking.push(Part::Labels(number)),
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    lacking
}

/// Only where nothing is lacking.
fn none(lacking: Vec<Part>) -> Result<(), Vec<Part>> {
    match lacking.is_empty() {
        true => Ok(()),
        false => Err(lacking),
    }
}

impl Stretch {
    /// Adds what some of its documents bear to the counts of all values. They ascend, and `first` is the
    /// stretch's.
    fn count(&self, docs: &[DocId], first: DocId, counts: &mut PerFacet<Vec<u32>>) {
        for (facet, borne) in self.iter() {
            borne.count(docs, first, &mut counts[facet]);
        }
    }
}

impl Borne {
    fn new(docs: &[Vec<u32>]) -> Self {
        let mut borne = Self::default();
        for values in docs {
            borne.values.extend(values);
            borne.ends.push(borne.values.len() as u32);
        }
        borne
    }

    fn count(&self, docs: &[DocId], first: DocId, counts: &mut [u32]) {
        for doc in docs {
            for &value in self.of(doc - first) {
                if let Some(count) = counts.get_mut(value as usize) {
                    *count += 1;
                }
            }
        }
    }

    /// What the document bears that is so many after the first.
    #[must_use]
    #[inline]
    pub fn of(&self, after: u32) -> &[u32] {
        let end = |at: u32| self.ends.get(at as usize).map_or(0, |&end| end as usize);
        let start = after.checked_sub(1).map_or(0, end);
        self.values.get(start..end(after)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTS: u32 = 2500;

    /// Of each facet the value 0, which all bear, and 1 to 5, which every second to sixth bears.
    fn sample() -> Labels {
        let bears = |value: u32| (0..DOCUMENTS).filter(move |doc| doc % (value + 1) == 0);
        let value = |number: u32| Value {
            value: number.to_string().into(),
            label: number.to_string().into(),
            documents: bears(number).count() as u32,
        };
        let found = || (0..6).map(|number| (value(number), bears(number).collect()));
        Labels::new(DOCUMENTS, PerFacet::new(|_| found().collect()))
    }

    fn scan(docs: &Bitset) -> Vec<u32> {
        let count = |value: u32| docs.iter().filter(|doc| doc % (value + 1) == 0).count();
        (0..6).map(|value| count(value) as u32).collect()
    }

    #[test]
    fn counts_are_those_of_a_scan() {
        let labels = sample();
        assert_eq!(labels.stretches.len(), 3);
        for step in [1, 2, 7, 1000, DOCUMENTS] {
            let docs = Bitset::filter(DOCUMENTS, |doc| doc % step == 0);
            let counts = labels.count(&docs).unwrap();
            assert_eq!(counts[Facet::Topic], scan(&docs), "{step}");
            assert_eq!(counts[Facet::Type], scan(&docs), "{step}");
        }
    }

    #[test]
    fn only_the_stretches_that_hold_an_answer_are_lacking() {
        let mut labels = sample();
        labels.stretches[1] = None;
        labels.stretches[2] = None;
        let docs = |range| Bitset::range(DOCUMENTS, range);
        let count = |range| {
            let counts = labels.count(&docs(range));
            counts.map(|counts| counts[Facet::Type].clone())
        };
        assert_eq!(count(3..900), Ok(scan(&docs(3..900))));
        assert_eq!(count(900..1100), Err(vec![Part::Labels(1)]));
        let both = vec![Part::Labels(1), Part::Labels(2)];
        assert_eq!(count(1..DOCUMENTS), Err(both.clone()));
        assert_eq!(
            count(0..DOCUMENTS),
            Ok(scan(&docs(0..DOCUMENTS))),
            "everything is known"
        );
        let bearing = |value: &'static str| {
            labels.bearing(Facet::Topic, &|known: &Value| *known.value == *value)
        };
        assert_eq!(bearing("3"), Err(both));
        assert_eq!(bearing("golf"), Ok(Bitset::none(DOCUMENTS)));
    }
}
