//! By which words is each article asked for?
//!
//! Two words that many titles share cannot tell one from the other. So of all pairs of a title one
//! is drawn that fewer than five titles have, where a word counts as had when a form of it is
//! there; the same holds for the pair whose second word is unfinished, and for all words together.

use super::titles::Places;
use super::titles::Title;
use super::titles::Titles;
use super::titles::are_alike;
use rand::Rng;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

pub(super) const EXACT: &str = "words of the title";
pub(super) const TWO: &str = "two words";
pub(super) const PREFIX: &str = "a word and the first four letters of another";
pub(super) const TYPO: &str = "two words, one with a typo";

/// So many titles may have the same words, and the article can still be among the first five.
const SHARED: usize = 5;
const PREFIX_LETTERS: usize = 4;
/// A shorter word with a typo could be many words.
const TYPO_LETTERS: usize = 5;
/// Nobody types more.
const MOST_WORDS: usize = 6;

const SEED: u64 = 0x6974_656d;

pub(super) struct Question {
    pub(super) kind: &'static str,
    pub(super) words: String,
    pub(super) id: String,
    pub(super) title: String,
}

/// All kinds of questions about so many articles, those left out whose title leads to none.
pub(super) fn about(titles: &Titles, count: usize) -> Vec<Question> {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut shuffled: Vec<&Title> = titles.iter().collect();
    shuffled.shuffle(&mut rng);
    let groups = shuffled.into_iter();
    let groups = groups.filter_map(|title| about_one(titles, title, &mut rng));
    groups.take(count).flatten().collect()
}

fn about_one(titles: &Titles, title: &Title, rng: &mut impl Rng) -> Option<[Question; 4]> {
    let words = title.words.iter();
    let words: Vec<Word> = words.map(|text| Word::of(titles, text)).collect();
    let ask = |kind, words: String| Question {
        kind,
        words,
        id: title.id.clone(),
        title: title.text.clone(),
    };
    Some([
        ask(EXACT, exact(&words)?),
        ask(TWO, pair(&words, 0, rng)?.join(" ")),
        ask(PREFIX, unfinished(titles, &words, rng)?),
        ask(TYPO, mistyped(titles, &words, rng)?),
    ])
}

/// A word of a title, and all titles that have it.
struct Word<'a> {
    text: &'a str,
    places: Places,
}

impl<'a> Word<'a> {
    fn of(titles: &Titles, text: &'a str) -> Self {
        let places = titles.with_like(text);
        Self { text, places }
    }

    fn letters(&self) -> usize {
        self.text.chars().count()
    }
}

/// The rare ones, in their order.
fn exact(words: &[Word]) -> Option<String> {
    let mut counts: Vec<usize> = words.iter().map(|word| word.places.len()).collect();
    counts.sort_unstable();
    let most = *counts.get(MOST_WORDS - 1).or(counts.last())?;
    let rare = words.iter().filter(|word| word.places.len() <= most);
    let rare: Vec<&Word> = rare.take(MOST_WORDS).collect();
    let shared = rare.iter().map(|word| word.places.clone());
    let shared = shared.reduce(|all, more| &all & &more)?;
    let texts: Vec<&str> = rare.iter().map(|word| word.text).collect();
    (shared.len() < SHARED && texts.len() > 1).then(|| texts.join(" "))
}

/// Two words that few titles have, the first of so many letters at least.
fn pair<'a>(words: &[Word<'a>], letters: usize, rng: &mut impl Rng) -> Option<[&'a str; 2]> {
    let telling = pairs(words).filter(|(first, second)| {
        let shared = first.places.intersection(&second.places);
        first.letters() >= letters && shared.count() < SHARED
    });
    let telling = telling.map(|(first, second)| [first.text, second.text]);
    telling.collect::<Vec<_>>().choose(rng).copied()
}

/// In both orders.
fn pairs<'a, 'b>(words: &'b [Word<'a>]) -> impl Iterator<Item = (&'b Word<'a>, &'b Word<'a>)> {
    let pairs = words
        .iter()
        .flat_map(move |first| words.iter().map(move |second| (first, second)));
    pairs.filter(|(first, second)| !are_alike(first.text, second.text))
}

/// The unfinished word is the last, as when it is being typed.
fn unfinished(titles: &Titles, words: &[Word], rng: &mut impl Rng) -> Option<String> {
    let longer = pairs(words).filter(|(_, last)| last.letters() > PREFIX_LETTERS);
    let begun = longer.map(|(first, last)| {
        let beginning: String = last.text.chars().take(PREFIX_LETTERS).collect();
        (first, beginning)
    });
    let telling = begun.filter(|(first, beginning)| {
        let places = titles.with_beginning(beginning);
        first.places.intersection(&places).count() < SHARED
    });
    let telling: Vec<_> = telling.collect();
    let (first, beginning) = telling.choose(rng)?;
    Some(format!("{} {beginning}", first.text))
}

/// A slip that makes another word of some title is no typo to whoever reads it.
fn mistyped(titles: &Titles, words: &[Word], rng: &mut impl Rng) -> Option<String> {
    let [word, other] = pair(words, TYPO_LETTERS, rng)?;
    let mut slips = (0..20).map(|_| with_typo(word, rng));
    let slip = slips.find(|slip| slip != word && !titles.knows(slip))?;
    Some(match rng.random_bool(0.5) {
        true => format!("{slip} {other}"),
        false => format!("{other} {slip}"),
    })
}

/// One letter changed, left out, put in or swapped with the next, anywhere.
fn with_typo(word: &str, rng: &mut impl Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.random_range(0..letters.len());
    let letter = char::from(rng.random_range(b'a'..=b'z'));
    match rng.random_range(0..4) {
        0 => letters[at] = letter,
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letter),
        _ => letters.swap(at, (at + 1).min(word.chars().count() - 1)),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pair_that_five_titles_share_is_not_asked_for() {
        let hits = |count: usize| {
            let hit = |number| json!({ "id": number, "title": "Harbor bridge opened" });
            (0..count).map(hit).collect::<Vec<_>>()
        };
        assert_eq!(about(&Titles::read(&hits(4)), 10).len(), 16);
        assert_eq!(about(&Titles::read(&hits(5)), 10).len(), 0);
    }

    #[test]
    fn a_typo_is_one_letter_away() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..100 {
            let length = with_typo("harbor", &mut rng).len();
            assert!((5..=7).contains(&length));
        }
    }
}
