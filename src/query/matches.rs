//! Which documents answer, and which would if a facet's own ticks were set aside?

use crate::index::{Bitset, Facet, Index, PerFacet};
use crate::query::Query;

/// The documents that answer a query.
pub(crate) struct Matches {
    /// Those that fulfill everything.
    pub(crate) all: Bitset,
    /// Those that fulfill everything but the ticks of that facet: what its counts are taken from.
    pub(crate) aside: PerFacet<Bitset>,
}

impl Matches {
    pub(crate) fn new(index: &Index, query: &Query) -> Self {
        let within = bounds(index, query);
        let ticked = PerFacet::new(|facet| ticked(index, query, facet));
        let but = |left_out: Option<Facet>| {
            let mut set = within.clone();
            let others = ticked.iter().filter(|(facet, _)| Some(*facet) != left_out);
            others
                .filter_map(|(_, ticked)| ticked.as_ref())
                .for_each(|ticked| set.intersect(ticked));
            set
        };
        Self {
            all: but(None),
            aside: PerFacet::new(|facet| but(Some(facet))),
        }
    }
}

/// What lies within the period and reaches the quality.
fn bounds(index: &Index, query: &Query) -> Bitset {
    let mut set = Bitset::range(index.len(), index.period(query.since, query.until));
    if let Some(least) = query.min_quality {
        let reaches = |quality: &Option<u32>| quality.is_some_and(|quality| quality >= least);
        let good = |doc| index.quality.get(doc as usize).is_some_and(reaches);
        set.intersect(&Bitset::filter(index.len(), good));
    }
    set
}

/// What bears one of the ticked values; `None` where nothing is ticked, which asks for nothing.
fn ticked(index: &Index, query: &Query, facet: Facet) -> Option<Bitset> {
    let ticks = &query.ticks[facet];
    if ticks.is_empty() {
        return None;
    }
    let mut set = Bitset::none(index.len());
    let is_ticked = |value: &str| ticks.iter().any(|tick| tick == value);
    let values = index.facets[facet]
        .iter()
        .filter(|value| is_ticked(&value.value));
    values.for_each(|value| value.postings.add_to(&mut set));
    Some(set)
}
