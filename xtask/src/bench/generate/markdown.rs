//! How does an editor write an article down?

use super::article::Article;
use super::article::Block;
use super::article::Headline;
use anyhow::Result;
use serde_json::json;
use std::io::Write;

/// Front matter and body.
///
/// # Errors
///
/// Those of whatever it is written to.
pub(super) fn write(article: &Article, into: &mut impl Write) -> Result<()> {
    writeln!(into, "---")?;
    headline(&article.headline, into, "")?;
    writeln!(into, "author: {}", quoted(&article.author))?;
    writeln!(into, "category: news\nheat: {}", article.heat)?;
    writeln!(into, "published: true\nlocale: {}", article.language.tag)?;
    writeln!(into, "topics:")?;
    for topic in &article.topics {
        writeln!(into, "  - {}", quoted(topic))?;
    }
    if let Some(image) = &article.image {
        let (width, height) = (image.width, image.height);
        writeln!(into, "images:\n  - url: {}", quoted(&image.url))?;
        writeln!(into, "    width: {width}\n    height: {height}")?;
    }
    if !article.related.is_empty() {
        writeln!(into, "related:")?;
    }
    for related in &article.related {
        headline(related, into, "    ")?;
    }
    writeln!(into, "---")?;
    article.body.iter().try_for_each(|part| block(part, into))
}

/// Below `related`, the first line is the one with the dash.
fn headline(headline: &Headline, into: &mut impl Write, indent: &str) -> Result<()> {
    let dash = if indent.is_empty() { "" } else { "  - " };
    writeln!(into, "{dash}title: {}", quoted(&headline.title))?;
    writeln!(into, "{indent}excerpt: {}", quoted(&headline.excerpt))?;
    writeln!(into, "{indent}publishedDateTime: {}", headline.published)?;
    writeln!(into, "{indent}webUrl: {}", quoted(&headline.url))?;
    writeln!(into, "{indent}type: {}", headline.kind)?;
    writeln!(into, "{indent}quality: {}", headline.quality)?;
    let provider = &headline.provider;
    writeln!(into, "{indent}provider:")?;
    writeln!(into, "{indent}  name: {}", quoted(&provider.name))?;
    writeln!(into, "{indent}  domain: {}", quoted(&provider.domain))?;
    Ok(())
}

fn block(block: &Block, into: &mut impl Write) -> Result<()> {
    match block {
        Block::Heading(text) => writeln!(into, "\n## {text}")?,
        Block::Paragraph(text) => writeln!(into, "\n{text}")?,
        Block::Quote(text) => writeln!(into, "\n> {text}")?,
        Block::List(items) => {
            writeln!(into)?;
            for item in items {
                writeln!(into, "- {item}")?;
            }
        }
    }
    Ok(())
}

/// A string of JSON is one of YAML as well.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}
