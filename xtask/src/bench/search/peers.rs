//! What do the others need to answer for the same articles?

use crate::bench::generate;
use crate::bench::generate::Article;
use crate::bench::generate::Block;
use crate::project::Project;
use crate::run;
use crate::tools::npm;
use anyhow::Result;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Pagefind as its documentation has it called, but for one thing: it keeps languages apart, and a
/// page in English would find four of five articles.
///
/// # Errors
///
/// When npm cannot fetch it.
pub(in crate::bench) fn pagefind(project: &Project, pages: &Path, out: &Path) -> Result<Command> {
    let mut command = npm::ensure_peers(project)?.pagefind()?;
    command.arg("--site").arg(pages);
    command.arg("--output-path").arg(out);
    command.args(["--force-language", "en"]);
    Ok(command)
}

/// Leaves MiniSearch and Orama as one file each, as somebody would deploy them.
///
/// # Errors
///
/// When npm cannot fetch them.
pub(super) fn join_scripts(project: &Project, into: &Path) -> Result<()> {
    let peers = npm::ensure_peers(project)?;
    for (package, name) in [
        ("minisearch", "minisearch.js"),
        ("@orama/orama", "orama.js"),
    ] {
        let mut esbuild = npm::ensure(project)?.esbuild();
        esbuild.arg(package).current_dir(peers.modules());
        esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=error"]);
        esbuild.arg(format!("--outfile={}", into.join(name).display()));
        run::quietly(&mut esbuild)?;
    }
    Ok(())
}

/// Writes a page for each article, which names what Pagefind shall filter and sort by.
///
/// # Errors
///
/// Those of the disk.
pub(in crate::bench) fn write_pages(articles: usize, into: &Path) -> Result<()> {
    for (number, article) in generate::articles(articles).enumerate() {
        let path = generate::place(into, number, "html")?;
        fs::write(path, page(&article)?)?;
    }
    Ok(())
}

fn page(article: &Article) -> Result<String> {
    let headline = &article.headline;
    let mut page = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\
         <main data-pagefind-body><h1>{}</h1>\n<p>{}</p>\n\
         <p><time data-pagefind-sort=\"date[datetime]\" data-pagefind-meta=\"date[datetime]\" \
         datetime=\"{}\"></time>\
         <span data-pagefind-filter=\"provider\">{}</span>\
         <span data-pagefind-filter=\"type\">{}</span>",
        article.language.tag,
        headline.title,
        headline.title,
        headline.excerpt,
        headline.published,
        headline.provider.name,
        headline.kind,
    );
    for topic in &article.topics {
        write!(page, " <span data-pagefind-filter=\"topic\">{topic}</span>")?;
    }
    page += "</p>\n";
    for block in &article.body {
        page += &markup(block);
    }
    Ok(page + "</main></html>\n")
}

fn markup(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("<h2>{text}</h2>\n"),
        Block::Paragraph(text) => format!("<p>{text}</p>\n"),
        Block::Quote(text) => format!("<blockquote><p>{text}</p></blockquote>\n"),
        Block::List(items) => format!("<ul><li>{}</li></ul>\n", items.join("</li><li>")),
    }
}
