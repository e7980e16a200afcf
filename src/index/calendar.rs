//! On which day was each document published?

use std::ops::Range;

use crate::index::DocId;
use crate::model::{Day, Instant};

/// The days of all documents, as runs: documents stand newest first, so a day is a range of them.
///
/// Invariant: days strictly descend, and the first documents of their runs strictly ascend from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The instant that recency is measured from.
    pub instant: Instant,
    /// How many documents there are.
    pub documents: u32,
    /// Each day on which something was published, the newest first, and its first document.
    pub days: Vec<(Day, DocId)>,
}

impl Calendar {
    /// Of instants that never ascend.
    #[must_use]
    pub fn new(instant: Instant, published: &[Instant]) -> Self {
        let mut days: Vec<(Day, DocId)> = Vec::new();
        for (doc, published) in published.iter().enumerate() {
            let day = published.day();
            if days.last().is_none_or(|&(last, _)| last != day) {
                days.push((day, doc as DocId));
            }
        }
        Self {
            instant,
            documents: published.len() as u32,
            days,
        }
    }

    /// The documents of a period of whole days, both ends included.
    #[must_use]
    pub fn period(&self, since: Option<Day>, until: Option<Day>) -> Range<DocId> {
        let start = until.map_or(0, |last| self.first(|day| day <= last));
        let end = since.map_or(self.documents, |first| self.first(|day| day < first));
        start..end
    }

    /// The first document whose day passes a test that all older ones pass as well.
    fn first(&self, is_reached: impl Fn(Day) -> bool) -> DocId {
        let at = self.days.partition_point(|&(day, _)| !is_reached(day));
        self.days.get(at).map_or(self.documents, |&(_, doc)| doc)
    }

    /// How many days before the bundle's instant a document was published, 0 for what lies ahead.
    #[must_use]
    pub fn age(&self, doc: DocId) -> u32 {
        let at = self.days.partition_point(|&(_, first)| first <= doc);
        let day = at.checked_sub(1).and_then(|at| self.days.get(at));
        day.map_or(0, |&(day, _)| {
            self.instant
                .day()
                .number()
                .saturating_sub(day.number())
                .max(0) as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_includes_both_its_days() {
        let instants = [
            "2022-03-03",
            "2022-03-02",
            "2022-03-02",
            "2022-03-01",
            "2022-02-28",
        ]
        .map(|day| format!("{day}T12:00:00Z").parse().unwrap());
        let calendar = Calendar::new(instants[0], &instants);
        let day = |text: &str| text.parse().ok();
        for (since, until, docs) in [
            (None, None, 0..5),
            (day("2022-03-02"), day("2022-03-02"), 1..3),
            (day("2022-03-01"), None, 0..4),
            (None, day("2022-03-01"), 3..5),
            (day("2023-01-01"), None, 0..0),
            (None, day("2021-01-01"), 5..5),
        ] {
            assert_eq!(calendar.period(since, until), docs);
        }
        let ages: Vec<_> = (0..5).map(|doc| calendar.age(doc)).collect();
        assert_eq!(ages, [0, 1, 1, 2, 3]);
    }
}
