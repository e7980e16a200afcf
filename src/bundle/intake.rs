//! Which of the articles that were read are in, and in which order?
//!
//! An article is packed as soon as it was read; what stays at hand is what decides whether it is in,
//! and where.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::bundle::darkroom::Darkroom;
use crate::bundle::edition::{Edition, LeftOut};
use crate::bundle::faults::Spot;
use crate::bundle::key::Key;
use crate::bundle::labels::Facets;
use crate::bundle::ledger::{self, Happening, Leaf, Note, Noted};
use crate::bundle::packed::{Packed, pack_fields};
use crate::bundle::picture::{Copied, Linked};
use crate::bundle::pile::{Pile, Spill};
use crate::bundle::related::Name;
use crate::bundle::telling::{Outcome, Told};
use crate::bundle::walk::{reason, shown};
use crate::bundle::{Code, Problem};
use crate::index::Store;
use crate::model::{Article, Instant};
use crate::wire::bytes::{Reader, put};

/// Takes in what was read, in the order of the files' paths.
#[derive(Debug)]
pub(crate) struct Intake {
    pub pile: Pile,
    pub articles: Vec<Kept>,
    pub left_out: LeftOut,
    pub problems: Vec<Problem>,
    pub spill: Spill,
    pub recollection: Recollection,
}

/// What the next build may take over from this one.
#[derive(Debug)]
pub(crate) struct Recollection {
    /// The notes on files, one after the other.
    pub notes: Pile,
    /// Bytes of each.
    pub lengths: Vec<u64>,
    /// Where the articles lie that they name.
    pub used: Vec<Range<u64>>,
    /// Files that were looked at.
    pub files: usize,
    /// Those that did not have to be read.
    pub remembered: usize,
}

/// What is at hand of an article.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Where it lies on the pile.
    pub at: Range<u64>,
    /// Of all that lies there.
    pub key: Key,
    /// By what it can be filtered and sorted, packed.
    pub facets: Box<[u8]>,
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
    pub kept: Kept,
    /// Nothing of one that lies there since the last build.
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
        let mut facets = Vec::new();
        Facets::of(article).pack(&mut facets);
        let mut kept = Kept {
            at: 0..0,
            key: Key::default(),
            facets: facets.into(),
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
        kept.key = Key::of_bytes(&bytes);
        Self { kept, bytes }
    }

    /// One that is on the pile already.
    pub(crate) fn again(kept: Kept) -> Self {
        Self {
            kept,
            bytes: Vec::new(),
        }
    }
}

