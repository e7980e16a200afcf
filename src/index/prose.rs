//! How strongly does a document speak of a word?

use crate::index::{Hit, STRONGEST};
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

/// What a document adds to how strongly it speaks of a word, worked out once for all its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worths {
    /// What one occurrence in each field is worth.
    fields: [f64; FIELDS],
    good: f64,
}

const FIELDS: usize = 5;

/// How many words each field of a document has.
pub(crate) type Lengths = [u32; FIELDS];

impl Worths {
    pub(crate) fn new(lengths: &Lengths, quality: Option<u32>) -> Self {
        let worth = |field: Field| {
            let (weight, usual, dilution) = weighing(field);
            let length = f64::from(lengths[field as usize]);
            weight / (1.0 - dilution + dilution * length / usual)
        };
        let quality = quality.map_or(0.0, f64::from);
        use Field::{Body, Excerpt, Related, Title, Topics};
        Self {
            fields: [Title, Topics, Excerpt, Body, Related].map(worth),
            good: 1.0 + BEST_QUALITY * quality / (quality + HALF_QUALITY),
        }
    }

    /// How the document holds a word that occurs in these fields, once for each time.
    pub(crate) fn hit(&self, fields: impl Iterator<Item = Field> + Clone) -> Hit {
        let worth = |field: Field| self.fields[field as usize];
        let weight: f64 = fields.clone().map(worth).sum();
        let strength = weight / (weight + HALF_WEIGHT) * self.good / (1.0 + BEST_QUALITY);
        Hit {
            strength: 1 + (strength * f64::from(STRONGEST - 1)) as u8,
            in_title: fields.into_iter().any(|field| field == Field::Title),
        }
    }
}
