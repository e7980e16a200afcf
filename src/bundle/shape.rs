//! What do the nodes of an article amount to?
//!
//! Whatever stood where, blocks become blocks and lines become lines: text that stands alone is a
//! paragraph, an item without a list is a list, a mark around blocks is left out, and what is empty
//! is not there.

use crate::bundle::markdown::plain;
use crate::bundle::spacing::spaced;
use crate::bundle::tree::{Kind, Raw};
use crate::model::{Cell, Counted, Name, Node, Tag};

/// The blocks that some nodes amount to.
pub(crate) fn blocks(nodes: Vec<Raw>) -> Vec<Node> {
    let mut shaper = Shaper::default();
    shaper.take(nodes);
    shaper.finish()
}

/// Gathers blocks, and the line that no block has closed yet.
#[derive(Default)]
struct Shaper {
    blocks: Vec<Node>,
    line: Vec<Raw>,
}

impl Shaper {
    fn take(&mut self, nodes: Vec<Raw>) {
        for node in nodes {
            if node.is_block() {
                self.end_line();
                self.block(node);
            } else {
                self.line.push(node);
            }
        }
    }

    fn finish(mut self) -> Vec<Node> {
        self.end_line();
        self.blocks
    }

    /// What stood between blocks is a paragraph or, where it is a picture alone, a figure.
    fn end_line(&mut self) {
        let nodes = std::mem::take(&mut self.line);
        let caption = match nodes.as_slice() {
            [Raw::Image(_, caption)] => line(vec![Raw::Text(caption.clone())]),
            _ => Vec::new(),
        };
        let mut line = line(nodes);
        let name = match line.as_slice() {
            [Node::Image(_)] => Name::Figure,
            _ => Name::Paragraph,
        };
        if !caption.is_empty() {
            line.push(Node::named(Name::Caption, caption));
        }
        self.push(name, line);
    }

    fn push(&mut self, name: Name, content: Vec<Node>) {
        if !content.is_empty() {
            self.blocks.push(Node::named(name, content));
        }
    }

    fn block(&mut self, node: Raw) {
        let Raw::Tagged { tag, children, .. } = node else {
            return self.blocks.push(Node::named(Name::Rule, Vec::new()));
        };
        match tag {
            Kind::Heading(level) if !holds_block(&children) => self.push(level, line(children)),
            Kind::List(start) => self.list(start, children),
            Kind::Item => self.list(None, vec![tagged(Kind::Item, children)]),
            Kind::Quote => self.push(Name::Quote, blocks(children)),
            Kind::Lines => self.lines(&plain(&children)),
            Kind::Figure => self.figure(children),
            Kind::Table => self.table(children),
            // A paragraph, and whatever holds blocks and is none of ours.
            _ => {
                self.take(children);
                self.end_line();
            }
        }
    }

