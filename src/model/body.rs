//! What does the article itself say?

use std::str::FromStr;

use crate::model::{Image, Target};

/// The text of an article as a tree with a closed set of nodes.
///
/// No HTML string is in it, and nothing that could become one: whoever renders it has nothing to
/// sanitize. What an editor wrote beyond these nodes has become its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// From top to bottom; empty where the article has no body.
    pub blocks: Vec<Block>,
    /// Footnotes; [`Inline::Note`] names them by their number, which counts from 1.
    pub notes: Vec<Vec<Block>>,
    /// How long it takes to read, in minutes; 0 for an empty body.
    pub minutes: u32,
}

/// One block of a body. None is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// The title of what follows.
    Heading(Level, Vec<Inline>),
    /// Items, numbered from the given one on or not at all.
    List(Option<u32>, Vec<Item>),
    /// Somebody else's words.
    Quote(Vec<Block>),
    /// Lines as they were typed.
    Code(Box<str>),
    /// A picture and what is said below it, which may be nothing.
    Figure(Image, Vec<Inline>),
    /// A change of subject.
    Rule,
    /// Rows from top to bottom.
    Table(Vec<Vec<Cell>>),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whether it is done, where it is a task.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Whether it says what its row or column is about.
    pub is_head: bool,
    /// Where its text stands.
    pub align: Align,
    /// How many columns it takes, from 1.
    pub columns: u32,
    /// How many rows it takes, from 1.
    pub rows: u32,
    /// What it says; may be nothing.
    pub content: Vec<Inline>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text, white space as it is to be read.
    Text(Box<str>),
    /// Text that stands out.
    Marked(Mark, Vec<Inline>),
    /// A word of a machine's language.
    Code(Box<str>),
    /// Text that leads somewhere.
    Link(Target, Vec<Inline>),
    /// A picture in the line.
    Image(Image),
    /// The line ends here.
    Break,
    /// A footnote's mark, and whether it is the first to that note.
    Note(u32, bool),
}

/// Declares an enum whose values have names, and the list of all of them.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$value,)+];

            /// Its name: that of the HTML element that means the same.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = ();

            /// # Errors
            ///
            /// Any other word.
            fn from_str(text: &str) -> Result<Self, ()> {
                let mut all = Self::ALL.iter();
                all.find(|value| value.name() == text).copied().ok_or(())
            }
        }
    };
}

named! {
    /// How far down a heading stands; the article's title is above all of them.
    Level {
        /// A part.
        Part = "h2",
        /// A part of a part.
        Section = "h3",
        /// The least.
        Detail = "h4",
    }
}

named! {
    /// In what way text stands out.
    Mark {
        /// Stressed.
        Emphasis = "em",
        /// Weighty.
        Strong = "strong",
        /// No longer so.
        Deleted = "del",
        /// Below the line.
        Sub = "sub",
        /// Above the line.
        Super = "sup",
    }
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the language has it.
    #[default]
    Usual,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

impl Body {
    /// What a reader reads, from top to bottom, footnotes last, one space between blocks.
    ///
    /// There is no other text of a body: what is searched, what is shown of a hit and what is counted
    /// are this.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Text(String::new());
        text.blocks(&self.blocks);
        self.notes.iter().for_each(|note| text.blocks(note));
        text.0.truncate(text.0.trim_end().len());
        text.0
    }
}

/// A text that is being put together.
struct Text(String);

impl Text {
    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) | Block::Figure(_, content) => {
                self.line(content)
            }
            Block::List(_, items) => items.iter().for_each(|item| self.blocks(&item.blocks)),
            Block::Quote(blocks) => self.blocks(blocks),
            Block::Code(code) => {
                self.0 += code;
                self.end();
            }
            Block::Rule => {}
            Block::Table(rows) => {
                let cells = rows.iter().flatten();
                cells.for_each(|cell| self.line(&cell.content));
            }
        }
    }

    fn line(&mut self, content: &[Inline]) {
        self.inlines(content);
        self.end();
    }

    fn end(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.0 += text,
                Inline::Marked(_, content) | Inline::Link(_, content) => self.inlines(content),
                Inline::Break => self.end(),
                Inline::Image(_) | Inline::Note(..) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    #[test]
    fn the_text_is_what_a_reader_reads() {
        let item = |words: &str| Item {
            task: None,
            blocks: vec![Block::Paragraph(text(words))],
        };
        let mut marked = text("one");
        marked.push(Inline::Marked(Mark::Strong, text(" two")));
        marked.push(Inline::Note(1, true));
        let body = Body {
            blocks: vec![
                Block::Heading(Level::Part, marked),
                Block::Rule,
                Block::List(None, vec![item("three"), item("four")]),
                Block::Code("five\n".into()),
            ],
            notes: vec![vec![Block::Paragraph(text("six"))]],
            minutes: 1,
        };
        assert_eq!(body.text(), "one two three four five\n six");
        assert_eq!(Body::default().text(), "");
    }
}
