//! On which day was each document published?

use std::cell::Cell;
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

    /// The ages of documents.
    #[must_use]
    pub fn ages(&self) -> Ages<'_> {
        Ages {
            calendar: self,
            today: self.instant.day().number(),
            at: Cell::new(0),
        }
    }
}

/// Tells ages. It goes on from the day it told last, for documents are asked for one after the other.
pub struct Ages<'a> {
    calendar: &'a Calendar,
    today: i64,
    at: Cell<usize>,
}

impl Ages<'_> {
    /// How many days before the bundle's instant a document was published, 0 for what lies ahead.
    #[must_use]
    pub fn of(&self, doc: DocId) -> u32 {
        let days = &self.calendar.days;
        let is_reached = |at: usize| days.get(at).is_some_and(|&(_, first)| first <= doc);
        let mut at = self.at.get();
        if !is_reached(at) {
            at = 0;
        }
        while is_reached(at + 1) {
            at += 1;
        }
        self.at.set(at);
        let day = days.get(at).map_or(self.today, |(day, _)| day.number());
        self.today.saturating_sub(day).max(0) as u32
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
        let ages = calendar.ages();
        let told = [0, 1, 2, 3, 4, 2, 0].map(|doc| ages.of(doc));
        assert_eq!(told, [0, 1, 1, 2, 3, 1, 0]);
    }
}
