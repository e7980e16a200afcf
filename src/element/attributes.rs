//! What did the host write, and what does it mean?
//!
//! `element.js` hands over plain objects; an unknown value means the default.

use std::rc::Rc;

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::element::plain::plain;
use crate::model::Day;
use crate::query::{Facet, PerFacet, Query, Sort, Window};
use crate::ui::{Options, State};
use crate::wire::Object;

/// Hits of a `search()` that names no limit, as on the command line.
const LIMIT: u32 = 10;

/// What the host asks for now.
pub(crate) fn read(written: &JsValue) -> (Options, Query) {
    (
        options(written),
        written
            .get("asked")
            .map(|asked| query(&asked))
            .unwrap_or_default(),
    )
}

/// What to begin with: what the host asks for or, after a new start, where the reader was, with what
/// the host has changed since.
pub(crate) fn begin(written: &JsValue) -> State {
    let (options, asked) = read(written);
    let state = State::new(options, asked);
    let Some(current) = written.get("current") else {
        return state;
    };
    let before = written
        .get("before")
        .map(|before| query(&before))
        .unwrap_or_default();
    State {
        query: Rc::new(query(&current).updated(&before, &state.written)),
        shown: written.count("shown").unwrap_or(0).max(state.shown),
        ..state
    }
}

/// What the page's address asks for.
pub(crate) fn restored(asked: &JsValue) -> Query {
    query(asked)
}

/// A `search(request)`.
pub(crate) fn request(request: &JsValue) -> (Query, Window) {
    let window = Window {
        offset: request.count("offset").unwrap_or(0),
        limit: request.count("limit").unwrap_or(LIMIT),
    };
    (
        request
            .get("asked")
            .map(|asked| query(&asked))
            .unwrap_or_default(),
        window,
    )
}

fn options(written: &JsValue) -> Options {
    let default = Options::default();
    let has = |without: &str| {
        !written
            .get(without)
            .is_some_and(|without| without.is_true())
    };
    let level = written.text("headlineLevel");
    let heading = level
        .as_deref()
        .and_then(|level| level.parse().ok())
        .filter(|level| (2..=6).contains(level));
    Options {
        layout: written
            .text("layout")
            .and_then(|layout| layout.parse().ok())
            .unwrap_or(default.layout),
        page_size: written
            .count("pageSize")
            .unwrap_or(default.page_size)
            .clamp(1, 1000),
        link: written
            .text("link")
            .and_then(|link| link.parse().ok())
            .unwrap_or(default.link),
        has_search: has("withoutSearch"),
        has_filters: has("withoutFilters"),
        has_related: has("withoutRelated"),
        has_images: has("withoutImages"),
        headline_level: if level.as_deref() == Some("none") {
            None
        } else {
            heading.or(default.headline_level)
        },
        is_in_sight: written.get("isInSight").is_some_and(|is| is.is_true()),
    }
}

fn query(asked: &JsValue) -> Query {
    let day = |name: &str| asked.text(name)?.parse::<Day>().ok();
    Query {
        words: asked.text("query").map(Into::into).unwrap_or_default(),
        ticks: PerFacet::new(|facet: Facet| asked.texts(facet.name())),
        since: day("since"),
        until: day("until"),
        min_quality: asked.count("minQuality"),
        sort: asked.text("sort").and_then(|sort| sort.parse().ok()),
    }
}

/// What is asked for: the keys of `state` but for `total` and `shown`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked<'a> {
    query: &'a str,
    topic: &'a [String],
    provider: &'a [String],
    r#type: &'a [String],
    since: Option<String>,
    until: Option<String>,
    min_quality: Option<u32>,
    sort: Option<&'static str>,
}

/// What is asked for, as the page is told: the order is named, whether or not somebody chose it.
pub(crate) fn told(query: &Query) -> JsValue {
    asked(query, Some(query.order()))
}

/// Where the reader is, what the host asked for, and how many cards are shown, to begin with after a
/// new start.
pub(crate) fn kept(state: &State) -> Array {
    let current = asked(&state.query, state.query.sort);
    let before = asked(&state.written, state.written.sort);
    Array::of3(&current, &before, &state.shown.into())
}

fn asked(query: &Query, sort: Option<Sort>) -> JsValue {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    plain(&Asked {
        query: &query.words,
        topic: &query.ticks[Facet::Topic],
        provider: &query.ticks[Facet::Provider],
        r#type: &query.ticks[Facet::Type],
        since: day(query.since),
        until: day(query.until),
        min_quality: query.min_quality,
        sort: sort.map(Sort::name),
    })
}
