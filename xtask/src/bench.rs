//! What is there to measure, how much may it be, and how much is it?
//!
//! All together make `docs/benchmarks.md`, each line of which says whether its bar holds.

mod build;
mod bundle;
mod child;
mod corpus;
mod first_view;
mod newsrack;
mod page;
mod row;
mod size;
mod tick;

use crate::project::Project;
use crate::site;
use crate::tools;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use row::Row;
use std::time::Instant;

/// A measurement: its name on the command line, the question it answers, and how.
struct Bench {
    name: &'static str,
    question: &'static str,
    /// Whether it measures what is in `dist`.
    needs_site: bool,
    /// Whether it opens a page.
    needs_browser: bool,
    measure: fn(&Project) -> Result<Vec<Row>>,
}

/// What a measurement came to.
struct Measured {
    bench: &'static Bench,
    rows: Vec<Row>,
}

static BENCHES: [Bench; 5] = [
    Bench {
        name: "size",
        question: "How many bytes does a reader pay for the widget?",
        needs_site: true,
        needs_browser: false,
        measure: size::measure,
    },
    Bench {
        name: "first-view",
        question: "How many bytes and round trips are there from the tag to twelve cards?",
        needs_site: true,
        needs_browser: true,
        measure: first_view::measure,
    },
    Bench {
        name: "tick",
        question: "How long does it take from a tick to painted cards, at 5,000 articles?",
        needs_site: true,
        needs_browser: true,
        measure: tick::measure,
    },
    Bench {
        name: "build",
        question: "How many megabytes of front matter does a build read in a second?",
        needs_site: false,
        needs_browser: false,
        measure: build::measure,
    },
    Bench {
        name: "bundle",
        question: "How large is a bundle beside what it was made from?",
        needs_site: false,
        needs_browser: false,
        measure: bundle::measure,
    },
];

/// Measures what is named; without a name everything, and writes the page about it.
///
/// # Errors
///
/// For a name that is none, when a measurement fails, and when a bar does not hold.
pub(crate) fn run(project: &Project, names: &[&str]) -> Result<()> {
    let benches = chosen(names)?;
    prepare(project, &benches)?;
    let measured: Vec<Measured> = benches
        .into_iter()
        .map(|bench| measure(project, bench))
        .collect::<Result<_>>()?;
    if names.is_empty() {
        page::write(project, &measured)?;
    }
    let missed = measured.iter().flat_map(|measured| &measured.rows);
    let missed = missed.filter(|row| row.holds == Some(false)).count();
    ensure!(missed == 0, "{missed} of the bars above do not hold");
    Ok(())
}

fn chosen(names: &[&str]) -> Result<Vec<&'static Bench>> {
    if names.is_empty() {
        return Ok(BENCHES.iter().collect());
    }
    let names = names.iter().map(|name| {
        let bench = BENCHES.iter().find(|bench| bench.name == *name);
        bench.with_context(|| unknown(name))
    });
    names.collect()
}

fn unknown(name: &str) -> String {
    let names: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
    format!("`{name}` is no measurement; there are {}", names.join(", "))
}

/// What takes minutes the first time happens before the first clock starts.
fn prepare(project: &Project, benches: &[&Bench]) -> Result<()> {
    if benches.iter().any(|bench| bench.name != size::NAME) {
        corpus::news()?;
        newsrack::build_programs(project)?;
    }
    if benches.iter().any(|bench| bench.needs_site) {
        site::build(project)?;
    }
    if benches.iter().any(|bench| bench.needs_browser) {
        tools::browser::ensure()?;
    }
    Ok(())
}

fn measure(project: &Project, bench: &'static Bench) -> Result<Measured> {
    println!("\n{}: {}", bench.name, bench.question);
    let start = Instant::now();
    let measured = (bench.measure)(project);
    let rows = measured.with_context(|| format!("`{}` was not measured", bench.name))?;
    print!("{}", row::plain(&rows));
    eprintln!("({:.0} s)", start.elapsed().as_secs_f64());
    Ok(Measured { bench, rows })
}
