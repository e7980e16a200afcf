//! What does a body say that a stranger may have altered?

use super::ALIGNED;
use crate::model::{Body, Cell, Name, Node, Tag};
use crate::wire::{Image, Object};

/// No tree of ours is deeper: the build allows half of it.
const DEPTH: u32 = 64;

pub(super) fn body<O: Object>(body: &O) -> Body {
    let pieces = body.pieces();
    let mut nodes = Vec::new();
    for piece in pieces.get(1..).unwrap_or_default() {
        match piece.as_text() {
            Some(text) => nodes.push(Node::named(Name::Paragraph, vec![Node::text(&text)])),
            None => add(piece, DEPTH, &mut nodes),
        }
    }
    let minutes = pieces.first().and_then(Object::as_count);
    Body {
        nodes,
        minutes: minutes.unwrap_or_default(),
    }
}

/// Adds a node. Of one that is not known, or that leads nowhere, it adds what is in it.
fn add<O: Object>(piece: &O, depth: u32, into: &mut Vec<Node>) {
    if let Some(text) = piece.as_text() {
        return into.push(Node::Text(text.into()));
    }
    let pieces = piece.pieces();
    let (Some(name), Some(depth)) = (pieces.first(), depth.checked_sub(1)) else {
        return into.extend(Image::read(piece).map(Node::Image));
    };
    let (tag, head) = tag(&name.as_text().unwrap_or_default(), &pieces);
    let mut content = Vec::new();
    for piece in pieces.get(head..).unwrap_or_default() {
        add(piece, depth, &mut content);
    }
    match tag {
        Some(tag) => into.push(Node::Tagged(tag, content)),
        None => into.append(&mut content),
    }
}

/// What a node is, and how many pieces say so; `None` for what is not known.
fn tag<O: Object>(name: &str, pieces: &[O]) -> (Option<Tag>, usize) {
    let number = |at: usize| pieces.get(at).and_then(Object::as_count);
    if name == "a" {
        let target = pieces.get(1).and_then(Object::as_text);
        return (
            target.and_then(|target| target.parse().ok()).map(Tag::Link),
            2,
        );
    }
    if name == "cell" {
        let kind = number(1).unwrap_or_default();
        let cell = Cell {
            is_head: kind % 2 == 1,
            align: ALIGNED.get(kind as usize / 2).copied().unwrap_or_default(),
            columns: number(2).unwrap_or(1),
            rows: number(3).unwrap_or(1),
        };
        return (Some(Tag::Cell(cell)), 4);
    }
    match name.parse() {
        Ok(counted) => (number(1).map(|number| Tag::Counted(counted, number)), 2),
        Err(()) => (name.parse().ok().map(Tag::Named), 1),
    }
}
