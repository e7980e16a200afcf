//! How is a body written?

use super::{ALIGNED, Piece};
use crate::model::{Body, Cell, Name, Node, Tag};
use crate::wire::Image;

/// Minutes, then the nodes; nothing for an empty body.
pub(super) fn body(body: &Body) -> Piece {
    let minutes = (!body.nodes.is_empty()).then_some(Piece::Number(body.minutes));
    Piece::List(
        minutes
            .into_iter()
            .chain(body.nodes.iter().map(block))
            .collect(),
    )
}

/// A paragraph of nothing but text, as most are, is that text.
fn block(block: &Node) -> Piece {
    match block {
        Node::Tagged(Tag::Named(Name::Paragraph), content) => match content.as_slice() {
            [Node::Text(text)] => Piece::Text(text.to_string()),
            _ => node(block),
        },
        _ => node(block),
    }
}

fn node(node: &Node) -> Piece {
    match node {
        Node::Text(text) => Piece::Text(text.to_string()),
        Node::Image(image) => Piece::Picture(Image::new(image)),
        Node::Tagged(tag, content) => {
            let content = content.iter().map(self::node);
            Piece::List(head(tag).into_iter().chain(content).collect())
        }
    }
}

/// What a node begins with: its name, and what else is known of it.
fn head(tag: &Tag) -> Vec<Piece> {
    let name = |name: &str| Piece::Text(name.to_owned());
    match tag {
        Tag::Named(named) => vec![name(named.name())],
        Tag::Counted(counted, number) => vec![name(counted.name()), Piece::Number(*number)],
        Tag::Cell(cell) => vec![
            name("cell"),
            Piece::Number(kind(cell)),
            Piece::Number(cell.columns),
            Piece::Number(cell.rows),
        ],
        Tag::Link(target) => vec![name("a"), name(target.as_str())],
    }
}

fn kind(cell: &Cell) -> u32 {
    let aligned = ALIGNED.iter().position(|align| *align == cell.align);
    2 * aligned.unwrap_or_default() as u32 + u32::from(cell.is_head)
}
