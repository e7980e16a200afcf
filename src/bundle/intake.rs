//! Which of the articles that were read are in, and in which order?
//!
//! An article is packed as soon as it was read; what stays at hand is what decides whether it is in,
//! and where.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::ops::Range;

use crate::bundle::darkroom::Darkroom;
use crate::bundle::edition::{Edition, LeftOut};
use crate::bundle::faults::Spot;
use crate::bundle::key::Key;
use crate::bundle::packed::{Packed, pack_fields};
use crate::bundle::picture::{Copied, Linked};
use crate::bundle::pile::{Pile, Spill};
use crate::bundle::related::Name;
use crate::bundle::telling::{Outcome, Told};
use crate::bundle::walk::{reason, shown};
use crate::bundle::{Code, Problem};
use crate::index::Store;
use crate::model::{Article, Instant};
use crate::wire::bytes::Reader;

/// Takes in what was read, in the order of the files' paths.
#[derive(Debug)]
pub(crate) struct Intake {
    pub pile: Pile,
    pub articles: Vec<Kept>,
    pub left_out: LeftOut,
    pub problems: Vec<Problem>,
    pub spill: Spill,
}

/// What is at hand of an article.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Where it lies on the pile.
    pub at: Range<u64>,
    pub published: Instant,
    updated: Option<Instant>,
    expires: Option<Instant>,
    /// Of its address or, without one, of its path below the source.
    pub name: Key,
    has_address: bool,
    pub has_body: bool,
    /// Its related coverage.
    pub stories: Box<[Key]>,
    pub copied: Box<[Copied]>,
}

/// An article on its way to the pile.
#[derive(Debug)]
pub(crate) struct Parcel {
    kept: Kept,
    bytes: Vec<u8>,
}

/// What an article is called where one speaks of it; packed before it.
#[derive(Debug)]
pub(crate) struct Label {
    pub below: String,
    pub shown: String,
    address: Option<Spot>,
    /// Its pictures on servers.
    pub linked: Vec<Linked>,
}

pack_fields!(Label {
    below,
    shown,
    address,
    linked
});

impl Parcel {
    pub(crate) fn new(told: Told) -> Self {
        let article = &told.article;
        let web = article.card.links.web.as_ref();
        let kept = Kept {
            at: 0..0,
            published: article.card.published,
            updated: article.updated,
            expires: article.expires,
            name: Key::of(web.map_or(&told.below, |url| url.as_str())),
            has_address: web.is_some(),
            has_body: article.card.has_body,
            stories: article
                .related
                .iter()
                .map(|story| Name::of(story).key())
                .collect(),
            copied: told.copied.into(),
        };
        let mut bytes = Vec::new();
        let label = Label {
            below: told.below,
            shown: told.shown,
            address: told.address,
            linked: told.linked,
        };
        label.pack(&mut bytes);
        article.pack(&mut bytes);
        Self { kept, bytes }
    }
}

/// An article on the pile, and what it is called.
pub(crate) fn unpack(pile: &Pile, at: Range<u64>) -> io::Result<(Label, Article)> {
    let bytes = pile.fetch(at)?;
    let mut from = Reader::new(&bytes);
    let both = Label::unpack(&mut from).zip(Article::unpack(&mut from));
    both.filter(|_| from.end().is_ok())
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

impl Intake {
    pub(crate) fn new(spill: Spill, problems: Vec<Problem>) -> Self {
        Self {
            pile: Pile::new(spill.clone()),
            articles: Vec::new(),
            left_out: LeftOut::default(),
            problems,
            spill,
        }
    }

    /// Takes in the next file.
    pub(crate) fn take(&mut self, outcome: Outcome<Parcel>, problems: Vec<Problem>) {
        self.problems.extend(problems);
        match outcome {
            Outcome::Article(parcel) => self.keep(*parcel),
            Outcome::Unpublished => self.left_out.unpublished += 1,
            Outcome::Unreadable => self.left_out.unreadable += 1,
            Outcome::Nothing => {}
        }
    }

    fn keep(&mut self, Parcel { mut kept, bytes }: Parcel) {
        match self.pile.keep(&bytes) {
            Ok(start) => {
                kept.at = start..start + bytes.len() as u64;
                self.articles.push(kept);
            }
            Err(fault) => self.note(&fault),
        }
    }

    /// The disk cannot keep what does not fit into memory: said once.
    fn note(&mut self, fault: &io::Error) {
        if self
            .problems
            .iter()
            .all(|problem| problem.code != Code::OutUnwritable)
        {
            let message = format!(
                "the articles do not fit into memory, and cannot be kept in `{}`: {}",
                shown(&self.spill.folder),
                reason(fault)
            );
            self.problems
                .push(Problem::new(Code::OutUnwritable, "", message));
        }
    }

    /// Sorts out what was taken in.
    pub(crate) fn finish(mut self, now: Option<Instant>, darkroom: Darkroom) -> Edition {
        self.hold_back(now);
        self.leave_out_duplicates();
        // Stable, so that equal instants stay in the order of their paths.
        self.articles.sort_by_key(|kept| Reverse(kept.published));
        Edition::new(self, darkroom)
    }

    fn hold_back(&mut self, now: Option<Instant>) {
        let Some(now) = now else { return };
        let left_out = &mut self.left_out;
        self.articles.retain(|kept| {
            let is_scheduled = kept.published > now;
            let is_expired = !is_scheduled && kept.expires.is_some_and(|end| end <= now);
            left_out.scheduled += usize::from(is_scheduled);
            left_out.expired += usize::from(is_expired);
            !is_scheduled && !is_expired
        });
    }

    /// Of the articles with one address the newest stays: by its update, else by its date, else by
    /// its path.
    fn leave_out_duplicates(&mut self) {
        let rank = |kept: &Kept| (kept.updated, kept.published);
        let mut best: HashMap<Key, usize> = HashMap::new();
        let addressed = self.articles.iter().enumerate();
        for (at, candidate) in addressed.filter(|(_, kept)| kept.has_address) {
            let best = best.entry(candidate.name).or_insert(at);
            if rank(candidate) > rank(&self.articles[*best]) {
                *best = at;
            }
        }
        let winner = |kept: &Kept| best.get(&kept.name).filter(|_| kept.has_address).copied();
        let winners: Vec<usize> = self
            .articles
            .iter()
            .enumerate()
            .map(|(at, kept)| winner(kept).unwrap_or(at))
            .collect();
        self.note_duplicates(&winners);
        let mut winners = winners.into_iter().enumerate();
        let mut is_kept = || winners.next().is_none_or(|(at, winner)| at == winner);
        self.articles.retain(|_| is_kept());
    }

    fn note_duplicates(&mut self, winners: &[usize]) {
        for (at, &winner) in winners
            .iter()
            .enumerate()
            .filter(|(at, winner)| at != *winner)
        {
            self.left_out.duplicate += 1;
            match self
                .label(at)
                .and_then(|label| Ok((label, self.label(winner)?)))
            {
                Ok((label, kept)) => self.problems.push(duplicate(label, &kept.shown)),
                Err(fault) => self.note(&fault),
            }
        }
    }

    fn label(&self, at: usize) -> io::Result<Label> {
        Ok(unpack(&self.pile, self.articles[at].at.clone())?.0)
    }
}

fn duplicate(told_twice: Label, kept: &str) -> Problem {
    let message = format!(
        "`{kept}` has the same `webUrl` and is newer or comes first, so this article is left out"
    );
    match told_twice.address {
        Some(spot) => spot.problem(Code::Duplicate, &told_twice.shown, message),
        None => Problem::new(Code::Duplicate, told_twice.shown, message),
    }
}
