//! Search as slow and plain as it can be written: every document is read for every question.
//!
//! What it says is what the index has to say. It shares the cutting of words with the engine, and
//! nothing else.

use std::collections::{BTreeMap, BTreeSet};

use newsrack::index::Field;
use newsrack::model::Day;
use newsrack::text::{Kind, NATIVE, tokens};

/// A document, as it is.
#[derive(Clone, Debug)]
pub(crate) struct Doc {
    pub(crate) day: Day,
    pub(crate) quality: Option<u32>,
    pub(crate) topics: Vec<String>,
    pub(crate) language: &'static str,
    pub(crate) fields: Vec<(Field, String)>,
}

/// Something that a document has to hold.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    Word(String),
    Prefix(String),
    Phrase(Vec<String>),
    Title(String),
    Not(String),
}

/// Endings that count as the same word here; any rule would do.
pub(crate) fn stem(language: &str, word: &str) -> String {
    let ending = if language == "de" { "en" } else { "s" };
    word.strip_suffix(ending)
        .filter(|stem| stem.len() > 2)
        .unwrap_or(word)
        .to_owned()
}

pub(crate) struct Reference<'a> {
    pub(crate) docs: &'a [Doc],
    /// Every form with its stems and the number of documents that hold it.
    forms: BTreeMap<String, (BTreeSet<String>, BTreeSet<usize>)>,
}

/// A word in a document.
struct Place {
    field: Field,
    form: String,
    stem: String,
    at: (usize, u32),
    kind: Kind,
}

fn places(doc: &Doc) -> Vec<Place> {
    let fields = doc.fields.iter().enumerate();
    let cut = fields.flat_map(|(number, (field, text))| {
        tokens(text, &NATIVE).into_iter().map(move |token| Place {
            field: *field,
            stem: stem(doc.language, &token.word),
            form: token.word.into_owned(),
            at: (number, token.place),
            kind: token.kind,
        })
    });
    cut.collect()
}

/// Stems that a word stands for, each with whether it is certain.
type Meant = BTreeMap<String, bool>;

impl<'a> Reference<'a> {
    pub(crate) fn new(docs: &'a [Doc]) -> Self {
        let mut forms: BTreeMap<String, (BTreeSet<String>, BTreeSet<usize>)> = BTreeMap::new();
        for (number, doc) in docs.iter().enumerate() {
            for place in places(doc) {
                let (stems, holders) = forms.entry(place.form).or_default();
                stems.insert(place.stem);
                holders.insert(number);
            }
        }
        Self { docs, forms }
    }

    /// The forms at the least distance, as far as typos are forgiven. Too many to be all tried are an
    /// answer that this cannot give.
    pub(crate) fn corrections(&self, word: &str) -> Option<Vec<&String>> {
        let letters = word.chars().count();
        if letters < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Some(Vec::new());
        }
        let near = |distance: usize| -> Vec<&String> {
            let forms = self.forms.keys();
            forms
                .filter(|form| strsim_osa(word, form) <= distance)
                .collect()
        };
        let mut found = near(1);
        if found.is_empty() && letters >= 8 {
            found = near(2);
            // Which of two kinds of two typos comes first is a matter of speed.
            if found.len() > 1 {
                return None;
            }
        }
        (found.len() <= 8).then_some(found)
    }

    fn meant(&self, word: &str, is_prefix: bool, is_excluded: bool) -> Option<Meant> {
        let mut meant = Meant::new();
        let exact = self.forms.get(word);
        for stem in exact.iter().flat_map(|(stems, _)| stems) {
            meant.insert(stem.clone(), true);
        }
        if is_prefix || exact.is_none() && !is_excluded {
            let longer = self.forms.iter().filter(|(form, _)| form.starts_with(word));
            for stem in longer.flat_map(|(_, (stems, _))| stems) {
                meant.entry(stem.clone()).or_insert(false);
            }
        }
        if meant.is_empty() && !is_excluded {
            for form in self.corrections(word)? {
                let (stems, _) = &self.forms[form];
                for stem in stems {
                    meant.entry(stem.clone()).or_insert(false);
                }
            }
        }
        Some(meant)
    }

    /// How strongly each document speaks of something wanted, 0 where it does not hold it, and
    /// whether its title does.
    fn levels(&self, wanted: &Wanted) -> Option<Vec<(u32, bool)>> {
        let (meant, only_title) = match wanted {
            Wanted::Word(word) => (self.meant(word, false, false)?, false),
            Wanted::Prefix(word) => (self.meant(word, true, false)?, false),
            Wanted::Title(word) => (self.meant(word, false, false)?, true),
            Wanted::Not(word) => (self.meant(word, false, true)?, false),
            Wanted::Phrase(words) => {
                return Some(self.docs.iter().map(|doc| phrase(doc, words)).collect());
            }
        };
        let level = |doc: &Doc| {
            let mut best = (0, false);
            for (stem, is_certain) in &meant {
                let (strength, in_title) = strength(doc, |place| place.stem == *stem);
                if strength > 0 && (in_title || !only_title) {
                    let certainty = if *is_certain { 4 } else { 3 };
                    best = (best.0.max(strength * certainty), best.1 | in_title);
                }
            }
            best
        };
        Some(self.docs.iter().map(level).collect())
    }

    /// The documents that hold everything, the most relevant first; `None` for what this cannot say.
    pub(crate) fn answer(&self, wanted: &[Wanted], newest: Day) -> Option<Vec<usize>> {
        let mut holds = vec![true; self.docs.len()];
        let mut words = Vec::new();
        for wanted in wanted {
            let levels = self.levels(wanted)?;
            let is_excluded = matches!(wanted, Wanted::Not(_));
            for (holds, (level, _)) in holds.iter_mut().zip(&levels) {
                *holds &= (*level == 0) == is_excluded;
            }
            if !is_excluded {
                words.push(levels);
            }
        }
        let mut found: Vec<usize> = (0..self.docs.len()).filter(|&doc| holds[doc]).collect();
        let score = |doc: usize| {
            relevance(
                &words,
                doc,
                (newest.number() - self.docs[doc].day.number()) as f64,
            )
        };
        found.sort_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
        Some(found)
    }
}

