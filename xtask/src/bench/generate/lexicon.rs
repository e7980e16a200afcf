//! Which words are there, how often does each come, and how do there come to be more?
//!
//! A word's place is its rank by frequency. Real words stand first, then invented ones with their
//! forms. Zipf's law says how often each is drawn, Heaps' law how many there are.

use super::languages::ENGLISH_WORDS;
use super::syllables;
use rand::Rng;
use rand::RngExt;
use rand_distr::Distribution;
use rand_distr::Zipf;
use std::collections::HashSet;
use std::rc::Rc;

/// The exponent of Zipf's law; real news has 1.0 to 1.1.
const STEEPNESS: f64 = 1.05;

/// Heaps' law, vocabulary = 44 × words ^ 0.49, with the numbers of the Reuters collection
/// (Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 5.1.1).
const HEAPS_FACTOR: f64 = 44.0;
const HEAPS_EXPONENT: f64 = 0.49;
/// What a newspaper knows before its first article.
const FIRST_WORDS: usize = 30_000;

/// Before this rank stand function words, which take no endings and are no subject of a story.
const FIRST_CONTENT: usize = 150;

pub(super) struct Lexicon {
    words: Vec<Rc<str>>,
    /// Ranks of words that are no form of another.
    stems: Vec<usize>,
    known: HashSet<Rc<str>>,
    /// Of each word, how many articles have it, and the last of them, counted from 1.
    seen: Vec<(u32, u32)>,
    /// Words drawn so far.
    drawn: u64,
    by_rank: Zipf<f64>,
}

impl Lexicon {
    pub(super) fn new(rng: &mut impl Rng) -> Self {
        let mut lexicon = Self {
            words: Vec::new(),
            stems: Vec::new(),
            known: HashSet::new(),
            seen: Vec::new(),
            drawn: 0,
            by_rank: by_rank(1),
        };
        for word in ENGLISH_WORDS.split_whitespace() {
            lexicon.add(word.to_owned(), true);
        }
        lexicon.grow_to(FIRST_WORDS, rng);
        lexicon
    }

    /// Lets the vocabulary grow with what was written so far.
    pub(super) fn grow(&mut self, rng: &mut impl Rng) {
        let wanted = HEAPS_FACTOR * (self.drawn as f64).powf(HEAPS_EXPONENT);
        self.grow_to(wanted as usize, rng);
    }

    fn grow_to(&mut self, wanted: usize, rng: &mut impl Rng) {
        if wanted <= self.words.len() {
            return;
        }
        while self.words.len() < wanted {
            let is_stem = rng.random_ratio(2, 5);
            let word = if is_stem {
                syllables::stem(rng)
            } else {
                syllables::inflected(self.stem(rng), rng)
            };
            self.add(word, is_stem);
        }
        self.by_rank = by_rank(self.words.len());
    }

    fn add(&mut self, word: String, is_stem: bool) {
        let is_word = (2..=14).contains(&word.len());
        let word: Rc<str> = word.into();
        if is_word && self.known.insert(Rc::clone(&word)) {
            if is_stem {
                self.stems.push(self.words.len());
            }
            self.words.push(word);
            self.seen.push((0, 0));
        }
    }

    /// A word for the article of this number, as often as its rank deserves.
    pub(super) fn draw(&mut self, article: u32, rng: &mut impl Rng) -> Rc<str> {
        let rank = self.by_rank.sample(rng) as usize;
        self.take(rank.saturating_sub(1), article)
    }

    /// The word of a rank for the article of this number.
    pub(super) fn take(&mut self, rank: usize, article: u32) -> Rc<str> {
        let rank = rank.min(self.words.len() - 1);
        self.drawn += 1;
        let (articles, last) = &mut self.seen[rank];
        if *last != article {
            (*articles, *last) = (*articles + 1, article);
        }
        Rc::clone(&self.words[rank])
    }

    /// A word that is no form of another.
    pub(super) fn stem(&self, rng: &mut impl Rng) -> &str {
        let rank = log_uniform(rng, FIRST_CONTENT, self.stems.len());
        &self.words[self.stems[rank]]
    }

    /// The stem that is about as frequent as the word of a rank.
    pub(super) fn stem_near(&self, rank: usize) -> &str {
        let at = self.stems.partition_point(|stem| *stem < rank);
        &self.words[self.stems[at.min(self.stems.len() - 1)]]
    }

    /// A rank that is neither too frequent nor too rare to be what a story is about.
    pub(super) fn telling(&self, rng: &mut impl Rng) -> usize {
        log_uniform(rng, FIRST_CONTENT, self.words.len())
    }

    /// Words that are no form of another, and how many articles have each in their text.
    pub(super) fn census_of_stems(&self) -> impl Iterator<Item = (&str, u32)> {
        let stems = self.stems.iter();
        stems.map(|rank| (&*self.words[*rank], self.seen[*rank].0))
    }

    /// All words, and how many articles have each in their text.
    pub(super) fn census(&self) -> impl Iterator<Item = (&str, u32)> {
        let articles = self.seen.iter().map(|(articles, _)| *articles);
        self.words.iter().map(|word| &**word).zip(articles)
    }
}

fn by_rank(words: usize) -> Zipf<f64> {
    Zipf::new(words as f64, STEEPNESS).expect("there is a word, and the exponent is positive")
}

/// Every order of magnitude between the two as likely as every other.
fn log_uniform(rng: &mut impl Rng, least: usize, below: usize) -> usize {
    let (least, below) = (least as f64, below as f64);
    let exponent: f64 = rng.random();
    (least * (below / least).powf(exponent)) as usize
}
