//! Do the counts that are made at the build agree with those that a question makes?

use std::rc::Rc;

use newsrack::index::{
    Cut, Facts, Field, Gatherer, HEAD, Index, LEADING, Lexicon, Merger, Part, PerFacet, Prose,
    Tallier,
};
use newsrack::model::Instant;
use newsrack::query::{Facet, Query, Results, Sort, Window, ask, prepared, rank};
use newsrack::text::{NATIVE, tokens};

/// More than six stretches of labels, the last of them short.
const DOCUMENTS: u32 = 7000;
/// Small blocks, so that what begins alike lies in several.
const CUT: Cut = Cut {
    block: 40,
    shard: 2000,
    most: 1000,
};

/// Numbers that look like chance and are the same every time (Steele and others, splitmix64, 2014).
struct Chance(u64);

impl Chance {
    /// A number below another, small ones more often.
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 27;
        (mixed >> 32) % most * ((mixed & 0xffff_ffff) % most) / most
    }
}

/// Words that begin alike, among them single letters and more than enough for lists of short prefixes.
fn title(chance: &mut Chance) -> String {
    let words = (0..6).map(|_| match chance.below(40) {
        0 | 1 => "a".to_owned(),
        2 => "b".to_owned(),
        number => format!("{}{}", &"abc"[..1 + number as usize % 3], chance.below(300)),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn facts(rank: u32, chance: &mut Chance) -> Facts {
    let mut label = |kind: &str, most| -> (Rc<str>, Rc<str>) {
        let label: Rc<str> = format!("{kind} {}", chance.below(most)).into();
        (label.clone(), label)
    };
    let topics = vec![label("topic", 60), label("theme", 9)];
    let provider = vec![label("provider", 25)];
    let kind = vec![label("type", 2)];
    Facts {
        published: Instant::from_seconds(1_700_000_000 - i64::from(rank) * 3600).unwrap(),
        quality: None,
        heat: None,
        labels: PerFacet::new(|facet| match facet {
            Facet::Topic => topics.clone(),
            Facet::Provider => provider.clone(),
            Facet::Type => kind.clone(),
        }),
    }
}

fn index() -> Index {
    let mut chance = Chance(7);
    let facts: Vec<_> = (0..DOCUMENTS)
        .map(|rank| facts(rank, &mut chance))
        .collect();
    let mut index = Index::new(facts[0].published, &facts);
    let mut gatherer = Gatherer::new(0);
    for _ in 0..DOCUMENTS {
        gatherer.add(&Prose {
            fields: vec![(Field::Title, tokens(&title(&mut chance), &NATIVE))],
            language: "en",
            stem: &str::to_owned,
            quality: None,
        });
    }
    let mut merger = Merger::new(Vec::new(), usize::MAX);
    let Ok(()) = merger.join(gatherer.finish());
    let Ok(inverted) = merger.finish(CUT);
    let Ok(words) = inverted.words();
    index.words = words;
    let labels = index.labels().expect("all labels are here");
    let calendar = index.calendar().expect("it is here");
    let tallier = Tallier::new(labels, calendar, rank).expect("labels in many stretches");
    let blocks = 0..inverted.forward.blocks.len();
    let tallies = blocks.map(|block| {
        let Ok(tallies) = tallier.block(block, &inverted.forward, &inverted);
        (block as u32, Some(tallies))
    });
    index.words.tallies = tallies.collect();
    index
}

fn query(words: &str) -> Query {
    Query {
        words: words.to_owned(),
        ..Query::default()
    }
}

fn forms(lexicon: &Lexicon) -> Vec<String> {
    let forms = lexicon.blocks.iter().flatten().flatten();
    let written = forms.filter(|form| form.is_frequent());
    written.map(|form| form.text.to_string()).collect()
}

#[test]
fn what_leads_was_counted_as_a_question_counts() {
    let index = index();
    let all = forms(&index.words.forward);
    assert!(all.len() > 100 && all.contains(&"a".to_owned()), "{all:?}");
    let window = Window {
        offset: 0,
        limit: 1,
    };
    for form in all {
        let mut counted = ask(&index, &query(&form), window, &NATIVE)
            .unwrap()
            .facets
            .unwrap();
        let leads = uncounted(&index, &query(&form), window).unwrap().facets;
        let leads = leads.expect("a frequent form");
        for facet in Facet::ALL {
            counted[facet].truncate(LEADING);
            assert_eq!(leads[facet], counted[facet], "{form}");
        }
    }
}

#[test]
fn what_stands_first_was_ranked_as_a_question_ranks() {
    let index = index();
    let lexicon = index.words.forward.blocks.iter().flatten().flatten();
    let common: Vec<_> = lexicon.filter(|form| form.is_common()).collect();
    assert!(!common.is_empty(), "no form is common");
    for form in common {
        let query = query(&form.text);
        for (offset, limit) in [(0, 12), (12, 12), (5, 0), (0, HEAD as u32)] {
            let window = Window { offset, limit };
            let begun = prepared(Err(Vec::new()), &index, &query, window, &NATIVE);
            let begun = begun.expect("a common form, and its tally is here");
            let answer = ask(&index, &query, window, &NATIVE).unwrap();
            assert_eq!(begun.docs, answer.docs, "{}", form.text);
            assert_eq!(begun.total, answer.total, "{}", form.text);
            for text in ["A ab12 ca1, b a", "abc"] {
                let pieces = answer.marks.pieces(text, &NATIVE);
                assert_eq!(begun.marks.pieces(text, &NATIVE), pieces, "{}", form.text);
            }
        }
    }
}

#[test]
fn what_was_not_ranked_is_asked_for_in_full() {
    let mut index = index();
    let lacking = || vec![Part::Postings(7)];
    let known = |index: &Index, query: &Query, limit| {
        prepared(
            Err(lacking()),
            index,
            query,
            Window { offset: 0, limit },
            &NATIVE,
        )
    };
    let newest = Query {
        sort: Some(Sort::Newest),
        ..query("a")
    };
    assert!(known(&index, &query("a"), HEAD as u32).is_ok());
    assert_eq!(known(&index, &query("a"), HEAD as u32 + 1), Err(lacking()));
    let ticked = query("a").toggled(Facet::Topic, "topic 1");
    for query in [newest, ticked, query("a "), query("c1"), query("a b")] {
        assert_eq!(known(&index, &query, 12), Err(lacking()), "{}", query.words);
    }
    index.words.tallies[0].1 = None;
    assert_eq!(known(&index, &query("a"), 12), Err(vec![Part::Tallies(0)]));
    index.words.forward.blocks[0] = None;
    assert_eq!(known(&index, &query("a"), 12), Err(lacking()));
}

#[test]
fn what_was_not_counted_is_not_known() {
    let mut index = index();
    let window = Window {
        offset: 0,
        limit: 12,
    };
    let lacking =
        |index: &Index, query: &Query| uncounted(index, query, window).unwrap().facets.unwrap_err();
    let ticked = query("a").toggled(Facet::Topic, "topic 1");
    for asked in [
        "",
        "a b",
        "a ",
        "-a",
        "title:a",
        "\"a b\"",
        "a before:2030-01-01",
        "a topic:x",
        "zzz",
    ] {
        assert_eq!(lacking(&index, &query(asked)), UNCOUNTED, "{asked}");
    }
    assert_eq!(lacking(&index, &ticked), UNCOUNTED);
    index.words.tallies[0].1 = None;
    assert_eq!(lacking(&index, &query("a")), [Part::Tallies(0)]);
}

/// Some labels that are not here.
const UNCOUNTED: [Part; 1] = [Part::Labels(3)];

/// An answer whose labels have not arrived, with what was prepared.
fn uncounted(index: &Index, query: &Query, window: Window) -> Result<Results, Vec<Part>> {
    let answer = Results {
        facets: Err(UNCOUNTED.to_vec()),
        ..ask(index, query, window, &NATIVE)?
    };
    prepared(Ok(answer), index, query, window, &NATIVE)
}
