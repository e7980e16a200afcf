//! What `newsrack search --format json` prints, and `search()` resolves to.

use serde::Serialize;

use crate::index::{Facet, PerFacet};
use crate::model::Card;
use crate::query;
use crate::query::{Choice, Query, Results};

/// The answer to a search, as the contract words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found<'a> {
    query: &'a str,
    total: u32,
    hits: Vec<Hit<'a>>,
    facets: Facets<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Facets<'a> {
    topic: Vec<ValueCount<'a>>,
    provider: Vec<ValueCount<'a>>,
    r#type: Vec<ValueCount<'a>>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit<'a> {
    id: String,
    title: &'a str,
    /// Where it leads; `null` where it has no address.
    url: Option<&'a str>,
    /// The provider's name; `null` where it has none.
    provider: Option<&'a str>,
    published_date_time: String,
    snippet: Vec<Piece>,
}

/// A piece of a snippet, plain or hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Piece {
    text: String,
    hit: bool,
}

/// A value of a facet with the number of articles that it would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueCount<'a> {
    value: &'a str,
    label: &'a str,
    count: u32,
}

impl<'a> Found<'a> {
    /// The answer with the cards of its window, in order, and what each shows of its text. Counts
    /// that are not here are left out.
    pub fn new(
        query: &'a Query,
        results: &'a Results,
        hits: impl IntoIterator<Item = (&'a Card, Vec<query::Piece>)>,
    ) -> Self {
        let hits = hits.into_iter();
        Self {
            query: &query.words,
            total: results.total,
            hits: hits
                .map(|(card, excerpt)| Hit::new(card, excerpt))
                .collect(),
            facets: Facets::new(results.facets.as_ref().ok()),
        }
    }
}

impl<'a> Facets<'a> {
    fn new(facets: Option<&'a PerFacet<Vec<Choice>>>) -> Self {
        let counts = |facet: Facet| {
            let choices = facets.map(|facets| facets[facet].as_slice());
            let choices = choices.unwrap_or_default().iter();
            choices.map(ValueCount::new).collect()
        };
        Self {
            topic: counts(Facet::Topic),
            provider: counts(Facet::Provider),
            r#type: counts(Facet::Type),
        }
    }
}

impl<'a> ValueCount<'a> {
    fn new(choice: &'a Choice) -> Self {
        Self {
            value: &choice.value,
            label: &choice.label,
            count: choice.count,
        }
    }
}

impl<'a> Hit<'a> {
    fn new(card: &'a Card, excerpt: Vec<query::Piece>) -> Self {
        let piece = |piece: query::Piece| Piece {
            text: piece.text,
            hit: piece.is_hit,
        };
        Self {
            id: card.id.to_string(),
            title: &card.title,
            url: card.links.web().map(|url| url.as_str()),
            provider: card.provider.as_ref().map(|provider| &*provider.name),
            published_date_time: card.published.to_string(),
            snippet: excerpt.into_iter().map(piece).collect(),
        }
    }
}
