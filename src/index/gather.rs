//! How do documents become an index of words?
//!
//! Documents come one after the other and are gone again; what stays of each is its numbers.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::index::lexicon::{FEW_BLOCKS, backward};
use crate::index::words::{Hit, STRONGEST, TITLE_END};
use crate::index::{DocId, Form, Group, GroupId, Lexicon, Places, Shard, Words};
use crate::text::Token;

/// A part of an article that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its title.
    Title,
    /// What it is about.
    Topics,
    /// The editor's summary.
    Excerpt,
    /// What it says.
    Body,
    /// The titles of its related coverage.
    Related,
}

/// One document on its way into the index of words.
///
/// How strongly it speaks of a word is decided once and for all, here, by BM25F (Robertson, Zaragoza
/// and Taylor, “Simple BM25 Extension to Multiple Weighted Fields”, 2004), so that the browser needs
/// neither the lengths of fields nor the quality of articles. With *n* the word's occurrences in a
/// field, *l* the field's length in words and *q* the quality, 0 where it is not known:
///
/// ```text
/// w = Σ weight · n / (1 − b + b · l / usual length)
/// strength = w / (w + 4) · (1 + 0.15 · q / (q + 60)) / 1.15      in 31 steps
/// ```
///
/// The usual lengths are fixed and not those of the corpus: so the strength of an article does not
/// change when another one is published.
pub struct Prose<'a> {
    /// Its fields, the title first; a field may come more than once. Phrases are looked for in all but
    /// the related titles, whose places would be most of what travels.
    pub fields: Vec<(Field, Vec<Token<'a>>)>,
    /// The language that words are stemmed by, any name for it.
    pub language: &'a str,
    /// Cuts a folded word of that language to its stem.
    pub stem: &'a dyn Fn(&str) -> String,
    /// The editor's score.
    pub quality: Option<u32>,
}

/// What one occurrence in a field is worth, the field's usual length in words, and how much a longer
/// one dilutes it. A title says what an article is about; a related title what others say it is about.
fn weighing(field: Field) -> (f64, f64, f64) {
    match field {
        Field::Title => (8.0, 10.0, 0.4),
        Field::Topics => (4.0, 4.0, 0.3),
        Field::Excerpt => (2.0, 30.0, 0.5),
        Field::Body => (1.0, 300.0, 0.6),
        Field::Related => (0.6, 30.0, 0.6),
    }
}

/// The weight at which a word counts half: four mentions in a body of usual length.
const HALF_WEIGHT: f64 = 4.0;
const HALF_QUALITY: f64 = 60.0;
const BEST_QUALITY: f64 = 0.15;

/// How the index is cut into pieces that travel.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Forms in a block of a lexicon, at least.
    pub block: usize,
    /// The most blocks of a lexicon: beyond, they grow, for the manifest names them.
    pub most: usize,
    /// Bytes in a shard of groups, about.
    pub shard: usize,
}

impl Default for Cut {
    /// A reader waits for one block and for a shard for each word: some 8 and 32 kB, half of that
    /// compressed. Smaller ones are more files than a host likes.
    fn default() -> Self {
        Self {
            block: 1024,
            most: 48,
            shard: 32 << 10,
        }
    }
}

/// Prefixes of so many characters are answered from lists of their own where they begin many words:
/// a single letter would otherwise bring a tenth of the index into the page.
pub const SHORT: usize = 2;
/// So many groups are many.
const MANY: usize = 64;
/// Ends the name of such a list. No word holds it.
pub const ANY: char = '*';

/// Gathers words, document by document, the newest first.
#[derive(Debug, Default)]
pub struct Gatherer {
    forms: Vec<Gathered>,
    form_ids: FxHashMap<Box<str>, u32>,
    stems: FxHashMap<String, GroupId>,
    groups: Vec<Entry>,
    languages: FxHashMap<String, Vocabulary>,
    documents: DocId,
}

/// What is known of each form of a language.
type Vocabulary = FxHashMap<Box<str>, Known>;

#[derive(Debug)]
struct Gathered {
    text: Box<str>,
    groups: Vec<GroupId>,
    documents: u32,
    last: Option<DocId>,
}

#[derive(Debug, Default)]
struct Entry {
    forms: Vec<u32>,
    group: Group,
    places: Places,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    form: u32,
    group: GroupId,
    /// The form's number in its group.
    number: u8,
}

/// One word in one place.
struct Occurrence {
    group: GroupId,
    place: u32,
    number: u8,
    field: Field,
}

