//! Which articles are in this file of RSS or Atom?
//!
//! It is gone through twice: what a feed says of itself may stand behind its items.

use std::fs::File;
use std::io::Read;

use crate::bundle::encoding::{Undecoded, decode};
use crate::bundle::feed::{Feed, note_feed};
use crate::bundle::feed_item;
use crate::bundle::markdown_file::{markdown, problem_at, unread};
use crate::bundle::mask::Place;
use crate::bundle::mended_body::Start;
use crate::bundle::name::Name;
use crate::bundle::record::Record;
use crate::bundle::telling::Found;
use crate::bundle::walk::Entry;
use crate::bundle::xml::{Element, Malformed, Root, elements, place, root};
use crate::bundle::{Code, Problem};

/// The largest feed that is read, in bytes. It is held whole, and real ones have a hundredth of this.
const LARGEST: u64 = 64 << 20;

/// Finds the articles.
///
/// # Errors
///
/// Why there is none, or that the file is not in the encoding it declares.
pub(crate) fn read(entry: &Entry, tell: &mut dyn FnMut(Found<'_>)) -> Result<(), Problem> {
    let (text, warning) = decode(&bytes(entry)?).map_err(|Undecoded { place, message }| {
        problem_at(Code::NotUtf8, &entry.shown, place, message)
    })?;
    let malformed = |fault: Malformed| {
        let place = place(&text, fault.at);
        problem_at(Code::FeedInvalid, &entry.shown, place, fault.message)
    };
    match root(&text).map_err(malformed)? {
        Root::Rss | Root::Atom => {}
        Root::Other(name) => {
            let message = format!("`<{name}>` begins no feed; it is left out");
            return Err(Problem::new(Code::NoArticle, &entry.shown, message));
        }
        Root::Nothing => {
            let message = "there is no feed in this file; it is left out";
            return Err(Problem::new(Code::NoArticle, &entry.shown, message));
        }
    }
    let mut feed = Feed::default();
    elements(&text, &mut |element| note_feed(&mut feed, &element)).map_err(malformed)?;
    let mut items = Items {
        entry,
        text: &text,
        feed: &feed,
        is_draft: Name::of(&entry.path).is_draft,
        count: 0,
        known: (0, Place { line: 1, column: 0 }),
    };
    elements(&text, &mut |element| {
        if matches!(element.name.as_str(), "item" | "entry") {
            tell(items.found(&element));
        }
    })
    .map_err(malformed)?;
    if items.count == 0 {
        let message = "this feed has no items; it is left out";
        return Err(Problem::new(Code::NoArticle, &entry.shown, message));
    }
    match warning {
        Some(message) => Err(problem_at(
            Code::EncodingWrong,
            &entry.shown,
            (1, 1),
            message,
        )),
        None => Ok(()),
    }
}

fn bytes(entry: &Entry) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let file = File::open(&entry.path);
    let read = file.and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|fault| unread(&entry.shown, &fault))?;
    if bytes.len() as u64 > LARGEST {
        let message = "this feed is larger than 64 MiB; part it";
        return Err(Problem::new(Code::FileTooLarge, &entry.shown, message));
    }
    Ok(bytes)
}

struct Items<'a> {
    entry: &'a Entry,
    text: &'a str,
    feed: &'a Feed,
    is_draft: bool,
    count: usize,
    /// An offset and its place, from which places are counted on.
    known: (usize, Place),
}

impl<'a> Items<'a> {
    fn found(&mut self, element: &Element) -> Found<'a> {
        self.count += 1;
        let (group, item) = feed_item::item(element, self.text, self.feed);
        let place = self.place(element.start);
        let shown = &self.entry.shown;
        Found {
            entry: self.entry,
            record: Record::found(&self.text[element.start..element.end], place, group),
            key: Some(item.key.unwrap_or_else(|| self.count.to_string())),
            invalid: Code::FeedInvalid,
            name: Name {
                is_draft: self.is_draft,
                ..Name::default()
            },
            title: item.title,
            body: Box::new(move || Ok(markdown(item.body, shown, Start::within(place)))),
        }
    }

    /// The place of an offset behind the last one.
    fn place(&mut self, at: usize) -> Place {
        let (before, place) = self.known;
        let between = &self.text[before..at];
        let lines = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        let column = between
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        let place = Place {
            line: place.line + u32::try_from(lines).unwrap_or(u32::MAX),
            column: if lines == 0 {
                place.column + column
            } else {
                column
            },
        };
        self.known = (at, place);
        place
    }
}
