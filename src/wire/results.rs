//! What `newsrack search --format json` prints, and `search()` resolves to.

use serde::Serialize;

use crate::index::{Facet, PerFacet};
use crate::model::Card;
use crate::query;
use crate::query::{Choice, Query, Results, Snippet};

/// The answer to a search, as the contract words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    query: String,
    total: u32,
    hits: Vec<Hit>,
    facets: Facets,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Facets {
    topic: Vec<ValueCount>,
    provider: Vec<ValueCount>,
    r#type: Vec<ValueCount>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    id: String,
    title: String,
    /// Where it leads; `null` where it has no address.
    url: Option<String>,
    /// The provider's name; `null` where it has none.
    provider: Option<String>,
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
pub struct ValueCount {
    value: String,
    label: String,
    count: u32,
}

impl Found {
    /// The answer with the cards of its window, in order, and what each shows of its text. Counts
    /// that are not here are left out.
    pub fn new<'a>(
        query: &Query,
        results: &Results,
        hits: impl IntoIterator<Item = (&'a Card, Snippet)>,
    ) -> Self {
        Self {
            query: query.words.clone(),
            total: results.total,
            hits: hits
                .into_iter()
                .map(|(card, snippet)| Hit::new(card, snippet))
                .collect(),
            facets: Facets::new(results.facets.as_ref().ok()),
        }
    }
}

impl Facets {
    fn new(facets: Option<&PerFacet<Vec<Choice>>>) -> Self {
        let counts = |facet: Facet| {
            let choices = facets.map(|facets| facets[facet].as_slice());
            choices
                .unwrap_or_default()
                .iter()
                .map(ValueCount::new)
                .collect()
        };
        Self {
            topic: counts(Facet::Topic),
            provider: counts(Facet::Provider),
            r#type: counts(Facet::Type),
        }
    }
}

impl ValueCount {
    fn new(choice: &Choice) -> Self {
        Self {
            value: choice.value.to_string(),
            label: choice.label.to_string(),
            count: choice.count,
        }
    }
}

impl Hit {
    fn new(card: &Card, snippet: Snippet) -> Self {
        let piece = |piece: query::Piece| Piece {
            text: piece.text,
            hit: piece.is_hit,
        };
        Self {
            id: card.id.to_string(),
            title: card.title.to_string(),
            url: card.links.web().map(ToString::to_string),
            provider: card
                .provider
                .as_ref()
                .map(|provider| provider.name.to_string()),
            published_date_time: card.published.to_string(),
            snippet: snippet.text.into_iter().map(piece).collect(),
        }
    }
}
