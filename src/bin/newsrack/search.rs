//! `newsrack search`

use std::io;
use std::process::ExitCode;

use newsrack::bundle::Bundle;
use newsrack::index::Index;
use newsrack::model::Card;
use newsrack::query::{Facet, PerFacet, Query, Results, Window, ask};
use newsrack::wire::Found;

use crate::arguments::{Format, Search};
use crate::terminal;

/// What is said to somebody who searches for words, which the index does not hold yet.
const NO_WORDS: &str = "words are not searched yet; leave them out, and narrow down with --topic, \
                        --provider, --type, --since, --until or --min-quality";

pub(crate) fn run(typed: Search) -> ExitCode {
    // An answer that ignored half of the question would pass for the whole one.
    if !typed.query.trim().is_empty() {
        terminal::print(&mut io::stderr(), &format!("error: {NO_WORDS}"));
        return ExitCode::from(2);
    }
    match answer(typed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            terminal::print(&mut io::stderr(), &format!("error: {reason}"));
            ExitCode::from(1)
        }
    }
}

fn answer(typed: Search) -> Result<(), String> {
    let bundle = Bundle::open(&typed.bundle)?;
    let window = Window {
        offset: typed.offset,
        limit: typed.limit,
    };
    let format = typed.format;
    let query = query(typed, bundle.index());
    let results = ask(bundle.index(), &query, window);
    let cards = bundle.cards(&results.docs)?;
    match format {
        Format::Json => terminal::say_json(&Found::new(&query, &results, &cards)),
        Format::Human => show(&results, &cards),
    }
    Ok(())
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
    let values = &index.facets[facet];
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

fn show(results: &Results, cards: &[Card]) {
    terminal::say(&terminal::count(results.total as usize, "article"));
    for card in cards {
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
    }
}
