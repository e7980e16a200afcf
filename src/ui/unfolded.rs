//! What did the reader open on the rack itself?
//!
//! None of it is asked of the bundle, so none of it is a question.

use crate::model::Id;
use crate::query::{Facet, PerFacet};

/// What is open beyond what every rack shows at first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unfolded {
    /// Whether the filters are, where there is no room beside the cards.
    pub filters: bool,
    /// For each facet what is looked for among all its values; `None` where the leading ones are shown.
    pub facets: PerFacet<Option<String>>,
    /// The articles whose coverage was asked for, and how much of it.
    coverage: Vec<(Id, Coverage)>,
}

/// How much of the coverage of an article the reader asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Nothing yet, so there is nothing of it in the page: most disclosures stay closed.
    #[default]
    Unasked,
    /// The first few.
    Few,
    /// All of it.
    Whole,
}

impl Unfolded {
    /// How much of the coverage of an article is wanted.
    #[must_use]
    pub fn coverage(&self, article: Id) -> Coverage {
        let asked = self.coverage.iter().filter(|(id, _)| *id == article);
        asked
            .map(|(_, coverage)| *coverage)
            .max()
            .unwrap_or_default()
    }

    pub(crate) fn ask(&mut self, article: Id, coverage: Coverage) {
        if self.coverage(article) < coverage {
            self.coverage.push((article, coverage));
        }
    }

    /// Shows all values of a facet, or the leading ones again.
    pub(crate) fn turn(&mut self, facet: Facet) {
        let wanted = self.facets[facet].take();
        self.facets[facet] = wanted.is_none().then(String::new);
    }
}
