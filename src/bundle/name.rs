//! What does the name of a file say about the article in it?
//!
//! Jekyll, Hugo, Zola and Eleventy read dates from names, and Jekyll titles too; its `_drafts` are
//! nobody's business yet, and Hugo's and Zola's `_index.md` is a page about a section.

use std::path::{Component, Path};

use crate::bundle::date;
use crate::model::Instant;

/// What a file's name tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// The start of the day in front of the name.
    pub date: Option<Instant>,
    /// The rest of a name with a date, as a title.
    pub title: Option<String>,
    /// Whether it lies in a folder `_drafts`.
    pub is_draft: bool,
    /// Whether it is the page of a section.
    pub is_section: bool,
}

impl Name {
    pub(crate) fn of(path: &Path) -> Self {
        let stem = stem(path);
        let language = |stem: &str| {
            stem.split_once('.')
                .map_or(stem.len(), |(name, _)| name.len())
        };
        let is_section = &stem[..language(&stem)] == "_index";
        let is_draft = path
            .components()
            .any(|part| matches!(part, Component::Normal(name) if name == "_drafts"));
        // A leaf bundle is a folder whose article is `index.md`.
        let named = match &stem[..language(&stem)] {
            "index" => path.parent().map(stem_of_folder).unwrap_or_default(),
            _ => stem,
        };
        let (date, title) =
            dated(&named).map_or((None, None), |(date, slug)| (Some(date), title(slug)));
        Self {
            date,
            title,
            is_draft,
            is_section,
        }
    }
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn stem_of_folder(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The day in front of a name, and what follows it: `2015-10-29-title`, `2015-10-29_title`.
fn dated(name: &str) -> Option<(Instant, &str)> {
    let mut parts = name.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (day, rest) = rest.split_at(end);
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let slug = match rest {
        "" => "",
        _ => rest.strip_prefix(['-', '_', ' '])?,
    };
    let (date, _) = date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))?;
    Some((date, slug))
}

/// As Jekyll makes a title from a name: each word with a capital.
fn title(slug: &str) -> Option<String> {
    let words: Vec<String> = slug
        .split(['-', '_', ' '])
        .filter(|word| !word.is_empty())
        .map(capitalized)
        .collect();
    Some(words.join(" ")).filter(|title| !title.is_empty())
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, date: &str, title: &str) {
        let name = Name::of(Path::new(path));
        let found = name.date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(
            (found.as_str(), name.title.unwrap_or_default().as_str()),
            (date, title),
            "{path}"
        );
    }

    #[test]
    fn a_date_in_front_of_a_name_is_read() {
        check(
            "a/2015-10-29-welcome-to_it.md",
            "2015-10-29T00:00:00Z",
            "Welcome To It",
        );
        check("2016-10-08_a-post.md", "2016-10-08T00:00:00Z", "A Post");
        check("2016-1-8-x.md", "2016-01-08T00:00:00Z", "X");
        check("2016-10-08.md", "2016-10-08T00:00:00Z", "");
        check("2016-10-08-title/index.md", "2016-10-08T00:00:00Z", "Title");
        check(
            "2016-10-08-title/index.fr.md",
            "2016-10-08T00:00:00Z",
            "Title",
        );
    }

    #[test]
    fn what_is_no_date_is_no_date() {
        for path in [
            "2015-13-29-a.md",
            "2015-10-29title.md",
            "15-10-29-a.md",
            "a-2015-10-29.md",
            "v1-2-3.md",
            "index.md",
        ] {
            check(path, "", "");
        }
    }

    #[test]
    fn drafts_and_sections_are_told_by_their_names() {
        let of = |path: &str| Name::of(Path::new(path));
        assert!(of("_drafts/a.md").is_draft && of("blog/_drafts/b/a.md").is_draft);
        assert!(!of("drafts/a.md").is_draft && !of("_drafts.md").is_draft);
        assert!(of("blog/_index.md").is_section && of("_index.fr.md").is_section);
        assert!(!of("index.md").is_section && !of("_index-of-all.md").is_section);
    }
}
