//! What do the nodes of an article amount to?
//!
//! Whatever stood where, blocks become blocks and lines become lines: text that stands alone is a
//! paragraph, an item without a list is a list, a mark around blocks is left out, and what is empty
//! is not there.

use crate::bundle::markdown::plain;
use crate::bundle::spacing::spaced;
use crate::bundle::tree::{Node, Shape, Tag};
use crate::model::{Block, Cell, Image, Inline, Item};

/// The blocks that some nodes amount to.
pub(crate) fn blocks(nodes: Vec<Node>) -> Vec<Block> {
    let mut shaper = Shaper::default();
    shaper.take(nodes);
    shaper.finish()
}

/// Gathers blocks, and the line that no block has closed yet.
#[derive(Default)]
struct Shaper {
    blocks: Vec<Block>,
    line: Vec<Node>,
}

impl Shaper {
    fn take(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            if node.is_block() {
                self.end_line();
                self.block(node);
            } else {
                self.line.push(node);
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.end_line();
        self.blocks
    }

    /// What stood between blocks is a paragraph or, where it is a picture alone, a figure.
    fn end_line(&mut self) {
        let line = line(std::mem::take(&mut self.line));
        match line.as_slice() {
            [] => {}
            [Inline::Image(image)] => self.blocks.push(Block::Figure(image.clone(), Vec::new())),
            _ => self.blocks.push(Block::Paragraph(line)),
        }
    }

    fn block(&mut self, node: Node) {
        let Node::Tagged { tag, children, .. } = node else {
            return self.blocks.push(Block::Rule);
        };
        match tag {
            Tag::Heading(level) if !holds_block(&children) => {
                let title = line(children);
                if !title.is_empty() {
                    self.blocks.push(Block::Heading(level, title));
                }
            }
            Tag::List(start) => self.list(start, children),
            Tag::Item => self.list(None, vec![tagged(Tag::Item, children)]),
            Tag::Quote => {
                let quoted = blocks(children);
                if !quoted.is_empty() {
                    self.blocks.push(Block::Quote(quoted));
                }
            }
            Tag::Lines => self.lines(&plain(&children)),
            Tag::Figure => self.figure(children),
            Tag::Table => self.table(children),
            // A paragraph, and whatever holds blocks and is none of ours.
            _ => {
                self.take(children);
                self.end_line();
            }
        }
    }

    fn list(&mut self, start: Option<u32>, children: Vec<Node>) {
        let mut items: Vec<Item> = Vec::new();
        let mut stray = Vec::new();
        for child in children {
            match child {
                Node::Tagged {
                    tag: Tag::Item,
                    children,
                    ..
                } => {
                    items.extend(item(std::mem::take(&mut stray)));
                    items.extend(item(children));
                }
                other => stray.push(other),
            }
        }
        items.extend(item(stray));
        if !items.is_empty() {
            self.blocks.push(Block::List(start, items));
        }
    }

    fn lines(&mut self, code: &str) {
        let code = code.strip_prefix('\n').unwrap_or(code).trim_end();
        if !code.is_empty() {
            self.blocks.push(Block::Code(code.into()));
        }
    }

    /// The first picture with what is said below it. A figure of something else is that and its caption.
    fn figure(&mut self, children: Vec<Node>) {
        let (captions, shown): (Vec<_>, Vec<_>) = children.into_iter().partition(|child| {
            matches!(
                child,
                Node::Tagged {
                    tag: Tag::Caption,
                    holds_block: false,
                    ..
                }
            )
        });
        let mut caption = line(captions);
        let first = self.blocks.len();
        self.take(shown);
        self.end_line();
        for block in self.blocks.iter_mut().skip(first) {
            if let Block::Figure(_, said) = block
                && said.is_empty()
            {
                *said = std::mem::take(&mut caption);
            }
        }
        if !caption.is_empty() {
            self.blocks.push(Block::Paragraph(caption));
        }
    }

    fn table(&mut self, children: Vec<Node>) {
        let mut rows = Vec::new();
        for child in children {
            match child {
                Node::Tagged {
                    tag: Tag::Row,
                    children,
                    ..
                } => rows.push(row(children, &mut self.line)),
                // Cells without a row make one.
                Node::Tagged {
                    tag: Tag::Cell(shape),
                    children,
                    ..
                } => rows.push(vec![cell(shape, children)]),
                // What else stands in a table stands before it.
                other => self.line.push(other),
            }
        }
        let stray = std::mem::take(&mut self.line);
        self.take(stray);
        self.end_line();
        rows.retain(|row| row.iter().any(|cell| !cell.content.is_empty()));
        if !rows.is_empty() {
            self.blocks.push(Block::Table(rows));
        }
    }
}

fn holds_block(nodes: &[Node]) -> bool {
    nodes.iter().any(Node::is_block)
}

fn tagged(tag: Tag, children: Vec<Node>) -> Node {
    Node::Tagged {
        tag,
        children,
        holds_block: true,
    }
}

/// An item, unless nothing is in it.
fn item(mut children: Vec<Node>) -> Option<Item> {
    let task = task(&mut children);
    let blocks = blocks(children);
    (!blocks.is_empty() || task.is_some()).then_some(Item { task, blocks })
}

/// Takes the box to tick out of an item, where it stands at its beginning.
fn task(children: &mut Vec<Node>) -> Option<bool> {
    let is_blank = |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
    let first = children.iter().position(|node| !is_blank(node))?;
    match &mut children[first] {
        Node::Task(is_done) => {
            let is_done = *is_done;
            children.remove(first);
            Some(is_done)
        }
        Node::Tagged {
            tag: Tag::Paragraph,
            children,
            ..
        } => task(children),
        _ => None,
    }
}

fn row(children: Vec<Node>, stray: &mut Vec<Node>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for child in children {
        match child {
            Node::Tagged {
                tag: Tag::Cell(shape),
                children,
                ..
            } => cells.push(cell(shape, children)),
            other => stray.push(other),
        }
    }
    cells
}

fn cell(shape: Shape, children: Vec<Node>) -> Cell {
    Cell {
        is_head: shape.is_head,
        align: shape.align,
        columns: shape.columns,
        rows: shape.rows,
        content: line(children),
    }
}

/// The line that some nodes amount to: a block among them begins a new one.
fn line(nodes: Vec<Node>) -> Vec<Inline> {
    let mut line = Vec::new();
    inlines(nodes, &mut line);
    spaced(line)
}

fn inlines(nodes: Vec<Node>, line: &mut Vec<Inline>) {
    for node in nodes {
        let is_block = node.is_block();
        if is_block {
            line.push(Inline::Break);
        }
        match node {
            Node::Text(text) => line.push(Inline::Text(text.into())),
            Node::Break => line.push(Inline::Break),
            Node::Image(image) => line.push(Inline::Image(image)),
            Node::Note(number, is_first) => line.push(Inline::Note(number, is_first)),
            Node::Rule | Node::Task(_) => {}
            Node::Tagged { tag, children, .. } => tagged_inline(tag, children, line),
        }
        if is_block {
            line.push(Inline::Break);
        }
    }
}

fn tagged_inline(tag: Tag, children: Vec<Node>, line: &mut Vec<Inline>) {
    let inner = |children| {
        let mut inner = Vec::new();
        inlines(children, &mut inner);
        inner
    };
    match tag {
        Tag::Mark(mark) => line.push(Inline::Marked(mark, inner(children))),
        Tag::Link(target) => line.push(Inline::Link(target, inner(children))),
        Tag::Code | Tag::Lines => line.push(Inline::Code(plain(&children).into())),
        _ => inlines(children, line),
    }
}

/// A picture's node; what it shows and who made it come from the same words.
pub(crate) fn picture(image: Image, shown: &str) -> Node {
    let title = crate::bundle::prose::on_one_line(shown);
    Node::Image(Image {
        title: (!title.is_empty()).then(|| title.into()),
        ..image
    })
}
