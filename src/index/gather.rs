//! Which words are in a part of the documents?
//!
//! Documents come one after the other and are gone again; what stays of each is its numbers, packed.
//! Parts are gathered apart from each other, on as many cores as there are, and then merged.

use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::index::buckets::Buckets;
use crate::index::packed::{Piece, put_forms, unpack};
use crate::index::prose::{Lengths, Worths};
use crate::index::{DocId, Field, Group, Places, Prose, TITLE_END};

/// Gathers the words of neighboring documents, the newest first.
#[derive(Debug, Default)]
pub struct Gatherer {
    first: DocId,
    documents: Vec<Worths>,
    occurrences: Vec<Occurrence>,
    forms: Vec<GatheredForm>,
    groups: Vec<GatheredGroup>,
    stems: FxHashMap<Arc<str>, u32>,
    languages: FxHashMap<Box<str>, Vocabulary>,
}

/// What is known of each form of a language.
///
/// Every word of every text is looked up here. Nearly all fit into a number, with which neither a
/// text has to be fetched nor compared.
#[derive(Debug)]
struct Vocabulary {
    short: FxHashMap<u128, Known>,
    long: FxHashMap<Arc<str>, Known>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    form: u32,
    group: u32,
    /// Those that hold it, and the last of them: counted here, where they are looked up, and not where forms are.
    documents: u32,
    last: u16,
    /// The form's number in its group, as far as it can be told.
    number: u8,
}

/// One word in one place.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    group: u32,
    place: u32,
    /// Counted from the first of the part.
    document: u16,
    number: u8,
    field: Field,
}

/// The words of neighboring documents. Forms and groups are numbered in the order in which they were
/// met.
#[derive(Debug)]
pub struct Gathered {
    pub(crate) documents: u32,
    pub(crate) forms: Vec<GatheredForm>,
    pub(crate) groups: Vec<GatheredGroup>,
    /// Their pieces, one after the other.
    pub(crate) pieces: Vec<u8>,
}

/// A form of a group. Where languages disagree on its stem, it is there once for each of its groups.
#[derive(Debug)]
pub(crate) struct GatheredForm {
    pub text: Arc<str>,
    /// Those that hold it as a form of this group.
    pub documents: u32,
}

#[derive(Debug)]
pub(crate) struct GatheredGroup {
    pub stem: Arc<str>,
    /// The numbers of its forms.
    pub forms: Vec<u32>,
    pub documents: u32,
    /// Bytes of its piece.
    pub len: u32,
}

impl Gatherer {
    /// The most documents of a part.
    pub const MOST: usize = 1 << 16;

    /// Of a part that begins with that document.
    #[must_use]
    pub fn new(first: DocId) -> Self {
        Self {
            first,
            ..Self::default()
        }
    }

    /// Takes the next document in; those after [`Gatherer::MOST`] are left out.
    pub fn add(&mut self, prose: &Prose<'_>) {
        let Ok(document) = u16::try_from(self.documents.len()) else {
            return;
        };
        let mut vocabulary = self.languages.remove(prose.language).unwrap_or_default();
        let mut lengths = Lengths::default();
        let mut start = 0;
        for (field, tokens) in &prose.fields {
            let end = tokens.last().map_or(0, |token| token.place + 1);
            lengths[*field as usize] += end;
            for token in tokens {
                let known = match vocabulary.meet(&token.word, document) {
                    Some(known) => known,
                    None => self.learn(&mut vocabulary, &token.word, document, prose.stem),
                };
                self.occurrences.push(Occurrence {
                    group: known.group,
                    number: known.number,
                    place: start + token.place,
                    document,
                    field: *field,
                });
            }
            // One place stays empty, so that no phrase reaches from one field into the next.
            start = (start + end + 1).max(TITLE_END);
        }
        self.languages.insert(prose.language.into(), vocabulary);
        self.documents.push(Worths::new(&lengths, prose.quality));
    }

    fn learn(
        &mut self,
        vocabulary: &mut Vocabulary,
        word: &str,
        document: u16,
        stem: &dyn Fn(&str) -> String,
    ) -> Known {
        let text: Arc<str> = word.into();
        let group = self.group(&stem(word), &text);
        let number = self.number(group, &text);
        let known = Known {
            form: self.groups[group as usize].forms[number],
            group,
            documents: 1,
            last: document,
            number: u8::try_from(number).unwrap_or(u8::MAX),
        };
        vocabulary.insert(&text, known);
        known
    }

