//! A `search()` that waits for its answer.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::element::library::Library;
use crate::element::wish::Wish;
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

    /// The answer, or what is lacking for it. The index is needed whatever is asked: the manifest
    /// names but the most frequent values of each facet.
    pub(crate) fn answer(&self, library: &Library) -> Result<JsValue, Vec<Wish>> {
        if !library.has_index() {
            return Err(vec![Wish::Index]);
        }
        let answered = library.answered(&self.query, self.window)?;
        if !answered.lacking.is_empty() {
            return Err(answered.lacking);
        }
        let cards = answered.cards.iter().map(AsRef::as_ref);
        let found = Found::new(&self.query, &answered.results, cards);
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        Ok(found.serialize(&serializer).unwrap_or_default())
    }
}
