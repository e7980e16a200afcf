//! Who is in the news, who writes it, and under which headings?
//!
//! Names come in bursts: what one story is about, the next few stories are likely to name again.

use super::syllables;
use super::syllables::favoring_first;
use rand::Rng;
use rand::RngExt;
use rand::seq::IndexedRandom;
use std::collections::VecDeque;
use std::rc::Rc;

pub(super) const PROVIDERS: usize = 400;

/// How many names are on everybody's lips at once.
const RECENT: usize = 60;

/// Who published an article.
pub(in crate::bench) struct Provider {
    pub(in crate::bench) name: String,
    pub(in crate::bench) domain: String,
}

impl Provider {
    pub(super) fn invented(number: usize, rng: &mut impl Rng) -> Self {
        let place = capitalized(&syllables::root(rng));
        let kind = favoring_first(rng, PAPERS);
        Self {
            domain: format!("{}{}{number}.example", place, kind.replace(' ', "")).to_lowercase(),
            name: format!("{place} {kind}"),
        }
    }
}

/// People, companies and places.
#[derive(Default)]
pub(super) struct Names {
    all: Vec<Rc<str>>,
    recent: VecDeque<Rc<str>>,
}

impl Names {
    /// The names of one story.
    pub(super) fn cast(&mut self, rng: &mut impl Rng) -> Vec<Rc<str>> {
        let size = rng.random_range(2..6);
        (0..size).map(|_| self.any(rng)).collect()
    }

    fn any(&mut self, rng: &mut impl Rng) -> Rc<str> {
        let draw = rng.random_range(0..100);
        if draw < 50 && !self.recent.is_empty() {
            return Rc::clone(&self.recent[rng.random_range(0..self.recent.len())]);
        }
        let known = self.all.choose(rng).filter(|_| draw < 70);
        let name = match known {
            Some(name) => Rc::clone(name),
            None => self.invented(rng),
        };
        self.recent.push_back(Rc::clone(&name));
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        name
    }

    fn invented(&mut self, rng: &mut impl Rng) -> Rc<str> {
        let root = capitalized(&syllables::root(rng));
        let name = match rng.random_range(0..10) {
            0..5 => format!("{} {root}", favoring_first(rng, FIRST_NAMES)),
            5..7 => format!("{root} {}", favoring_first(rng, COMPANIES)),
            7 => format!("{root}{}", favoring_first(rng, SURNAME_ENDINGS)),
            _ => format!("{root}{}", favoring_first(rng, PLACES)),
        };
        let name: Rc<str> = name.into();
        self.all.push(Rc::clone(&name));
        name
    }
}

/// Of a story: one to four, the frequent ones more often.
pub(super) fn topics(rng: &mut impl Rng) -> Vec<&'static str> {
    let mut topics = Vec::new();
    for _ in 0..rng.random_range(1..5) {
        let topic = favoring_first_much(rng, TOPICS);
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

/// The first of a hundred comes some sixteen times as often as the last.
fn favoring_first_much<'a>(rng: &mut impl Rng, list: &[&'a str]) -> &'a str {
    let draw: f64 = rng.random();
    list[(draw.powi(3) * list.len() as f64) as usize]
}

fn capitalized(root: &str) -> String {
    let (first, rest) = root.split_at(1);
    first.to_uppercase() + rest
}

const FIRST_NAMES: &[&str] = &[
    "James", "Mary", "John", "Anna", "David", "Maria", "Michael", "Sarah", "Robert", "Laura",
    "Daniel", "Emma", "Thomas", "Julia", "Peter", "Sofia", "Mark", "Elena", "Paul", "Nina", "Omar",
    "Aisha", "Wei", "Yuki", "Carlos", "Ingrid", "Ahmed", "Fatima", "Pierre", "Chloe", "Hans",
    "Greta", "Ivan", "Olga", "Raj", "Priya", "Kofi", "Amara", "Liam", "Noor",
];
const SURNAME_ENDINGS: &[&str] = &["son", "man", "er", "sen", "ski", "ley", "well", "ez", "ini"];
const COMPANIES: &[&str] = &[
    "Group", "Labs", "Systems", "Energy", "Bank", "Motors", "Holdings", "Media", "Health", "Air",
    "Foods", "Robotics", "Capital", "Steel", "Pharma", "Games",
];
const PLACES: &[&str] = &[
    "ton", "ville", "burg", "ford", "field", "land", "stan", "ham", "port", "mouth", "stad", "ia",
    "wick", "dale", "ona", "bury",
];
const PAPERS: &[&str] = &[
    "Times",
    "Post",
    "News",
    "Daily",
    "Herald",
    "Tribune",
    "Journal",
    "Gazette",
    "Review",
    "Wire",
    "Chronicle",
    "Observer",
    "Today",
    "Business",
    "Tech",
    "Sport",
    "Mail",
    "Star",
    "World",
    "Broadcasting",
    "Weekly",
    "Science",
    "Press",
    "Online",
];

/// Frequent ones first.
pub(super) const TOPICS: &[&str] = &[
    "Technology",
    "Politics",
    "Business",
    "World",
    "Sports",
    "Health",
    "Science",
    "Economy",
    "Artificial intelligence",
    "Climate",
    "Energy",
    "Elections",
    "Football",
    "Finance",
    "Culture",
    "Education",
    "Security",
    "Space",
    "Movies",
    "Music",
    "Travel",
    "Food",
    "Law",
    "Crime",
    "Weather",
    "Housing",
    "Cars",
    "Gaming",
    "Startups",
    "Banking",
    "Stock market",
    "Privacy",
    "Cloud computing",
    "Semiconductors",
    "Robotics",
    "Electric cars",
    "Aviation",
    "Railways",
    "Shipping",
    "Retail",
    "Agriculture",
    "Medicine",
    "Vaccines",
    "Mental health",
    "Biology",
    "Physics",
    "Quantum computing",
    "Astronomy",
    "Mathematics",
    "Archaeology",
    "History",
    "Literature",
    "Theater",
    "Art",
    "Fashion",
    "Television",
    "Celebrities",
    "Royal families",
    "Religion",
    "Philosophy",
    "Parenting",
    "Schools",
    "Universities",
    "Work",
    "Unions",
    "Taxes",
    "Pensions",
    "Insurance",
    "Inflation",
    "Trade",
    "Migration",
    "Human rights",
    "Diplomacy",
    "Defense",
    "Terrorism",
    "Police",
    "Courts",
    "Cycling",
    "Tennis",
    "Basketball",
    "Golf",
    "Athletics",
    "Winter sports",
    "Motor sports",
    "Chess",
    "Gardening",
    "Animals",
    "Oceans",
    "Forests",
    "Water",
    "Waste",
    "Nuclear power",
    "Solar power",
    "Wind power",
    "Oil and gas",
    "Mining",
    "Architecture",
    "Urban planning",
    "Photography",
    "Open source",
];
