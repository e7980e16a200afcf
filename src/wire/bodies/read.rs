//! What does a body say that a stranger may have altered?

use super::ALIGNED;
use crate::model::{Block, Body, Cell, Inline, Item};
use crate::wire::{Image, Object};

/// No tree of ours is deeper: two levels for each of the 32 that the build allows.
const DEPTH: u32 = 64;

pub(super) fn body<O: Object>(body: &O) -> Body {
    let mut pieces = body.pieces().into_iter();
    let minutes = pieces.next().and_then(|minutes| minutes.as_count());
    let mut trees = pieces.map(|tree| blocks(&tree.pieces(), DEPTH));
    Body {
        minutes: minutes.unwrap_or_default(),
        blocks: trees.next().unwrap_or_default(),
        notes: trees.collect(),
    }
}

fn blocks<O: Object>(pieces: &[O], depth: u32) -> Vec<Block> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    pieces.iter().map(|piece| block(piece, depth)).collect()
}

/// A block by its name. Of one that is not known the text is left.
fn block<O: Object>(piece: &O, depth: u32) -> Block {
    let pieces = piece.pieces();
    let Some((name, rest)) = pieces.split_first() else {
        return Block::Paragraph(inlines(std::slice::from_ref(piece), depth));
    };
    let name = name.as_text().unwrap_or_default();
    let items = |items: &[O]| items.iter().map(|piece| item(piece, depth)).collect();
    match (&*name, rest) {
        ("ul", rest) => Block::List(None, items(rest)),
        ("ol", [start, rest @ ..]) => Block::List(start.as_count(), items(rest)),
        ("blockquote", rest) => Block::Quote(blocks(rest, depth)),
        ("pre", [code]) => Block::Code(code.as_text().unwrap_or_default().into()),
        ("hr", _) => Block::Rule,
        ("table", rows) => Block::Table(rows.iter().map(|cells| row(cells, depth)).collect()),
        ("figure", [image, rest @ ..]) => {
            let caption = inlines(rest, depth);
            match Image::read(image) {
                Some(image) => Block::Figure(image, caption),
                None => Block::Paragraph(caption),
            }
        }
        (name, rest) => {
            let line = inlines(rest, depth);
            match name.parse() {
                Ok(level) => Block::Heading(level, line),
                Err(()) => Block::Paragraph(line),
            }
        }
    }
}

fn item<O: Object>(piece: &O, depth: u32) -> Item {
    let pieces = piece.pieces();
    let task = pieces.first().and_then(Object::as_flag);
    Item {
        task,
        blocks: blocks(
            pieces
                .get(usize::from(task.is_some())..)
                .unwrap_or_default(),
            depth,
        ),
    }
}

fn row<O: Object>(cells: &O, depth: u32) -> Vec<Cell> {
    cells
        .pieces()
        .iter()
        .map(|piece| cell(piece, depth))
        .collect()
}

fn cell<O: Object>(piece: &O, depth: u32) -> Cell {
    let pieces = piece.pieces();
    let number = |at: usize| pieces.get(at).and_then(Object::as_count);
    let kind = number(0).unwrap_or_default();
    let content = match pieces.get(3..) {
        Some(rest) => inlines(rest, depth),
        None => inlines(std::slice::from_ref(piece), depth),
    };
    Cell {
        is_head: kind % 2 == 1,
        align: ALIGNED.get(kind as usize / 2).copied().unwrap_or_default(),
        columns: number(1).unwrap_or(1),
        rows: number(2).unwrap_or(1),
        content,
    }
}

fn inlines<O: Object>(pieces: &[O], depth: u32) -> Vec<Inline> {
    let mut line = Vec::new();
    add(pieces, depth, &mut line);
    line
}

fn add<O: Object>(pieces: &[O], depth: u32, line: &mut Vec<Inline>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for piece in pieces {
        match piece.as_text() {
            Some(text) => line.push(Inline::Text(text.into())),
            None => add_named(&piece.pieces(), depth, line),
        }
    }
}

/// Adds a piece by its name or, where it is not known or leads nowhere, what is in it.
fn add_named<O: Object>(pieces: &[O], depth: u32, line: &mut Vec<Inline>) {
    let Some((name, rest)) = pieces.split_first() else {
        return;
    };
    let name = name.as_text().unwrap_or_default();
    match (&*name, rest) {
        ("br", _) => line.push(Inline::Break),
        ("code", [code]) => line.push(Inline::Code(code.as_text().unwrap_or_default().into())),
        ("img", [image]) => line.extend(Image::read(image).map(Inline::Image)),
        ("note", [number, rest @ ..]) => {
            let number = number
                .as_count()
                .map(|number| Inline::Note(number, !rest.is_empty()));
            line.extend(number);
        }
        ("a", [target, rest @ ..]) => match target.as_text().unwrap_or_default().parse() {
            Ok(target) => line.push(Inline::Link(target, inlines(rest, depth))),
            Err(()) => add(rest, depth, line),
        },
        (name, rest) => match name.parse() {
            Ok(mark) => line.push(Inline::Marked(mark, inlines(rest, depth))),
            Err(()) => add(rest, depth, line),
        },
    }
}
