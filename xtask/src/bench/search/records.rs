//! What do libraries get that hold all articles in the page?

use crate::bench::generate;
use crate::bench::generate::Article;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

/// Writes all articles as one array.
///
/// # Errors
///
/// Those of the disk.
pub(super) fn write(articles: usize, into: &Path) -> Result<()> {
    let mut file = BufWriter::new(fs::File::create(into.join("articles.json"))?);
    let mut before = "[\n";
    for (number, article) in generate::articles(articles).enumerate() {
        write!(file, "{before}{}", record(number, &article))?;
        before = ",\n";
    }
    write!(file, "\n]\n")?;
    Ok(file.flush()?)
}

fn record(number: usize, article: &Article) -> Value {
    let headline = &article.headline;
    let body: Vec<&str> = article
        .body
        .iter()
        .flat_map(|block| block.texts())
        .collect();
    json!({
        "id": number.to_string(),
        "title": headline.title,
        "excerpt": headline.excerpt,
        "body": body.join("\n"),
        "topics": article.topics,
        "provider": headline.provider.name,
        "type": headline.kind,
        "date": headline.published.as_second(),
    })
}
