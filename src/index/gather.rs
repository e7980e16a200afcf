//! Which words are in a part of the documents?
//!
//! Documents come one after the other and are gone again; what stays of each is its numbers, packed.
//! Parts are gathered apart from each other, on as many cores as there are, and then merged.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::packed::Piece;
use crate::index::prose::{Lengths, hit};
use crate::index::{DocId, Field, Prose, TITLE_END};

/// Gathers the words of neighboring documents, the newest first.
#[derive(Debug, Default)]
pub struct Gatherer {
    part: Gathered,
    form_ids: FxHashMap<Arc<str>, u32>,
    stems: FxHashMap<Arc<str>, u32>,
    languages: FxHashMap<Box<str>, Vocabulary>,
    next: DocId,
}

/// What is known of each form of a language.
type Vocabulary = FxHashMap<Arc<str>, Known>;

/// The words of neighboring documents. Forms and groups are numbered in the order in which they were
/// met.
#[derive(Debug, Default)]
pub struct Gathered {
    pub(crate) documents: u32,
    pub(crate) forms: Vec<GatheredForm>,
    pub(crate) groups: Vec<GatheredGroup>,
}

#[derive(Debug)]
pub(crate) struct GatheredForm {
    pub text: Arc<str>,
    pub documents: u32,
    /// The last of them.
    last: Option<DocId>,
}

#[derive(Debug)]
pub(crate) struct GatheredGroup {
    pub stem: Arc<str>,
    /// The numbers of its forms.
    pub forms: Vec<u32>,
    pub piece: Piece,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    form: u32,
    group: u32,
    /// The form's number in its group.
    number: u32,
}

/// One word in one place.
struct Occurrence {
    group: u32,
    place: u32,
    number: u32,
    field: Field,
}

impl Gatherer {
    /// Of a part that begins with that document.
    #[must_use]
    pub fn new(first: DocId) -> Self {
        Self {
            next: first,
            ..Self::default()
        }
    }

    /// Takes the next document in.
    pub fn add(&mut self, prose: &Prose<'_>) {
        let doc = self.next;
        self.next += 1;
        self.part.documents += 1;
        let mut vocabulary = self.languages.remove(prose.language).unwrap_or_default();
        let (mut found, lengths) = self.occurrences(doc, prose, &mut vocabulary);
        self.languages.insert(prose.language.into(), vocabulary);
        found.sort_unstable_by_key(|found| (found.group, found.place, found.number));
        for found in found.chunk_by(|a, b| a.group == b.group) {
            self.put(doc, found, &lengths, prose.quality);
        }
    }

    fn occurrences(
        &mut self,
        doc: DocId,
        prose: &Prose<'_>,
        vocabulary: &mut Vocabulary,
    ) -> (Vec<Occurrence>, Lengths) {
        let (mut found, mut lengths) = (Vec::new(), Lengths::new());
        let mut start = 0;
        for (field, tokens) in &prose.fields {
            let end = tokens.last().map_or(0, |token| token.place + 1);
            *lengths.entry(*field).or_default() += end;
            for token in tokens {
                let known = match vocabulary.get(&*token.word) {
                    Some(known) => *known,
                    None => self.learn(vocabulary, &token.word, prose.stem),
                };
                self.part.forms[known.form as usize].count(doc);
                found.push(Occurrence {
                    group: known.group,
                    place: start + token.place,
                    number: known.number,
                    field: *field,
                });
            }
            // One place stays empty, so that no phrase reaches from one field into the next.
            start = (start + end + 1).max(TITLE_END);
        }
        (found, lengths)
    }

    fn learn(
        &mut self,
        vocabulary: &mut Vocabulary,
        word: &str,
        stem: &dyn Fn(&str) -> String,
    ) -> Known {
        let text: Arc<str> = word.into();
        let group = self.group(&stem(word));
        let form = self.form(&text);
        let forms = &mut self.part.groups[group as usize].forms;
        let known = Known {
            form,
            group,
            number: number_in(forms, form),
        };
        vocabulary.insert(text, known);
        known
    }

    fn group(&mut self, stem: &str) -> u32 {
        if let Some(&group) = self.stems.get(stem) {
            return group;
        }
        let (group, stem) = (self.part.groups.len() as u32, Arc::<str>::from(stem));
        self.stems.insert(stem.clone(), group);
        self.part.groups.push(GatheredGroup {
            stem,
            forms: Vec::new(),
            piece: Piece::default(),
        });
        group
    }

    fn form(&mut self, text: &Arc<str>) -> u32 {
        let next = self.part.forms.len() as u32;
        let form = *self.form_ids.entry(text.clone()).or_insert(next);
        if form == next {
            self.part.forms.push(GatheredForm {
                text: text.clone(),
                documents: 0,
                last: None,
            });
        }
        form
    }

    fn put(
        &mut self,
        doc: DocId,
        found: &[Occurrence],
        lengths: &Lengths,
        quality: Option<u32>,
    ) {
        let Some(first) = found.first() else { return };
        let fields: Vec<Field> = found.iter().map(|found| found.field).collect();
        let places: Vec<_> = found
            .iter()
            .filter(|found| found.field != Field::Related)
            .map(|found| (found.place, found.number))
            .collect();
        let piece = &mut self.part.groups[first.group as usize].piece;
        piece.push(doc, hit(&fields, lengths, quality), places.into_iter());
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(self) -> Gathered {
        self.part
    }
}

impl GatheredForm {
    fn count(&mut self, doc: DocId) {
        if self.last.replace(doc) != Some(doc) {
            self.documents += 1;
        }
    }
}

/// The number of a form among those of its group, to which it is added if it is new.
pub(crate) fn number_in(forms: &mut Vec<u32>, form: u32) -> u32 {
    let known = forms.iter().position(|&other| other == form);
    let number = known.unwrap_or(forms.len());
    if known.is_none() {
        forms.push(form);
    }
    number as u32
}
