//! Does the index answer as a scan of all documents would?

use std::rc::Rc;

use newsrack::index::{Cut, Facts, Field, Gatherer, Index, Merger, PerFacet, Prose};
use newsrack::model::{Day, Instant};
use newsrack::query::{Facet, Query, Results, Window, ask, suggest};
use newsrack::text::{NATIVE, tokens};
use proptest::prelude::*;

use crate::reference::{Doc, Reference, Wanted, stem};

/// Words that are like each other, so that stems, prefixes and typos meet.
const WORDS: [&str; 24] = [
    "president",
    "presidents",
    "residents",
    "quantum",
    "quantums",
    "quanta",
    "robot",
    "robots",
    "robotic",
    "tax",
    "taxes",
    "taxen",
    "car",
    "cars",
    "card",
    "carding",
    "GPT-4",
    "C++",
    "naïve",
    "naive",
    "大学生",
    "学生",
    "élan",
    "a",
];
const TOPICS: [&str; 3] = ["AI", "Chips", "Space"];
/// The first of January 2022.
const FIRST: i64 = 18_993;

fn words(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..most)
        .prop_map(|words| words.join(" "))
}

prop_compose! {
    fn doc()(
        title in words(5),
        excerpt in words(6),
        body in prop::collection::vec(words(30), 0..3),
        related in prop::collection::vec(words(4), 0..3),
        topics in prop::sample::subsequence(TOPICS.to_vec(), 0..3),
        quality in prop::option::of(0u32..100),
        day in 0i64..40,
        is_german in any::<bool>(),
    ) -> Doc {
        let mut fields = vec![(Field::Title, title)];
        fields.extend(topics.iter().map(|topic| (Field::Topics, (*topic).to_owned())));
        fields.push((Field::Excerpt, excerpt));
        fields.extend(body.into_iter().map(|text| (Field::Body, text)));
        fields.extend(related.into_iter().map(|text| (Field::Related, text)));
        Doc {
            day: Day::from_number(FIRST + day).unwrap(),
            quality,
            topics: topics.into_iter().map(str::to_owned).collect(),
            language: if is_german { "de" } else { "en" },
            fields,
        }
    }
}

fn docs() -> impl Strategy<Value = Vec<Doc>> {
    prop::collection::vec(doc(), 1..20).prop_map(|mut docs| {
        docs.sort_by_key(|doc| std::cmp::Reverse(doc.day));
        docs
    })
}

/// A word of the vocabulary, cut short or with a typo at times.
fn typed() -> impl Strategy<Value = String> {
    let known = WORDS.iter().filter(|word| word.is_ascii());
    let known = known.map(|word| word.to_lowercase());
    let word = prop::sample::select(known.chain(["unheard".to_owned()]).collect::<Vec<_>>());
    (word, 0usize..4, any::<prop::sample::Index>()).prop_map(|(word, change, at)| {
        let mut letters: Vec<char> = word.chars().collect();
        let place = at.index(letters.len());
        // A name with signs in it, cut or changed, is another number of words.
        let is_plain = letters.iter().all(|letter| letter.is_alphabetic());
        match change {
            _ if !is_plain => {}
            1 => letters.truncate(place + 1),
            2 if letters.len() > 4 => letters[place] = 'x',
            3 if letters.len() > 4 => drop(letters.remove(place)),
            _ => {}
        }
        letters.into_iter().collect()
    })
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![
        4 => typed().prop_map(Wanted::Word),
        2 => typed().prop_map(Wanted::Title),
        1 => typed().prop_map(Wanted::Not),
        2 => prop::collection::vec(prop::sample::select(vec!["president", "robots", "tax", "card", "a"]), 1..3)
            .prop_map(|words| Wanted::Phrase(words.into_iter().map(str::to_owned).collect())),
    ]
}

fn search() -> impl Strategy<Value = Vec<Wanted>> {
    let last = prop::option::of(typed().prop_map(Wanted::Prefix));
    (prop::collection::vec(wanted(), 0..3), last).prop_map(|(mut wanted, last)| {
        wanted.extend(last);
        wanted
    })
}

/// The search string that a reader would type.
fn string(wanted: &[Wanted]) -> String {
    let typed = wanted.iter().map(|wanted| match wanted {
        Wanted::Word(word) => format!("{word} "),
        Wanted::Prefix(word) => word.clone(),
        Wanted::Phrase(words) => format!("\"{}\" ", words.join(" ")),
        Wanted::Title(word) => format!("title:{word} "),
        Wanted::Not(word) => format!("-{word} "),
    });
    typed.collect()
}

const TINY: Cut = Cut {
    block: 3,
    shard: 40,
    most: 1000,
};