impl Gatherer {
    /// Takes the next document in.
    pub fn add(&mut self, prose: &Prose<'_>) {
        let doc = self.documents;
        self.documents += 1;
        let mut lengths = BTreeMap::<Field, u32>::new();
        let mut found = Vec::new();
        let language = self.languages.entry(prose.language.to_owned());
        let mut vocabulary = std::mem::take(language.or_default());
        let mut start = 0;
        for (field, tokens) in &prose.fields {
            let end = tokens.last().map_or(0, |token| token.place + 1);
            *lengths.entry(*field).or_default() += end;
            for token in tokens {
                let known = match vocabulary.get(&*token.word) {
                    Some(known) => *known,
                    None => self.learn(&mut vocabulary, &token.word, prose.stem),
                };
                self.count(known.form, doc);
                let Known { group, number, .. } = known;
                found.push(Occurrence {
                    group,
                    place: start + token.place,
                    number,
                    field: *field,
                });
            }
            // One place stays empty, so that no phrase reaches from one field into the next.
            start = (start + end + 1).max(TITLE_END);
        }
        self.languages.insert(prose.language.to_owned(), vocabulary);
        found.sort_unstable_by_key(|found| (found.group, found.place, found.number));
        for found in found.chunk_by(|a, b| a.group == b.group) {
            self.put(doc, found, &lengths, prose.quality);
        }
    }

    fn learn(
        &mut self,
        vocabulary: &mut Vocabulary,
        word: &str,
        stem: &dyn Fn(&str) -> String,
    ) -> Known {
        let next = self.groups.len() as GroupId;
        let group = *self.stems.entry(stem(word)).or_insert(next);
        if group == next {
            self.groups.push(Entry::default());
        }
        let form = self.form(word);
        let known = Known {
            form,
            group,
            number: self.join(form, group),
        };
        vocabulary.insert(word.into(), known);
        known
    }

    fn form(&mut self, word: &str) -> u32 {
        if let Some(&form) = self.form_ids.get(word) {
            return form;
        }
        let form = self.forms.len() as u32;
        self.form_ids.insert(word.into(), form);
        self.forms.push(Gathered {
            text: word.into(),
            groups: Vec::new(),
            documents: 0,
            last: None,
        });
        form
    }

    /// The form's number in its group.
    fn join(&mut self, form: u32, group: GroupId) -> u8 {
        let forms = &mut self.groups[group as usize].forms;
        let number = forms.iter().position(|&other| other == form);
        let number = number.unwrap_or_else(|| {
            forms.push(form);
            self.forms[form as usize].groups.push(group);
            forms.len() - 1
        });
        u8::try_from(number).unwrap_or(u8::MAX)
    }

    fn count(&mut self, form: u32, doc: DocId) {
        let form = &mut self.forms[form as usize];
        if form.last.replace(doc) != Some(doc) {
            form.documents += 1;
        }
    }

    fn put(
        &mut self,
        doc: DocId,
        found: &[Occurrence],
        lengths: &BTreeMap<Field, u32>,
        quality: Option<u32>,
    ) {
        let Some(first) = found.first() else { return };
        let Entry { group, places, .. } = &mut self.groups[first.group as usize];
        group.docs.push(doc);
        group.hits.push(Hit {
            strength: strength(found, lengths, quality),
            in_title: found.iter().any(|found| found.field == Field::Title),
        });
        for found in found.iter().filter(|found| found.field != Field::Related) {
            places.places.push(found.place);
            places.forms.push(found.number);
        }
        places.ends.push(places.places.len() as u32);
    }

    /// The index, whole, cut into pieces.
    #[must_use]
    pub fn finish(mut self, cut: Cut) -> Words {
        let order = self.order();
        let mut forms: Vec<Form> = self.sorted_forms(&order);
        let mut groups: Vec<(Group, Places)> = Vec::with_capacity(order.len());
        for &id in &order {
            let entry = std::mem::take(&mut self.groups[id as usize]);
            let texts = entry
                .forms
                .iter()
                .map(|&form| self.forms[form as usize].text.clone());
            let group = Group {
                forms: texts.collect(),
                ..entry.group
            };
            groups.push((group, entry.places));
        }
        let lists = short_prefixes(&forms, &groups, self.documents);
        for (prefix, group) in lists {
            forms.push(Form {
                text: format!("{prefix}{ANY}").into(),
                groups: vec![groups.len() as GroupId],
                weight: 0,
            });
            groups.push((group, Places::default()));
        }
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        let block = cut.block.max(forms.len().div_ceil(cut.most));
        Words {
            backward: backward_lexicon(&forms, block),
            forward: Lexicon::new(forms, block),
            shards: shards(groups, cut.shard),
        }
    }

    /// The groups in the order of their first forms: neighbors in the lexicon share a shard.
    fn order(&self) -> Vec<GroupId> {
        let first = |id: &GroupId| {
            let forms = self.groups[*id as usize].forms.iter();
            forms.map(|&form| &*self.forms[form as usize].text).min()
        };
        let mut order: Vec<GroupId> = (0..self.groups.len() as GroupId).collect();
        order.sort_by(|a, b| first(a).cmp(&first(b)).then(a.cmp(b)));
        order
    }

