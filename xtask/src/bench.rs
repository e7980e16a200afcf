//! What is there to measure, how much may it be, and how much is it?
//!
//! All together make `docs/benchmarks.md`, each line of which says whether its bar holds.

mod build;
mod bundle;
mod child;
mod citizen;
mod corpus;
mod first_view;
mod generate;
mod known_item;
mod live;
mod markdown;
mod newsrack;
mod pace;
mod page;
mod pictures;
mod rebuild;
mod row;
mod search;
mod size;
mod tick;

use crate::project::Project;
use crate::site;
use crate::tools;
use crate::tools::browser::Engine;
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
    /// Whether it measures real articles.
    needs_corpus: bool,
    measure: Measure,
}

enum Measure {
    Fixed(fn(&Project) -> Result<Vec<Row>>),
    /// Of as many articles as the command line says, or else this many.
    Sized(fn(&Project, usize) -> Result<Vec<Row>>, usize),
}

/// A measurement as it was asked for.
struct Task {
    bench: &'static Bench,
    articles: Option<usize>,
}

/// What a measurement came to.
struct Measured {
    bench: &'static Bench,
    rows: Vec<Row>,
}

const WRITE: &str = "--write";

static BENCHES: [Bench; 13] = [
    Bench {
        name: "size",
        question: "How many bytes does a reader pay for the widget?",
        needs_site: true,
        needs_browser: false,
        needs_corpus: false,
        measure: Measure::Fixed(size::measure),
    },
    Bench {
        name: "first-view",
        question: "How many bytes and round trips are there from the tag to twelve cards?",
        needs_site: true,
        needs_browser: true,
        needs_corpus: true,
        measure: Measure::Fixed(first_view::measure),
    },
    Bench {
        name: citizen::NAME,
        question: "What does a page pay for having a rack on it?",
        needs_site: true,
        needs_browser: true,
        needs_corpus: false,
        measure: Measure::Fixed(citizen::measure),
    },
    Bench {
        name: "tick",
        question: "How long does it take from a tick to painted cards, at 5,000 articles?",
        needs_site: true,
        needs_browser: true,
        needs_corpus: true,
        measure: Measure::Fixed(tick::measure),
    },
    Bench {
        name: "build",
        question: "How many megabytes of front matter does a build read in a second?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: true,
        measure: Measure::Sized(build::measure, build::ARTICLES),
    },
    Bench {
        name: pace::NAME,
        question: "How many articles does a build take in, beside Pagefind?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: false,
        measure: Measure::Sized(pace::measure, pace::ARTICLES),
    },
    Bench {
        name: "rebuild",
        question: "How long does a build take after one change, at 5,000 articles?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: false,
        measure: Measure::Sized(rebuild::measure, rebuild::ARTICLES),
    },
    Bench {
        name: "live",
        question: "How long until a changed article is on the page that is served, at 5,000 articles?",
        needs_site: false,
        needs_browser: true,
        needs_corpus: false,
        measure: Measure::Sized(live::measure, rebuild::ARTICLES),
    },
    Bench {
        name: "bundle",
        question: "How large is a bundle beside what it was made from?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: true,
        measure: Measure::Fixed(bundle::measure),
    },
    Bench {
        name: markdown::NAME,
        question: "What becomes of the examples that Markdown's suites have?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: true,
        measure: Measure::Fixed(markdown::measure),
    },
    Bench {
        name: "pictures",
        question: "How much memory do the largest pictures take?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: false,
        measure: Measure::Fixed(pictures::measure),
    },
    Bench {
        name: search::NAME,
        question: "How long does an answer take, beside Pagefind, MiniSearch and Orama?",
        needs_site: true,
        needs_browser: true,
        needs_corpus: false,
        measure: Measure::Sized(search::measure, search::ARTICLES),
    },
    Bench {
        name: "known-item",
        question: "Does somebody who remembers a headline by half find the article?",
        needs_site: false,
        needs_browser: false,
        needs_corpus: true,
        measure: Measure::Fixed(known_item::measure),
    },
];