fn index(docs: &[Doc], cut: Cut) -> Index {
    let instant = |day: Day| Instant::from_seconds(day.number() * 86_400).unwrap();
    let facts = docs.iter().map(|doc| {
        let mut labels = PerFacet::<Vec<(Rc<str>, Rc<str>)>>::default();
        let topic = |topic: &String| (topic.as_str().into(), topic.as_str().into());
        labels[Facet::Topic] = doc.topics.iter().map(topic).collect();
        Facts {
            published: instant(doc.day),
            quality: doc.quality,
            heat: None,
            labels,
        }
    });
    let facts: Vec<_> = facts.collect();
    let mut merger = Merger::new(Vec::new(), 200);
    for (part, docs) in docs.chunks(3).enumerate() {
        let mut gatherer = Gatherer::new(3 * part as u32);
        docs.iter().for_each(|doc| gather(doc, &mut gatherer));
        let Ok(()) = merger.join(gatherer.finish());
    }
    let Ok(inverted) = merger.finish(cut);
    let Ok(words) = inverted.words();
    let mut index = Index::new(facts[0].published, &facts);
    index.words = words;
    index
}

fn gather(doc: &Doc, gatherer: &mut Gatherer) {
    let fields = doc
        .fields
        .iter()
        .map(|(field, text)| (*field, tokens(text, &NATIVE)));
    gatherer.add(&Prose {
        fields: fields.collect(),
        language: doc.language,
        stem: &|word| stem(doc.language, word),
        quality: doc.quality,
    });
}

const ALL: Window = Window {
    offset: 0,
    limit: 1000,
};

fn answer(index: &Index, words: &str, topic: Option<&str>) -> Results {
    let mut query = Query {
        words: words.to_owned(),
        ..Query::default()
    };
    if let Some(topic) = topic {
        query = query.toggled(Facet::Topic, topic);
    }
    ask(index, &query, ALL, &NATIVE).expect("all of the index is here")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_says_what_a_scan_says(
        docs in docs(),
        wanted in search(),
        topic in prop::option::of(prop::sample::select(TOPICS.to_vec())),
    ) {
        let reference = Reference::new(&docs);
        let matching = reference.answer(&wanted, docs[0].day);
        prop_assume!(matching.is_some(), "the scan cannot say which corrections come first");
        let matching = matching.unwrap_or_default();
        let bears = |doc: &usize, topic: &str| docs[*doc].topics.iter().any(|own| own == topic);
        let is_ticked = |doc: &usize| topic.is_none_or(|topic| bears(doc, topic));
        let found: Vec<u32> = matching.iter().filter(|doc| is_ticked(doc)).map(|&doc| doc as u32).collect();
        let typed = string(&wanted);
        for cut in [Cut::default(), TINY] {
            let results = answer(&index(&docs, cut), &typed, topic);
            prop_assert_eq!(&results.docs, &found, "{}", typed);
            prop_assert_eq!(results.total as usize, found.len());
            let facets = results.facets.expect("all of the index is here");
            for choice in &facets[Facet::Topic] {
                let count = matching.iter().filter(|doc| bears(doc, &choice.value)).count();
                prop_assert_eq!(choice.count as usize, count, "{}: {}", typed, choice.value);
            }
        }
    }

    #[test]
    fn no_search_string_panics(docs in docs(), typed in ".{0,60}") {
        let _ = answer(&index(&docs, TINY), &typed, None);
    }
}

#[test]
fn another_word_is_suggested_where_it_finds_something() {
    let doc = |title: &str| Doc {
        day: Day::from_number(FIRST).unwrap(),
        quality: None,
        topics: Vec::new(),
        language: "en",
        fields: vec![(Field::Title, title.to_owned())],
    };
    let index = index(&[doc("Robot taxes"), doc("Roboto taxi")], TINY);
    let suggested = |typed: &str| {
        let query = Query {
            words: typed.to_owned(),
            ..Query::default()
        };
        suggest(&index, &query, &NATIVE).expect("all of the index is here")
    };
    assert_eq!(answer(&index, "roboto taxes ", None).total, 0);
    assert_eq!(suggested("Roboto taxes ").as_deref(), Some("robot taxes "));
    assert_eq!(suggested("nothing like it "), None);
}

#[test]
fn strange_search_strings_have_an_answer() {
    let doc = Doc {
        day: Day::from_number(FIRST).unwrap(),
        quality: None,
        topics: Vec::new(),
        language: "en",
        fields: vec![(
            Field::Title,
            "DIYARBAKIR ılık, ΟΔΥΣΣΕΥΣ and cafe\u{301} 🙂".to_owned(),
        )],
    };
    let index = index(&[doc], TINY);
    let total = |typed: &str| answer(&index, typed, None).total;
    let long = "word ".repeat(2000);
    for strange in [
        long.as_str(),
        "🙂",
        "\0",
        "\u{202e}",
        ".*+?^${}()|[]\\",
        "\"",
        "-",
        "topic:",
        ":",
    ] {
        let _ = total(strange);
    }
    assert_eq!(total(&long), 0);
    for found in [
        "Diyarbakır",
        "ILIK",
        "οδυσσευς",
        "Οδυσσεύς",
        "café",
        "CAFE",
        "🙂",
    ] {
        assert_eq!(total(found), 1, "{found}");
    }
}