    fn sorted_forms(&self, order: &[GroupId]) -> Vec<Form> {
        let mut numbers = vec![0; order.len()];
        for (number, &id) in order.iter().enumerate() {
            numbers[id as usize] = number as GroupId;
        }
        let form = |form: &Gathered| {
            let mut groups: Vec<_> = form.groups.iter().map(|&id| numbers[id as usize]).collect();
            groups.sort_unstable();
            Form {
                text: form.text.clone(),
                groups,
                weight: form.documents.max(1).ilog2() as u8,
            }
        };
        let mut forms: Vec<_> = self.forms.iter().map(form).collect();
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        forms
    }
}

fn strength(found: &[Occurrence], lengths: &BTreeMap<Field, u32>, quality: Option<u32>) -> u8 {
    let worth = |found: &Occurrence| {
        let (weight, usual, dilution) = weighing(found.field);
        let length = lengths
            .get(&found.field)
            .map_or(usual, |&words| f64::from(words));
        weight / (1.0 - dilution + dilution * length / usual)
    };
    let weight: f64 = found.iter().map(worth).sum();
    let quality = quality.map_or(0.0, f64::from);
    let good = 1.0 + BEST_QUALITY * quality / (quality + HALF_QUALITY);
    let strength = weight / (weight + HALF_WEIGHT) * good / (1.0 + BEST_QUALITY);
    1 + (strength * f64::from(STRONGEST - 1)) as u8
}

/// The forms written backward, without their groups: what is found there is looked up in the other. A
/// lexicon of few blocks has none, for it is soon read whole.
fn backward_lexicon(forms: &[Form], block: usize) -> Option<Lexicon> {
    if forms.len().div_ceil(block) <= FEW_BLOCKS {
        return None;
    }
    let written = forms.iter().filter(|form| !form.text.ends_with(ANY));
    let turned = written.map(|form| Form {
        text: backward(&form.text).into(),
        groups: Vec::new(),
        weight: form.weight,
    });
    let mut turned: Vec<_> = turned.collect();
    turned.sort_by(|a, b| a.text.cmp(&b.text));
    Some(Lexicon::new(turned, block))
}

/// For each short prefix of many words the documents that hold one of them.
fn short_prefixes(
    forms: &[Form],
    groups: &[(Group, Places)],
    documents: u32,
) -> Vec<(String, Group)> {
    let mut lists = Vec::new();
    for length in 1..=SHORT {
        let prefix = |form: &Form| -> String { form.text.chars().take(length).collect() };
        for forms in forms.chunk_by(|a, b| prefix(a) == prefix(b)) {
            let mut ids: Vec<_> = forms.iter().flat_map(|form| form.groups.clone()).collect();
            ids.sort_unstable();
            ids.dedup();
            let name = forms.first().map(prefix).unwrap_or_default();
            if ids.len() >= MANY && name.chars().count() == length {
                lists.push((name, united(&ids, groups, documents)));
            }
        }
    }
    lists
}

fn united(ids: &[GroupId], groups: &[(Group, Places)], documents: u32) -> Group {
    let mut hits: Vec<Option<Hit>> = vec![None; documents as usize];
    for &id in ids {
        let (group, _) = &groups[id as usize];
        for (&doc, &hit) in group.docs.iter().zip(&group.hits) {
            let known = &mut hits[doc as usize];
            *known = Some(known.map_or(hit, |known| known.or(hit)));
        }
    }
    let found = hits.iter().enumerate();
    let found = found.filter_map(|(doc, hit)| hit.map(|hit| (doc as DocId, hit)));
    let (docs, hits) = found.unzip();
    Group {
        forms: Vec::new(),
        docs,
        hits,
    }
}

/// Neighbors together, until a shard is full; what fills one alone stands alone.
fn shards(groups: Vec<(Group, Places)>, full: usize) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let mut weight = usize::MAX;
    for (number, (group, own)) in groups.into_iter().enumerate() {
        if weight.saturating_add(size(&group)) > full {
            shards.push(Shard {
                first: number as GroupId,
                groups: Some(Vec::new()),
                places: Some(Vec::new()),
            });
            weight = 0;
        }
        weight += size(&group);
        if let Some(shard) = shards.last_mut() {
            shard.groups.get_or_insert_default().push(group);
            shard.places.get_or_insert_default().push(own);
        }
    }
    shards
}

/// About so many bytes.
fn size(group: &Group) -> usize {
    let forms: usize = group.forms.iter().map(|form| form.len()).sum();
    3 + forms + 2 * group.docs.len()
}
