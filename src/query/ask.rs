//! What does somebody want to see?

use std::str::FromStr;

use crate::index::{Facet, PerFacet};
use crate::model::Day;
use crate::query::matches::Asked;

/// All that can be asked for, and all that can be shared: it survives a round trip through an
/// address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The search string as it was typed.
    pub words: String,
    /// The ticked values of each facet, in the order of ticking, none twice.
    pub ticks: PerFacet<Vec<String>>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// The least quality. Articles whose quality is not known are left out.
    pub min_quality: Option<u32>,
    /// The wanted order; without one, [`Query::order`] decides.
    pub sort: Option<Sort>,
}

impl Query {
    /// The order of the answer: as asked for, else by relevance where there are words, else newest
    /// first. Relevance without words is newest first, too: there is nothing to be relevant to.
    #[must_use]
    pub fn order(&self) -> Sort {
        match self.sort {
            Some(Sort::Relevance) | None if !self.has_words() => Sort::Newest,
            Some(sort) => sort,
            None => Sort::Relevance,
        }
    }

    /// Whether there is something to search for.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.words.trim().is_empty()
    }

    /// Whether nothing is left out.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        !self.has_words() && self.is_words()
    }

    /// Whether nothing is asked for but words.
    pub(crate) fn is_words(&self) -> bool {
        let has_ticks = self.ticks.iter().any(|(_, ticked)| !ticked.is_empty());
        let has_bounds = self.since.is_some() || self.until.is_some() || self.min_quality.is_some();
        !has_ticks && !has_bounds
    }

    /// The same with a value ticked or, where it was, no longer.
    #[must_use]
    pub fn toggled(&self, facet: Facet, value: &str) -> Self {
        let mut query = self.clone();
        let ticked = &mut query.ticks[facet];
        match ticked.iter().position(|other| other == value) {
            Some(at) => drop(ticked.remove(at)),
            None => ticked.push(value.to_owned()),
        }
        query
    }

    /// The same with what differs between two other queries taken over: what the host changed wins,
    /// what the reader asked for besides stays.
    #[must_use]
    pub fn updated(&self, before: &Self, after: &Self) -> Self {
        fn pick<T: Clone + PartialEq>(now: &T, before: &T, after: &T) -> T {
            if before == after {
                now.clone()
            } else {
                after.clone()
            }
        }
        Self {
            words: pick(&self.words, &before.words, &after.words),
            ticks: PerFacet::new(|facet| {
                pick(
                    &self.ticks[facet],
                    &before.ticks[facet],
                    &after.ticks[facet],
                )
            }),
            since: pick(&self.since, &before.since, &after.since),
            until: pick(&self.until, &before.until, &after.until),
            min_quality: pick(&self.min_quality, &before.min_quality, &after.min_quality),
            sort: pick(&self.sort, &before.sort, &after.sort),
        }
    }

    /// The same without one of the things that it asks for.
    #[must_use]
    pub fn without(&self, asked: Asked) -> Self {
        let mut query = self.clone();
        match asked {
            Asked::Words => query.words.clear(),
            Asked::Ticks(facet) => query.ticks[facet].clear(),
            Asked::Since => query.since = None,
            Asked::Until => query.until = None,
            Asked::MinQuality => query.min_quality = None,
        }
        query
    }

    /// The same order, and nothing left out.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            sort: self.sort,
            ..Self::default()
        }
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// By date, the latest first; equal instants by path.
    Newest,
    /// The exact reverse of `Newest`.
    Oldest,
    /// By quality, attention and recency: [`crate::query`]'s `top` formula.
    Top,
    /// By how well the words match.
    Relevance,
}

impl Sort {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Oldest, Self::Top];

    /// The name that attributes, options and addresses use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Top => "top",
            Self::Relevance => "relevance",
        }
    }
}

impl FromStr for Sort {
    type Err = ();

    /// # Errors
    ///
    /// Any other word.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|sort| sort.name() == text)
            .ok_or(())
    }
}

/// Which part of the answer: `limit` documents after the first `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many to pass over.
    pub offset: u32,
    /// How many to take.
    pub limit: u32,
}

impl Window {
    /// Past the last document of the window.
    #[must_use]
    pub fn end(self) -> u32 {
        self.offset.saturating_add(self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_tick_takes_the_first_back() {
        let query = Query::default().toggled(Facet::Topic, "AI");
        assert_eq!(query.ticks[Facet::Topic], ["AI"]);
        assert!(query.toggled(Facet::Topic, "AI").is_everything());
    }

    #[test]
    fn relevance_needs_words() {
        let mut query = Query {
            sort: Some(Sort::Relevance),
            ..Query::default()
        };
        assert_eq!(query.order(), Sort::Newest);
        query.words = "quantum".to_owned();
        assert_eq!(query.order(), Sort::Relevance);
        query.sort = None;
        assert_eq!(query.order(), Sort::Relevance);
    }
}