    fn group(&mut self, stem: &str, word: &Arc<str>) -> u32 {
        if let Some(&group) = self.stems.get(stem) {
            return group;
        }
        let group = self.groups.len() as u32;
        let is_word = stem == &**word;
        let stem = if is_word { word.clone() } else { stem.into() };
        self.stems.insert(stem.clone(), group);
        self.groups.push(GatheredGroup {
            stem,
            forms: Vec::new(),
            documents: 0,
            len: 0,
        });
        group
    }

    /// The number of a form among those of its group, to which it is added if it is new.
    fn number(&mut self, group: u32, text: &Arc<str>) -> usize {
        let forms = &mut self.groups[group as usize].forms;
        let is_it = |form: &u32| self.forms[*form as usize].text == *text;
        let number = forms.iter().position(is_it).unwrap_or(forms.len());
        if number == forms.len() {
            forms.push(self.forms.len() as u32);
            self.forms.push(GatheredForm {
                text: text.clone(),
                documents: 0,
            });
        }
        number
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(mut self) -> Gathered {
        // Languages share forms, and no document has two of them.
        for known in self.languages.values().flat_map(Vocabulary::all) {
            self.forms[known.form as usize].documents += known.documents;
        }
        let occurrences = std::mem::take(&mut self.occurrences);
        let sorted = Buckets::new(&occurrences, self.groups.len(), |found| found.group);
        let mut groups = std::mem::take(&mut self.groups);
        let (mut piece, mut pieces) = (Piece::default(), Vec::new());
        for (number, group) in groups.iter_mut().enumerate() {
            let before = pieces.len();
            let found = sorted.of(number as u32);
            for found in found.chunk_by(|a, b| a.document == b.document) {
                self.put(found, &mut piece);
            }
            group.documents = piece.documents;
            piece.finish(&mut pieces);
            group.len = (pieces.len() - before) as u32;
        }
        Gathered {
            documents: self.documents.len() as u32,
            forms: self.forms,
            groups,
            pieces,
        }
    }

    /// Where a document holds a word.
    fn put(&self, found: &[Occurrence], piece: &mut Piece) {
        let Some(first) = found.first() else { return };
        let document = &self.documents[usize::from(first.document)];
        let hit = document.hit(found.iter().map(|found| found.field));
        piece.push(self.first + DocId::from(first.document), hit);
        let placed = found.iter().filter(|found| found.field != Field::Related);
        piece.push_places(placed.map(|found| (found.place, u32::from(found.number))));
    }
}

impl Gathered {
    /// Each stem with its group and where that stands.
    pub(crate) fn unpacked(&self) -> Vec<(Box<str>, Group, Places)> {
        let mut rest = &*self.pieces;
        let groups = self.groups.iter().map(|group| {
            let (piece, after) = rest.split_at(group.len as usize);
            rest = after;
            let numbers: Vec<u32> = (0..group.forms.len() as u32).collect();
            let mut bytes = Vec::new();
            put_forms(&numbers, &mut bytes);
            bytes.extend_from_slice(piece);
            let text = |&form: &u32| Box::from(&*self.forms[form as usize].text);
            let forms = group.forms.iter().map(text).collect();
            let (found, places) = unpack(&bytes, forms, &numbers);
            ((*group.stem).into(), found, places)
        });
        groups.collect()
    }
}

impl Default for Vocabulary {
    /// A thousand articles have some ten thousand words.
    fn default() -> Self {
        Self {
            short: FxHashMap::with_capacity_and_hasher(1 << 14, FxBuildHasher),
            long: FxHashMap::default(),
        }
    }
}

impl Vocabulary {
    /// What is known of a word, which is in this document.
    fn meet(&mut self, word: &str, document: u16) -> Option<Known> {
        let known = match short(word) {
            Some(word) => self.short.get_mut(&word),
            None => self.long.get_mut(word),
        }?;
        known.documents += u32::from(known.last != document);
        known.last = document;
        Some(*known)
    }

    fn all(&self) -> impl Iterator<Item = &Known> {
        self.short.values().chain(self.long.values())
    }

    fn insert(&mut self, word: &Arc<str>, known: Known) {
        match short(word) {
            Some(word) => self.short.insert(word, known),
            None => self.long.insert(word.clone(), known),
        };
    }
}

/// A word of up to fifteen bytes as a number: these bytes, and how many there are.
fn short(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let (last, first) = bytes.split_last_mut()?;
    first
        .get_mut(..word.len())?
        .copy_from_slice(word.as_bytes());
    *last = word.len() as u8;
    Some(u128::from_le_bytes(bytes))
}
