//! Which articles are in this JSON file?
//!
//! One article, a list of them, a page of the news API, a JSON Feed, or an article a line. The file is
//! looked over once for where its articles stand, and then read one article at a time.

use std::fs::File;

use crate::bundle::feed::Feed;
use crate::bundle::json_feed;
use crate::bundle::json_pieces::{self, Piece, Shape, Shapeless, lines, masked, shape, shape_of};
use crate::bundle::markdown_file::{beside, markdown, problem_at, unread};
use crate::bundle::mended_body::Start;
use crate::bundle::name::Name;
use crate::bundle::node::{At, Group, Node};
use crate::bundle::record::Record;
use crate::bundle::telling::Found;
use crate::bundle::walk::Entry;
use crate::bundle::{Code, Problem, html_markdown, written};

/// Finds the articles of a `.json` file.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn read(entry: &Entry, tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
    let reader = Reader::open(entry)?;
    match shape(&reader.file).map_err(|fault| reader.shapeless(fault))? {
        Shape::List(pieces) if pieces.is_empty() => Err(reader.no_article("this list is empty")),
        Shape::List(pieces) => reader.articles(&pieces, tell),
        Shape::Fields(fields) => reader.object(&fields, tell),
        Shape::Single => Err(reader.no_article("this JSON is no article and no list of them")),
        Shape::Empty => Err(reader.no_article("this file is empty")),
    }
}

/// Finds the articles of a `.jsonl` file.
///
/// # Errors
///
/// Why there is none.
pub(crate) fn read_lines(entry: &Entry, tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
    let reader = Reader::open(entry)?;
    let lines = lines(&reader.file).map_err(|fault| unread(&entry.shown, &fault))?;
    if lines.is_empty() {
        return Err(reader.no_article("this file is empty"));
    }
    reader.articles(&lines, tell)
}

struct Reader<'a> {
    entry: &'a Entry,
    file: File,
}

impl<'a> Reader<'a> {
    fn open(entry: &'a Entry) -> Result<Self, Problem> {
        let file = File::open(&entry.path).map_err(|fault| unread(&entry.shown, &fault))?;
        Ok(Self { entry, file })
    }

