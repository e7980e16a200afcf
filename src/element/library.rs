//! What of the bundle has arrived, and what must be fetched for an answer?

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::element::wish::{Directory, Kind, Wish};
use crate::index::Index;
use crate::model::{Card, FileName, StoryId};
use crate::query::{DocId, Query, Results, Sort, Window, ask};
use crate::ui::Stories;
use crate::wire;
use crate::wire::{Cards, Damaged, Manifest, Object, read_index};

/// The files that have arrived. It never fetches: it says what it lacks.
pub(crate) struct Library {
    manifest: Manifest,
    index: Option<Index>,
    directories: Vec<(Kind, u32, Directory)>,
    cards: Vec<(u32, Vec<Option<Rc<Card>>>)>,
    stories: Rc<Stories>,
}

impl Library {
    pub(crate) fn new(manifest: Manifest) -> Self {
        let stories = Stories {
            per_file: manifest.stories.per_file,
            files: Vec::new(),
        };
        Self {
            manifest,
            index: None,
            directories: Vec::new(),
            cards: Vec::new(),
            stories: Rc::new(stories),
        }
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn has_index(&self) -> bool {
        self.index.is_some()
    }

    pub(crate) fn stories(&self) -> Rc<Stories> {
        self.stories.clone()
    }

    /// The answer, or what is lacking for it. Everything, newest first, stands in the manifest.
    fn answer(&self, query: &Query, window: Window) -> Result<Results, Wish> {
        match &self.index {
            Some(index) => Ok(ask(index, query, window)),
            None if query.is_everything()
                && query.order() == Sort::Newest
                && window.offset == 0 =>
            {
                Ok(self.manifest.everything(window.limit))
            }
            None => Err(Wish::Index),
        }
    }

    /// The card of a document, or what is lacking for it; `None` where it is damaged.
    fn card(&self, doc: DocId) -> Result<Option<Rc<Card>>, Wish> {
        let Some(place) = self.manifest.cards.place(doc) else {
            return Ok(None);
        };
        match self.cards.iter().find(|(file, _)| *file == place.file) {
            Some((_, cards)) => Ok(cards.get(place.at as usize).cloned().flatten()),
            None => Err(self.way_to(Kind::Cards, place.file, place.directory)),
        }
    }

    /// What is lacking for a story; nothing once its file is here, even if the story is damaged.
    pub(crate) fn lacks(&self, story: StoryId) -> Option<Wish> {
        let place = self.manifest.stories.place(story.0)?;
        let is_here = self
            .stories
            .files
            .iter()
            .any(|(file, _)| *file == place.file);
        (!is_here).then(|| self.way_to(Kind::Stories, place.file, place.directory))
    }

    /// A file, or first the directory that names it.
    fn way_to(&self, kind: Kind, file: u32, directory: u32) -> Wish {
        let is_first = kind == Kind::Cards && file == 0 && self.manifest.first.is_some();
        if is_first || self.named(kind, directory).is_some() {
            Wish::File(kind, file)
        } else {
            Wish::Directory(kind, directory)
        }
    }

    /// What the wanted file is called; `None` where the bundle names none.
    pub(crate) fn name(&self, wish: Wish) -> Option<FileName> {
        match wish {
            Wish::Index => self.manifest.index.parse().ok(),
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
            Wish::Index => {
                self.index = Some(read_index(&js_sys::Uint8Array::new(&content).to_vec())?)
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

    /// The answer with its cards, or all that is lacking for them.
    pub(crate) fn answered(&self, query: &Query, window: Window) -> Result<Answered, Vec<Wish>> {
        let results = self.answer(query, window).map_err(|wish| vec![wish])?;
        let found: Vec<_> = results.docs.iter().map(|&doc| self.card(doc)).collect();
        let lacking = found
            .iter()
            .filter_map(|card| card.as_ref().err().copied())
            .collect();
        let cards = found.into_iter().flatten().flatten().collect();
        Ok(Answered {
            results,
            cards,
            lacking,
        })
    }
}

/// An answer, and what of its cards is here.
pub(crate) struct Answered {
    pub(crate) results: Results,
    /// Those that have arrived whole, in order.
    pub(crate) cards: Vec<Rc<Card>>,
    /// Where the others are.
    pub(crate) lacking: Vec<Wish>,
}
