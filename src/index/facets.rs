//! Which labels are there to tick?

use std::ops::{Index, IndexMut};
use std::rc::Rc;

/// What articles can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// What they are about; an article may bear several.
    Topic,
    /// Who published them.
    Provider,
    /// `article`, `video`, …
    Type,
}

impl Facet {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Topic, Self::Provider, Self::Type];

    /// The name that attributes, JSON and `data-facet` use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Provider => "provider",
            Self::Type => "type",
        }
    }
}

/// One thing for each facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PerFacet<T>([T; 3]);

impl<T> PerFacet<T> {
    /// What `make` gives for each.
    pub fn new(mut make: impl FnMut(Facet) -> T) -> Self {
        let [topic, provider, kind] = Facet::ALL;
        Self([make(topic), make(provider), make(kind)])
    }

    /// Each facet with what belongs to it, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &T)> {
        Facet::ALL.iter().copied().zip(&self.0)
    }
}

impl<T> Index<Facet> for PerFacet<T> {
    type Output = T;

    fn index(&self, facet: Facet) -> &T {
        let [topic, provider, kind] = &self.0;
        match facet {
            Facet::Topic => topic,
            Facet::Provider => provider,
            Facet::Type => kind,
        }
    }
}

impl<T> IndexMut<Facet> for PerFacet<T> {
    fn index_mut(&mut self, facet: Facet) -> &mut T {
        let [topic, provider, kind] = &mut self.0;
        match facet {
            Facet::Topic => topic,
            Facet::Provider => provider,
            Facet::Type => kind,
        }
    }
}

/// The values of a facet, the most frequent first, equal ones by label and then by value.
pub type Values = Vec<Value>;

/// A value that can be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What queries and addresses say: `zdnet.com`.
    pub value: Rc<str>,
    /// What readers see: `ZDNet`.
    pub label: Rc<str>,
    /// How many documents bear it.
    pub documents: u32,
}
