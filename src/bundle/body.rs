//! What does the article itself say?
//!
//! Markdown becomes a tree; a text file is plain paragraphs. A title that is only said again at the top
//! is left out of either.

use crate::bundle::links::Links;
use crate::bundle::mended_body::Start;
use crate::bundle::picture::Beside;
use crate::bundle::prose::{on_one_line, without_controls};
use crate::bundle::{Code, Problem, markdown, reading, shape};
use crate::model::{Body, Name, Node, Tag};
use crate::text::fold;

/// The body that an article's Markdown makes, and what should be mended in it.
///
/// `start` is where it begins in its file, which is `shown` in problems.
pub(crate) fn markdown(
    text: &str,
    title: &str,
    beside: &mut Beside<'_>,
    (shown, start): (&str, Start),
) -> (Body, Vec<Problem>) {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut links = Links::new(text, beside);
    let written = markdown::read(text, &mut links);
    let mut problems = links.problems(shown, start.line());
    links.note_linked(start);
    if written.is_cut {
        let message = "the body has more marks, or more inside each other, than can be shown; \
             the rest is plain text";
        problems.push(Problem::new(Code::BodyTooLarge, shown, message));
    }
    let mut blocks = shape::blocks(written.nodes);
    drop_title(&mut blocks, title);
    let notes = (1..).zip(written.notes);
    blocks.extend(notes.map(|(number, nodes)| shape::note(number, nodes)));
    let problems = problems.into_iter().map(|problem| start.place(problem));
    (finished(blocks), problems.collect())
}

/// The body that a text file makes: paragraphs are separated by blank lines.
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
    let block = |text: String| Node::named(Name::Paragraph, vec![Node::Text(text.into())]);
    finished(paragraphs.into_iter().map(block).collect())
}

fn finished(nodes: Vec<Node>) -> Body {
    let mut body = Body { nodes, minutes: 0 };
    body.minutes = reading::minutes(&body.text());
    body
}

/// A first block that only says the title again, however it is marked.
fn drop_title(blocks: &mut Vec<Node>, title: &str) {
    let Some(Node::Tagged(Tag::Named(name), content)) = blocks.first() else {
        return;
    };
    let top = Body {
        nodes: content.clone(),
        minutes: 0,
    };
    if *name <= Name::Detail && fold(&top.text()) == fold(title) {
        blocks.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let expected = expected.iter().map(|text| Node::text(text));
        let expected: Vec<_> = expected
            .map(|text| Node::named(Name::Paragraph, vec![text]))
            .collect();
        assert_eq!(paragraphs(text, "A title").nodes, expected);
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
