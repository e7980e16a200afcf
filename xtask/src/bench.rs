//! What is there to measure, and how is it started?

use crate::budget;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;

/// A measurement: its name on the command line, the question it answers, and how.
struct Bench {
    name: &'static str,
    question: &'static str,
    measure: fn(&Project) -> Result<()>,
}

const BENCHES: [Bench; 5] = [
    Bench {
        name: "size",
        question: "how many bytes does a reader pay for the widget?",
        measure: budget::check,
    },
    Bench {
        name: "first-view",
        question: "how many bytes and round trips from the tag to twelve cards?",
        measure: not_yet,
    },
    Bench {
        name: "tick",
        question: "how long from a tick to painted cards, at 5,000 articles?",
        measure: not_yet,
    },
    Bench {
        name: "build",
        question: "how many megabytes of front matter does a build read in a second?",
        measure: not_yet,
    },
    Bench {
        name: "bundle",
        question: "how large is a bundle beside what it was made from?",
        measure: not_yet,
    },
];

/// Measures what is named, or lists what could be.
///
/// # Errors
///
/// For a name that is none, and when a measurement fails.
pub(crate) fn run(project: &Project, names: &[&str]) -> Result<()> {
    if names.is_empty() {
        list();
    }
    for name in names {
        let bench = BENCHES.iter().find(|bench| bench.name == *name);
        let bench = bench.with_context(|| {
            format!("`{name}` is no measurement; `cargo xtask bench` lists them")
        })?;
        println!("{}", bench.question);
        (bench.measure)(project)?;
    }
    Ok(())
}

fn list() {
    for Bench { name, question, .. } in &BENCHES {
        println!("{name:<12} {question}");
    }
}

fn not_yet(_project: &Project) -> Result<()> {
    bail!("this is not measured yet")
}
