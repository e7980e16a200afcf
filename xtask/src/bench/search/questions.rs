//! What is asked?
//!
//! Two of most kinds, so that one lucky word decides nothing. Every kind is something that readers
//! do: a name, a word everybody uses, a headline half remembered, a slip of the finger, a tick.

use crate::bench::generate::Facts;
use serde::Serialize;

#[derive(Default, Serialize)]
pub(super) struct Question {
    name: String,
    query: String,
    topic: Vec<String>,
    /// `relevance`, or `newest`.
    sort: &'static str,
}

pub(super) fn about(facts: &Facts) -> Vec<Question> {
    let words = |list: &[String], count: usize| list[..count.min(list.len())].join(" ");
    let mut all = Vec::new();
    for turn in 0..2 {
        let known = |further: usize| &facts.known[(turn + further) % facts.known.len()];
        let (rare, common) = (&facts.rare[turn].word, &facts.common[turn].word);
        let middling = &facts.middling[turn].word;
        all.push(words_alone("rare word", rare.clone()));
        all.push(words_alone("common word", common.clone()));
        all.push(words_alone("two words", words(&known(0).words, 2)));
        all.push(words_alone("three words", words(&known(2).words, 3)));
        all.push(words_alone(
            ["prefix of three letters", "prefix of four letters"][turn],
            beginning(middling, 3 + turn),
        ));
        all.push(words_alone(
            "one typo",
            with_typo(&facts.rare[turn + 2].word),
        ));
        all.push(words_alone("phrase", format!("\"{}\"", known(4).phrase)));
        all.push(ticked("filter only", "", facts.topics[turn]));
        all.push(ticked("filter and word", common, facts.topics[turn]));
    }
    all.push(words_alone("everything", String::new()));
    all.push(Question {
        sort: "newest",
        ..words_alone("common word by date", facts.common[0].word.clone())
    });
    all
}

/// What is typed letter by letter, a word at least of each frequency.
pub(super) fn typed(facts: &Facts) -> Vec<String> {
    let words = [&facts.common[0], &facts.middling[0], &facts.rare[0]];
    let mut typed: Vec<String> = words.iter().map(|word| word.word.clone()).collect();
    typed.push(format!(
        "{} {}",
        facts.common[1].word, facts.middling[1].word
    ));
    typed
}

fn words_alone(name: &str, query: String) -> Question {
    Question {
        name: name.to_owned(),
        query,
        topic: Vec::new(),
        sort: "relevance",
    }
}

fn ticked(name: &str, query: &str, topic: &str) -> Question {
    Question {
        topic: vec![topic.to_owned()],
        ..words_alone(name, query.to_owned())
    }
}

fn beginning(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

/// Two letters in the middle change places: the most frequent slip of two hands.
fn with_typo(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let differing = (1..letters.len())
        .rev()
        .find(|at| *at <= middle && letters[*at] != letters[at - 1]);
    if let Some(at) = differing {
        letters.swap(at, at - 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_changes_a_word_a_little() {
        assert_eq!(with_typo("harbor"), "habror");
        assert_eq!(with_typo("hello"), "hlelo");
    }
}
