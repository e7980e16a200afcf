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

/// Articles in a batch, at most. Fewer would learn the same words more often, and more would be a load
/// on memory.
const BATCH: usize = 1024;
/// Articles that fill whole files of cards and of bodies, and so does a batch.
const FILES: usize = 32;

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
        let hands = rayon::current_num_threads();
        let batch = batch_size(self.edition.len(), hands);
        let starts = (0..self.edition.len()).step_by(batch * hands);
        let rounds = starts.map(|start| start..start + batch * hands);
        in_turn(
            rounds,
            |round| self.round(round, batch),
            |batches| {
                let mut batches = batches?.into_iter();
                batches.try_for_each(|batch| pressed.take(batch, self.files))
            },
        )?;
        pressed.flush(self.files, 1)?;
        Ok(pressed)
    }

    fn round(&self, ranks: Range<usize>, batch: usize) -> io::Result<Vec<Batch>> {
        let starts: Vec<usize> = ranks.step_by(batch).collect();
        starts
            .into_par_iter()
            .map(|start| self.batch(start..start + batch))
            .collect()
    }

    fn batch(&self, ranks: Range<usize>) -> io::Result<Batch> {
        let Self { edition, files, .. } = self;
        let start = ranks.start;
        let mut articles = edition.articles(ranks)?;
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

/// How many articles to put into a batch, so that the last round leaves no core without one.
fn batch_size(articles: usize, hands: usize) -> usize {
    let rounds = articles.div_ceil(BATCH * hands).max(1);
    articles
        .div_ceil(rounds * hands)
        .next_multiple_of(FILES)
        .max(FILES)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_has_its_share_of_every_round() {
        for hands in [1, 2, 3, 8] {
            for articles in [1, 31, 1024, 1025, 5000, 10_000, 100_000] {
                let batch = batch_size(articles, hands);
                assert!(batch.is_multiple_of(FILES) && batch <= BATCH, "{batch}");
                let shares = hands * articles.div_ceil(BATCH * hands);
                assert!(batch * shares >= articles);
                assert!(batch * shares < articles + FILES * shares, "{batch}");
            }
        }
    }
}