    /// An object is a page of the news API, a JSON Feed, or one article.
    fn object(
        &self,
        fields: &[(String, Piece)],
        tell: &mut dyn FnMut(Found<'_>),
    ) -> Result<(), Problem> {
        let find = |wanted: &str| fields.iter().find(|(name, _)| name == wanted);
        if let Some((_, items)) = find("items").filter(|_| self.is_feed(fields)) {
            return self.feed(fields, *items, tell);
        }
        if let Some((_, value)) = find("value")
            && let Shape::List(pieces) = self.shape_of(*value)?
        {
            return self.articles(&pieces, tell);
        }
        if !fields
            .iter()
            .any(|(name, _)| written::Article::names_itself(name))
        {
            let message = "this JSON has neither a `title` nor a date, so it is no article";
            return Err(self.no_article(message));
        }
        self.article(json_pieces::WHOLE, None, tell)
    }

    fn shape_of(&self, piece: Piece) -> Result<Shape, Problem> {
        shape_of(&self.file, piece).map_err(|fault| self.shapeless(fault))
    }

    fn articles(&self, pieces: &[Piece], tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
        for (at, piece) in pieces.iter().enumerate() {
            let key = (at + 1).to_string();
            self.article(*piece, Some(key), tell)?;
        }
        Ok(())
    }

    /// One article; without a key it is the only one of the file.
    fn article(
        &self,
        piece: Piece,
        key: Option<String>,
        tell: &mut dyn FnMut(Found<'_>),
    ) -> Result<(), Problem> {
        let is_alone = key.is_none();
        let mut record = self.record(piece)?;
        let body = group(&mut record).map(body).unwrap_or_default();
        let name = match is_alone {
            true => Name::of(&self.entry.path),
            false => Name {
                is_draft: Name::of(&self.entry.path).is_draft,
                ..Name::default()
            },
        };
        let (entry, start) = (self.entry, Start::within(piece.place));
        tell(Found {
            entry,
            record,
            key,
            invalid: Code::JsonInvalid,
            name,
            title: None,
            body: match is_alone {
                true => Box::new(move || beside(entry, body, start)),
                false => Box::new(move || Ok(markdown(body, &entry.shown, start))),
            },
        });
        Ok(())
    }

    fn record(&self, piece: Piece) -> Result<Record, Problem> {
        let masked =
            masked(&self.file, piece).map_err(|fault| unread(&self.entry.shown, &fault))?;
        let Some(masked) = masked else {
            return Ok(Record::too_large(piece.place));
        };
        Record::json(masked).map_err(|place| {
            let message = "this character is not UTF-8; save the file as UTF-8";
            problem_at(Code::NotUtf8, &self.entry.shown, place, message)
        })
    }

    fn is_feed(&self, fields: &[(String, Piece)]) -> bool {
        self.feed_value(fields, "version")
            .is_some_and(|version| version.contains("jsonfeed.org"))
    }

    /// What a feed says about itself in one of its fields.
    fn feed_value(&self, fields: &[(String, Piece)], wanted: &str) -> Option<String> {
        let (_, piece) = fields.iter().find(|(name, _)| name == wanted)?;
        let value = self.record(*piece).ok()?.fields.ok()?;
        value.value.as_text().map(str::to_owned)
    }

    fn feed(
        &self,
        fields: &[(String, Piece)],
        items: Piece,
        tell: &mut dyn FnMut(Found<'_>),
    ) -> Result<(), Problem> {
        let value = |name: &str| self.feed_value(fields, name);
        let feed = Feed::new(&value);
        let Shape::List(pieces) = self.shape_of(items)? else {
            return Err(self.no_article("`items` of this JSON Feed is no list"));
        };
        let is_draft = Name::of(&self.entry.path).is_draft;
        for (at, piece) in pieces.iter().enumerate() {
            let mut record = self.record(*piece)?;
            let (shown, start) = (&self.entry.shown, Start::within(piece.place));
            let item = group(&mut record).map(|group| json_feed::item(group, &feed));
            let item = item.unwrap_or_default();
            tell(Found {
                entry: self.entry,
                record,
                key: Some(item.key.unwrap_or_else(|| (at + 1).to_string())),
                invalid: Code::JsonInvalid,
                name: Name {
                    is_draft,
                    ..Name::default()
                },
                title: item.title,
                body: Box::new(move || Ok(markdown(item.body, shown, start))),
            });
        }
        match json_feed::unknown_version(&value("version").unwrap_or_default()) {
            Some(message) => Err(Problem::new(Code::FeedVersion, &self.entry.shown, message)),
            None => Ok(()),
        }
    }

    fn no_article(&self, message: &str) -> Problem {
        let message = format!("{message}; it is left out");
        Problem::new(Code::NoArticle, &self.entry.shown, message)
    }

    fn shapeless(&self, fault: Shapeless) -> Problem {
        match fault {
            Shapeless::Io(fault) => unread(&self.entry.shown, &fault),
            Shapeless::Malformed(place, message) => {
                problem_at(Code::JsonInvalid, &self.entry.shown, place, message)
            }
        }
    }
}

/// The fields of a record, where it has any.
fn group(record: &mut Record) -> Option<&mut Group> {
    match &mut record.fields {
        Ok(At {
            value: Node::Fields(group),
            ..
        }) => Some(group),
        _ => None,
    }
}

/// An article's text in Markdown, or in HTML as the news API has it.
fn body(group: &mut Group) -> String {
    let text = |node: At<Node<Group>>| node.value.as_text().map(str::to_owned);
    let html = group.take("content").and_then(text);
    let body = group.take("body").and_then(text);
    let body = body.filter(|body| !body.trim().is_empty());
    body.or_else(|| html.map(|html| html_markdown::markdown(&html, None)))
        .unwrap_or_default()
}
