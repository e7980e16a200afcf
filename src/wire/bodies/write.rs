//! How is a body written?

use super::{ALIGNED, Piece};
use crate::model::{Block, Body, Cell, Inline, Item};
use crate::wire::Image;

/// Minutes, blocks, and the blocks of each footnote; nothing for an empty body.
pub(super) fn body(body: &Body) -> Piece {
    if body.blocks.is_empty() && body.notes.is_empty() {
        return Piece::List(Vec::new());
    }
    let mut pieces = vec![Piece::Number(body.minutes), blocks(&body.blocks)];
    pieces.extend(body.notes.iter().map(|note| blocks(note)));
    Piece::List(pieces)
}

fn blocks(blocks: &[Block]) -> Piece {
    Piece::List(blocks.iter().map(block).collect())
}

fn block(block: &Block) -> Piece {
    match block {
        Block::Paragraph(content) => match content.as_slice() {
            [Inline::Text(text)] => Piece::Text(text.to_string()),
            _ => named("p", content.iter().map(inline)),
        },
        Block::Heading(level, content) => named(level.name(), content.iter().map(inline)),
        Block::List(None, items) => named("ul", items.iter().map(item)),
        Block::List(Some(start), items) => {
            let start = std::iter::once(Piece::Number(*start));
            named("ol", start.chain(items.iter().map(item)))
        }
        Block::Quote(blocks) => named("blockquote", blocks.iter().map(self::block)),
        Block::Code(code) => named("pre", [Piece::Text(code.to_string())]),
        Block::Figure(image, caption) => {
            let picture = std::iter::once(Piece::Picture(Image::new(image)));
            named("figure", picture.chain(caption.iter().map(inline)))
        }
        Block::Rule => named("hr", []),
        Block::Table(rows) => {
            let row = |row: &Vec<Cell>| Piece::List(row.iter().map(cell).collect());
            named("table", rows.iter().map(row))
        }
    }
}

/// The blocks of an item, after whether it is done where it is a task.
fn item(item: &Item) -> Piece {
    let task = item.task.into_iter().map(Piece::Flag);
    Piece::List(task.chain(item.blocks.iter().map(block)).collect())
}

fn cell(cell: &Cell) -> Piece {
    if let ([Inline::Text(text)], 1, 1) = (cell.content.as_slice(), cell.columns, cell.rows)
        && kind(cell) == 0
    {
        return Piece::Text(text.to_string());
    }
    let shape = [kind(cell), cell.columns, cell.rows].map(Piece::Number);
    Piece::List(
        shape
            .into_iter()
            .chain(cell.content.iter().map(inline))
            .collect(),
    )
}

fn kind(cell: &Cell) -> u32 {
    let aligned = ALIGNED.iter().position(|align| *align == cell.align);
    2 * aligned.unwrap_or_default() as u32 + u32::from(cell.is_head)
}

fn inline(inline: &Inline) -> Piece {
    match inline {
        Inline::Text(text) => Piece::Text(text.to_string()),
        Inline::Marked(mark, content) => named(mark.name(), content.iter().map(self::inline)),
        Inline::Code(code) => named("code", [Piece::Text(code.to_string())]),
        Inline::Link(target, content) => {
            let target = std::iter::once(Piece::Text(target.as_str().to_owned()));
            named("a", target.chain(content.iter().map(self::inline)))
        }
        Inline::Image(image) => named("img", [Piece::Picture(Image::new(image))]),
        Inline::Break => named("br", []),
        Inline::Note(number, true) => named("note", [Piece::Number(*number), Piece::Flag(true)]),
        Inline::Note(number, false) => named("note", [Piece::Number(*number)]),
    }
}

fn named(name: &str, pieces: impl IntoIterator<Item = Piece>) -> Piece {
    let name = std::iter::once(Piece::Text(name.to_owned()));
    Piece::List(name.chain(pieces).collect())
}
