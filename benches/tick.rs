//! How long does the engine take for a tick, without the page around it?
//!
//! Run by `cargo xtask bench tick`, or by `cargo bench --bench tick -- BUNDLE` on any bundle.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use newsrack::bundle::Bundle;
use newsrack::index::{Facet, Index};
use newsrack::query::{Query, Window, ask};
use newsrack::text::NATIVE;

/// Enough for a stable 95th percentile; all of it takes about a second.
const ROUNDS: usize = 100;
/// What a rack shows at first.
const PAGE: Window = Window {
    offset: 0,
    limit: 12,
};
/// Values of a facet that are ticked: what a reader sees without asking for more.
const VALUES: usize = 10;

fn main() -> ExitCode {
    // Cargo adds a flag of its own.
    let folder = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with("--"));
    let Some(folder) = folder else {
        eprintln!("name the folder of a bundle: `cargo bench --bench tick -- BUNDLE`");
        return ExitCode::FAILURE;
    };
    match Bundle::open(Path::new(&folder)) {
        Ok(bundle) => {
            report(bundle.index());
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn report(index: &Index) {
    let queries = queries(index);
    let mut times: Vec<Duration> = (0..ROUNDS)
        .flat_map(|_| queries.iter().map(|query| time(index, query)))
        .collect();
    times.sort_unstable();
    let at = |percent: usize| {
        let time = times.get(times.len().saturating_sub(1) * percent / 100);
        time.map_or(0, Duration::as_nanos) as f64 / 1000.0
    };
    println!(
        "measured: {{\"articles\":{},\"asked\":{},\"p50\":{:.1},\"p95\":{:.1},\"max\":{:.1}}}",
        index.documents,
        times.len(),
        at(50),
        at(95),
        at(100)
    );
}

fn time(index: &Index, query: &Query) -> Duration {
    let start = Instant::now();
    let _ = std::hint::black_box(ask(index, query, PAGE, &NATIVE));
    start.elapsed()
}

/// Each frequent topic and source alone, and each such pair.
fn queries(index: &Index) -> Vec<Query> {
    let alone = |facet: Facet| {
        let values = index.labels().map(|labels| labels.values[facet].as_slice());
        let values = values.unwrap_or_default().iter().take(VALUES);
        let queries = values.map(|value| Query::default().toggled(facet, &value.value));
        queries.collect::<Vec<_>>()
    };
    let (topics, sources) = (alone(Facet::Topic), alone(Facet::Provider));
    let pairs = topics.iter().flat_map(|topic| {
        let ticked = sources
            .iter()
            .flat_map(|source| &source.ticks[Facet::Provider]);
        ticked.map(|source| topic.toggled(Facet::Provider, source))
    });
    let pairs: Vec<_> = pairs.collect();
    [topics, sources, pairs].concat()
}
