//! Which words does each title have, and which titles have them too?

use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Shorter words are too frequent for anybody to remember a title by them.
const LETTERS: usize = 4;

pub(super) struct Title {
    pub(super) id: String,
    pub(super) text: String,
    /// In small letters, each once, in their order.
    pub(super) words: Vec<String>,
}

/// Titles by their place among all.
pub(super) type Places = BTreeSet<usize>;

pub(super) struct Titles {
    all: Vec<Title>,
    by_word: BTreeMap<String, Places>,
}

impl Titles {
    pub(super) fn read(hits: &[Value]) -> Self {
        let text = |hit: &Value, key: &str| hit[key].as_str().unwrap_or_default().to_owned();
        let all = hits.iter().map(|hit| Title {
            id: text(hit, "id"),
            words: words(hit["title"].as_str().unwrap_or_default()),
            text: text(hit, "title"),
        });
        let all: Vec<Title> = all.collect();
        let mut by_word: BTreeMap<String, Places> = BTreeMap::new();
        for (place, title) in all.iter().enumerate() {
            for word in &title.words {
                by_word.entry(word.clone()).or_default().insert(place);
            }
        }
        Self { all, by_word }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Title> {
        self.all.iter()
    }

    /// Those with a word that could be a form of this one.
    pub(super) fn with_like(&self, word: &str) -> Places {
        self.with(|other| are_alike(word, other))
    }

    /// Those with a word that begins so.
    pub(super) fn with_beginning(&self, beginning: &str) -> Places {
        self.with(|other| other.starts_with(beginning))
    }

    fn with(&self, is_meant: impl Fn(&str) -> bool) -> Places {
        let found = self.by_word.iter().filter(|(word, _)| is_meant(word));
        found.flat_map(|(_, places)| places).copied().collect()
    }

    pub(super) fn knows(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }
}

fn words(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in title.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        let is_word = word.chars().count() >= LETTERS && word.chars().all(char::is_alphabetic);
        if is_word && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Whether two words could be forms of one, for then a search takes one for the other: endings go up
/// to `availability` and `available`, so more than half in common is enough.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let longer = one.chars().count().max(other.chars().count());
    same.count() * 2 > longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_alike_and_other_words_are_not() {
        assert!(are_alike("update", "updates"));
        assert!(are_alike("availability", "available"));
        assert!(!are_alike("power", "point"));
    }

    #[test]
    fn words_are_letters_only_and_each_comes_once() {
        let found = words("Diablo 4: it's Diablo, seen in the B2B trailer");
        assert_eq!(found, ["diablo", "seen", "trailer"]);
    }
}