    fn list(&mut self, start: Option<u32>, children: Vec<Raw>) {
        let mut items = Vec::new();
        let mut stray = Vec::new();
        for child in children {
            match child {
                Raw::Tagged {
                    tag: Kind::Item,
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
        match start {
            Some(start) if !items.is_empty() => {
                let tag = Tag::Counted(Counted::List, start);
                self.blocks.push(Node::Tagged(tag, items));
            }
            _ => self.push(Name::List, items),
        }
    }

    fn lines(&mut self, code: &str) {
        let code = code.strip_prefix('\n').unwrap_or(code).trim_end();
        if !code.is_empty() {
            self.push(Name::Lines, vec![Node::text(code)]);
        }
    }

    /// The first picture with what is said below it. A figure of something else is that and its caption.
    fn figure(&mut self, children: Vec<Raw>) {
        let (captions, shown): (Vec<_>, Vec<_>) = children.into_iter().partition(|child| {
            matches!(
                child,
                Raw::Tagged {
                    tag: Kind::Caption,
                    holds_block: false,
                    ..
                }
            )
        });
        let caption = line(captions);
        let mut shown = blocks(shown);
        let figure = shown.iter_mut().find_map(|block| match block {
            Node::Tagged(Tag::Named(Name::Figure), content) if content.len() == 1 => Some(content),
            _ => None,
        });
        match figure {
            Some(content) if !caption.is_empty() => {
                content.push(Node::named(Name::Caption, caption));
                self.blocks.append(&mut shown);
            }
            _ => {
                self.blocks.append(&mut shown);
                self.push(Name::Paragraph, caption);
            }
        }
    }

    fn table(&mut self, children: Vec<Raw>) {
        let mut rows = Vec::new();
        for child in children {
            match child {
                Raw::Tagged {
                    tag: Kind::Row,
                    children,
                    ..
                } => rows.push(row(children, &mut self.line)),
                // Cells without a row make one.
                Raw::Tagged {
                    tag: Kind::Cell(shape),
                    children,
                    ..
                } => rows.push(Node::named(Name::Row, vec![cell(shape, children)])),
                // What else stands in a table stands before it.
                other => self.line.push(other),
            }
        }
        let stray = std::mem::take(&mut self.line);
        self.take(stray);
        self.end_line();
        rows.retain(holds_something);
        self.push(Name::Table, rows);
    }
}

fn holds_block(nodes: &[Raw]) -> bool {
    nodes.iter().any(Raw::is_block)
}

fn tagged(tag: Kind, children: Vec<Raw>) -> Raw {
    Raw::Tagged {
        tag,
        children,
        holds_block: true,
    }
}

/// Whether there is a text or a picture in a node.
fn holds_something(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Image(_) => true,
        Node::Tagged(_, content) => content.iter().any(holds_something),
    }
}

/// An item, unless nothing is in it. The box of a task is its first character, as in print.
fn item(mut children: Vec<Raw>) -> Option<Node> {
    let task = task(&mut children);
    let mut content = blocks(children);
    // An item of one line is that line: no paragraph of its own stands around it.
    if let [Node::Tagged(Tag::Named(Name::Paragraph), line)] = content.as_mut_slice() {
        content = std::mem::take(line);
    }
    let name = match task {
        None => Name::Item,
        Some(is_done) => {
            content.insert(0, Node::text(if is_done { "☑ " } else { "☐ " }));
            Name::Task
        }
    };
    (!content.is_empty()).then(|| Node::named(name, content))
}

/// Takes the box to tick out of an item, where it stands at its beginning.
fn task(children: &mut Vec<Raw>) -> Option<bool> {
    let is_blank = |node: &Raw| matches!(node, Raw::Text(text) if text.trim().is_empty());
    let first = children.iter().position(|node| !is_blank(node))?;
    match &mut children[first] {
        Raw::Task(is_done) => {
            let is_done = *is_done;
            children.remove(first);
            Some(is_done)
        }
        Raw::Tagged {
            tag: Kind::Paragraph,
            children,
            ..
        } => task(children),
        _ => None,
    }
}

fn row(children: Vec<Raw>, stray: &mut Vec<Raw>) -> Node {
    let mut cells = Vec::new();
    for child in children {
        match child {
            Raw::Tagged {
                tag: Kind::Cell(shape),
                children,
                ..
            } => cells.push(cell(shape, children)),
            other => stray.push(other),
        }
    }
    Node::named(Name::Row, cells)
}

fn cell(cell: Cell, children: Vec<Raw>) -> Node {
    let tag = match cell == Cell::PLAIN {
        true => Tag::Named(Name::Cell),
        false => Tag::Cell(cell),
    };
    Node::Tagged(tag, line(children))
}

/// The line that some nodes amount to: a block among them begins a new one.
fn line(nodes: Vec<Raw>) -> Vec<Node> {
    let mut line = Vec::new();
    add(nodes, &mut line);
    spaced(line)
}

fn add(nodes: Vec<Raw>, line: &mut Vec<Node>) {
    let new_line = || Node::named(Name::Break, Vec::new());
    for node in nodes {
        let is_block = node.is_block();
        if is_block {
            line.push(new_line());
        }
        match node {
            Raw::Text(text) => line.push(Node::Text(text.into())),
            Raw::Break => line.push(new_line()),
            Raw::Image(image, _) => line.push(Node::Image(image)),
            Raw::Note(number) => {
                line.push(Node::Tagged(
                    Tag::Counted(Counted::Reference, number),
                    Vec::new(),
                ));
            }
            Raw::Rule | Raw::Task(_) => {}
            Raw::Tagged { tag, children, .. } => add_tagged(tag, children, line),
        }
        if is_block {
            line.push(new_line());
        }
    }
}

fn add_tagged(tag: Kind, children: Vec<Raw>, line: &mut Vec<Node>) {
    let tag = match tag {
        Kind::Mark(mark) => Tag::Named(mark),
        Kind::Link(target) => Tag::Link(target),
        Kind::Code | Kind::Lines => {
            let code = vec![Node::Text(plain(&children).into())];
            return line.push(Node::named(Name::Code, code));
        }
        _ => return add(children, line),
    };
    let mut inner = Vec::new();
    add(children, &mut inner);
    line.push(Node::Tagged(tag, inner));
}

/// A footnote.
pub(crate) fn note(number: u32, nodes: Vec<Raw>) -> Node {
    Node::Tagged(Tag::Counted(Counted::Note, number), blocks(nodes))
}
