//! How do words become titles, sentences and bodies?

use super::article::Block;
use super::languages::Language;
use super::lexicon::Lexicon;
use super::syllables;
use rand::Rng;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_distr::Distribution;
use rand_distr::Zipf;
use std::rc::Rc;

/// What one article is written with: its language, and the words its story keeps coming back to.
pub(super) struct Writer<'a, R> {
    pub(super) rng: &'a mut R,
    pub(super) lexicon: &'a mut Lexicon,
    pub(super) language: &'static Language,
    /// Counted from 1.
    pub(super) article: u32,
    pub(super) names: &'a [Rc<str>],
    /// Ranks of words.
    pub(super) telling: &'a [usize],
}

impl<R: Rng> Writer<'_, R> {
    pub(super) fn title(&mut self) -> String {
        let words = self.rng.random_range(5..11);
        let at = self.rng.random_range(0..words);
        let words = (0..words).map(|number| match number {
            _ if number == at => self.name(),
            _ if number % 2 == 0 => self.story_word(),
            _ => self.word(),
        });
        let words: Vec<_> = words.collect();
        capitalized(&self.spaced(&words))
    }

    pub(super) fn excerpt(&mut self) -> String {
        let words = self.rng.random_range(14..32);
        self.sentence(words)
    }

    /// Mostly of 120 to 400 words.
    pub(super) fn body(&mut self) -> Vec<Block> {
        let words = match self.rng.random_range(0..100) {
            0..4 => 0,
            4..9 => self.rng.random_range(20..80),
            9..95 => self.rng.random_range(120..400),
            _ => self.rng.random_range(400..1200),
        };
        let mut blocks = Vec::new();
        let mut written = 0;
        while written < words {
            let wanted = self.rng.random_range(25..90);
            blocks.push(self.block(wanted));
            written += wanted;
        }
        blocks
    }

    fn block(&mut self, words: usize) -> Block {
        match self.rng.random_range(0..20) {
            0 => Block::Heading(self.title()),
            1 => Block::Quote(self.sentence(words / 2)),
            2 => Block::List((0..4).map(|_| self.sentence(words / 4)).collect()),
            _ => Block::Paragraph(self.paragraph(words)),
        }
    }

    fn paragraph(&mut self, words: usize) -> String {
        let mut sentences = Vec::new();
        let mut written = 0;
        while written < words {
            let wanted = self.rng.random_range(8..26);
            sentences.push(self.sentence(wanted));
            written += wanted;
        }
        sentences.join(self.language.space)
    }

    fn sentence(&mut self, words: usize) -> String {
        let mut all: Vec<Rc<str>> = Vec::with_capacity(words);
        for number in 0..words.max(3) {
            let mut word = match self.rng.random_range(0..100) {
                0..4 => self.name(),
                4..14 => self.story_word(),
                _ => self.word(),
            };
            if number + 2 < words && self.rng.random_ratio(1, 12) {
                word = format!("{word}{}", self.language.comma).into();
            }
            all.push(word);
        }
        capitalized(&self.spaced(&all)) + self.language.stop
    }

    fn spaced(&self, words: &[Rc<str>]) -> String {
        words.join(self.language.space)
    }

    fn name(&mut self) -> Rc<str> {
        self.names.choose(self.rng).cloned().unwrap_or_default()
    }

    fn story_word(&mut self) -> Rc<str> {
        match self.telling.choose(self.rng) {
            Some(rank) if self.language.is_english() => self.lexicon.take(*rank, self.article),
            Some(rank) if !self.language.endings.is_empty() => self.foreign(*rank),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Rc<str> {
        if self.language.is_english() {
            return self.lexicon.draw(self.article, self.rng);
        }
        let words = self.language.words();
        let by_rank = Zipf::new(words.len() as f64, 1.0).expect("every language has words");
        words[by_rank.sample(self.rng) as usize - 1].into()
    }

    /// A learned word as languages share them: an English stem with an ending of this language.
    fn foreign(&mut self, rank: usize) -> Rc<str> {
        let stem = self.lexicon.stem_near(rank);
        let ending = syllables::favoring_first(self.rng, &self.language.endings);
        format!("{stem}{ending}").into()
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
