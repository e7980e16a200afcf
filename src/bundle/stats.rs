//! What is in a bundle, in numbers?
//!
//! All of it is read from the folder as it lies there, so it is true of any bundle; only what was left
//! out is told by a note of the build, for nothing of that is in the bundle.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::bundle::census::{Census, Weight};
use crate::bundle::generations::Generations;
use crate::bundle::{Bundle, LeftOut};
use crate::index::{DocId, Facet, Index};
use crate::model::{Card, Day};

/// As many of the largest articles as fit a glance.
const LARGEST: usize = 10;

/// A bundle in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// What the site calls itself.
    pub title: String,
    /// How many articles there are.
    pub articles: u32,
    /// The day of the oldest article, like `2022-09-13`.
    pub first: Option<String>,
    /// The day of the newest.
    pub last: Option<String>,
    /// The months in which something was published, the newest first.
    pub months: Vec<Month>,
    /// The values of each facet, the most frequent first.
    pub facets: Facets,
    /// What its bytes are spent on; parts without a file are left out.
    pub parts: Vec<Part>,
    /// All files of it.
    pub total: Weight,
    /// Files of older generations, kept for open pages.
    pub older: Weight,
    /// The articles that take the most bytes, the largest first.
    pub largest: Vec<LargeArticle>,
    /// How many articles were left out, where the folder still has the note of its build.
    pub left_out: Option<LeftOut>,
}

/// The articles of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Month {
    /// `2022-09`.
    pub month: String,
    /// How many were published in it, by days in UTC.
    pub articles: u32,
}

/// What articles are filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// What they are about.
    pub topic: Vec<FacetValue>,
    /// Who published them.
    pub provider: Vec<FacetValue>,
    /// What they are.
    pub r#type: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What queries say.
    pub value: String,
    /// What readers see.
    pub label: String,
    /// How many articles bear it.
    pub count: u32,
}

/// A part of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `cards`, `postings`, …
    pub part: &'static str,
    /// Its files.
    #[serde(flatten)]
    pub weight: Weight,
}

/// A large article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LargeArticle {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it lives.
    pub url: Option<String>,
    /// What its card and its body take, before compression.
    pub bytes: u64,
}

/// Takes stock of the bundle in a folder. Every file of it is read once, and none is held.
///
/// # Errors
///
/// A sentence for the person who named the folder: there is no bundle, a file of it is missing or
/// damaged, or it is newer than this program.
pub fn stats(folder: &Path) -> Result<Stats, String> {
    let bundle = Bundle::open(folder)?;
    let census = Census::take(&bundle)?;
    let index = bundle.index();
    // The newest stands first.
    let days = index
        .calendar
        .as_ref()
        .map_or(&[][..], |calendar| &calendar.days);
    let named = |day: Option<&(Day, DocId)>| day.map(|(day, _)| day.to_string());
    Ok(Stats {
        title: bundle.manifest().title.clone(),
        articles: bundle.manifest().articles,
        first: named(days.last()),
        last: named(days.first()),
        months: months(index),
        facets: facets(index),
        total: census.total(),
        largest: largest(&bundle, &census.articles)?,
        left_out: Generations::read(folder).left_out(&census.manifest),
        older: census.older,
        parts: parts(census.parts),
    })
}

fn parts(parts: Vec<(&'static str, Weight)>) -> Vec<Part> {
    let parts = parts.into_iter().filter(|(_, weight)| weight.files > 0);
    parts.map(|(part, weight)| Part { part, weight }).collect()
}

fn months(index: &Index) -> Vec<Month> {
    let mut months: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    for (day, articles) in index
        .calendar
        .iter()
        .flat_map(|calendar| days(&calendar.days, calendar.documents))
    {
        let (year, month, _) = day.calendar();
        *months.entry((year, month)).or_default() += articles;
    }
    let month = |((year, month), articles)| Month {
        month: format!("{year:04}-{month:02}"),
        articles,
    };
    months.into_iter().rev().map(month).collect()
}

/// Each day, and how many documents are of it: up to the first of the next one.
fn days(days: &[(Day, DocId)], documents: u32) -> impl Iterator<Item = (Day, u32)> {
    let ends = days
        .iter()
        .skip(1)
        .map(|&(_, first)| first)
        .chain([documents]);
    let days = days.iter().zip(ends);
    days.map(|(&(day, first), end)| (day, end - first))
}

fn facets(index: &Index) -> Facets {
    let values = |facet| {
        let labels = index.labels.iter().flat_map(|labels| &labels.values[facet]);
        let value = |value: &crate::index::Value| FacetValue {
            value: value.value.to_string(),
            label: value.label.to_string(),
            count: value.documents,
        };
        labels.map(value).collect()
    };
    Facets {
        topic: values(Facet::Topic),
        provider: values(Facet::Provider),
        r#type: values(Facet::Type),
    }
}

/// Equal ones stand in the order of the bundle.
fn largest(bundle: &Bundle, articles: &[u64]) -> Result<Vec<LargeArticle>, String> {
    let mut docs: Vec<DocId> = (0..).take(articles.len()).collect();
    docs.sort_by_key(|&doc| std::cmp::Reverse(articles[doc as usize]));
    docs.truncate(LARGEST);
    let cards = bundle.cards(&docs)?;
    let large = |(card, doc): (Card, DocId)| LargeArticle {
        id: card.id.to_string(),
        url: card.links.web().map(ToString::to_string),
        bytes: articles[doc as usize],
        title: card.title.into(),
    };
    Ok(cards.into_iter().zip(docs).map(large).collect())
}
