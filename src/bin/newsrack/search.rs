//! `newsrack search`

use std::io;
use std::process::ExitCode;

use newsrack::bundle::Bundle;
use newsrack::index::Index;
use newsrack::model::Card;
use newsrack::query::{DocId, Facet, PerFacet, Query, Results, Snippet, Window, is_body_wanted};
use newsrack::text::NATIVE;
use newsrack::wire::Found;

use crate::arguments::{Format, Search};
use crate::terminal;

pub(crate) fn run(typed: Search) -> ExitCode {
    match answer(typed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            terminal::print(&mut io::stderr(), &format!("error: {reason}"));
            ExitCode::from(1)
        }
    }
}

fn answer(typed: Search) -> Result<(), String> {
    let mut bundle = Bundle::open(&typed.bundle)?;
    let window = Window {
        offset: typed.offset,
        limit: typed.limit,
    };
    let format = typed.format;
    let query = query(typed, bundle.index());
    let results = bundle.ask(&query, window)?;
    let hits = hits(&bundle, &results)?;
    match format {
        Format::Json => {
            let hits = hits
                .iter()
                .map(|(card, snippet)| (card, snippet.text.clone()));
            terminal::say_json(&Found::new(&query, &results, hits));
        }
        Format::Human => {
            show(&results, &hits);
            if results.total == 0
                && let Some(meant) = bundle.suggest(&query)?
            {
                terminal::say(&format!("did you mean: {}", meant.trim()));
            }
        }
    }
    Ok(())
}

/// The cards of the answer, and what each shows of its text.
fn hits(bundle: &Bundle, results: &Results) -> Result<Vec<(Card, Snippet)>, String> {
    let cards = bundle.cards(&results.docs)?;
    let hit = |(card, &doc): (Card, &DocId)| {
        let is_wanted = is_body_wanted(&card, &results.marks);
        let body = is_wanted.then(|| bundle.body(doc)).transpose()?;
        let snippet = Snippet::new(&card, body.as_ref(), &results.marks, &NATIVE);
        Ok((card, snippet))
    };
    cards.into_iter().zip(&results.docs).map(hit).collect()
}

fn query(typed: Search, index: &Index) -> Query {
    let mut ticks = PerFacet::new(|_| Vec::new());
    for (facet, values) in [
        (Facet::Topic, typed.topic),
        (Facet::Provider, typed.provider),
        (Facet::Type, typed.kind),
    ] {
        for value in values
            .into_iter()
            .flat_map(|value| values_of(index, facet, value))
        {
            if !ticks[facet].contains(&value) {
                ticks[facet].push(value);
            }
        }
    }
    let Search {
        query: words,
        since,
        until,
        min_quality,
        sort,
        ..
    } = typed;
    Query {
        words,
        ticks,
        since,
        until,
        min_quality,
        sort,
    }
}

/// What queries call it: people may name a provider by what readers see.
fn values_of(index: &Index, facet: Facet, typed: String) -> Vec<String> {
    let values = index
        .labels()
        .map(|labels| labels.values[facet].as_slice())
        .unwrap_or_default();
    if values.iter().any(|value| *value.value == *typed) {
        return vec![typed];
    }
    let named = values
        .iter()
        .filter(|value| *value.label == *typed)
        .map(|value| value.value.to_string());
    let named: Vec<_> = named.collect();
    if named.is_empty() { vec![typed] } else { named }
}

fn show(results: &Results, hits: &[(Card, Snippet)]) {
    if let Some(corrected) = &results.corrected {
        terminal::say(&format!("showing results for: {corrected}"));
    }
    terminal::say(&terminal::count(results.total as usize, "article"));
    for (card, snippet) in hits {
        let provider = card
            .provider
            .as_ref()
            .map_or(String::new(), |provider| format!("  {}", provider.name));
        let url = card
            .links
            .web()
            .map_or(String::new(), |url| format!("\n            {url}"));
        terminal::say(&format!(
            "{}  {}{provider}{url}",
            card.published.day(),
            card.title
        ));
        let pieces = snippet.text.iter().map(|piece| &*piece.text);
        let text: String = pieces.collect();
        if !results.marks.is_empty() && !text.is_empty() {
            terminal::say(&format!("            {text}"));
        }
    }
}
