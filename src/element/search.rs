//! A `search()` that waits for its answer.

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::element::library::{Counts, Library};
use crate::element::plain::plain;
use crate::element::wish::Wish;
use crate::index::Part;
use crate::query::{Query, Window};
use crate::wire::Found;

/// A question beside the shown one; the cards on the page stay as they are.
pub(crate) struct Search {
    query: Query,
    window: Window,
    resolve: Function,
    reject: Function,
}

impl Search {
    pub(crate) fn new(query: Query, window: Window, resolve: Function, reject: Function) -> Self {
        Self {
            query,
            window,
            resolve,
            reject,
        }
    }

    pub(crate) fn resolve(&self, found: &JsValue) {
        // Settling a promise runs nothing of the page's before this returns, so it cannot fail.
        let _ = self.resolve.call1(&JsValue::UNDEFINED, found);
    }

    pub(crate) fn reject(&self) {
        let error = js_sys::Error::new("a file of the bundle could not be loaded");
        let _ = self.reject.call1(&JsValue::UNDEFINED, &error);
    }

    /// The answer, or what is lacking for it. The labels are needed whatever is asked: the manifest
    /// names but the most frequent values of each facet.
    pub(crate) fn answer(&self, library: &Library) -> Result<JsValue, Vec<Wish>> {
        let answered = library.answered(&self.query, self.window, Counts::All);
        let mut lacking = Vec::new();
        if !library.has(Part::Facets) {
            lacking.push(Wish::Part(Part::Facets));
        }
        match &answered {
            Ok(answered) => lacking.extend(answered.lacking.iter().chain(&answered.further)),
            Err(wanted) => lacking.extend(wanted),
        }
        let Some(answered) = answered.ok().filter(|_| lacking.is_empty()) else {
            return Err(lacking);
        };
        let cards = answered.hits.iter().map(|(_, card)| &**card);
        let hits = cards.zip(library.excerpts(&answered));
        Ok(plain(&Found::new(&self.query, &answered.results, hits)))
    }
}
