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

    /// The bodies of a file as they are written, in order.
    pub fn pieces<O: Object>(file: &O) -> Vec<O> {
        file.list("bodies")
    }

    /// The bodies that a file holds, in order.
    pub fn read<O: Object>(file: &O) -> Vec<Body> {
        Self::pieces(file).iter().map(read::body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{self, Cell, Counted, FileName, Name, Node, Picture, Tag};
    use serde_json::json;

    fn paragraph(words: &str) -> Node {
        Node::named(Name::Paragraph, vec![Node::text(words)])
    }

    fn image() -> Node {
        let file = "picture-x.webp".parse::<FileName>().unwrap();
        Node::Image(model::Image {
            size: Some((3, 2)),
            title: Some("A lamp".into()),
            ..model::Image::new(Picture::Bundled(file))
        })
    }

    fn everything() -> Body {
        let cell = Cell {
            is_head: true,
            align: Align::Right,
            columns: 2,
            rows: 1,
        };
        let link = Tag::Link("mailto:a@b.example".parse().unwrap());
        let tags = [
            Tag::Counted(Counted::List, 3),
            Tag::Counted(Counted::Reference, 1),
            Tag::Counted(Counted::Note, 1),
            Tag::Cell(cell),
            link,
        ];
        let mut nodes: Vec<Node> = tags
            .into_iter()
            .map(|tag| Node::Tagged(tag, vec![Node::text("x"), image()]))
            .collect();
        nodes.push(paragraph("one"));
        for name in [
            "p",
            "h2",
            "li",
            "task",
            "blockquote",
            "pre",
            "figure",
            "table",
            "tr",
            "td",
            "br",
            "code",
            "em",
        ] {
            nodes.push(Node::named(
                name.parse().unwrap(),
                vec![Node::text("y"), image()],
            ));
        }
        Body { nodes, minutes: 4 }
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
            nodes: vec![paragraph("one"), paragraph("two")],
        };
        let file = serde_json::to_value(Bodies::new([&body, &Body::default()])).unwrap();
        assert_eq!(file, json!({ "bodies": [[1, "one", "two"], []] }));
    }

    #[track_caller]
    fn check(node: serde_json::Value, expected: Node) {
        let file = json!({ "bodies": [[1, node]] });
        assert_eq!(Bodies::read(&file)[0].nodes, [expected]);
    }

    #[test]
    fn what_is_not_on_the_list_is_its_text() {
        check(json!(["script", "alert(1)"]), Node::text("alert(1)"));
        check(
            json!(["p", ["svg", "a"], ["ol", "no number"]]),
            Node::named(Name::Paragraph, vec![Node::text("a")]),
        );
    }

    #[test]
    fn an_altered_link_is_its_text() {
        for address in ["javascript:alert(1)", "data:text/html,x", "//a.example", ""] {
            check(json!(["p", ["a", address, "text"]]), paragraph("text"));
        }
        let picture = json!({ "url": "javascript:x", "title": "A lamp" });
        check(
            json!(["figure", picture, "said"]),
            Node::named(Name::Figure, vec![Node::text("said")]),
        );
    }

    #[test]
    fn a_tree_that_never_ends_is_cut() {
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!(["blockquote", deep]);
        }
        let file = json!({ "bodies": [[1, deep]] });
        assert_eq!(Bodies::read(&file)[0].text(), "");
        assert_eq!(
            Bodies::read(&json!({ "bodies": [7, null, "x", [[]]] })).len(),
            4
        );
    }
}
