//! How do there come to be a million articles that look like news?
//!
//! Made up, but not at random: words follow the frequencies of real English, names come in bursts
//! as stories do, and the vocabulary grows with the corpus. The same seed gives the same bytes, and
//! a smaller corpus is the beginning of a larger one. Nothing is kept but the vocabulary.

mod article;
mod corpus;
mod facts;
mod languages;
mod lexicon;
mod markdown;
mod names;
mod prose;
mod story;
mod syllables;

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
pub(super) use article::Article;
pub(super) use article::Block;
pub(super) use corpus::Corpus;
pub(super) use facts::Facts;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::fs;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

/// The articles lie in a folder of their own, for the facts are no article.
pub(super) const ARTICLES: &str = "articles";
pub(super) const FACTS: &str = "facts.json";

/// A folder of more files is slow to list on some systems.
const FOLDER: usize = 1000;

/// Any number would do, as long as it stays.
const SEED: u64 = 0x6e65_7773;

/// `cargo xtask bench generate N DIR`.
///
/// # Errors
///
/// For words that are not a number and a new or empty folder, and those of the disk.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let [count, folder] = words else {
        anyhow::bail!("`generate` takes how many articles and the folder to write them to");
    };
    let count = count
        .parse()
        .with_context(|| format!("`{count}` is not how many articles"))?;
    let folder = Path::new(folder);
    let is_empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    ensure!(is_empty, "{} is not empty", folder.display());
    write(count, folder)?;
    println!("{count} articles in {}", folder.join(ARTICLES).display());
    println!("what is known of them in {}", folder.join(FACTS).display());
    Ok(())
}

/// Writes so many articles, and what is known about them.
///
/// # Errors
///
/// Those of the disk.
pub(super) fn write(count: usize, folder: &Path) -> Result<Facts> {
    let mut corpus = Corpus::new(rng());
    for number in 0..count {
        let article = corpus.next_article();
        let path = place(&folder.join(ARTICLES), number, "md")?;
        let mut file = BufWriter::new(fs::File::create(path)?);
        markdown::write(&article, &mut file)?;
        file.flush()?;
    }
    let facts = corpus.facts();
    fs::write(folder.join(FACTS), serde_json::to_vec_pretty(&facts)?)?;
    Ok(facts)
}

/// The same articles once more, for whoever writes them in another form.
pub(super) fn articles(count: usize) -> impl Iterator<Item = Article> {
    let mut corpus = Corpus::new(rng());
    (0..count).map(move |_| corpus.next_article())
}

/// Where the article of this number lies; its folder is there afterwards.
///
/// # Errors
///
/// Those of the disk.
pub(super) fn place(below: &Path, number: usize, extension: &str) -> Result<std::path::PathBuf> {
    let folder = below.join(format!("{:04}", number / FOLDER));
    if number.is_multiple_of(FOLDER) {
        fs::create_dir_all(&folder)?;
    }
    Ok(folder.join(format!("{:03}.{extension}", number % FOLDER)))
}

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(SEED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(count: usize) -> Vec<String> {
        let text = |article: Article| {
            let mut bytes = Vec::new();
            markdown::write(&article, &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        articles(count).map(text).collect()
    }

    #[test]
    fn a_smaller_corpus_is_the_beginning_of_a_larger_one() {
        assert_eq!(texts(40), texts(60)[..40]);
    }

    #[test]
    fn an_article_has_all_that_an_editor_would_write() {
        for text in texts(20) {
            for field in ["title: \"", "publishedDateTime: 20", "webUrl: \"https://"] {
                assert!(text.contains(field), "{text}");
            }
        }
    }
}
