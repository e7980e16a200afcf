//! What becomes of one article that was found in a file?
//!
//! The way that articles of all formats go: fields, whether it is published, and only then the body.

use std::path::Path;

use crate::bundle::article::{self, Elsewhere};
use crate::bundle::darkroom::Darkroom;
use crate::bundle::faults::{Faults, Spot};
use crate::bundle::mended_body::Start;
use crate::bundle::name::Name;
use crate::bundle::node::{At, Group, Node};
use crate::bundle::picture::{Beside, Copied, Linked};
use crate::bundle::record::{Mended, Record, Unwritten};
use crate::bundle::walk::Entry;
use crate::bundle::{Code, Problem, Severity, body, heading, reading, written};
use crate::model::{Article, Body};

/// An article as its file tells it.
#[derive(Debug)]
pub(crate) struct Told {
    pub article: Article,
    /// Its file's path below the source, and which of its articles it is.
    pub below: String,
    pub shown: String,
    pub copied: Vec<Copied>,
    /// Its pictures on servers, and where it names them.
    pub linked: Vec<Linked>,
    /// Where its address stands, for the report of a duplicate.
    pub address: Option<Spot>,
}

/// What became of a file, or of one article in it.
#[derive(Debug)]
pub(crate) enum Outcome<A = Told> {
    Article(Box<A>),
    Unpublished,
    Unreadable,
    /// No article, and said so.
    Nothing,
}

impl<A> Outcome<A> {
    pub(crate) fn map<B>(self, made: impl FnOnce(A) -> B) -> Outcome<B> {
        match self {
            Self::Article(article) => Outcome::Article(Box::new(made(*article))),
            Self::Unpublished => Outcome::Unpublished,
            Self::Unreadable => Outcome::Unreadable,
            Self::Nothing => Outcome::Nothing,
        }
    }
}

/// An article that may be used, with its body as it is written.
pub(crate) struct Understood {
    pub told: Told,
    pub body: Text,
}

/// What an article says, as it was written.
pub(crate) enum Text {
    /// And where it begins.
    Markdown(String, Start),
    Plain(String),
}

/// What happened, and what is to be said about it.
pub(crate) type Happened = (Outcome, Vec<Problem>);

/// Text that nobody reads before it is known that it may be.
pub(crate) type BodyOf<'a> = Box<dyn FnOnce() -> Result<(Text, Vec<Problem>), Problem> + 'a>;

/// An article that was found, and how its file is spoken of.
pub(crate) struct Found<'a> {
    pub entry: &'a Entry,
    pub record: Record,
    /// Which of the articles of its file it is; nothing where it is the only one.
    pub key: Option<String>,
    /// The code for fields that are not what their format asks for.
    pub invalid: Code,
    /// What its file's name says.
    pub name: Name,
    /// What may stand in for a title, where it is not looked for in the body.
    pub title: Option<(String, &'static str)>,
    pub body: BodyOf<'a>,
}

