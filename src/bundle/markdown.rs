//! What does an article's Markdown mean?
//!
//! CommonMark with the tables, strikethrough, footnotes and task lists of GitHub, by its own parser;
//! what comes out of that grows the tree.

use std::collections::BTreeMap;

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag as Start, TagEnd,
};

use crate::bundle::markup::{self, Addresses};
use crate::bundle::tree::{Kind, Place, Raw, Tree};
use crate::model::{Align, Cell, Name};

/// An article's Markdown, as nodes.
#[derive(Debug)]
pub(crate) struct Written {
    pub nodes: Vec<Raw>,
    /// The footnotes by their number, from 1.
    pub notes: Vec<Vec<Raw>>,
    /// Whether marks were left out because there were too many.
    pub is_cut: bool,
}

/// Whoever knows where addresses lead, and is told where in the text one stands.
pub(crate) trait Located: Addresses {
    /// What is asked from here on stands there, in bytes.
    fn at(&mut self, offset: usize);
}

/// Reads Markdown.
pub(crate) fn read(text: &str, addresses: &mut impl Located) -> Written {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        tree: Tree::new(),
        places: Vec::new(),
        html: None,
        aligned: Vec::new(),
        column: 0,
        is_head: false,
        numbers: BTreeMap::new(),
        notes: BTreeMap::new(),
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        addresses.at(range.start);
        reader.take(event, addresses);
    }
    reader.finish()
}

struct Reader {
    tree: Tree,
    /// Where the tree was before each mark that is open, and what to do when it closes.
    places: Vec<(Place, Then)>,
    /// The block of HTML that is open.
    html: Option<String>,
    /// How the columns of the open table stand.
    aligned: Vec<Align>,
    column: usize,
    is_head: bool,
    /// The footnotes that were named, in the order of their first mention.
    numbers: BTreeMap<String, u32>,
    notes: BTreeMap<String, Vec<Raw>>,
}

/// What to do with what was inside a mark.
enum Then {
    Keep,
    /// It is the text of a picture at that address, with that caption.
    Picture(String, String),
    /// It is a footnote of that name.
    Note(String),
}

impl Reader {
    fn take(&mut self, event: Event<'_>, addresses: &mut impl Located) {
        match event {
            Event::Start(tag) => self.start(tag, addresses),
            Event::End(end) => self.end(end, addresses),
            Event::Text(text) => self.tree.text(&text),
            Event::Code(code) => {
                let place = self.tree.enter(Kind::Code);
                self.tree.text(&code);
                self.tree.leave(place);
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => markup::read(&mut self.tree, &html, addresses),
            },
            Event::InlineHtml(html) => markup::read(&mut self.tree, &html, addresses),
            Event::SoftBreak => self.tree.text("\n"),
            Event::HardBreak => self.tree.add(Raw::Break),
            Event::Rule => self.tree.add(Raw::Rule),
            Event::TaskListMarker(is_done) => self.tree.add(Raw::Task(is_done)),
            Event::FootnoteReference(name) => {
                let number = self.number(&name);
                self.tree.add(Raw::Note(number));
            }
            // Not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.tree.text(&text),
        }
    }

