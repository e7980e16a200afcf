//! What leads, where counting or ranking all would take too much?

use crate::index::{
    COMMON, Calendar, Direction, FREQUENT, Form, GroupId, Groups, HEAD, Head, Index, Labels, Lead,
    Lexicon, Part, PerFacet, Shard, Tally, Words,
};
use crate::query::parse::{Clause, Search, Wanted, parse};
use crate::query::{Choice, Marks, Query, Results, Sort, Window, ask};
use crate::text::{Folding, NATIVE};

/// An answer that lacks something, with what was counted and ranked at the build in its place: the values of
/// each facet that lead, with exact counts, and the documents that stand first. They are the first of what
/// [`crate::query::ask`] finds, without nearly all labels and the postings of a common word.
///
/// # Errors
///
/// The parts of the index that are still lacking.
pub fn prepared(
    answer: Answer,
    index: &Index,
    query: &Query,
    window: Window,
    folding: &Folding,
) -> Answer {
    let is_begun = query.order() == Sort::Relevance && window.end() as usize <= HEAD;
    let search = parse(&query.words, folding);
    let (word, least) = match (alone(query, &search), &answer) {
        (Some(word), Ok(results)) if results.facets.is_err() => (word, FREQUENT),
        (Some(word), Err(_)) if is_begun => (word, COMMON),
        _ => return answer,
    };
    let leads = |tally: &Tally| {
        let labels = index.labels.as_ref();
        let choices = labels.map(|labels| choices(labels, &tally.leads));
        choices.ok_or_else(|| vec![Part::Facets])
    };
    match (index.words.tally(word, least), answer) {
        (Ok(Some(tally)), Ok(mut results)) => {
            results.facets = leads(tally);
            Ok(results)
        }
        (Err(part), Ok(mut results)) => {
            results.facets = Err(vec![part]);
            Ok(results)
        }
        (Ok(Some(tally)), Err(lacking)) => {
            let mut begun = begun(word, tally.head.as_ref().ok_or(lacking)?, window);
            begun.facets = leads(tally);
            Ok(begun)
        }
        (Err(part @ Part::Tallies(_)), Err(_)) => Err(vec![part]),
        (_, answer) => answer,
    }
}

/// What a question is answered with, or what is lacking for it.
type Answer = Result<Results, Vec<Part>>;

fn begun(word: &str, head: &Head, window: Window) -> Results {
    let shown = window.offset as usize..window.end() as usize;
    let end = shown.end.min(head.docs.len());
    Results {
        total: head.total,
        docs: head.docs.get(shown.start..end).unwrap_or_default().to_vec(),
        marks: Marks::beginning(word, &head.forms),
        ..Results::default()
    }
}

/// Ranks what holds a form, as the question for it does: see [`crate::index::Rank`].
pub fn rank(calendar: &Calendar, lexicon: &Lexicon, form: &Form, groups: &Groups) -> Option<Head> {
    let mut index = Index::absent(calendar.documents);
    index.calendar = Some(calendar.clone());
    index.words = excerpt(lexicon, form, groups);
    let query = Query {
        words: form.text.to_string(),
        ..Query::default()
    };
    let search = parse(&query.words, &NATIVE);
    alone(&query, &search).filter(|word| **word == *form.text)?;
    let window = Window {
        offset: 0,
        limit: HEAD as u32,
    };
    let found = ask(&index, &query, window, &NATIVE).ok()?;
    Some(Head {
        total: found.total,
        docs: found.docs,
        forms: found.marks.besides(&form.text),
    })
}

/// The index of nothing but a form and what begins with it.
fn excerpt(lexicon: &Lexicon, form: &Form, groups: &Groups) -> Words {
    let longer = lexicon.beginning(&form.text, Direction::Forward, &mut Vec::new());
    let forms: Vec<_> = longer.unwrap_or_default().into_iter().cloned().collect();
    let all = forms.len().max(1);
    let mut known: Vec<_> = forms
        .iter()
        .flat_map(|form| &form.groups)
        .copied()
        .collect();
    known.sort_unstable();
    known.dedup();
    let shard = |first: GroupId| {
        let groups = groups.get(&first).map(|group| vec![group.clone()]);
        Shard {
            first,
            groups: Some(groups.unwrap_or_default()),
            places: None,
        }
    };
    Words {
        forward: Lexicon::new(forms, all),
        shards: known.into_iter().map(shard).collect(),
        ..Words::default()
    }
}

/// The word that is looked for, with all that begins with it, where nothing else is asked for.
fn alone<'a>(query: &Query, search: &'a Search) -> Option<&'a str> {
    let is_bound = search.since.is_some() || search.until.is_some();
    let [clause] = search.clauses.as_slice() else {
        return None;
    };
    match clause {
        Clause {
            wanted:
                Wanted::Word {
                    word,
                    is_prefix: true,
                },
            is_excluded: false,
            in_title: false,
        } if search.labels.is_empty() && !is_bound && query.is_words() => Some(word),
        _ => None,
    }
}

fn choices(labels: &Labels, leads: &PerFacet<Vec<Lead>>) -> PerFacet<Vec<Choice>> {
    PerFacet::new(|facet| {
        let values = &labels.values[facet];
        let leads = leads[facet].iter().filter_map(|lead| {
            let value = values.get(lead.value as usize)?;
            Some(Choice::new(value, lead.count))
        });
        leads.collect()
    })
}
