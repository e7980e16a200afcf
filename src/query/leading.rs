//! Which values lead, where counting all would take too much?

use crate::index::{Index, Labels, Part, PerFacet, Tally};
use crate::query::matches::Asked;
use crate::query::parse::{Clause, Search, Wanted, parse};
use crate::query::{Choice, Query};
use crate::text::Folding;

/// The values of each facet that lead the answer to a query, with their exact counts, as they were
/// counted at the build; `None` where they were not. They are the first of what [`crate::query::ask`]
/// counts, without nearly all labels.
///
/// # Errors
///
/// The parts of the index that this needs and that are not here.
pub fn leading(
    index: &Index,
    query: &Query,
    folding: &Folding,
) -> Option<Result<PerFacet<Vec<Choice>>, Vec<Part>>> {
    if !query.without(Asked::Words).is_everything() {
        return None;
    }
    let search = parse(&query.words, folding);
    let (word, labels) = (alone(&search)?, index.labels.as_ref()?);
    match index.words.tally(word) {
        Ok(tally) => tally.map(|tally| Ok(choices(labels, tally))),
        Err(part) => Some(Err(vec![part])),
    }
}

/// The word that is looked for, with all that begins with it, where nothing else is.
fn alone(search: &Search) -> Option<&str> {
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
        } if search.labels.is_empty() && !is_bound => Some(word),
        _ => None,
    }
}

fn choices(labels: &Labels, tally: &Tally) -> PerFacet<Vec<Choice>> {
    PerFacet::new(|facet| {
        let values = &labels.values[facet];
        let leads = tally[facet].iter().filter_map(|lead| {
            let value = values.get(lead.value as usize)?;
            Some(Choice::new(value, lead.count))
        });
        leads.collect()
    })
}