/// docs/ranking.md, word for word, divided before it is multiplied, as the engine does: another order of these
/// rounds otherwise, and then equals do not tie.
fn relevance(words: &[Vec<(u32, bool)>], doc: usize, age: f64) -> f64 {
    let (mut text, mut title) = (0.0, 1.0);
    let share = 0.5 / words.len().max(1) as f64;
    for levels in words {
        let all = levels.len() as f64;
        let own = levels.iter().filter(|(level, _)| *level > 0).count() as f64;
        let ratio = 1.0 + (all - own + 0.5) / (own + 0.5);
        let power = ratio.log2().floor();
        let rarity = power + (ratio / 2f64.powf(power) - 1.0);
        text += rarity / 124.0 * f64::from(levels[doc].0);
        title += if levels[doc].1 { share } else { 0.0 };
    }
    text * title * (1.0 + 0.25 * (30.0 / (30.0 + age)))
}

/// From 1 to 31 for a document that holds one of some words, and whether its title does.
fn strength(doc: &Doc, is_meant: impl Fn(&Place) -> bool) -> (u32, bool) {
    let places = places(doc);
    let weight = |place: &Place| {
        let (weight, usual, dilution) = match place.field {
            Field::Title => (8.0, 10.0, 0.4),
            Field::Topics => (4.0, 4.0, 0.3),
            Field::Excerpt => (2.0, 30.0, 0.5),
            Field::Body => (1.0, 300.0, 0.6),
            Field::Related => (0.6, 30.0, 0.6),
        };
        let own = doc.fields.iter().filter(|(field, _)| *field == place.field);
        let length: u32 = own
            .map(|(_, text)| {
                tokens(text, &NATIVE)
                    .last()
                    .map_or(0, |token| token.place + 1)
            })
            .sum();
        weight / (1.0 - dilution + dilution * f64::from(length) / usual)
    };
    let found: Vec<&Place> = places.iter().filter(|place| is_meant(place)).collect();
    if found.is_empty() {
        return (0, false);
    }
    let weight: f64 = found.iter().map(|place| weight(place)).sum();
    let quality = f64::from(doc.quality.unwrap_or(0));
    let good = 1.0 + 0.15 * quality / (quality + 60.0);
    let strength = weight / (weight + 4.0) * good / 1.15;
    let in_title = found.iter().any(|place| place.field == Field::Title);
    (1 + (strength * 30.0) as u32, in_title)
}

/// The level of a document that holds words side by side: that of the strongest of them.
fn phrase(doc: &Doc, words: &[String]) -> (u32, bool) {
    let places = places(doc);
    let stands = |at: (usize, u32), form: &str| {
        places
            .iter()
            .any(|place| place.at == at && place.form == form && place.kind != Kind::Compound)
    };
    let is_start = |place: &&Place| place.kind != Kind::Compound && place.field != Field::Related;
    let starts = places.iter().filter(is_start).filter(|place| {
        let mut words = words.iter().zip(0..);
        words.all(|(word, distance)| stands((place.at.0, place.at.1 + distance), word))
    });
    let starts: Vec<&Place> = starts.collect();
    if starts.is_empty() {
        return (0, false);
    }
    let stems = words.iter().map(|word| stem(doc.language, word));
    let strongest = stems
        .map(|stem| strength(doc, |place| place.stem == stem).0)
        .max();
    let in_title = starts.iter().any(|start| start.field == Field::Title);
    (strongest.unwrap_or(0) * 4, in_title)
}

/// The distance in typos, two neighbors exchanged counting one.
fn strsim_osa(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}
