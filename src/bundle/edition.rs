//! Which articles are in, in which order, and which coverage do they share?
//!
//! What leaves this file is final: newest first, none twice, stories numbered by their first
//! mention. Nothing of an article that was left out is in it but a count.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::bundle::related::Name;
use crate::bundle::telling::{Outcome, Told};
use crate::bundle::{Code, Problem};
use crate::model::{Article, FileName, Id, Instant, Story, StoryId, Url};

/// The articles that are in, and what was found on the way.
#[derive(Debug, Default)]
pub struct Edition {
    /// Newest first, equal instants by path.
    pub articles: Vec<Article>,
    /// Related coverage, in the order of first mention; `articles` name it by its number here.
    pub stories: Vec<Story>,
    /// Pictures to copy, and where they lie.
    pub pictures: BTreeMap<FileName, PathBuf>,
    /// How many articles are not in, and why.
    pub left_out: LeftOut,
    /// What should be mended, by file, line and column; what concerns no file comes last.
    pub problems: Vec<Problem>,
}

/// How many articles are not in, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// Sorts out what was read, which comes in the order of the files' paths.
    pub(crate) fn new(
        read: Vec<(Outcome, Vec<Problem>)>,
        problems: Vec<Problem>,
        now: Option<Instant>,
    ) -> Self {
        let mut edition = Self {
            problems,
            ..Self::default()
        };
        let mut told = Vec::new();
        for (outcome, problems) in read {
            edition.problems.extend(problems);
            match outcome {
                Outcome::Article(article) => told.push(*article),
                Outcome::Unpublished => edition.left_out.unpublished += 1,
                Outcome::Unreadable => edition.left_out.unreadable += 1,
                Outcome::Nothing => {}
            }
        }
        edition.hold_back(&mut told, now);
        edition.leave_out_duplicates(&mut told);
        // Stable, so that equal instants stay in the order of their paths.
        // Cached, so that dates are sorted and each article is moved once.
        told.sort_by_cached_key(|told| Reverse(told.article.card.published));
        edition.take(told);
        edition.note_nothing_published();
        edition.arrange_problems();
        edition
    }

    fn hold_back(&mut self, told: &mut Vec<Told>, now: Option<Instant>) {
        let Some(now) = now else { return };
        let left_out = &mut self.left_out;
        told.retain(|Told { article, .. }| {
            let is_scheduled = article.card.published > now;
            let is_expired = !is_scheduled && article.expires.is_some_and(|end| end <= now);
            left_out.scheduled += usize::from(is_scheduled);
            left_out.expired += usize::from(is_expired);
            !is_scheduled && !is_expired
        });
    }

    /// Of the articles with one address the newest stays: by its update, else by its date, else by
    /// its path.
    fn leave_out_duplicates(&mut self, told: &mut Vec<Told>) {
        let rank = |told: &Told| (told.article.updated, told.article.card.published);
        let mut best: HashMap<&Url, usize> = HashMap::new();
        for (at, candidate) in told.iter().enumerate() {
            if let Some(url) = &candidate.article.card.links.web {
                let best = best.entry(url).or_insert(at);
                if rank(candidate) > rank(&told[*best]) {
                    *best = at;
                }
            }
        }
        let winner = |told: &Told| {
            told.article
                .card
                .links
                .web
                .as_ref()
                .and_then(|url| best.get(url))
                .copied()
        };
        let is_kept: Vec<bool> = told
            .iter()
            .enumerate()
            .map(|(at, told)| winner(told).is_none_or(|best| best == at))
            .collect();
        for (told_twice, _) in told.iter().zip(&is_kept).filter(|(_, is_kept)| !**is_kept) {
            let kept = winner(told_twice).map_or("", |best| &told[best].shown);
            self.problems.push(duplicate(told_twice, kept));
            self.left_out.duplicate += 1;
        }
        let mut is_kept = is_kept.into_iter();
        told.retain(|_| is_kept.next().unwrap_or(true));
    }

    fn take(&mut self, told: Vec<Told>) {
        let mut numbers = HashMap::new();
        let mut ids = HashSet::new();
        self.articles.reserve_exact(told.len());
        for Told {
            mut article,
            below,
            copied,
            ..
        } in told
        {
            article.card.id = id(&article, &below, &mut ids);
            article.card.related = article
                .related
                .iter()
                .map(|story| self.number(story, &mut numbers))
                .collect();
            self.pictures
                .extend(copied.into_iter().map(|copied| (copied.name, copied.path)));
            self.articles.push(article);
        }
    }

    fn number(&mut self, story: &Story, numbers: &mut HashMap<Name, StoryId>) -> StoryId {
        let next =
            u32::try_from(self.stories.len()).expect("related coverage is counted in 32 bits");
        *numbers.entry(Name::of(story)).or_insert_with(|| {
            self.stories.push(story.clone());
            StoryId(next)
        })
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
    fn arrange_problems(&mut self) {
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

fn duplicate(told: &Told, kept: &str) -> Problem {
    let message = format!(
        "`{kept}` has the same `webUrl` and is newer or comes first, so this article is left out"
    );
    match &told.address {
        Some(spot) => spot.clone().problem(Code::Duplicate, &told.shown, message),
        None => Problem::new(Code::Duplicate, &told.shown, message),
    }
}

/// An id that no article before has. Two can claim one only where they share a path below two
/// sources and have no address; then the second is named by how many came before.
fn id(article: &Article, below: &str, taken: &mut HashSet<Id>) -> Id {
    let name = article.card.links.web.as_ref().map_or(below, Url::as_str);
    let mut id = hash(name);
    for count in 1.. {
        if taken.insert(id) {
            break;
        }
        id = hash(&format!("{name}\n{count}"));
    }
    id
}

/// The first 64 bits of the SHA-256.
fn hash(name: &str) -> Id {
    let digest = Sha256::digest(name.as_bytes());
    let bits = digest
        .iter()
        .take(8)
        .fold(0u64, |bits, &byte| bits << 8 | u64::from(byte));
    Id::from(bits)
}
