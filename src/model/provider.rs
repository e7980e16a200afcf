//! Who published it?

use crate::model::Image;

/// A publisher of articles.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Provider {
    /// As readers know it: `ZDNet`.
    pub name: Box<str>,
    /// Its registrable domain: `zdnet.com`.
    pub domain: Option<Box<str>>,
    /// Its logo, the first of those given.
    pub icon: Option<Image>,
}

impl Provider {
    /// What tells this provider from others: its domain or, where it has none, its name.
    #[must_use]
    pub fn value(&self) -> &str {
        self.domain.as_deref().unwrap_or(&self.name)
    }
}
