//! Do the counts that are made at the build agree with those that a question makes?

use std::rc::Rc;

use newsrack::index::{
    Cut, Direction, Facts, Field, Gatherer, Index, LEADING, Lexicon, Merger, Part, PerFacet, Prose,
    Tallier,
};
use newsrack::model::Instant;
use newsrack::query::{Facet, Query, Window, ask, leading};
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
        0 => "a".to_owned(),
        1 => "b".to_owned(),
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
    let tallier = Tallier::new(labels).expect("labels in many stretches");
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
        let leads = leading(&index, &query(&form), &NATIVE)
            .expect("a frequent form")
            .unwrap();
        for facet in Facet::ALL {
            counted[facet].truncate(LEADING);
            assert_eq!(leads[facet], counted[facet], "{form}");
        }
    }
}

#[test]
fn what_was_not_counted_is_not_known() {
    let mut index = index();
    let known = |index: &Index, query: &Query| leading(index, query, &NATIVE);
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
        assert_eq!(known(&index, &query(asked)), None, "{asked}");
    }
    assert_eq!(known(&index, &ticked), None);
    index.words.tallies[0].1 = None;
    let is_first = |part: &Part| matches!(part, Part::Tallies(0));
    assert!(
        known(&index, &query("a"))
            .unwrap()
            .unwrap_err()
            .iter()
            .all(is_first)
    );
    index.words.forward.blocks[0] = None;
    let block = Part::Lexicon(Direction::Forward, 0);
    assert_eq!(known(&index, &query("a")), Some(Err(vec![block])));
}
