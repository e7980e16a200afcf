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
const METHODS: [(&str, &str); 13] = [
    ("size", "The release build in `dist/`."),
    (
        "first-view",
        "The bundle of `news/powerapps`. Every answer of the host is delayed; requests that begin \
         together are one round trip.",
    ),
    (
        "page",
        "The site in `dist/`, as a host sends it with Brotli, in headless Chromium. Lighthouse runs \
         three times as it is, for a phone on a slow line, and the middle one counts. Shifts are \
         those of the whole page, from its first byte to the last picture in sight, on a line of \
         1.6 Mbit/s with 150 ms and a processor a quarter as fast. A whole visit searches, filters, \
         opens coverage and an article, shows all and leaves.",
    ),
    (
        "tick",
        "One rack in headless Chromium, index and cards loaded by a first round of the same ticks. \
         A tick is done at the very start of a frame, and the clock stops in the first task after \
         that frame was painted: so it measures all the work that must fit into a frame, and not the \
         wait for the next one. Topics and sources are ticked and unticked, alone and together. \
         Keys and clicks come from outside the page, as a hand's do, and the browser itself measures how \
         long each waits for the next picture.",
    ),
    (
        "build",
        "`newsrack build --unpublished`, from the start of the program to its end, files on disk \
         included. The last two lines are of made-up articles, as many as the command line says.",
    ),
    (
        "rebuild",
        "`newsrack build` with its cache, from the start of the program to its end, beside the same \
         with `--no-cache` into a new folder; all by turns. A new article before all others moves \
         every card into another file.",
    ),
    (
        "pace",
        "`newsrack build` and `pagefind` of the same made-up articles, as Markdown and as pages, from the \
         start of the program to its end; by turns, each time into a new folder. Newsrack leaves its \
         cache, too; Pagefind is asked to keep all languages in one index.",
    ),
    (
        "live",
        "`cargo xtask serve --articles DIR`, the demo page in headless Chromium: from the end of \
         writing an article's file until its first card bears the new headline.",
    ),
    (
        "markdown",
        "Each example is the text of an article. What a reader sees of its tree is compared with what a \
         browser shows of the HTML that the suite expects, letter by letter. `tests/suite/suites.rs` \
         names each example that comes out otherwise.",
    ),
    (
        "pictures",
        "`newsrack build --no-cache` of one article with one picture, made up: as large as is accepted, with \
        an alpha, on its side by EXIF, and with the profile of another screen.",
    ),
    (
        "bundle",
        "`newsrack build --unpublished` of `news/azure`, each file compressed by itself.",
    ),
    (
        "search",
        "Made-up articles of natural word frequencies, the same for all, in one Chromium. Cold: a \
         fresh page with an empty cache, all bytes from the tag (or Pagefind's default interface) \
         to the results, brotli at its best; round trips are requests that waited for each other. \
         Warm: with all files loaded and after five seconds of the same questions, in which the browser \
         compiles what runs often: total, first ten titles and the counts of three facets; the \
         median of twenty-one rounds through all questions, one right after the other and each in a \
         task of its own, which is what the bars are held against, and in brackets how many were found; \
         by turns with them, as many where the processor rests before each question and comes back to \
         cold caches. \
         Pagefind has filters, a sort and all languages in one index; MiniSearch and Orama have \
         title, topics, excerpt and body, prefixes and typos, but no phrases: they are asked for \
         the words. MiniSearch has no counts either, a loop over its results makes them.",
    ),
    (
        "known-item",
        "Real articles, `newsrack search` called for each question. Of a title's words, pairs are \
         drawn that fewer than five titles have, forms of a word counted in, for more could not \
         all be among the first five. A typo is one letter changed, left out, put in or swapped.",
    ),
];

pub(super) fn write(project: &Project, measured: &[Measured]) -> Result<()> {
    let docs = project.root.join("docs");
    fs::create_dir_all(&docs)?;
    let sections: String = measured.iter().map(section).collect();
    let text = format!("{INTRO}\nMeasured on {}.\n{sections}", machine());
    fs::write(docs.join("benchmarks.md"), text).context("docs/benchmarks.md cannot be written")
}

/// Puts new sections in place of the old ones, and leaves the others as they are.
pub(super) fn update(project: &Project, measured: &[Measured]) -> Result<()> {
    let path = project.root.join("docs/benchmarks.md");
    let mut text = fs::read_to_string(&path).context("docs/benchmarks.md cannot be read")?;
    for measured in measured {
        let heading = format!("\n## {}\n", measured.bench.question);
        text = with_section(&text, &heading, &section(measured));
    }
    fs::write(path, text).context("docs/benchmarks.md cannot be written")
}

/// A section ends where the next begins; one that is new goes to the end.
fn with_section(page: &str, heading: &str, section: &str) -> String {
    let Some(start) = page.find(heading) else {
        return format!("{page}{section}");
    };
    let inside = start + heading.len();
    let end = page[inside..].find("\n## ");
    let rest = end.map_or("", |length| &page[inside + length..]);
    format!("{}{section}{rest}", &page[..start])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_the_old_one() {
        let page = "# Page\n\n## One\n\nold\n\n## Two\n\nstays\n";
        let new = "\n## One\n\nnew\n";
        let expected = "# Page\n\n## One\n\nnew\n\n## Two\n\nstays\n";
        assert_eq!(with_section(page, "\n## One\n", new), expected);
        let longer = with_section(page, "\n## Three\n", "\n## Three\n");
        assert_eq!(longer, format!("{page}\n## Three\n"));
    }
}
