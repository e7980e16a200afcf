//! A `search()` that waits for its answer.

use std::rc::Rc;

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::element::library::Library;
use crate::element::wish::Wish;
use crate::model::Card;
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

    /// The answer, or what is lacking for it.
    pub(crate) fn answer(&self, library: &Library) -> Result<JsValue, Vec<Wish>> {
        let results = library
            .answer(&self.query, self.window)
            .map_err(|wish| vec![wish])?;
        let cards: Vec<_> = results.docs.iter().map(|&doc| library.card(doc)).collect();
        let lacking: Vec<Wish> = cards
            .iter()
            .filter_map(|card| card.as_ref().err().copied())
            .collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let cards: Vec<Rc<Card>> = cards.into_iter().flatten().flatten().collect();
        let found = Found::new(&self.query, &results, cards.iter().map(AsRef::as_ref));
        Ok(found
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .unwrap_or_default())
    }
}
