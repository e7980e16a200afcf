//! What is in, and which coverage do the articles share?
//!
//! What leaves this file is final: newest first, none twice, stories numbered by their first
//! mention. Nothing of an article that was left out is in it but a count.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::bundle::copies::Copies;
use crate::bundle::darkroom::Darkroom;
use crate::bundle::intake::{Intake, Kept, Label, Recollection, unpack};
use crate::bundle::key::Key;
use crate::bundle::labels::Labels;
use crate::bundle::pile::{Pile, Spill};
use crate::bundle::{Code, Problem};
use crate::index::Facts;
use crate::model::{Article, FileName, Id, Instant, Story, StoryId, Url};

/// The articles that are in, and what was found on the way.
#[derive(Debug)]
pub struct Edition {
    pub(crate) pile: Pile,
    pub(crate) articles: Vec<Placed>,
    pub(crate) recollection: Recollection,
    stories: u32,
    has_bodies: bool,
    pub(crate) spill: Spill,
    /// Pictures to copy, and where they lie.
    pub pictures: BTreeMap<FileName, PathBuf>,
    /// Those of other servers that are copied in.
    pub(crate) copies: Copies,
    pub(crate) darkroom: Darkroom,
    /// How many articles are not in, and why.
    pub left_out: LeftOut,
    /// What should be mended, by file, line and column; what concerns no file comes last.
    pub problems: Vec<Problem>,
}

/// An article in its place.
#[derive(Debug)]
pub(crate) struct Placed {
    /// Where it lies on the pile.
    pub at: Range<u64>,
    /// Of all that lies there.
    pub key: Key,
    pub id: Id,
    published: Instant,
    facets: Box<[u8]>,
    pub related: Box<[StoryId]>,
    /// The first number that is free for the stories which nobody named before.
    pub next_story: StoryId,
}

/// How many articles are not in, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct LeftOut {
    /// Marked `published: false`.
    pub unpublished: usize,
    /// Another article has the same `webUrl`.
    pub duplicate: usize,
    /// An error is in it.
    pub unreadable: usize,
    /// Dated later than now.
    pub scheduled: usize,
    /// Past their `expiryDateTime`.
    pub expired: usize,
}

impl Edition {
    /// Of articles that stand newest first.
    pub(crate) fn new(intake: Intake, darkroom: Darkroom) -> Self {
        let mut edition = Self {
            has_bodies: intake.articles.iter().any(|kept| kept.has_body),
            articles: Vec::with_capacity(intake.articles.len()),
            stories: 0,
            pile: intake.pile,
            recollection: intake.recollection,
            spill: intake.spill,
            pictures: BTreeMap::new(),
            copies: Copies::default(),
            darkroom,
            left_out: intake.left_out,
            problems: intake.problems,
        };
        let (mut numbers, mut ids) = (FxHashMap::default(), FxHashSet::default());
        for kept in intake.articles {
            let next_story = StoryId(edition.stories);
            let stories = kept.stories.iter();
            let related = stories.map(|&key| edition.number(key, &mut numbers));
            let related = related.collect();
            let copied = kept.copied.iter().cloned();
            edition
                .pictures
                .extend(copied.map(|copied| (copied.name, copied.path)));
            edition.articles.push(Placed {
                id: edition.id(&kept, &mut ids),
                published: kept.published,
                key: kept.key,
                facets: kept.facets,
                at: kept.at,
                related,
                next_story,
            });
        }
        edition.note_nothing_published();
        edition.arrange_problems();
        edition
    }

    fn number(&mut self, key: Key, numbers: &mut FxHashMap<Key, StoryId>) -> StoryId {
        let next = StoryId(self.stories);
        let number = *numbers.entry(key).or_insert(next);
        if number == next {
            let after = self.stories.checked_add(1);
            self.stories = after.expect("related coverage is counted in 32 bits");
        }
        number
    }

    /// An id that no article before has. Two can claim one only where they share a path below two
    /// sources and have no address; then the second is named by how many came before.
    fn id(&self, kept: &Kept, taken: &mut FxHashSet<Id>) -> Id {
        if taken.insert(kept.name.id()) {
            return kept.name.id();
        }
        let name = self.name(kept).unwrap_or_default();
        let others = (1..).map(|count| Key::of(&format!("{name}\n{count}")).id());
        let mut free = others.filter(|&id| taken.insert(id));
        free.next().expect("there are more numbers than articles")
    }

