//! What does `docs/benchmarks.md` say?
//!
//! No date stands in it: history is the repository's business, and a run that changes nothing
//! should change no line.

use super::Measured;
use super::row;
use crate::project::Project;
use anyhow::Context;
use anyhow::Result;
use std::fs;
use std::thread;

const INTRO: &str = "\
<!-- Written by `cargo xtask bench`; edit xtask/src/bench/page.rs instead. -->

# Benchmarks

What was promised, what was measured, and whether it holds. `cargo xtask bench` measures all of it
and writes this page; it fails when a bar does not hold. Real articles come from the folder that
`NEWSRACK_CORPUS` names; where there are not enough of them, they are repeated with other addresses.

Bytes are those of brotli at its highest level, which is what a static host sends. Times depend on
the machine, sizes do not.
";

/// Why the numbers are measured as they are, by name of the measurement.
const METHODS: [(&str, &str); 5] = [
    ("size", "The release build in `dist/`."),
    (
        "first-view",
        "The bundle of `news/powerapps`. Every answer of the host is delayed; requests that begin \
         together are one round trip.",
    ),
    (
        "tick",
        "One rack in headless Chromium, index and cards loaded by a first round of the same ticks. \
         A tick is done at the very start of a frame, and the clock stops in the first task after \
         that frame was painted: so it measures all the work that must fit into a frame, and not the \
         wait for the next one. Topics and sources are ticked and unticked, alone and together.",
    ),
    (
        "build",
        "`newsrack build --unpublished`, from the start of the program to its end, files on disk \
         included.",
    ),
    (
        "bundle",
        "`newsrack build --unpublished` of `news/azure`, each file compressed by itself.",
    ),
];

pub(super) fn write(project: &Project, measured: &[Measured]) -> Result<()> {
    let docs = project.root.join("docs");
    fs::create_dir_all(&docs)?;
    let sections: String = measured.iter().map(section).collect();
    let text = format!("{INTRO}\nMeasured on {}.\n{sections}", machine());
    fs::write(docs.join("benchmarks.md"), text).context("docs/benchmarks.md cannot be written")
}

fn section(Measured { bench, rows }: &Measured) -> String {
    let name = bench.name;
    let method = METHODS.iter().find(|(of, _)| *of == name);
    let method = wrapped(method.map_or("", |(_, method)| method));
    let table = row::markdown(rows);
    let question = bench.question;
    format!("\n## {question}\n\n`cargo xtask bench {name}`\n\n{method}\n\n{table}")
}

/// At most a hundred characters a line.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < 100 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// How many cores of which processor.
fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let cores = if cores == 1 {
        "one core".to_owned()
    } else {
        format!("{cores} cores")
    };
    match processor() {
        Some(processor) => format!("{cores} of {processor}"),
        None => format!("{cores} ({})", std::env::consts::ARCH),
    }
}

/// As Linux calls it.
fn processor() -> Option<String> {
    let told = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = told.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.trim().to_owned())
}
