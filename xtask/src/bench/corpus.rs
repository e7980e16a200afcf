//! Where are real articles, and how do there come to be thousands of them?

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The folder of real news articles.
///
/// # Errors
///
/// When `NEWSRACK_CORPUS` does not name one: made-up articles would measure something else.
pub(super) fn news() -> Result<PathBuf> {
    let corpus = env::var_os("NEWSRACK_CORPUS").context(
        "NEWSRACK_CORPUS is not set; set it to a folder of real articles, for this is \
         measured on those",
    )?;
    let news = Path::new(&corpus).join("news");
    ensure!(news.is_dir(), "NEWSRACK_CORPUS holds no folder `news`");
    Ok(news)
}

/// Writes so many articles: the real ones again and again, each with an address of its own, and
/// with `secured` so many times as long. Returns their bytes, which are all front matter.
///
/// # Errors
///
/// Those of the disk.
pub(super) fn repeat(into: &Path, articles: usize, secured: usize) -> Result<u64> {
    let texts = texts(&news()?)?;
    let mut bytes = 0;
    for number in 0..articles {
        let (round, at) = (number / texts.len(), number % texts.len());
        let folder = into.join(format!("{round:03}"));
        if at == 0 {
            fs::create_dir_all(&folder)?;
        }
        let text = another(&texts[at], round, secured);
        fs::write(folder.join(format!("{at:04}.md")), &text)?;
        bytes += text.len() as u64;
    }
    Ok(bytes)
}

fn texts(news: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    for folder in fs::read_dir(news)? {
        for file in fs::read_dir(folder?.path())? {
            paths.push(file?.path());
        }
    }
    paths.sort();
    let texts: Vec<_> = paths
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<_, _>>()?;
    ensure!(!texts.is_empty(), "NEWSRACK_CORPUS holds no articles");
    Ok(texts)
}

fn another(text: &str, round: usize, secured: usize) -> String {
    let line = |line: &str| match line.split_once(": \"") {
        Some(("webUrl", url)) => format!("webUrl: \"{}", url.replacen('"', &mark(round), 1)),
        Some(("secured", secret)) => {
            let secret = secret.trim_end().trim_end_matches('"');
            format!("secured: \"{}\"\n", secret.repeat(secured))
        }
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

fn mark(round: usize) -> String {
    format!("?copy={round}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_differs_in_its_address_and_nothing_else() {
        let text = "---\nwebUrl: \"https://x.org/a\"\nrelated:\n  - webUrl: \"b\"\n---\n";
        let copy = another(text, 7, 1);
        assert_eq!(copy, text.replacen("/a", "/a?copy=7", 1));
    }

    #[test]
    fn secured_grows_and_stays_one_value() {
        assert_eq!(
            another("secured: \"ab==\"\n", 0, 2),
            "secured: \"ab==ab==\"\n"
        );
    }
}
