//! How large is a bundle beside what it was made from, and is any story in it twice?

use super::corpus;
use super::newsrack;
use super::row::Row;
use super::row::grouped;
use crate::budget;
use crate::project::Project;
use crate::run;
use anyhow::Result;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

const SHARE_ALLOWED: f64 = 15.0;

pub(super) fn measure(project: &Project) -> Result<Vec<Row>> {
    let articles = corpus::news()?.join("azure");
    let out = tempfile::tempdir()?;
    run::quietly(newsrack::build(project, &articles, out.path()).arg("--unpublished"))?;
    let input: u64 = files(&articles)?
        .iter()
        .map(|path| Ok(fs::metadata(path)?.len()))
        .sum::<Result<_>>()?;
    let files = files(out.path())?;
    let brotli: usize = files
        .iter()
        .map(|path| Ok(budget::size(path)?.brotli))
        .sum::<Result<_>>()?;
    let share = brotli as f64 * 100.0 / input as f64;
    let addresses = addresses(&files)?;
    let distinct = addresses.iter().collect::<BTreeSet<_>>().len();
    let twice = addresses.len() - distinct;
    Ok(vec![
        Row::note(
            "the 60 articles of `news/azure`, as they are",
            grouped(usize::try_from(input)?),
        ),
        Row::note(
            format!("all {} files of their bundle, brotli", files.len()),
            grouped(brotli),
        ),
        Row::bar(
            "share",
            format!("{share:.1} %"),
            format!("≤ {SHARE_ALLOWED:.0} %"),
            share <= SHARE_ALLOWED,
        ),
        Row::note("related stories with an address", grouped(addresses.len())),
        Row::bar(
            "those that are there twice",
            grouped(twice),
            "none",
            twice == 0,
        ),
    ])
}

/// The files of a folder, without those that only a build needs.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// The addresses of all stories, as often as they stand there.
fn addresses(files: &[PathBuf]) -> Result<Vec<String>> {
    let mut addresses = Vec::new();
    let shelves = files.iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("stories-") && !name.starts_with("stories-files-")
    });
    for path in shelves {
        let shelf: Value = serde_json::from_slice(&fs::read(path)?)?;
        let stories = shelf["stories"].as_array().into_iter().flatten();
        let found = stories.filter_map(|story| story["links"]["web"].as_str());
        addresses.extend(found.map(str::to_owned));
    }
    Ok(addresses)
}
