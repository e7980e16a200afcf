//! What does the article itself say?

use std::str::FromStr;

use crate::model::{Image, Target};

/// The text of an article as a tree with a closed set of nodes.
///
/// No HTML string is in it, and nothing that could become one: whoever renders it has nothing to
/// sanitize. What an editor wrote beyond these nodes has become its text.
///
/// The build makes no tree but in this order: blocks hold blocks or a line, a line holds no block, items
/// stand in lists, cells in rows, rows in tables. A bundle that a stranger has altered may say anything, but
/// nothing that is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// From top to bottom; empty where the article has no body.
    pub nodes: Vec<Node>,
    /// How long it takes to read, in minutes; 0 for an empty body.
    pub minutes: u32,
}

/// A node of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Plain text, white space as it is to be read.
    Text(Box<str>),
    /// A picture: in the line, or the first in a figure.
    Image(Image),
    /// Something with nodes in it.
    Tagged(Tag, Vec<Node>),
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Something that its name says all about.
    Named(Name),
    /// Something with a number.
    Counted(Counted, u32),
    /// A cell of a table that is not like others.
    Cell(Cell),
    /// Text that leads somewhere.
    Link(Target),
}

/// How a cell of a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whether it says what its row or column is about.
    pub is_head: bool,
    /// Where its text stands.
    pub align: Align,
    /// How many columns it takes, from 1.
    pub columns: u32,
    /// How many rows it takes, from 1.
    pub rows: u32,
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
    /// What a node is whose name says it all.
    Name {
        /// Running text.
        Paragraph = "p",
        /// The title of a part; the article's own is above all of them.
        Part = "h2",
        /// The title of a part of a part.
        Section = "h3",
        /// The least of titles.
        Detail = "h4",
        /// Items in no order.
        List = "ul",
        /// An item of a list.
        Item = "li",
        /// An item that can be ticked off; its text begins with the box.
        Task = "task",
        /// Somebody else's words.
        Quote = "blockquote",
        /// Lines as they were typed.
        Lines = "pre",
        /// A picture, and what is said below it.
        Figure = "figure",
        /// What is said below a picture.
        Caption = "figcaption",
        /// A change of subject.
        Rule = "hr",
        /// Rows from top to bottom.
        Table = "table",
        /// Cells of a table.
        Row = "tr",
        /// A plain cell.
        Cell = "td",
        /// The line ends here.
        Break = "br",
        /// A word of a machine's language.
        Code = "code",
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

named! {
    /// What a node is that has a number.
    Counted {
        /// A list, numbered from there on.
        List = "ol",
        /// The mark of the footnote of that number.
        Reference = "ref",
        /// The footnote of that number; all of them come last.
        Note = "note",
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

impl Cell {
    /// A cell like others.
    pub const PLAIN: Self = Self {
        is_head: false,
        align: Align::Usual,
        columns: 1,
        rows: 1,
    };
}

impl Name {
    /// Whether it stands in a line.
    fn is_inline(self) -> bool {
        self >= Self::Code
    }
}

impl Node {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A node whose name says it all.
    #[must_use]
    pub fn named(name: Name, content: Vec<Self>) -> Self {
        Self::Tagged(Tag::Named(name), content)
    }
}

impl Body {
    /// What a reader reads, from top to bottom, footnotes last, one space between blocks.
    ///
    /// There is no other text of a body: what is searched, what is shown of a hit and what is counted
    /// are this.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        read(&self.nodes, &mut text);
        text.truncate(text.trim_end().len());
        text
    }
}

fn read(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(words) => *text += words,
            Node::Image(_) => {}
            Node::Tagged(tag, content) => {
                read(content, text);
                let is_inline = match tag {
                    Tag::Named(name) => name.is_inline(),
                    Tag::Counted(counted, _) => *counted == Counted::Reference,
                    Tag::Link(_) => true,
                    Tag::Cell(_) => false,
                };
                if !is_inline && !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(name: Name, text: &str) -> Node {
        Node::named(name, vec![Node::text(text)])
    }

    #[test]
    fn the_text_is_what_a_reader_reads() {
        let marked = vec![
            Node::text("one"),
            block(Name::Strong, " two"),
            Node::Tagged(Tag::Counted(Counted::Reference, 1), Vec::new()),
        ];
        let items = vec![block(Name::Item, "three"), block(Name::Item, "four")];
        let note = Tag::Counted(Counted::Note, 1);
        let body = Body {
            nodes: vec![
                Node::named(Name::Part, marked),
                Node::named(Name::Rule, Vec::new()),
                Node::named(Name::List, items),
                block(Name::Lines, "five"),
                Node::Tagged(note, vec![block(Name::Paragraph, "six")]),
            ],
            minutes: 1,
        };
        assert_eq!(body.text(), "one two three four five six");
        assert_eq!(Body::default().text(), "");
    }
}
