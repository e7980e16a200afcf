//! Does somebody who remembers a headline by half find the article?
//!
//! Real articles, each asked for by words of its own title: as they are, by two of them, with one
//! of them unfinished, with a typo. It is found when it is among the first five.

mod questions;
mod titles;

use super::corpus;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use questions::Question;
use serde_json::Value;
use std::path::Path;
use titles::Titles;

/// More of them would take longer and hardly change a percentage.
const ARTICLES: usize = 300;
/// What is seen without scrolling.
const FIRST: usize = 5;
/// Further down nobody looks, and it counts as not found.
const LOOKED_AT: usize = 10;
/// Misses that are shown, for whoever wants to know why.
const SHOWN: usize = 5;

/// Percent of the articles that have to be found, by kind of question.
const WANTED: [(&str, f64); 4] = [
    (questions::EXACT, 100.0),
    (questions::TWO, 100.0),
    (questions::PREFIX, 97.0),
    (questions::TYPO, 95.0),
];

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let bundle = tempfile::tempdir()?;
    let news = corpus::news()?;
    run::quietly(newsrack::build(project, &news, bundle.path()).arg("--unpublished"))?;
    let titles = Titles::read(&everything(project, bundle.path())?);
    let questions = questions::about(&titles, ARTICLES);
    let asked = questions.len() / WANTED.len();
    let mut rows = vec![Row::note(
        "articles asked for, of all",
        format!("{} of {}", grouped(asked), grouped(titles.len())),
    )];
    for (kind, wanted) in WANTED {
        let of_kind = questions.iter().filter(|question| question.kind == kind);
        let of_kind: Vec<&Question> = of_kind.collect();
        rows.push(row(project, bundle.path(), kind, wanted, &of_kind)?);
    }
    Ok(rows)
}

fn row(
    project: &Project,
    bundle: &Path,
    kind: &str,
    wanted: f64,
    questions: &[&Question],
) -> Result<Row> {
    let what = format!("{kind}: found among the first {FIRST}");
    let bar = format!("≥ {wanted:.0} %");
    let mut ranks = Vec::new();
    for question in questions {
        match rank(project, bundle, question) {
            Ok(rank) => ranks.push(rank),
            Err(error) => return Ok(Row::bar(what, format!("refused: {error:#}"), bar, false)),
        }
    }
    show_misses(questions, &ranks);
    let found = ranks.iter().flatten().filter(|rank| **rank <= FIRST);
    let percent = found.count() as f64 * 100.0 / ranks.len().max(1) as f64;
    let reciprocal: f64 = ranks.iter().flatten().map(|rank| 1.0 / *rank as f64).sum();
    let reciprocal = reciprocal / ranks.len().max(1) as f64;
    let measured = format!("{percent:.1} %, mean reciprocal rank {reciprocal:.3}");
    Ok(Row::bar(what, measured, bar, percent >= wanted))
}

fn show_misses(questions: &[&Question], ranks: &[Option<usize>]) {
    let missed = questions.iter().zip(ranks);
    let missed = missed.filter(|(_, rank)| rank.is_none_or(|rank| rank > FIRST));
    for (question, rank) in missed.take(SHOWN) {
        let rank = rank.map_or("not found".to_owned(), |rank| {
            format!("found as no. {rank}")
        });
        eprintln!(
            "  {}: {:?} for {:?} {rank}",
            question.kind, question.words, question.title
        );
    }
}

/// Its place among the hits, counted from 1.
fn rank(project: &Project, bundle: &Path, question: &Question) -> Result<Option<usize>> {
    let limit = LOOKED_AT.to_string();
    let answer = search(project, bundle, &[&question.words, "--limit", &limit])?;
    let mut hits = answer["hits"].as_array().into_iter().flatten();
    let place = hits.position(|hit| hit["id"] == *question.id);
    Ok(place.map(|place| place + 1))
}

/// All articles as a search without words tells them.
fn everything(project: &Project, bundle: &Path) -> Result<Vec<Value>> {
    let answer = search(project, bundle, &["--limit", "1000000"])?;
    let hits = answer["hits"].as_array().cloned();
    hits.context("a search without words told no articles")
}

fn search(project: &Project, bundle: &Path, words: &[&str]) -> Result<Value> {
    let mut command = newsrack::search(project, bundle);
    let printed = run::quietly(command.args(words).args(["--format", "json"]))?;
    Ok(serde_json::from_str(&printed)?)
}
