//! What becomes of neighboring articles?
//!
//! They are unpacked, and leave as files. Batches are made apart from each other, on all cores; what
//! is left of them is taken in one after the other, in the order of the articles.

use std::io;
use std::iter;
use std::ops::Range;

use crate::bundle::Edition;
use crate::bundle::compile::Compiling;
use crate::bundle::files::{Files, json};
use crate::bundle::pile::Pile;
use crate::bundle::progress::Progress;
use crate::bundle::rounds::{Hands, in_turn};
use crate::bundle::shelf::{BODIES, CARDS, STORIES};
use crate::bundle::words::words;
use crate::index::{Gathered, Merger};
use crate::model::Story;
use crate::wire::{Bodies, Cards, Stories};

/// Articles in a batch, at most. Fewer would learn the same words more often, and more would be a load
/// on memory.
const BATCH: usize = 1024;
/// Articles in a batch, at least, unless they are the last.
const LEAST: usize = 480;
/// Batches for each core that are made and not taken in, or in the making.
const AHEAD: usize = 2;
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
        let count = rayon::current_num_threads();
        let hands = Hands {
            count,
            most: AHEAD * count,
        };
        in_turn(
            batches(self.edition.len(), count),
            hands,
            |ranks| self.batch(ranks),
            |batch| pressed.take(batch?, self.files),
        )?;
        pressed.flush(self.files, 1)?;
        Ok(pressed)
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

/// Which articles go into a batch each. They become smaller toward the end, so that no core waits long for what
/// another has begun last (“guided self-scheduling”, Polychronopoulos and Kuck, 1987).
fn batches(articles: usize, hands: usize) -> impl Iterator<Item = Range<usize>> {
    // Few articles are for all hands, too.
    let least = LEAST.min(articles.div_ceil(hands)).max(FILES);
    let mut start = 0;
    iter::from_fn(move || {
        let share = (articles - start) / hands;
        let end = start + share.clamp(least, BATCH).next_multiple_of(FILES);
        let batch = start..end.min(articles);
        start = batch.end;
        (!batch.is_empty()).then_some(batch)
    })
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
    fn batches_fill_files_and_the_last_are_small() {
        for hands in [1, 2, 3, 8] {
            for articles in [0, 1, 31, 1024, 1025, 5000, 10_000, 100_000] {
                let all: Vec<_> = batches(articles, hands).collect();
                let joined: Vec<usize> = all.iter().cloned().flatten().collect();
                assert_eq!(joined, (0..articles).collect::<Vec<_>>());
                assert!(all.iter().all(|batch| batch.len() <= BATCH));
                let (last, others) = all.split_last().unzip();
                let is_small = |last: &Range<usize>| last.len() <= LEAST;
                // Alone, nobody waits for anybody.
                assert!(hands == 1 || last.is_none_or(is_small));
                let others = others.unwrap_or_default();
                assert!(others.iter().all(|batch| batch.len() % FILES == 0));
            }
        }
    }
}
