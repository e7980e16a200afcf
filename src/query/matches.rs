//! Which documents answer, and which would if one thing asked were set aside?

use crate::index::{Bitset, DocId, Facet, Index, Part, Value};
use crate::model::Day;
use crate::query::Query;
use crate::query::parse::Search;
use crate::query::words::Spoken;
use crate::text::Folding;

/// Something that is asked for, and can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The search string.
    Words,
    /// The ticks of a facet.
    Ticks(Facet),
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// The least quality.
    MinQuality,
}

/// For each thing that is asked for the documents that fulfill it.
pub(crate) struct Matches {
    documents: u32,
    asked: Vec<(Asked, Bitset)>,
}

impl Matches {
    /// Of what is here; what is not is noted, and then this is no answer.
    pub(crate) fn new(
        index: &Index,
        query: &Query,
        search: &Search,
        spoken: Option<&Spoken>,
        folding: &Folding,
        lacking: &mut Vec<Part>,
    ) -> Self {
        let mut asked = Vec::new();
        let mut take = |what, docs: Found| match docs {
            Ok(Some(docs)) => asked.push((what, docs)),
            Ok(None) => {}
            Err(parts) => lacking.extend(parts),
        };
        take(Asked::Words, words(index, search, spoken, folding));
        take(Asked::Since, bound(index, query.since, None));
        take(Asked::Until, bound(index, None, query.until));
        take(Asked::MinQuality, quality(index, query.min_quality));
        for facet in Facet::ALL {
            take(Asked::Ticks(facet), ticked(index, query, facet));
        }
        Self {
            documents: index.documents,
            asked,
        }
    }

    /// The documents that fulfill everything, or everything but one thing.
    pub(crate) fn but(&self, set_aside: Option<Asked>) -> Bitset {
        let mut docs = Bitset::range(self.documents, 0..self.documents);
        let asked = self
            .asked
            .iter()
            .filter(|(asked, _)| Some(*asked) != set_aside);
        asked.for_each(|(_, set)| docs.intersect(set));
        docs
    }

    /// What is asked for.
    pub(crate) fn asked(&self) -> impl Iterator<Item = Asked> + '_ {
        self.asked.iter().map(|(asked, _)| *asked)
    }
}

/// Nothing where nothing is asked for.
type Found = Result<Option<Bitset>, Vec<Part>>;

/// What the search string asks for: words, labels, and a period of its own.
fn words(index: &Index, search: &Search, spoken: Option<&Spoken>, folding: &Folding) -> Found {
    let period = bound(index, search.since, search.until)?;
    if spoken.is_none() && period.is_none() && search.labels.is_empty() {
        return Ok(None);
    }
    let everything = || Bitset::range(index.documents, 0..index.documents);
    let mut docs = spoken.map_or_else(everything, |spoken| spoken.docs.clone());
    if let Some(period) = period {
        docs.intersect(&period);
    }
    for (facet, label, is_excluded) in &search.labels {
        let label = (folding.word)(label);
        let is_meant = |value: &Value| {
            (folding.word)(&value.value) == label || (folding.word)(&value.label) == label
        };
        let bearing = bearing(index, *facet, &is_meant)?;
        if *is_excluded {
            docs.subtract(&bearing);
        } else {
            docs.intersect(&bearing);
        }
    }
    Ok(Some(docs))
}

fn bound(index: &Index, since: Option<Day>, until: Option<Day>) -> Found {
    if since.is_none() && until.is_none() {
        return Ok(None);
    }
    let period = index.calendar()?.period(since, until);
    Ok(Some(Bitset::range(index.documents, period)))
}

fn quality(index: &Index, least: Option<u32>) -> Found {
    let Some(least) = least else { return Ok(None) };
    let mut good = Bitset::none(index.documents);
    for (doc, quality) in index.scores()?.quality.iter().enumerate() {
        if quality.is_some_and(|quality| quality >= least) {
            good.insert(doc as DocId);
        }
    }
    Ok(Some(good))
}

/// What bears one of the ticked values.
fn ticked(index: &Index, query: &Query, facet: Facet) -> Found {
    let ticks = &query.ticks[facet];
    if ticks.is_empty() {
        return Ok(None);
    }
    let is_ticked = |value: &Value| ticks.iter().any(|tick| *tick == *value.value);
    bearing(index, facet, &is_ticked).map(Some)
}

fn bearing(
    index: &Index,
    facet: Facet,
    is_meant: &dyn Fn(&Value) -> bool,
) -> Result<Bitset, Vec<Part>> {
    index.labels()?.bearing(facet, is_meant)
}
