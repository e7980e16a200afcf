//! What of the bundle has arrived, and what must be fetched for an answer?

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::element::host::FOLDING;
use crate::element::wish::{Directory, Kind, Wish};
use crate::index::Part;
use crate::model::{Body, Card, FileName, StoryId};
use crate::query::{
    DocId, Piece, Query, Results, Snippet, Sort, Window, ask, excerpt, is_body_wanted, prepared,
    suggest,
};
use crate::ui::{Opened, Stories};
use crate::wire;
use crate::wire::{Bodies, Cards, Damaged, Filed, Manifest, Object};

/// The files that have arrived. It never fetches: it says what it lacks.
pub(crate) struct Library {
    manifest: Manifest,
    filed: Filed,
    directories: Vec<(Kind, u32, Directory)>,
    cards: Vec<(u32, Vec<Option<Rc<Card>>>)>,
    stories: Rc<Stories>,
    bodies: Vec<(u32, Vec<Rc<Body>>)>,
}

impl Library {
    pub(crate) fn new(manifest: Manifest) -> Self {
        let stories = Stories {
            per_file: manifest.stories.per_file,
            files: Vec::new(),
        };
        Self {
            filed: Filed::new(manifest.articles, &manifest.index),
            manifest,
            directories: Vec::new(),
            cards: Vec::new(),
            stories: Rc::new(stories),
            bodies: Vec::new(),
        }
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether a part of the index is here.
    pub(crate) fn has(&self, part: Part) -> bool {
        let index = self.filed.index();
        match part {
            Part::Calendar => index.calendar.is_some(),
            Part::Facets => index.labels.is_some(),
            _ => false,
        }
    }

    /// The labels of all documents, where they are in few files: a tick asks for all of them.
    pub(crate) fn labels(&self) -> Vec<Wish> {
        let labels = self.filed.index().labels.as_ref();
        let stretches = labels.map_or(&[][..], |labels| &labels.stretches);
        let mut lacking = Vec::new();
        for (number, stretch) in (0..).zip(stretches) {
            if stretches.len() <= FEW && stretch.is_none() {
                lacking.push(Wish::Part(Part::Labels(number)));
            }
        }
        lacking
    }

    /// The directories of the cards, where they are few, or else their catalog: a search asks for cards
    /// from all over.
    pub(crate) fn directories(&self) -> Vec<Wish> {
        let count = self.manifest.cards.directories.len();
        let mut lacking = Vec::new();
        if self.manifest.cards.catalog().is_some() {
            lacking.push(Wish::Catalog(Kind::Cards));
        }
        for number in 0..count as u32 {
            if count <= FEW && self.named(Kind::Cards, number).is_none() {
                lacking.push(Wish::Directory(Kind::Cards, number));
            }
        }
        lacking
    }

    pub(crate) fn stories(&self) -> Rc<Stories> {
        self.stories.clone()
    }

    /// The answer, or what is lacking for it. Everything, newest first, stands in the manifest.
    fn answer(&self, query: &Query, window: Window, counts: Counts) -> Result<Results, Vec<Wish>> {
        let is_plain = query.is_everything() && query.order() == Sort::Newest;
        if is_plain && window.offset == 0 && !self.has(Part::Facets) {
            return Ok(self.manifest.everything(window.limit));
        }
        let index = self.filed.index();
        let answer = ask(index, query, window, &FOLDING);
        let answer = match counts {
            Counts::Leading => prepared(answer, index, query, window, &FOLDING),
            Counts::All => answer,
        };
        answer.map_err(wishes)
    }

    /// What may have been meant, or what is lacking to tell.
    pub(crate) fn suggest(&self, query: &Query) -> Result<Option<String>, Vec<Wish>> {
        suggest(self.filed.index(), query, &FOLDING).map_err(wishes)
    }

    /// The card of a document, or what is lacking for it; `None` where it is damaged.
    fn card(&self, doc: DocId) -> Result<Option<Rc<Card>>, Wish> {
        let card = self.lying(Kind::Cards, &self.cards, doc)?;
        Ok(card.cloned().flatten())
    }

    /// The body of a document, or what is lacking for it; `None` where it is damaged.
    pub(crate) fn body(&self, doc: DocId) -> Result<Option<&Rc<Body>>, Wish> {
        self.lying(Kind::Bodies, &self.bodies, doc)
    }

    /// An article that somebody names, or what is lacking to find it: it may be among the cards that are
    /// here, else it is among those of its day. `None` where it is not.
    pub(crate) fn find(&self, opened: Opened) -> Result<Option<(DocId, Rc<Card>)>, Vec<Wish>> {
        for (file, cards) in &self.cards {
            for (doc, card) in (file * self.manifest.cards.per_file..).zip(cards) {
                if let Some(card) = card.as_ref().filter(|card| card.id == opened.id) {
                    return Ok(Some((doc, card.clone())));
                }
            }
        }
        let day = Query {
            since: opened.day,
            until: opened.day,
            ..Query::default()
        };
        let limit = opened.day.map_or(0, |_| BUSY_DAY);
        let window = Window { offset: 0, limit };
        let answered = self.answered(&day, window, Counts::Leading)?;
        match answered.lacking.is_empty() {
            true => Ok(None),
            false => Err(answered.lacking),
        }
    }

    /// What is lacking for a story; nothing once its file is here, even if the story is damaged.
    pub(crate) fn lacks(&self, story: StoryId) -> Option<Wish> {
        let story = self.lying(Kind::Stories, &self.stories.files, story.0);
        story.err()
    }

    /// A thing in the files that have arrived, or what is lacking for it; `None` where there is none.
    fn lying<'a, T>(
        &self,
        kind: Kind,
        files: &'a [(u32, Vec<T>)],
        thing: u32,
    ) -> Result<Option<&'a T>, Wish> {
        let Some(place) = kind.shelf(&self.manifest).place(thing) else {
            return Ok(None);
        };
        match files.iter().find(|(file, _)| *file == place.file) {
            Some((_, things)) => Ok(things.get(place.at as usize)),
            None => Err(self.way_to(kind, place.file, place.directory)),
        }
    }

    /// A file, or first the directory that names it, or first the catalog that names that.
    fn way_to(&self, kind: Kind, file: u32, directory: u32) -> Wish {
        let is_first = kind == Kind::Cards && file == 0 && self.manifest.first.is_some();
        if is_first || self.named(kind, directory).is_some() {
            Wish::File(kind, file)
        } else if kind.shelf(&self.manifest).catalog().is_some() {
            Wish::Catalog(kind)
        } else {
            Wish::Directory(kind, directory)
        }
    }

    /// What the wanted file is called; `None` where the bundle names none.
    pub(crate) fn name(&self, wish: Wish) -> Option<FileName> {
        match wish {
            Wish::Part(part) => self.filed.name(part),
            Wish::Catalog(kind) => kind.shelf(&self.manifest).catalog(),
            Wish::Directory(kind, number) => kind.shelf(&self.manifest).directory(number),
            Wish::File(Kind::Cards, 0) if self.manifest.first.is_some() => {
                self.manifest.first.as_ref()?.parse().ok()
            }
            Wish::File(kind, file) => self.named_file(kind, file),
        }
    }

    fn named_file(&self, kind: Kind, file: u32) -> Option<FileName> {
        let each = kind.shelf(&self.manifest).per_directory;
        self.named(kind, file.checked_div(each)?)?
            .get((file % each) as usize)?
            .clone()
    }

    fn named(&self, kind: Kind, directory: u32) -> Option<&Directory> {
        let found = self
            .directories
            .iter()
            .find(|(of, number, _)| (*of, *number) == (kind, directory));
        found.map(|(_, _, names)| names)
    }

    /// Takes in a file.
    ///
    /// # Errors
    ///
    /// An index that this version would not have written. Nothing of it is kept.
    pub(crate) fn take(&mut self, wish: Wish, content: JsValue) -> Result<(), Damaged> {
        match wish {
            Wish::Part(part) => {
                let bytes = js_sys::Uint8Array::new(&content).to_vec();
                self.filed.take(part, &bytes)?;
            }
            Wish::File(Kind::Bodies, file) => {
                let bodies = Bodies::read(&content).into_iter().map(Rc::new);
                self.bodies.push((file, bodies.collect()));
            }
            Wish::Catalog(kind) => {
                let names = content.pieces();
                let names: Vec<_> = names.iter().filter_map(Object::as_text).collect();
                if names.is_empty() {
                    return Err(Damaged);
                }
                kind.shelf_mut(&mut self.manifest).directories = names;
            }
            Wish::Directory(kind, number) => {
                let names = content
                    .pieces()
                    .iter()
                    .map(|name| name.as_text()?.parse().ok())
                    .collect();
                self.directories.push((kind, number, names));
            }
            Wish::File(Kind::Cards, file) => {
                let cards = Cards::read(&content)
                    .into_iter()
                    .map(|card| card.map(Rc::new));
                self.cards.push((file, cards.collect()));
            }
            Wish::File(Kind::Stories, file) => {
                let stories = wire::Stories::read(&content).into_iter();
                let stories = stories.map(|story| story.map(Rc::new)).collect();
                Rc::make_mut(&mut self.stories).files.push((file, stories));
            }
        }
        Ok(())
    }

    /// Whether everything can be answered without a file that cannot be had: what tallies say can be
    /// counted and ranked, too.
    pub(crate) fn goes_without(&mut self, wish: Wish) -> bool {
        let Wish::Part(Part::Tallies(block)) = wish else {
            return false;
        };
        self.filed.forget_tallies(block);
        true
    }

    /// The answer with its cards, or all that is lacking for them.
    pub(crate) fn answered(
        &self,
        query: &Query,
        window: Window,
        counts: Counts,
    ) -> Result<Answered, Vec<Wish>> {
        let mut answered = Answered {
            results: self.answer(query, window, counts)?,
            hits: Vec::new(),
            lacking: Vec::new(),
            further: Vec::new(),
        };
        if let Err(parts) = &answered.results.facets {
            answered.further = wishes(parts.clone());
        }
        for doc in answered.results.docs.clone() {
            match self.card(doc) {
                Ok(card) => answered.hits.extend(card.map(|card| (doc, card))),
                Err(wish) => answered.lacking.push(wish),
            }
        }
        for (doc, card) in &answered.hits {
            if is_body_wanted(card, &answered.results.marks) {
                answered.further.extend(self.body(*doc).err());
            }
        }
        Ok(answered)
    }

    /// What each hit shows of its text, as far as it is here.
    pub(crate) fn snippets(&self, answered: &Answered) -> Vec<Snippet> {
        let marks = &answered.results.marks;
        let snippet = |(doc, card): &(DocId, Rc<Card>)| {
            Snippet::new(card, self.body_here(*doc), marks, &FOLDING)
        };
        answered.hits.iter().map(snippet).collect()
    }

    /// The same without its title, which a `search()` gives as it is.
    pub(crate) fn excerpts(&self, answered: &Answered) -> Vec<Vec<Piece>> {
        let marks = &answered.results.marks;
        let excerpt =
            |(doc, card): &(DocId, Rc<Card>)| excerpt(card, self.body_here(*doc), marks, &FOLDING);
        answered.hits.iter().map(excerpt).collect()
    }

    fn body_here(&self, doc: DocId) -> Option<&Body> {
        let body = self.body(doc).ok().flatten();
        body.map(|body| &**body)
    }
}

fn wishes(parts: Vec<Part>) -> Vec<Wish> {
    parts.into_iter().map(Wish::Part).collect()
}

/// Which values of each facet are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Those that lead, at least.
    Leading,
    /// All that occur.
    All,
}

/// More articles of one day than these are not looked through for one that an address names.
const BUSY_DAY: u32 = 1000;

/// So many files weigh less than the wait for one.
const FEW: usize = 12;

/// An answer, and what of its cards is here.
pub(crate) struct Answered {
    pub(crate) results: Results,
    /// The documents whose cards have arrived whole, in order.
    pub(crate) hits: Vec<(DocId, Rc<Card>)>,
    /// Where the other cards are.
    pub(crate) lacking: Vec<Wish>,
    /// Where its counts and the texts of its snippets are, which can be shown later.
    pub(crate) further: Vec<Wish>,
}
