//! A file of bodies, as JSON.
//!
//! A body is a tree of arrays, each beginning with the name of the HTML element that means the same; a
//! text alone is that text. What is read is held against the same closed list as what is written: a name
//! that is not on it, and a link that nobody may follow, leave their text.

mod read;
mod write;

use serde::Serialize;

use crate::model::{Align, Body};
use crate::wire::{Image, Object};

/// Bodies in the order of their documents: a file of the bodies' shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bodies {
    bodies: Vec<Piece>,
}

/// What such a tree is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Piece {
    Text(String),
    Number(u32),
    Flag(bool),
    Picture(Image),
    List(Vec<Piece>),
}

/// What a cell begins with: 1 for a head, and twice the number of its alignment in this list.
const ALIGNED: [Align; 4] = [Align::Usual, Align::Left, Align::Center, Align::Right];

impl Bodies {
    /// What stands in the file for these bodies.
    pub fn new<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> Self {
        Self {
            bodies: bodies.into_iter().map(write::body).collect(),
        }
    }

    /// The bodies that a file holds, in order.
    pub fn read<O: Object>(file: &O) -> Vec<Body> {
        file.list("bodies").iter().map(read::body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{self, Block, Cell, FileName, Inline, Item, Level, Mark, Picture};
    use serde_json::json;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph(text(words))
    }

    fn image() -> model::Image {
        model::Image {
            picture: Picture::Bundled("picture-x.webp".parse::<FileName>().unwrap()),
            size: Some((3, 2)),
            title: Some("A lamp".into()),
            attribution: None,
        }
    }

    fn cell(align: Align, columns: u32) -> Cell {
        Cell {
            is_head: true,
            align,
            columns,
            rows: 1,
            content: text("x"),
        }
    }

    fn everything() -> Body {
        let link = Inline::Link("mailto:a@b.example".parse().unwrap(), text("mail"));
        let line = vec![
            Inline::Text("a ".into()),
            Inline::Marked(Mark::Strong, vec![link]),
            Inline::Code("let".into()),
            Inline::Break,
            Inline::Image(image()),
            Inline::Note(1, true),
            Inline::Note(1, false),
        ];
        let item = |task, words| Item {
            task,
            blocks: vec![paragraph(words)],
        };
        let plain = Cell {
            columns: 1,
            rows: 1,
            content: text("plain"),
            ..Cell::default()
        };
        Body {
            minutes: 4,
            blocks: vec![
                paragraph("one"),
                Block::Paragraph(line),
                Block::Heading(Level::Section, text("two")),
                Block::List(None, vec![item(None, "b"), item(Some(true), "c")]),
                Block::List(Some(3), vec![item(Some(false), "d")]),
                Block::Quote(vec![paragraph("e")]),
                Block::Code("f\ng".into()),
                Block::Figure(image(), text("h")),
                Block::Rule,
                Block::Table(vec![
                    vec![cell(Align::Right, 2)],
                    vec![
                        plain,
                        Cell {
                            columns: 1,
                            rows: 1,
                            ..Cell::default()
                        },
                    ],
                ]),
            ],
            notes: vec![vec![paragraph("i")]],
        }
    }

    #[test]
    fn a_body_survives_the_wire() {
        let bodies = [Body::default(), everything()];
        let file = serde_json::to_value(Bodies::new(&bodies)).unwrap();
        assert_eq!(Bodies::read(&file), bodies);
    }

    #[test]
    fn plain_paragraphs_travel_as_texts() {
        let body = Body {
            minutes: 1,
            blocks: vec![paragraph("one"), paragraph("two")],
            notes: Vec::new(),
        };
        let file = serde_json::to_value(Bodies::new([&body, &Body::default()])).unwrap();
        assert_eq!(file, json!({ "bodies": [[1, ["one", "two"]], []] }));
    }

    #[track_caller]
    fn check(block: serde_json::Value, expected: Block) {
        let file = json!({ "bodies": [[1, [block]]] });
        assert_eq!(Bodies::read(&file)[0].blocks, [expected]);
    }

    #[test]
    fn what_is_not_on_the_list_is_its_text() {
        check(json!(["script", "alert(1)"]), paragraph("alert(1)"));
        check(
            json!(["p", ["svg", "a", ["em"]]]),
            Block::Paragraph(vec![
                Inline::Text("a".into()),
                Inline::Marked(Mark::Emphasis, vec![]),
            ]),
        );
    }

    #[test]
    fn an_altered_link_is_its_text() {
        for address in ["javascript:alert(1)", "data:text/html,x", "//a.example", ""] {
            check(json!(["p", ["a", address, "text"]]), paragraph("text"));
        }
        let picture = json!({ "url": "javascript:x", "title": "A lamp" });
        check(json!(["figure", picture, "said"]), paragraph("said"));
        check(json!(["p", ["img", picture], "b"]), paragraph("b"));
    }

    #[test]
    fn a_tree_that_never_ends_is_cut() {
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!(["blockquote", deep]);
        }
        let file = json!({ "bodies": [[1, [deep]]] });
        assert_eq!(Bodies::read(&file)[0].text(), "");
        assert_eq!(
            Bodies::read(&json!({ "bodies": [7, null, "x", [[]]] })).len(),
            4
        );
    }
}