/// Measures what is named; without a name everything, and writes the page about it. With `--write`
/// what is named takes its place in the page.
///
/// # Errors
///
/// For a name that is none, when a measurement fails, and when a bar does not hold.
pub(crate) fn run(project: &Project, words: &[&str]) -> Result<()> {
    if let ["generate", rest @ ..] = words {
        return generate::run(rest);
    }
    let names: Vec<&str> = words.iter().copied().filter(|it| *it != WRITE).collect();
    let tasks = asked(&names)?;
    prepare(project, &tasks)?;
    let measured: Vec<Measured> = tasks
        .into_iter()
        .map(|task| measure(project, &task))
        .collect::<Result<_>>()?;
    if names.is_empty() {
        page::write(project, &measured)?;
    } else if words.contains(&WRITE) {
        page::update(project, &measured)?;
    }
    let missed = measured.iter().flat_map(|measured| &measured.rows);
    let missed = missed.filter(|row| row.holds == Some(false)).count();
    ensure!(missed == 0, "{missed} of the bars above do not hold");
    Ok(())
}

/// Names, some of them followed by how many articles: `size search 100000`.
fn asked(words: &[&str]) -> Result<Vec<Task>> {
    let mut tasks: Vec<Task> = Vec::new();
    for word in words {
        match (word.parse(), tasks.last_mut()) {
            (Ok(articles), Some(task)) if task.takes_a_number() => task.articles = Some(articles),
            _ => tasks.push(Task::of(named(word)?)),
        }
    }
    if tasks.is_empty() {
        return Ok(BENCHES.iter().map(Task::of).collect());
    }
    Ok(tasks)
}

impl Task {
    fn of(bench: &'static Bench) -> Self {
        let articles = None;
        Self { bench, articles }
    }

    fn takes_a_number(&self) -> bool {
        self.articles.is_none() && matches!(self.bench.measure, Measure::Sized(..))
    }
}

fn named(name: &str) -> Result<&'static Bench> {
    let bench = BENCHES.iter().find(|bench| bench.name == name);
    bench.with_context(|| unknown(name))
}

fn unknown(name: &str) -> String {
    let names: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
    format!("`{name}` is no measurement; there are {}", names.join(", "))
}

/// What takes minutes the first time happens before the first clock starts.
fn prepare(project: &Project, tasks: &[Task]) -> Result<()> {
    let any = |needs: fn(&Bench) -> bool| tasks.iter().any(|task| needs(task.bench));
    if any(|bench| bench.needs_corpus) {
        corpus::news()?;
    }
    if any(|bench| [search::NAME, pace::NAME].contains(&bench.name)) {
        search::prepare(project)?;
    }
    // None of these asks the released program for anything.
    if any(|bench| ![size::NAME, citizen::NAME, markdown::NAME].contains(&bench.name)) {
        newsrack::build_programs(project)?;
    }
    if any(|bench| bench.needs_site) {
        site::build(project)?;
    }
    if any(|bench| bench.needs_browser) {
        tools::browser::ensure(project, Engine::Chromium)?;
    }
    Ok(())
}

fn measure(project: &Project, task: &Task) -> Result<Measured> {
    let bench = task.bench;
    println!("\n{}: {}", bench.name, bench.question);
    let start = Instant::now();
    let measured = match bench.measure {
        Measure::Fixed(measure) => measure(project),
        Measure::Sized(measure, usual) => measure(project, task.articles.unwrap_or(usual)),
    };
    let rows = measured.with_context(|| format!("`{}` was not measured", bench.name))?;
    print!("{}", row::plain(&rows));
    eprintln!("({:.0} s)", start.elapsed().as_secs_f64());
    Ok(Measured { bench, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_belongs_to_the_name_before_it() {
        let tasks = asked(&["size", "search", "100000"]).unwrap();
        assert_eq!(tasks.len(), 2);
        assert_eq!(tasks[1].articles, Some(100_000));
        assert!(asked(&["size", "100000"]).is_err());
    }
}
