//! What does the article itself say?
//!
//! For now a body is plain paragraphs, whether it stands in Markdown or in a text file: inline marks
//! stay as they were typed. The tree comes with the reader.

use crate::bundle::prose::{on_one_line, without_controls};
use crate::model::{Block, Body};
use crate::text::fold;

/// Paragraphs are separated by blank lines. A first one that only repeats the title is left out.
pub(crate) fn paragraphs(text: &str, title: &str) -> Body {
    let text = without_controls(text.trim_start_matches('\u{FEFF}'));
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    let title = fold(title);
    for line in text.lines().map(on_one_line) {
        let is_title = paragraphs.is_empty() && fold(line.trim_start_matches(['#', ' '])) == title;
        match paragraphs.last_mut().filter(|_| is_open) {
            _ if line.is_empty() || is_title => is_open = false,
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(&line);
            }
            None => {
                paragraphs.push(line);
                is_open = true;
            }
        }
    }
    Body {
        blocks: paragraphs
            .into_iter()
            .map(|text| Block::Paragraph(text.into()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let Body { blocks } = paragraphs(text, "A title");
        let texts: Vec<_> = blocks
            .iter()
            .map(|Block::Paragraph(text)| text.as_ref())
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn blank_lines_separate_paragraphs() {
        check(
            "\r\none\r\n  two\r\n \r\nthree *four*\r\n",
            &["one two", "three *four*"],
        );
        check("", &[]);
    }

    #[test]
    fn a_title_on_top_is_not_repeated() {
        check("A title\none\n\nA title\n", &["one", "A title"]);
        check("\n# A title\n\none", &["one"]);
        check("A TITLE\n\none", &["one"]);
    }
}
