//! How do payloads become a bundle? As articles that have one in every field.

use super::vectors::Vector;
use crate::press;
use anyhow::Result;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// A bundle of an article for each, the first the newest. What the build refuses is left out.
pub(super) fn bundle(vectors: &[Vector]) -> Result<TempDir> {
    let articles = tempfile::tempdir()?;
    for (at, vector) in vectors.iter().enumerate() {
        let path = articles.path().join(format!("{at}.md"));
        fs::write(path, article(at, vector)?)?;
    }
    press::bundle(articles.path(), &["--keep-going"])
}

fn article(at: usize, vector: &Vector) -> Result<String> {
    let text = &vector.text;
    let address = |path: &str| match vector.is_address() {
        true => text.clone(),
        false => format!("https://a.example/{at}/{path}"),
    };
    // A title that is nothing but tags is none, and neither is an author.
    let titled = format!("{text} #{at}");
    let (minute, second) = (59 - at / 60 % 60, 59 - at % 60);
    let fields = json!({
        "title": titled,
        "publishedDateTime": format!("2026-11-01T00:{minute:02}:{second:02}Z"),
        "excerpt": titled,
        "author": titled,
        "category": text,
        "type": text,
        "webUrl": address("web"),
        "originalUrl": address("original"),
        "provider": { "name": titled, "domain": text },
        "topics": [text, titled],
        "locale": text,
        "images": [{ "url": address("picture.webp"), "title": titled, "attribution": titled }],
        "related": [{ "title": titled, "webUrl": address("related"), "provider": { "name": text } }],
    });
    let body = format!(
        "Words before.\n\n{text}\n\n[{titled}]({text}) ![{titled}]({text}) <{text}> `{text}`\n\n\
         <a href=\"{text}\" onclick=\"ran = 1\">{text}</a> <img src=\"{text}\" alt='{text}'>\n\n\
         | {text} | b |\n|---|---|\n| c | {text} |\n\n```{text}\n{text}\n```\n\nWords after.\n"
    );
    Ok(format!(
        "{}\n\n{body}",
        serde_json::to_string_pretty(&fields)?
    ))
}
