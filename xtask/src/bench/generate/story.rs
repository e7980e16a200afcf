//! What happens in the world, and who reports it?
//!
//! A story is reported by one to a dozen articles within days. They share names, topics and telling
//! words, and name each other and some articles from elsewhere as related.

use super::article::Headline;
use super::languages::Language;
use super::lexicon::Lexicon;
use super::names::Names;
use super::names::PROVIDERS;
use super::names::Provider;
use super::names::topics;
use super::prose::Writer;
use jiff::SignedDuration;
use jiff::Timestamp;
use rand::Rng;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_distr::Distribution;
use rand_distr::Zipf;
use std::rc::Rc;

/// 2019-01-01, in seconds.
const FIRST: i64 = 1_546_300_800;
/// 2026-07-01.
const LAST: i64 = 1_782_864_000;

const KINDS: &[(&str, u32)] = &[
    ("article", 84),
    ("video", 8),
    ("opinion", 5),
    ("podcast", 2),
    ("gallery", 1),
];

/// Of articles about one story; most are reported once.
const SIZES: &[(usize, u32)] = &[(1, 45), (2, 20), (3, 12), (5, 10), (8, 8), (12, 5)];

pub(super) struct Story {
    pub(super) language: &'static Language,
    pub(super) names: Vec<Rc<str>>,
    pub(super) topics: Vec<&'static str>,
    /// Ranks of words.
    pub(super) telling: Vec<usize>,
    /// Those that become articles, then those from elsewhere.
    pub(super) headlines: Vec<Rc<Headline>>,
    /// How many of them become articles.
    pub(super) articles: usize,
}

/// What stories are made of.
pub(super) struct World {
    pub(super) lexicon: Lexicon,
    pub(super) names: Names,
    providers: Vec<Rc<Provider>>,
    by_rank: Zipf<f64>,
    /// Of headlines so far, for their addresses.
    headlines: u64,
}

impl World {
    pub(super) fn new(rng: &mut impl Rng) -> Self {
        let providers = (0..PROVIDERS).map(|number| Provider::invented(number, rng).into());
        Self {
            providers: providers.collect(),
            lexicon: Lexicon::new(rng),
            names: Names::default(),
            by_rank: Zipf::new(PROVIDERS as f64, 1.0).expect("there are providers"),
            headlines: 0,
        }
    }

    /// The next story, whose first article has this number, counted from 1.
    pub(super) fn story(&mut self, first: u32, rng: &mut impl Rng) -> Story {
        self.lexicon.grow(rng);
        let words = rng.random_range(6..16);
        let mut story = Story {
            language: Language::any(rng),
            names: self.names.cast(rng),
            topics: topics(rng),
            telling: (0..words).map(|_| self.lexicon.telling(rng)).collect(),
            headlines: Vec::new(),
            articles: weighted(SIZES, rng),
        };
        let begun = instant(rng);
        let elsewhere = rng.random_range(0..5);
        for number in 0..story.articles + elsewhere {
            let article = first + number.min(story.articles - 1) as u32;
            let headline = self.headline(&story, article, begun, rng);
            story.headlines.push(headline.into());
        }
        story
    }

    fn headline(
        &mut self,
        story: &Story,
        article: u32,
        begun: Timestamp,
        rng: &mut impl Rng,
    ) -> Headline {
        let mut writer = story.writer(&mut self.lexicon, article, rng);
        let (title, excerpt) = (writer.title(), writer.excerpt());
        let rank = self.by_rank.sample(rng) as usize;
        let provider = Rc::clone(&self.providers[rank - 1]);
        let later = SignedDuration::from_secs(rng.random_range(0..3 * 24 * 3600));
        self.headlines += 1;
        Headline {
            title,
            excerpt,
            published: begun + later,
            url: format!("https://www.{}/stories/{}", provider.domain, self.headlines),
            kind: weighted(KINDS, rng),
            quality: rng.random_range(0..=100),
            provider,
        }
    }
}

impl Story {
    pub(super) fn writer<'a, R: Rng>(
        &'a self,
        lexicon: &'a mut Lexicon,
        article: u32,
        rng: &'a mut R,
    ) -> Writer<'a, R> {
        Writer {
            rng,
            lexicon,
            language: self.language,
            article,
            names: &self.names,
            telling: &self.telling,
        }
    }

    /// Up to six of the others.
    pub(super) fn related(&self, to: usize, rng: &mut impl Rng) -> Vec<Rc<Headline>> {
        let others = self.headlines.iter().enumerate();
        let others: Vec<_> = others.filter(|(number, _)| *number != to).collect();
        let wanted = rng.random_range(0..=6);
        let chosen = others.sample(rng, wanted);
        chosen.map(|(_, headline)| Rc::clone(headline)).collect()
    }
}

/// The more recent, the more likely: twice as much is written in the second half.
fn instant(rng: &mut impl Rng) -> Timestamp {
    let share: f64 = rng.random();
    let seconds = FIRST + (share.powf(0.63) * (LAST - FIRST) as f64) as i64;
    Timestamp::from_second(seconds).expect("these years are within what a calendar knows")
}

fn weighted<T: Copy>(list: &[(T, u32)], rng: &mut impl Rng) -> T {
    let chosen = list.choose_weighted(rng, |(_, weight)| *weight);
    chosen.expect("no list is empty, no weight negative").0
}
