//! How much of what CommonMark and GitHub try their parsers with becomes a tree?

use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use anyhow::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) const NAME: &str = "markdown";

/// The one that prints what it counted.
const TEST: &str = "suites::the_examples_of_commonmark_and_github_become_trees";

#[derive(Deserialize)]
struct Seen {
    examples: usize,
    trees: usize,
    /// Why the text of an example is another than the suite's, for each such example.
    reasons: Vec<String>,
}

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    const WHAT: &str = "examples of the CommonMark and GFM suites that become a tree";
    let Some(seen) = serde_json::from_value(newsrack::in_suite(project, TEST)?)? else {
        let why = "not measured: there are no suites beside NEWSRACK_CORPUS";
        return Ok(vec![Row::note(WHAT, why)]);
    };
    let Seen {
        examples,
        trees,
        reasons,
    } = seen;
    let share = format!("{} of {}", grouped(trees), grouped(examples));
    let mut rows = vec![
        Row::bar(WHAT, share, "all", trees == examples),
        Row::note(
            "those whose text is another than the suite's",
            reasons.len().to_string(),
        ),
    ];
    rows.extend(explained(reasons));
    Ok(rows)
}

fn explained(reasons: Vec<String>) -> impl Iterator<Item = Row> {
    let mut counted = BTreeMap::<String, usize>::new();
    for reason in reasons {
        *counted.entry(reason).or_default() += 1;
    }
    let row = |(reason, count): (String, usize)| {
        Row::note(format!("for this: {reason}"), count.to_string())
    };
    counted.into_iter().map(row)
}
