//! What is known about the articles, so that questions with answers can be asked?

use super::article::Article;
use super::article::Block;
use super::lexicon::Lexicon;
use serde::Serialize;

/// How many articles are remembered; each a while after the one before.
const REMEMBERED: usize = 16;
/// Words of each kind.
const WORDS: usize = 8;
/// Shorter words are too alike to be what somebody searches for.
const LETTERS: usize = 5;

#[derive(Serialize)]
pub(in crate::bench) struct Facts {
    pub(in crate::bench) articles: u32,
    /// In two to five articles' text.
    pub(in crate::bench) rare: Vec<Word>,
    /// In about one of a hundred.
    pub(in crate::bench) middling: Vec<Word>,
    /// In more than one of ten, without those that are in nearly all.
    pub(in crate::bench) common: Vec<Word>,
    pub(in crate::bench) known: Vec<Known>,
    /// The most frequent ones first.
    pub(in crate::bench) topics: Vec<&'static str>,
}

#[derive(Clone, Serialize)]
pub(in crate::bench) struct Word {
    pub(in crate::bench) word: String,
    pub(in crate::bench) articles: u32,
}

/// What leads to one article at least.
#[derive(Clone, Serialize)]
pub(in crate::bench) struct Known {
    pub(in crate::bench) title: String,
    pub(in crate::bench) url: String,
    /// Words of its title and excerpt, the rare ones first.
    pub(in crate::bench) words: Vec<String>,
    /// Three words that stand together in its text.
    pub(in crate::bench) phrase: String,
}

/// Articles remembered while they go by: the gaps double, so that any number of them will do.
#[derive(Default)]
pub(super) struct Sample {
    known: Vec<Known>,
    seen: usize,
    gap: usize,
}

impl Sample {
    pub(super) fn see(&mut self, article: &Article) {
        self.seen += 1;
        if !article.language.is_english() || self.seen <= self.gap {
            return;
        }
        let Some(known) = known(article) else {
            return;
        };
        self.known.push(known);
        if self.known.len() == 2 * REMEMBERED {
            let mut number = 0;
            self.known.retain(|_| {
                number += 1;
                number % 2 == 0
            });
            self.gap = self.gap * 2 + 1;
        }
        self.seen = 0;
    }
}

fn known(article: &Article) -> Option<Known> {
    let headline = &article.headline;
    let text = format!("{} {}", headline.title, headline.excerpt);
    let mut words: Vec<String> = text.split(' ').filter_map(plain).collect();
    words.sort();
    words.dedup();
    words.retain(|word| word.len() >= LETTERS);
    Some(Known {
        title: headline.title.clone(),
        url: headline.url.clone(),
        words,
        phrase: article.body.iter().find_map(phrase)?,
    })
}

/// Three neighbors without punctuation, two of which are long.
fn phrase(block: &Block) -> Option<String> {
    let Block::Paragraph(text) = block else {
        return None;
    };
    let words: Vec<&str> = text.split(' ').collect();
    let is_plain = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
    let mut threes = words.windows(3);
    let three = threes.find(|three| {
        // Forms are found by their stem, so how often a form is written says little.
        let long = three.iter().filter(|word| word.len() >= LETTERS).count();
        three.iter().all(is_plain) && long >= 2
    });
    Some(three?.join(" "))
}

fn plain(word: &str) -> Option<String> {
    let word = word.trim_matches([',', '.']);
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    is_plain.then(|| word.to_lowercase())
}

impl Facts {
    pub(super) fn new(articles: u32, lexicon: &Lexicon, sample: &Sample) -> Self {
        // Forms are found by their stem, so how often a form is written says little.
        let long = || {
            lexicon
                .census_of_stems()
                .filter(|(word, _)| word.len() >= LETTERS)
        };
        let within = |least: u32, most: u32| {
            let found = long().filter(|(_, count)| (least..=most).contains(count));
            spread(found)
        };
        let share = |of: u32| articles / of;
        Self {
            articles,
            rare: within(2, 5),
            middling: within(share(150).max(3), share(70).max(6)),
            common: within(share(10).max(8), share(3).max(16)),
            known: sample.sorted(lexicon),
            topics: super::names::TOPICS.iter().copied().take(WORDS).collect(),
        }
    }
}

impl Sample {
    fn sorted(&self, lexicon: &Lexicon) -> Vec<Known> {
        let counts: std::collections::HashMap<&str, u32> = lexicon.census().collect();
        let mut all = self.known.clone();
        all.truncate(REMEMBERED);
        for known in &mut all {
            // A name is in no census, and rare.
            known
                .words
                .sort_by_key(|word| counts.get(&**word).copied().unwrap_or(0));
        }
        all
    }
}

/// A few of many, from the first to the last.
fn spread<'a>(found: impl Iterator<Item = (&'a str, u32)>) -> Vec<Word> {
    let found: Vec<_> = found.collect();
    let step = (found.len() / WORDS).max(1);
    let few = found.iter().step_by(step).take(WORDS);
    let word = |(word, articles): &(&str, u32)| Word {
        word: (*word).to_owned(),
        articles: *articles,
    };
    few.map(word).collect()
}