    fn start(&mut self, start: Start<'_>, addresses: &mut impl Located) {
        let mut then = Then::Keep;
        let tag = match start {
            Start::Paragraph => Some(Kind::Paragraph),
            Start::Heading { level, .. } => Some(Kind::Heading(self::level(level))),
            Start::BlockQuote(_) => Some(Kind::Quote),
            Start::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                Some(Kind::Lines)
            }
            Start::List(from) => Some(Kind::List(
                from.map(|from| u32::try_from(from).unwrap_or(1)),
            )),
            Start::Item => Some(Kind::Item),
            Start::Table(aligned) => {
                self.aligned = aligned.into_iter().map(align).collect();
                Some(Kind::Table)
            }
            Start::TableHead | Start::TableRow => {
                self.column = 0;
                self.is_head = matches!(start, Start::TableHead);
                Some(Kind::Row)
            }
            Start::TableCell => Some(self.cell()),
            Start::Emphasis => Some(Kind::Mark(Name::Emphasis)),
            Start::Strong => Some(Kind::Mark(Name::Strong)),
            Start::Strikethrough => Some(Kind::Mark(Name::Deleted)),
            Start::Superscript => Some(Kind::Mark(Name::Super)),
            Start::Subscript => Some(Kind::Mark(Name::Sub)),
            Start::Link {
                link_type,
                dest_url,
                ..
            } => link(link_type, &dest_url, addresses),
            Start::Image {
                dest_url, title, ..
            } => {
                then = Then::Picture(dest_url.into_string(), title.into_string());
                Some(Kind::Division)
            }
            Start::FootnoteDefinition(name) => {
                then = Then::Note(name.into_string());
                Some(Kind::Division)
            }
            Start::HtmlBlock => {
                self.html = Some(String::new());
                None
            }
            // Not asked for.
            Start::DefinitionList
            | Start::DefinitionListTitle
            | Start::DefinitionListDefinition
            | Start::MetadataBlock(_) => Some(Kind::Division),
        };
        let place = match tag {
            Some(tag) => self.tree.enter(tag),
            None => self.tree.here(),
        };
        self.places.push((place, then));
    }

    fn end(&mut self, end: TagEnd, addresses: &mut impl Located) {
        let Some((place, then)) = self.places.pop() else {
            return;
        };
        if end == TagEnd::HtmlBlock {
            // What a block of HTML opens may go on after it, around Markdown.
            let html = self.html.take().unwrap_or_default();
            markup::read(&mut self.tree, &html, addresses);
            return self.tree.end_dropping();
        }
        match then {
            Then::Keep => self.tree.leave(place),
            Then::Picture(address, caption) => {
                let shown = plain(&self.tree.take(place));
                markup::picture(&mut self.tree, &address, &shown, caption, addresses);
            }
            Then::Note(name) => {
                let nodes = self.tree.take(place);
                self.notes.entry(name).or_insert(nodes);
            }
        }
    }

    fn cell(&mut self) -> Kind {
        let align = self.aligned.get(self.column).copied().unwrap_or_default();
        self.column += 1;
        Kind::Cell(Cell {
            is_head: self.is_head,
            align,
            columns: 1,
            rows: 1,
        })
    }

    /// The number of a footnote, counted from its first mention.
    fn number(&mut self, name: &str) -> u32 {
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    /// The tree, and the footnotes in the order of their numbers. One that nothing refers to comes
    /// last: it was written to be read.
    fn finish(mut self) -> Written {
        let names: Vec<String> = self.notes.keys().cloned().collect();
        for name in &names {
            self.number(name);
        }
        let mut notes: Vec<Vec<Raw>> = self.numbers.values().map(|_| Vec::new()).collect();
        for (name, nodes) in self.notes {
            let number = self.numbers.get(&name).copied().unwrap_or_default();
            if let Some(note) = notes.get_mut((number as usize).wrapping_sub(1)) {
                *note = nodes;
            }
        }
        let is_cut = self.tree.is_cut;
        Written {
            nodes: self.tree.finish(),
            notes,
            is_cut,
        }
    }
}

fn link(kind: LinkType, address: &str, addresses: &mut impl Located) -> Option<Kind> {
    match kind {
        LinkType::Email => addresses.link(&format!("mailto:{address}")),
        _ => addresses.link(address),
    }
}

fn level(level: HeadingLevel) -> Name {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => Name::Part,
        HeadingLevel::H3 => Name::Section,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => Name::Detail,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Usual,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// The text in some nodes.
pub(crate) fn plain(nodes: &[Raw]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Raw::Text(part) => text += part,
            Raw::Tagged { children, .. } => text += &plain(children),
            Raw::Break => text.push('\n'),
            Raw::Image(image, _) => text += image.title.as_deref().unwrap_or_default(),
            Raw::Rule | Raw::Task(_) | Raw::Note(_) => {}
        }
    }
    text
}
