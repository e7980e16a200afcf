//! What is the answer?

use std::rc::Rc;

use crate::index::{Bitset, DocId, Facet, Index, Labels, Part, PerFacet, Value, ascending};
use crate::query::marks::Marks;
use crate::query::matches::{Asked, Matches};
use crate::query::parse::parse;
use crate::query::words::{Spoken, spoken};
use crate::query::{Query, Sort, Window, order, score, typo};
use crate::text::{Folding, tokens};

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// How many documents match, shown or not.
    pub total: u32,
    /// Those in the window, in order.
    pub docs: Vec<DocId>,
    /// For each facet the values that can be chosen, or what these are counted from and is not here.
    pub facets: Result<PerFacet<Vec<Choice>>, Vec<Part>>,
    /// What to mark in the texts of the hits.
    pub marks: Marks,
    /// The search string as it was answered, where a word that does not occur was taken for another.
    pub corrected: Option<String>,
    /// Where nothing matches: each thing that was asked for and, without it, how many would. Those
    /// that alone would free nothing are left out.
    pub freeing: Vec<(Asked, u32)>,
}

impl Default for Results {
    fn default() -> Self {
        Self {
            total: 0,
            docs: Vec::new(),
            facets: Ok(PerFacet::default()),
            marks: Marks::default(),
            corrected: None,
            freeing: Vec::new(),
        }
    }
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

impl Choice {
    pub(super) fn new(value: &Value, count: u32) -> Self {
        Self {
            value: value.value.clone(),
            label: value.label.clone(),
            count,
        }
    }
}

/// Answers a query from an index.
///
/// Each facet lists its values with a count above 0 and those that are ticked, even where the bundle
/// does not know them; the highest count first, equal counts in the index's own order.
///
/// # Errors
///
/// The parts of the index that the answer needs and that are not here, as far as they can be named
/// now: once they are, others may be.
pub fn ask(
    index: &Index,
    query: &Query,
    window: Window,
    folding: &Folding,
) -> Result<Results, Vec<Part>> {
    let search = parse(&query.words, folding);
    let mut lacking = lacking(index, query);
    let spoken = match search.clauses.is_empty() {
        true => None,
        false => spoken(&index.words, index.documents, &search, &mut lacking),
    };
    let matches = Matches::new(
        index,
        query,
        &search,
        spoken.as_ref(),
        folding,
        &mut lacking,
    );
    if !lacking.is_empty() {
        lacking.dedup();
        return Err(lacking);
    }
    let found = matches.but(None);
    Ok(Results {
        total: found.count(),
        docs: page(index, query, &found, spoken.as_ref(), window),
        facets: counted(index, query, &matches, &found),
        freeing: freeing(&matches, &found),
        corrected: corrected(&query.words, spoken.as_ref(), folding),
        marks: spoken.map(|spoken| spoken.marks).unwrap_or_default(),
    })
}

/// Did the reader mean something else, where nothing matches? The search string with one word changed by
/// a letter or two, so that something does.
///
/// # Errors
///
/// The parts of the index that this needs and that are not here, as far as they can be named now.
pub fn suggest(
    index: &Index,
    query: &Query,
    folding: &Folding,
) -> Result<Option<String>, Vec<Part>> {
    let none = Window {
        offset: 0,
        limit: 0,
    };
    for word in parse(&query.words, folding).words() {
        let mut lacking = Vec::new();
        let near = typo::corrections(&index.words, word, &mut lacking).ok_or(lacking)?;
        for form in near.into_iter().filter(|form| form != word) {
            let words = replaced(&query.words, &[(word.to_owned(), form)], folding);
            let meant = Query {
                words,
                ..query.clone()
            };
            if ask(index, &meant, none, folding)?.total > 0 {
                return Ok(Some(meant.words));
            }
        }
    }
    Ok(None)
}

/// What the order needs and is not here.
fn lacking(index: &Index, query: &Query) -> Vec<Part> {
    let order = query.order();
    let mut lacking = Vec::new();
    if matches!(order, Sort::Relevance | Sort::Top) && index.calendar.is_none() {
        lacking.push(Part::Calendar);
    }
    if order == Sort::Top && index.scores.is_none() {
        lacking.push(Part::Scores);
    }
    lacking
}

fn page(
    index: &Index,
    query: &Query,
    found: &Bitset,
    spoken: Option<&Spoken>,
    window: Window,
) -> Vec<DocId> {
    match (query.order(), &index.calendar, &index.scores) {
        (Sort::Oldest, ..) => order::oldest(found, window),
        (Sort::Top, Some(calendar), Some(scores)) => {
            let ages = calendar.ages();
            order::best(found, window, &|doc| score::top(&ages, scores, doc))
        }
        (Sort::Relevance, Some(calendar), _) => match spoken {
            Some(spoken) => {
                let relevance = score::Relevance::new(calendar, &spoken.strengths);
                order::best(found, window, &|doc| relevance.of(doc))
            }
            // Exclusions and labels alone: all that is left is equally relevant.
            None => order::newest(found, window),
        },
        _ => order::newest(found, window),
    }
}

/// What would be there if one thing were not asked for.
fn freeing(matches: &Matches, found: &Bitset) -> Vec<(Asked, u32)> {
    if found.count() > 0 {
        return Vec::new();
    }
    let mut freeing = Vec::new();
    for asked in matches.asked() {
        let count = matches.but(Some(asked)).count();
        if count > 0 {
            freeing.push((asked, count));
        }
    }
    freeing
}

/// The search string with the words in it that were taken for others.
fn corrected(typed: &str, spoken: Option<&Spoken>, folding: &Folding) -> Option<String> {
    let corrected = &spoken
        .filter(|spoken| !spoken.corrected.is_empty())?
        .corrected;
    Some(replaced(typed, corrected, folding))
}

/// A search string with some of its words changed.
fn replaced(typed: &str, changes: &[(String, String)], folding: &Folding) -> String {
    let (mut said, mut at) = (String::new(), 0);
    for token in tokens(typed, folding) {
        let meant = changes.iter().find(|(word, _)| *word == token.word);
        if let Some((_, meant)) = meant.filter(|_| token.range.start >= at) {
            said.push_str(typed.get(at..token.range.start).unwrap_or_default());
            said.push_str(meant);
            at = token.range.end;
        }
    }
    said.push_str(typed.get(at..).unwrap_or_default());
    said
}

/// What can be chosen. The ticks of a facet are set aside for its own counts.
fn counted(
    index: &Index,
    query: &Query,
    matches: &Matches,
    found: &Bitset,
) -> Result<PerFacet<Vec<Choice>>, Vec<Part>> {
    let labels = index.labels()?;
    let mut counts = labels.count(found)?;
    for facet in Facet::ALL {
        if !query.ticks[facet].is_empty() {
            let aside = matches.but(Some(Asked::Ticks(facet)));
            counts[facet] = std::mem::take(&mut labels.count(&aside)?[facet]);
        }
    }
    Ok(PerFacet::new(|facet| {
        choices(labels, facet, &query.ticks[facet], &counts[facet])
    }))
}

fn choices(labels: &Labels, facet: Facet, ticks: &[String], counts: &[u32]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (value, &count) in labels.values[facet].iter().zip(counts) {
        if count > 0 || ticks.iter().any(|tick| **tick == *value.value) {
            choices.push(Choice::new(value, count));
        }
    }
    for tick in ticks {
        if !choices.iter().any(|choice| *choice.value == **tick) {
            choices.push(unknown(tick));
        }
    }
    by_count(&choices)
}

/// The highest count first, equal counts as they stand.
fn by_count(choices: &[Choice]) -> Vec<Choice> {
    let fewest_last = choices
        .iter()
        .map(|choice| u64::from(u32::MAX - choice.count));
    let mut ordered = Vec::new();
    for at in ascending(fewest_last) {
        ordered.extend(choices.get(at).cloned());
    }
    ordered
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
    use crate::text::NATIVE;

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
            &NATIVE,
        )
        .unwrap();
        let shown = |choice: &Choice| format!("{} {}", choice.label, choice.count);
        assert_eq!(results.docs, docs);
        assert_eq!(results.total as usize, docs.len());
        let choices: Vec<_> = results.facets.unwrap()[Facet::Topic]
            .iter()
            .map(shown)
            .collect();
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
                &NATIVE,
            )
            .unwrap()
            .docs
        };
        assert_eq!(order(Sort::Newest), [1, 2, 3]);
        assert_eq!(order(Sort::Oldest), [4, 3, 2]);
        assert_eq!(order(Sort::Top), [5, 3, 4]);
    }
}
