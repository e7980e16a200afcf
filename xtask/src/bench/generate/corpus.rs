//! Which article comes next?

use super::article::Article;
use super::article::Image;
use super::facts::Facts;
use super::facts::Sample;
use super::story::Story;
use super::story::World;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// Shapes of pictures, as cameras and editors make them.
const SHAPES: &[(u32, u32)] = &[
    (1200, 675),
    (1600, 900),
    (1200, 800),
    (800, 800),
    (900, 1200),
];

/// Of a hundred articles, how many have no picture, and how many a measured heat.
const WITHOUT_PICTURE: u32 = 12;
const WITH_HEAT: u32 = 25;

/// All articles that there could be, one after another.
pub(in crate::bench) struct Corpus {
    rng: ChaCha8Rng,
    world: World,
    story: Story,
    /// Of the story, how many are written.
    told: usize,
    /// Of all.
    written: u32,
    sample: Sample,
}

impl Corpus {
    pub(super) fn new(mut rng: ChaCha8Rng) -> Self {
        let mut world = World::new(&mut rng);
        let story = world.story(1, &mut rng);
        Self {
            rng,
            world,
            story,
            told: 0,
            written: 0,
            sample: Sample::default(),
        }
    }

    pub(super) fn next_article(&mut self) -> Article {
        if self.told == self.story.articles {
            self.story = self.world.story(self.written + 1, &mut self.rng);
            self.told = 0;
        }
        let article = self.article(self.told);
        self.told += 1;
        self.written += 1;
        self.sample.see(&article);
        article
    }

    fn article(&mut self, number: usize) -> Article {
        let (story, rng) = (&self.story, &mut self.rng);
        let mut writer = story.writer(&mut self.world.lexicon, self.written + 1, rng);
        let body = writer.body();
        let heat = match rng.random_range(0..100) {
            0..WITH_HEAT => rng.random_range(0..100),
            _ => -1,
        };
        Article {
            headline: story.headlines[number].clone(),
            heat,
            author: story.names.choose(rng).cloned().unwrap_or_default(),
            topics: story.topics.clone(),
            language: story.language,
            image: image(self.written, rng),
            related: story.related(number, rng),
            body,
        }
    }

    /// What is known about those that were asked for.
    pub(super) fn facts(&self) -> Facts {
        Facts::new(self.written, &self.world.lexicon, &self.sample)
    }
}

fn image(number: u32, rng: &mut ChaCha8Rng) -> Option<Image> {
    let (width, height) = *SHAPES.choose(rng)?;
    let has_one = rng.random_range(0..100) >= WITHOUT_PICTURE;
    has_one.then(|| Image {
        url: format!("https://pictures.example/{number}.jpg"),
        width,
        height,
    })
}