    /// Its address or, without one, its path.
    fn name(&self, kept: &Kept) -> io::Result<String> {
        let (label, article) = unpack(&self.pile, &kept.at, kept.key)?;
        let web = article.card.links.web.as_ref().map(Url::as_str);
        Ok(web.map_or(label.below, str::to_owned))
    }

    /// How many articles are in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether none is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// When the newest of them was published.
    pub(crate) fn newest(&self) -> Option<Instant> {
        self.articles.first().map(|placed| placed.published)
    }

    /// Whether any of them has a body.
    pub(crate) fn has_bodies(&self) -> bool {
        self.has_bodies
    }

    /// By what they can be filtered and sorted.
    ///
    /// # Errors
    ///
    /// What was noted by an earlier build is damaged.
    pub(crate) fn facts(&self) -> io::Result<Vec<Facts>> {
        let mut labels = Labels::default();
        let mut facts = Vec::with_capacity(self.len());
        for placed in &self.articles {
            let own = labels.facts(placed.published, &placed.facets);
            facts.push(own.ok_or(io::ErrorKind::InvalidData)?);
        }
        Ok(facts)
    }

    /// How many files were looked at, and how many of them did not have to be read.
    #[must_use]
    pub fn remembered(&self) -> (usize, usize) {
        (self.recollection.files, self.recollection.remembered)
    }

    /// How many stories they name, each counted once.
    pub(crate) fn stories(&self) -> u32 {
        self.stories
    }

    /// Those of some ranks, counted from 0, as far as there are so many.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub(crate) fn articles(&self, ranks: Range<usize>) -> io::Result<Vec<Article>> {
        let ranks = ranks.start.min(self.len())..ranks.end.min(self.len());
        self.articles[ranks]
            .iter()
            .map(|placed| self.article(placed))
            .collect()
    }

    fn article(&self, placed: &Placed) -> io::Result<Article> {
        let (_, mut article) = unpack(&self.pile, &placed.at, placed.key)?;
        article.card.id = placed.id;
        article.card.related = placed.related.to_vec();
        self.copies.hang(&mut article);
        Ok(article)
    }

    /// What the article of a rank, counted from 0, is called.
    pub(crate) fn label(&self, rank: usize) -> io::Result<Option<Label>> {
        let placed = self.articles.get(rank);
        let label = |placed: &Placed| Ok(unpack(&self.pile, &placed.at, placed.key)?.0);
        placed.map(label).transpose()
    }

    /// Leaves all memory to the system, which takes it back at once when the program ends, and faster
    /// than article by article.
    pub fn forget(mut self) {
        self.darkroom.close();
        std::mem::forget(self);
    }

    /// The stories that the article of this rank is the first to name, in the order of their numbers.
    pub(crate) fn first_named(&self, rank: usize, article: &mut Article) -> Vec<Story> {
        let next = self.articles.get(rank).map(|placed| placed.next_story);
        let related = std::mem::take(&mut article.related);
        let numbered = related.into_iter().zip(&article.card.related);
        let new = numbered.filter(|(_, number)| next.is_some_and(|next| **number >= next));
        new.map(|(story, _)| story).collect()
    }

    fn note_nothing_published(&mut self) {
        let drafts = self.left_out.unpublished;
        if self.articles.is_empty() && drafts + self.left_out.scheduled + self.left_out.expired > 0
        {
            let message = format!(
                "nothing is published: {drafts} unpublished, {} scheduled, {} expired",
                self.left_out.scheduled, self.left_out.expired
            );
            self.problems
                .push(Problem::new(Code::NothingPublished, "", message));
        }
    }

    /// Sorts the problems, and keeps one note for each unknown field.
    pub(crate) fn arrange_problems(&mut self) {
        self.problems.sort_by(|a, b| {
            let key = |problem: &Problem| (problem.file.is_empty(), problem.line, problem.column);
            a.file
                .is_empty()
                .cmp(&b.file.is_empty())
                .then_with(|| a.file.cmp(&b.file))
                .then_with(|| key(a).cmp(&key(b)))
        });
        let mut names = HashSet::new();
        self.problems.retain(|problem| {
            let is_repeated = matches!(problem.code, Code::UnknownField | Code::TwoReadings);
            !is_repeated || names.insert(problem.message.clone())
        });
    }
}