/// An article on the pile, and what it is called.
///
/// # Errors
///
/// Those of the disk, and bytes that are not what was kept there.
pub(crate) fn unpack(pile: &Pile, at: &Range<u64>, key: Key) -> io::Result<(Label, Article)> {
    let bytes = match pile.base.as_ref().filter(|base| at.end <= base.len) {
        Some(base) => sound(pile.fetch(at.clone()), key).inspect_err(|_| base.blame())?,
        None => pile.fetch(at.clone())?,
    };
    let mut from = Reader::new(&bytes);
    let both = Label::unpack(&mut from).zip(Article::unpack(&mut from));
    both.filter(|_| from.end().is_ok())
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

/// Bytes from an earlier build, which anything may have happened to.
fn sound(bytes: io::Result<Cow<'_, [u8]>>, key: Key) -> io::Result<Cow<'_, [u8]>> {
    let bytes = bytes?;
    match Key::of_bytes(&bytes) == key {
        true => Ok(bytes),
        false => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// What was noted of an article copies no picture.
impl Packed for Kept {
    fn pack(&self, to: &mut Vec<u8>) {
        let Self {
            at,
            key,
            facets,
            published,
            updated,
            expires,
            name,
            has_address,
            has_body,
            stories,
            copied: _,
        } = self;
        at.pack(to);
        key.pack(to);
        put(to, facets.len() as u64);
        to.extend_from_slice(facets);
        (*published, *updated, *expires).pack(to);
        name.pack(to);
        (*has_address, *has_body).pack(to);
        stories.pack(to);
    }

    fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        let (at, key) = <(Range<u64>, Key)>::unpack(from)?;
        let length = from.count();
        let facets = from.take(length).into();
        let (published, updated, expires) = Packed::unpack(from)?;
        let name = Key::unpack(from)?;
        let (has_address, has_body) = Packed::unpack(from)?;
        Some(Self {
            at,
            key,
            facets,
            published,
            updated,
            expires,
            name,
            has_address,
            has_body,
            stories: Packed::unpack(from)?,
            copied: Box::default(),
        })
    }
}

impl Intake {
    pub(crate) fn new(pile: Pile, spill: Spill, problems: Vec<Problem>) -> Self {
        Self {
            recollection: Recollection {
                notes: Pile::new(spill.clone()),
                lengths: Vec::new(),
                used: Vec::new(),
                files: 0,
                remembered: 0,
            },
            pile,
            articles: Vec::new(),
            left_out: LeftOut::default(),
            problems,
            spill,
        }
    }

    /// Takes in the next file.
    pub(crate) fn take(&mut self, leaf: Leaf) {
        self.recollection.files += 1;
        let is_notable = ledger::is_notable(&leaf.happened);
        let happened = leaf.happened.into_iter();
        match leaf.note {
            Note::New(key, looks) if is_notable => {
                let noted: Vec<Noted> = happened.map(|one| self.noted(one)).collect();
                self.remember(&ledger::write(key, &looks, &noted));
            }
            Note::Again(note) => {
                for one in happened {
                    let outcome = self.take_one(one);
                    self.use_article(&outcome);
                }
                self.recollection.remembered += 1;
                self.remember(&note);
            }
            Note::New(..) | Note::None => happened.for_each(|one| drop(self.take_one(one))),
        }
    }

    fn noted(&mut self, one: Happening) -> Noted {
        let problems = one.1.clone();
        let outcome = self.take_one(one);
        self.use_article(&outcome);
        let outcome = outcome.map(|place| self.articles[place].clone());
        Noted { outcome, problems }
    }

    fn use_article(&mut self, outcome: &Outcome<usize>) {
        if let Outcome::Article(place) = outcome {
            let kept = &self.articles[**place];
            self.recollection.used.push(kept.at.clone());
        }
    }

    fn remember(&mut self, note: &[u8]) {
        match self.recollection.notes.keep(note) {
            Ok(_) => self.recollection.lengths.push(note.len() as u64),
            Err(fault) => self.note(&fault),
        }
    }

    /// Takes in what became of an article, and says so: of one that is kept, its place among these.
    fn take_one(&mut self, (outcome, problems): Happening) -> Outcome<usize> {
        self.problems.extend(problems);
        match outcome {
            Outcome::Article(parcel) => self.keep(*parcel),
            Outcome::Unpublished => {
                self.left_out.unpublished += 1;
                Outcome::Unpublished
            }
            Outcome::Unreadable => {
                self.left_out.unreadable += 1;
                Outcome::Unreadable
            }
            Outcome::Nothing => Outcome::Nothing,
        }
    }

    fn keep(&mut self, Parcel { mut kept, bytes }: Parcel) -> Outcome<usize> {
        if !bytes.is_empty() {
            match self.pile.keep(&bytes) {
                Ok(start) => kept.at = start..start + bytes.len() as u64,
                Err(fault) => {
                    self.note(&fault);
                    return Outcome::Nothing;
                }
            }
        }
        self.articles.push(kept);
        Outcome::Article(Box::new(self.articles.len() - 1))
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
        let mut best: FxHashMap<Key, usize> = FxHashMap::default();
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
        let kept = &self.articles[at];
        Ok(unpack(&self.pile, &kept.at, kept.key)?.0)
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
