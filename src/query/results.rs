//! What is the answer?

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use crate::index::{DocId, Facet, Index, PerFacet};
use crate::query::matches::Matches;
use crate::query::order;
use crate::query::{Query, Window};

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// How many documents match, shown or not.
    pub total: u32,
    /// Those in the window, in order.
    pub docs: Vec<DocId>,
    /// For each facet the values that can be chosen.
    pub facets: PerFacet<Vec<Choice>>,
}

/// A value of a facet beside its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What queries say.
    pub value: Rc<str>,
    /// What readers see.
    pub label: Rc<str>,
    /// How many documents bear it and match everything else asked, the facet's own ticks set aside.
    pub count: u32,
}

/// Answers a query from the index.
///
/// Each facet lists its values with a count above 0 and those that are ticked, even where the bundle
/// does not know them; the highest count first, equal counts in the index's own order.
#[must_use]
pub fn ask(index: &Index, query: &Query, window: Window) -> Results {
    let matches = Matches::new(index, query);
    Results {
        total: matches.all.count(),
        docs: order::page(index, &matches.all, query.order(), window),
        facets: PerFacet::new(|facet| choices(index, query, &matches, facet)),
    }
}

fn choices(index: &Index, query: &Query, matches: &Matches, facet: Facet) -> Vec<Choice> {
    let ticks = &query.ticks[facet];
    let is_ticked = |value: &str| ticks.iter().any(|tick| tick == value);
    let values = &index.facets[facet];
    let known = values.iter().map(|value| Choice {
        value: value.value.clone(),
        label: value.label.clone(),
        count: value.postings.count_in(&matches.aside[facet]),
    });
    let mut choices: Vec<_> = known
        .filter(|choice| choice.count > 0 || is_ticked(&choice.value))
        .collect();
    let is_unknown = |tick: &&String| !choices.iter().any(|choice| *choice.value == ***tick);
    let unknown: Vec<_> = ticks
        .iter()
        .filter(is_unknown)
        .map(|tick| unknown(tick))
        .collect();
    choices.extend(unknown);
    by_count(choices)
}

/// The highest count first, equal counts as they stand.
///
/// A heap, as for the cards: the library's sorts are quicker, and larger than all of this room.
fn by_count(choices: Vec<Choice>) -> Vec<Choice> {
    let ranked = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| (Reverse(choice.count), at));
    let ranked = ranked.collect::<BinaryHeap<_>>().into_sorted_vec();
    ranked
        .into_iter()
        .filter_map(|(_, at)| choices.get(at).cloned())
        .collect()
}

/// A ticked value that no document bears: shown all the same, so that it can be taken back.
fn unknown(tick: &str) -> Choice {
    Choice {
        value: tick.into(),
        label: tick.into(),
        count: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Facts;
    use crate::query::Sort;

    /// Six documents, newest first: topics, provider, quality.
    fn sample() -> Index {
        let doc = |day: u32, topics: &[&str], provider: &str, quality| {
            let mut labels = PerFacet::<Vec<(Rc<str>, Rc<str>)>>::default();
            labels[Facet::Topic] = topics
                .iter()
                .map(|&topic| (topic.into(), topic.into()))
                .collect();
            labels[Facet::Provider] = vec![(provider.into(), provider.to_uppercase().into())];
            let published = format!("2022-03-{day:02}T12:00:00Z").parse().unwrap();
            Facts {
                published,
                quality,
                heat: None,
                labels,
            }
        };
        let docs = [
            doc(16, &["AI"], "x", Some(10)),
            doc(15, &["AI", "Chips"], "y", Some(90)),
            doc(14, &["Chips"], "x", None),
            doc(13, &["Space"], "x", Some(50)),
            doc(12, &["Space", "AI"], "y", Some(50)),
            doc(11, &[], "z", Some(70)),
        ];
        Index::new(docs[0].published, &docs)
    }

    fn ticked(ticks: &[(Facet, &str)]) -> Query {
        ticks
            .iter()
            .fold(Query::default(), |query, (facet, value)| {
                query.toggled(*facet, value)
            })
    }

    #[track_caller]
    fn check(query: &Query, docs: &[DocId], topics: &str) {
        let results = ask(
            &sample(),
            query,
            Window {
                offset: 0,
                limit: 10,
            },
        );
        let shown = |choice: &Choice| format!("{} {}", choice.label, choice.count);
        assert_eq!(results.docs, docs);
        assert_eq!(results.total as usize, docs.len());
        let choices: Vec<_> = results.facets[Facet::Topic].iter().map(shown).collect();
        assert_eq!(choices.join(", "), topics);
    }

    #[test]
    fn everything_matches_when_nothing_is_asked() {
        check(
            &Query::default(),
            &[0, 1, 2, 3, 4, 5],
            "AI 3, Chips 2, Space 2",
        );
    }

    #[test]
    fn a_tick_in_the_same_facet_leaves_its_neighbors_reachable() {
        check(
            &ticked(&[(Facet::Topic, "AI")]),
            &[0, 1, 4],
            "AI 3, Chips 2, Space 2",
        );
    }

    #[test]
    fn ticks_in_one_facet_are_alternatives() {
        check(
            &ticked(&[(Facet::Topic, "AI"), (Facet::Topic, "Chips")]),
            &[0, 1, 2, 4],
            "AI 3, Chips 2, Space 2",
        );
    }

    #[test]
    fn between_facets_all_must_hold() {
        check(
            &ticked(&[(Facet::Topic, "AI"), (Facet::Provider, "y")]),
            &[1, 4],
            "AI 2, Chips 1, Space 1",
        );
    }

    #[test]
    fn an_unknown_tick_matches_nothing_and_can_be_taken_back() {
        check(
            &ticked(&[(Facet::Topic, "Golf")]),
            &[],
            "AI 3, Chips 2, Space 2, Golf 0",
        );
    }

    #[test]
    fn bounds_hold_for_counts_too() {
        let query = Query {
            since: "2022-03-13".parse().ok(),
            min_quality: Some(50),
            ..Query::default()
        };
        check(&query, &[1, 3], "AI 1, Chips 1, Space 1");
    }

    #[test]
    fn every_order_is_total() {
        let order = |sort| {
            let query = Query {
                sort: Some(sort),
                ..Query::default()
            };
            ask(
                &sample(),
                &query,
                Window {
                    offset: 1,
                    limit: 3,
                },
            )
            .docs
        };
        assert_eq!(order(Sort::Newest), [1, 2, 3]);
        assert_eq!(order(Sort::Oldest), [4, 3, 2]);
        assert_eq!(order(Sort::Top), [5, 3, 4]);
    }
}
