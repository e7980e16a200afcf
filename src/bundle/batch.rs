//! What becomes of neighboring articles?
//!
//! They are unpacked, and leave as files. Batches are made apart from each other, on all cores; what
//! is left of them is taken in one after the other, in the order of the articles.

use std::io;
use std::ops::Range;

use rayon::prelude::*;

use crate::bundle::Edition;
use crate::bundle::compile::Compiling;
use crate::bundle::files::{Files, json};
use crate::bundle::pile::Pile;
use crate::bundle::progress::Progress;
use crate::bundle::rounds::in_turn;
use crate::bundle::shelf::{BODIES, CARDS, STORIES};
use crate::bundle::words::words;
use crate::index::{Gathered, Merger};
use crate::model::Story;
use crate::wire::{Bodies, Cards, Stories};

/// Articles in a batch: whole files of cards and of bodies. Fewer would learn the same words more
/// often, and more would be a load on memory.
const BATCH: usize = 1024;

/// What is left of a batch.
struct Batch {
    cards: Vec<String>,
    bodies: Vec<String>,
    /// Those that nobody named before.
    stories: Vec<Story>,
    words: Gathered,
}

/// What is left of all articles.
pub(crate) struct Pressed {
    /// The names of the files of cards.
    pub cards: Vec<String>,
    pub bodies: Vec<String>,
    pub stories: Vec<String>,
    pub words: Merger<Pile>,
    /// Stories that do not fill a file yet.
    waiting: Vec<Story>,
}

/// Makes files of all articles.
pub(crate) struct Press<'a> {
    pub edition: &'a Edition,
    pub compiling: &'a Compiling<'a>,
    pub files: &'a Files,
}

impl Press<'_> {
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn run(&self) -> io::Result<Pressed> {
        let spill = self.edition.spill.clone();
        let most = spill.most;
        let mut pressed = Pressed::new(Merger::new(Pile::new(spill), most));
        let at_once = BATCH * rayon::current_num_threads();
        let starts = (0..self.edition.len()).step_by(at_once);
        let rounds = starts.map(|start| start..start + at_once);
        in_turn(
            rounds,
            |round| self.round(round),
            |batches| {
                let mut batches = batches?.into_iter();
                batches.try_for_each(|batch| pressed.take(batch, self.files))
            },
        )?;
        pressed.flush(self.files, 1)?;
        Ok(pressed)
    }

    fn round(&self, ranks: Range<usize>) -> io::Result<Vec<Batch>> {
        let starts: Vec<usize> = ranks.step_by(BATCH).collect();
        starts
            .into_par_iter()
            .map(|start| self.batch(start))
            .collect()
    }

    fn batch(&self, start: usize) -> io::Result<Batch> {
        let Self { edition, files, .. } = self;
        let mut articles = edition.articles(start..start + BATCH)?;
        let cards = CARDS.fill(files, &articles, |articles| {
            json(&Cards::new(articles.iter().map(|article| &article.card)))
        })?;
        let bodied = if edition.has_bodies() {
            &*articles
        } else {
            &[]
        };
        let bodies = BODIES.fill(files, bodied, |articles| {
            json(&Bodies::new(articles.iter().map(|article| &article.body)))
        })?;
        let language = self.compiling.site.language.as_deref();
        let words = words(start as u32, &articles, language);
        let mut stories = Vec::new();
        for (rank, article) in (start..).zip(&mut articles) {
            stories.extend(edition.first_named(rank, article));
        }
        (self.compiling.progress)(Progress::Done(articles.len()));
        Ok(Batch {
            cards,
            bodies,
            stories,
            words,
        })
    }
}

impl Pressed {
    fn new(words: Merger<Pile>) -> Self {
        Self {
            cards: Vec::new(),
            bodies: Vec::new(),
            stories: Vec::new(),
            words,
            waiting: Vec::new(),
        }
    }

    fn take(&mut self, batch: Batch, files: &Files) -> io::Result<()> {
        self.words.join(batch.words)?;
        self.cards.extend(batch.cards);
        self.bodies.extend(batch.bodies);
        self.waiting.extend(batch.stories);
        self.flush(files, STORIES.per_file)
    }

    /// Makes files of the stories that wait, each of so many or more.
    fn flush(&mut self, files: &Files, least: usize) -> io::Result<()> {
        while self.waiting.len() >= least {
            let count = self.waiting.len().min(STORIES.per_file);
            let stories: Vec<Story> = self.waiting.drain(..count).collect();
            let names = STORIES.fill(files, &stories, |stories| json(&Stories::new(stories)))?;
            self.stories.extend(names);
        }
        Ok(())
    }
}
