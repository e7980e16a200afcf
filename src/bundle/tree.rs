//! Which marks are open, and what is inside them?
//!
//! Markdown and the HTML in it grow one tree. Markdown's marks are balanced; HTML's are not, so what
//! it opens ends at the latest where the Markdown around it ends, and it closes nothing that Markdown
//! has opened. There are limits: a tree is never deep, and never has more nodes than anybody reads.

use crate::bundle::prose::without_controls;
use crate::model::{Cell, Image, Name, Target};

/// What a node is. There is no other: this is the list that HTML is held against.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Paragraph,
    Heading(Name),
    List(Option<u32>),
    Item,
    Quote,
    /// Lines as they were typed.
    Lines,
    Figure,
    Caption,
    Table,
    Row,
    Cell(Cell),
    /// Text that stands out.
    Mark(Name),
    Code,
    Link(Target),
    /// A part of the page that means nothing to us but stands apart.
    Division,
    /// What is inside is nobody's text.
    Dropped,
}

/// A node that is closed.
#[derive(Debug)]
pub(crate) enum Raw {
    Text(String),
    Tagged {
        tag: Kind,
        children: Vec<Raw>,
        /// Whether a block stands in it, however deep.
        holds_block: bool,
    },
    /// A picture, and what is to be said below it where it stands alone.
    Image(Image, String),
    Break,
    Rule,
    Task(bool),
    Note(u32),
}

/// A tree that grows.
#[derive(Debug)]
pub(crate) struct Tree {
    open: Vec<Open>,
    /// What Markdown opened last: HTML closes nothing below.
    floor: usize,
    nodes: usize,
    /// Whether marks were left out because there were too many.
    pub is_cut: bool,
}

#[derive(Debug)]
struct Open {
    tag: Kind,
    children: Vec<Raw>,
    holds_block: bool,
}

/// A place in the tree to come back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    depth: usize,
    floor: usize,
}

/// More marks inside each other than this are read as their text. Real articles have six.
const DEPTH: usize = 32;
/// More nodes than this are read as their text. A long article has a thousand.
const NODES: usize = 20_000;

impl Kind {
    /// Whether it stands apart from the text before and after it.
    pub(crate) fn is_block(&self) -> bool {
        !matches!(
            self,
            Self::Mark(_) | Self::Code | Self::Link(_) | Self::Dropped
        )
    }
}

impl Raw {
    pub(crate) fn is_block(&self) -> bool {
        match self {
            Self::Tagged {
                tag, holds_block, ..
            } => tag.is_block() || *holds_block,
            Self::Rule => true,
            _ => false,
        }
    }
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self {
            open: vec![Open::new(Kind::Division)],
            floor: 1,
            nodes: 0,
            is_cut: false,
        }
    }

    /// Opens a mark of Markdown's, which [`Tree::leave`] closes.
    pub(crate) fn enter(&mut self, tag: Kind) -> Place {
        let place = self.here();
        self.open(tag);
        self.floor = self.open.len();
        place
    }

    /// Where the tree stands now.
    pub(crate) fn here(&self) -> Place {
        Place {
            depth: self.open.len(),
            floor: self.floor,
        }
    }

    /// Closes what was opened since then.
    pub(crate) fn leave(&mut self, place: Place) {
        self.close_to(place.depth);
        self.floor = place.floor;
    }

    /// Closes what was opened since then, and hands over what is in it instead of keeping it.
    pub(crate) fn take(&mut self, place: Place) -> Vec<Raw> {
        self.close_to(place.depth + 1);
        self.floor = place.floor;
        let taken = (self.open.len() > place.depth).then(|| self.open.pop());
        taken
            .flatten()
            .map(|open| open.children)
            .unwrap_or_default()
    }

    /// Opens a mark of HTML's, after closing what cannot hold it.
    pub(crate) fn begin(&mut self, tag: Kind) {
        if tag.is_block() {
            self.close_above(
                |open| *open == Kind::Paragraph,
                |open| matches!(open, Kind::Cell(_)),
            );
        }
        match tag {
            Kind::Item => self.close_above(
                |open| *open == Kind::Item,
                |open| matches!(open, Kind::List(_)),
            ),
            Kind::Row => self.close_above(|open| *open == Kind::Row, |open| *open == Kind::Table),
            Kind::Cell(_) => self.close_above(
                |open| matches!(open, Kind::Cell(_)),
                |open| matches!(open, Kind::Row | Kind::Table),
            ),
            _ => {}
        }
        self.open(tag);
    }

    /// Closes the last open mark of HTML's that is meant, with all above it.
    pub(crate) fn end(&mut self, is_meant: impl Fn(&Kind) -> bool) {
        self.close_above(is_meant, |_| false);
    }

    /// Ends what HTML dropped: no text after its own piece of HTML is lost.
    pub(crate) fn end_dropping(&mut self) {
        self.end(|open| *open == Kind::Dropped);
    }

    pub(crate) fn text(&mut self, text: &str) {
        let clean = without_controls(text);
        let children = self.children();
        match children.last_mut() {
            Some(Raw::Text(before)) => before.push_str(&clean),
            _ => children.push(Raw::Text(clean.into_owned())),
        }
    }

    /// Adds a node that nothing stands in, unless there are too many already.
    pub(crate) fn add(&mut self, node: Raw) {
        if self.nodes >= NODES {
            self.is_cut = true;
            return self.text(" ");
        }
        self.nodes += 1;
        if node.is_block() {
            self.close_above(
                |open| *open == Kind::Paragraph,
                |open| matches!(open, Kind::Cell(_)),
            );
        }
        self.put(node);
    }

    /// All of it.
    pub(crate) fn finish(mut self) -> Vec<Raw> {
        self.close_to(1);
        self.open
            .pop()
            .map(|root| root.children)
            .unwrap_or_default()
    }

    fn open(&mut self, tag: Kind) {
        if self.open.len() >= DEPTH || self.nodes >= NODES {
            self.is_cut = true;
            return self.text(if tag.is_block() { " " } else { "" });
        }
        self.nodes += 1;
        self.open.push(Open::new(tag));
    }

    /// Closes the innermost mark that is meant, unless one stands in the way or Markdown opened it.
    fn close_above(&mut self, is_meant: impl Fn(&Kind) -> bool, is_wall: impl Fn(&Kind) -> bool) {
        let open = self.open.iter().enumerate().skip(self.floor).rev();
        let mut reachable = open.take_while(|(_, open)| !is_wall(&open.tag));
        let found = reachable.find(|(_, open)| is_meant(&open.tag));
        if let Some((at, _)) = found {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth.max(1) {
            let Some(closed) = self.open.pop() else {
                return;
            };
            if closed.tag != Kind::Dropped {
                self.put(closed.into());
            }
        }
    }

    fn put(&mut self, node: Raw) {
        let is_block = node.is_block();
        if let Some(open) = self.open.last_mut() {
            open.holds_block |= is_block;
            open.children.push(node);
        }
    }

    fn children(&mut self) -> &mut Vec<Raw> {
        let last = self.open.len() - 1;
        &mut self.open[last].children
    }
}

impl Open {
    fn new(tag: Kind) -> Self {
        Self {
            tag,
            children: Vec::new(),
            holds_block: false,
        }
    }
}

impl From<Open> for Raw {
    fn from(open: Open) -> Self {
        let Open {
            tag,
            children,
            holds_block,
        } = open;
        Self::Tagged {
            tag,
            children,
            holds_block,
        }
    }
}