impl Found<'_> {
    /// Makes an article of it, or says why not.
    pub(crate) fn tell(self, with_unpublished: bool, darkroom: &Darkroom) -> Happened {
        let entry = self.entry;
        let (understood, mut problems) = self.understand(with_unpublished, darkroom);
        let outcome = match understood {
            Ok(understood) => {
                let (told, found) = understood.with_body(entry, darkroom);
                problems.extend(found);
                Outcome::Article(Box::new(told))
            }
            Err(outcome) => outcome,
        };
        (outcome, problems)
    }

    /// The article with its body as it is written, or what became of it instead.
    pub(crate) fn understand(
        self,
        with_unpublished: bool,
        darkroom: &Darkroom,
    ) -> (Result<Understood, Outcome>, Vec<Problem>) {
        let Record {
            text,
            fields,
            repairs,
        } = self.record;
        let mut faults = Faults::new(&self.entry.shown, &text);
        for Mended { code, at, message } in repairs {
            faults.note(code, &at, message);
        }
        let Some(fields) = known(&mut faults, fields, self.invalid) else {
            return (Err(Outcome::Unreadable), faults.found);
        };
        let is_published = article::is_published(&mut faults, &fields);
        if is_published.is_some_and(|yes| !yes || self.name.is_draft) && !with_unpublished {
            return (Err(Outcome::Unpublished), faults.found);
        }
        let (body, of_body) = match (self.body)() {
            Ok(body) => body,
            Err(problem) => (Text::Plain(String::new()), vec![problem]),
        };
        let mut beside = beside(self.entry, darkroom);
        let elsewhere = Elsewhere {
            title: self
                .title
                .or_else(|| heading::title(body.as_str(), &self.name)),
            name: Some(&self.name),
        };
        let article = article::article(&mut faults, &mut beside, &fields, elsewhere);
        let address = fields.web_url.as_ref().map(|field| faults.spot(field));
        let mut problems = std::mem::take(&mut faults.found);
        problems.extend(of_body);
        let is_sound = |problem: &Problem| problem.severity > Severity::Error;
        let Some(article) = article.filter(|_| problems.iter().all(is_sound)) else {
            return (Err(Outcome::Unreadable), problems);
        };
        let told = Told {
            article,
            below: below(self.entry, self.key),
            shown: self.entry.shown.clone(),
            copied: beside.copied,
            linked: beside.linked,
            address,
        };
        (Ok(Understood { told, body }), problems)
    }
}

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Markdown(text, _) | Self::Plain(text) => text,
        }
    }
}

impl Understood {
    /// The article with its body, and what should be mended in that.
    fn with_body(self, entry: &Entry, darkroom: &Darkroom) -> (Told, Vec<Problem>) {
        let Self { mut told, body } = self;
        let title = &told.article.card.title;
        let (body, problems) = match body {
            Text::Plain(text) => (body::paragraphs(&text, title), Vec::new()),
            Text::Markdown(text, start) => {
                let mut beside = beside(entry, darkroom);
                let place = (&*told.shown, start);
                let (body, problems) = body::markdown(&text, title, &mut beside, place);
                told.copied.append(&mut beside.copied);
                told.linked.append(&mut beside.linked);
                (body, problems)
            }
        };
        take_body(&mut told.article, body);
        (told, problems)
    }
}

/// The article has this body. Where nobody named its language, the body tells it.
fn take_body(article: &mut Article, body: Body) {
    let card = &mut article.card;
    card.has_body = !body.nodes.is_empty();
    if card.locale.is_none() {
        card.locale = reading::language(&body.text()).map(Into::into);
    }
    article.body = body;
}

/// Where pictures are looked for.
fn beside<'a>(entry: &'a Entry, darkroom: &'a Darkroom) -> Beside<'a> {
    Beside {
        folder: entry.path.parent().unwrap_or(Path::new("")),
        root: &entry.root,
        is_documented: true,
        darkroom,
        copied: Vec::new(),
        linked: Vec::new(),
    }
}

/// What names an article without an address.
fn below(entry: &Entry, key: Option<String>) -> String {
    match key {
        Some(key) => format!("{}#{key}", entry.below),
        None => entry.below.clone(),
    }
}

/// The fields that are known; nothing where what was written is no fields.
fn known(
    faults: &mut Faults<'_>,
    fields: Result<At<Node<Group>>, Unwritten>,
    invalid: Code,
) -> Option<written::Article> {
    let fault = match fields.map(At::read) {
        Ok(At {
            value: Node::Fields(fields),
            ..
        }) => return Some(*fields),
        Ok(At {
            value: Node::Null, ..
        }) => return Some(written::Article::default()),
        Ok(other) => {
            let message = "an article is fields and their values, such as `title: …`";
            faults.note(invalid, &other, message);
            return None;
        }
        Err(fault) => fault,
    };
    let code = if fault.is_limit {
        Code::FrontMatterTooLarge
    } else {
        invalid
    };
    let at = At {
        value: (),
        start: fault.at,
        end: fault.at,
    };
    faults.note(code, &at, fault.message);
    None
}
