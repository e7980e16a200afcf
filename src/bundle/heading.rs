//! Which title does an article have that names none?
//!
//! What its generator would show: the heading its body begins with, else, with Jekyll, its file's name.

use crate::bundle::name::Name;
use crate::bundle::prose::{on_one_line, without_controls};

/// A title, and where it was found.
pub(crate) fn title(body: &str, name: &Name) -> Option<(String, &'static str)> {
    let heading = first(body).map(|title| (title, "its first heading"));
    heading.or_else(|| Some((name.title.clone()?, "its file's name")))
}

/// The heading that a body begins with: `# Title`, or a line with `===` below it.
fn first(body: &str) -> Option<String> {
    let mut lines = body.trim_start_matches('\u{FEFF}').lines();
    let line = lines.find(|line| !line.trim().is_empty())?;
    let below = lines.next().unwrap_or_default().trim();
    let is_underlined = !below.is_empty() && below.bytes().all(|byte| byte == b'=');
    let marked = line.trim_start().strip_prefix("# ");
    let text = marked.or_else(|| Some(line).filter(|_| is_underlined))?;
    Some(plain(text)).filter(|title| !title.is_empty())
}

/// A heading without its marks: links by their text, no emphasis, no anchor at its end.
fn plain(text: &str) -> String {
    let text = without_controls(text);
    let text = text.trim().trim_end_matches('#').trim_end();
    let text = text.split_once(" {#").map_or(text, |(text, _)| text);
    let text = without_tags(&without_links(text));
    on_one_line(&text.replace(['*', '`'], ""))
}

/// `[text](address)`, `[[name|text]]` and `[[name]]` by their texts.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link, after)) = link(rest) {
        plain.push_str(before);
        plain.push_str(link);
        rest = after;
    }
    plain + rest
}

/// What is before the first link, its text, and what is after it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let wiki = text.find("[[").and_then(|at| {
        let (inside, after) = text[at + 2..].split_once("]]")?;
        Some((&text[..at], inside.rsplit('|').next()?, after))
    });
    let usual = || {
        let (inside, after) = text.split_once("](")?;
        let at = inside.rfind('[')?;
        let (_, after) = after.split_once(')')?;
        Some((&inside[..at], &inside[at + 1..], after))
    };
    wiki.or_else(usual)
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest[at..].find('>').filter(|_| is_tag) {
            Some(end) => {
                plain.push_str(&rest[..at]);
                rest = &rest[at + end + 1..];
            }
            None => {
                plain.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, title: Option<&str>) {
        assert_eq!(first(body).as_deref(), title);
    }

    #[test]
    fn a_body_that_begins_with_a_heading_has_a_title() {
        check("\n# A title #\n\ntext", Some("A title"));
        check("A title\n===\ntext", Some("A title"));
        check(
            "# An *introduction* to [[dataview|Dataview]]",
            Some("An introduction to Dataview"),
        );
        check(
            "# <a name=\"x\"></a>[A title](https://a.example) {#anchor}",
            Some("A title"),
        );
        check("# a < b", Some("a < b"));
    }

    #[test]
    fn a_body_that_begins_otherwise_has_none() {
        for body in ["", "text\n\n# Later", "## Smaller", "#topic", "text\n---\n"] {
            check(body, None);
        }
    }
}
