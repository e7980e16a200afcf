//! By what can articles be filtered and sorted?
//!
//! This much of each stays at hand, packed, when all else of it waits on the pile: a build that changes
//! one article would otherwise have to unpack all.

use std::collections::HashSet;
use std::rc::Rc;

use crate::bundle::packed::{Packed, pack_fields};
use crate::index::{Facet, Facts, PerFacet};
use crate::model::{Article, Instant};
use crate::wire::bytes::Reader;

/// What an article bears.
#[derive(Debug)]
pub(crate) struct Facets {
    quality: Option<u32>,
    heat: Option<i32>,
    topics: Vec<Box<str>>,
    /// The value and the label.
    provider: Option<(Box<str>, Box<str>)>,
    kind: Option<Box<str>>,
}

pack_fields!(Facets {
    quality,
    heat,
    topics,
    provider,
    kind
});

impl Facets {
    pub(crate) fn of(article: &Article) -> Self {
        let card = &article.card;
        let provider = card.provider.as_ref();
        Self {
            quality: article.quality,
            heat: article.heat,
            topics: card.topics.clone(),
            provider: provider.map(|provider| (provider.value().into(), provider.name.clone())),
            kind: card.kind.clone(),
        }
    }
}

/// Labels, each kept once however many articles bear it.
#[derive(Debug, Default)]
pub(crate) struct Labels(HashSet<Rc<str>>);

impl Labels {
    /// What the index wants to know of an article; `None` where these bytes are not its facets.
    pub(crate) fn facts(&mut self, published: Instant, facets: &[u8]) -> Option<Facts> {
        let facets = Facets::unpack(&mut Reader::new(facets))?;
        Some(Facts {
            published,
            quality: facets.quality,
            heat: facets.heat,
            labels: PerFacet::new(|facet| self.of(&facets, facet)),
        })
    }

    fn of(&mut self, facets: &Facets, facet: Facet) -> Vec<(Rc<str>, Rc<str>)> {
        let mut both = |value: &str, label: &str| (self.once(value), self.once(label));
        match facet {
            Facet::Topic => facets
                .topics
                .iter()
                .map(|topic| both(topic, topic))
                .collect(),
            Facet::Provider => {
                let provider = facets.provider.iter();
                provider.map(|(value, label)| both(value, label)).collect()
            }
            Facet::Type => facets.kind.iter().map(|kind| both(kind, kind)).collect(),
        }
    }

    fn once(&mut self, label: &str) -> Rc<str> {
        if let Some(known) = self.0.get(label) {
            return known.clone();
        }
        let label: Rc<str> = label.into();
        self.0.insert(label.clone());
        label
    }
}
