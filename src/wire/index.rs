//! What is asked of documents without their words, as bytes: calendar, labels, scores.
//!
//! Columns one after the other, so that a general compressor finds the likeness within each.
//! docs/format.md has the layouts.

use std::rc::Rc;

use crate::index::{Calendar, DocId, Facet, PerFacet, Postings, Scores, Value, Values};
use crate::model::{Day, Instant};
use crate::wire::bytes::{Damaged, Reader, put, put_signed, put_text};

const CALENDAR: &[u8; 4] = b"NRca";
const FACETS: &[u8; 4] = b"NRfa";
const SCORES: &[u8; 4] = b"NRsc";

/// Instant · documents · days: steps back from the one before · documents of each.
#[must_use]
pub fn write_calendar(calendar: &Calendar) -> Vec<u8> {
    let mut bytes = CALENDAR.to_vec();
    put_signed(&mut bytes, calendar.instant.seconds());
    put(&mut bytes, u64::from(calendar.documents));
    put(&mut bytes, calendar.days.len() as u64);
    let mut before = calendar.instant.day().number();
    for (day, _) in &calendar.days {
        put_signed(&mut bytes, before - day.number());
        before = day.number();
    }
    let ends = calendar.days.iter().skip(1).map(|&(_, first)| first);
    let ends = ends.chain([calendar.documents]);
    for ((_, first), end) in calendar.days.iter().zip(ends) {
        put(&mut bytes, u64::from(end - first));
    }
    bytes
}

/// The calendar that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_calendar(bytes: &[u8]) -> Result<Calendar, Damaged> {
    let mut from = Reader::of(bytes, CALENDAR);
    let instant = Instant::from_seconds(from.signed()).ok_or(Damaged)?;
    let documents = from.small();
    let count = from.count();
    let mut number = instant.day().number();
    let mut days: Vec<(Day, DocId)> = Vec::with_capacity(count);
    for at in 0..count {
        let step = from.signed();
        number = number.checked_sub(step).ok_or(Damaged)?;
        let day = Day::from_number(number).filter(|_| at == 0 || step > 0);
        days.push((day.ok_or(Damaged)?, 0));
    }
    let mut first: DocId = 0;
    for (_, start) in &mut days {
        *start = first;
        let own = from.small();
        first = first.checked_add(own).filter(|_| own > 0).ok_or(Damaged)?;
    }
    from.end()?;
    if first != documents {
        return Err(Damaged);
    }
    Ok(Calendar {
        instant,
        documents,
        days,
    })
}

/// For each facet its values: value, label or "" where they are equal; then how many of them each document
/// bears; then which, document by document: the first, and the steps to the others, less 1.
///
/// Values are numbered by frequency, so most numbers are small: a compressor makes less of this than of
/// a list of documents for each value.
#[must_use]
pub fn write_facets(facets: &PerFacet<Values>, documents: u32) -> Vec<u8> {
    let mut bytes = FACETS.to_vec();
    for (_, values) in facets.iter() {
        put(&mut bytes, values.len() as u64);
        for value in values {
            let label = if value.label == value.value {
                ""
            } else {
                &value.label
            };
            put_text(&mut bytes, &value.value);
            put_text(&mut bytes, label);
        }
        let borne = borne(values, documents);
        for numbers in &borne {
            put(&mut bytes, numbers.len() as u64);
        }
        for numbers in &borne {
            let mut next = 0;
            for number in numbers {
                put(&mut bytes, number - next);
                next = number + 1;
            }
        }
    }
    bytes
}

/// For each document the numbers of its values, ascending.
fn borne(values: &Values, documents: u32) -> Vec<Vec<u64>> {
    let mut borne = vec![Vec::new(); documents as usize];
    for (number, value) in values.iter().enumerate() {
        for doc in value.postings.docs() {
            borne[doc as usize].push(number as u64);
        }
    }
    borne
}

/// The labels that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_facets(bytes: &[u8], documents: u32) -> Result<PerFacet<Values>, Damaged> {
    let mut from = Reader::of(bytes, FACETS);
    let mut facets = PerFacet::<Values>::default();
    for facet in Facet::ALL {
        facets[facet] = read_values(&mut from, documents);
    }
    from.end()?;
    Ok(facets)
}

fn read_values(from: &mut Reader<'_>, documents: u32) -> Values {
    let count = from.count();
    let mut labels: Vec<(Rc<str>, Rc<str>)> = Vec::with_capacity(count);
    for _ in 0..count {
        let value: Rc<str> = from.text().into();
        let label = match from.text() {
            "" => value.clone(),
            label => label.into(),
        };
        labels.push((value, label));
    }
    let docs = read_borne(from, documents, count);
    let mut values = Values::with_capacity(count);
    for ((value, label), docs) in labels.into_iter().zip(docs) {
        values.push(Value {
            value,
            label,
            postings: Postings::new(documents, docs),
        });
    }
    values
}

/// For each of so many values the documents that bear it, ascending.
fn read_borne(from: &mut Reader<'_>, documents: u32, values: usize) -> Vec<Vec<DocId>> {
    let documents = from.possible(u64::from(documents));
    let mut counts = Vec::with_capacity(documents);
    for _ in 0..documents {
        counts.push(from.number());
    }
    let mut docs: Vec<Vec<DocId>> = vec![Vec::new(); values];
    for (doc, count) in counts.into_iter().enumerate() {
        let mut next: usize = 0;
        for _ in 0..from.possible(count) {
            let number = next.saturating_add(from.small() as usize);
            from.require(number < values);
            if let Some(docs) = docs.get_mut(number) {
                docs.push(doc as DocId);
            }
            next = number.saturating_add(1);
        }
    }
    docs
}

/// Qualities, each more by one and 0 where it is not known; heats likewise.
#[must_use]
pub fn write_scores(scores: &Scores) -> Vec<u8> {
    let mut bytes = SCORES.to_vec();
    for quality in &scores.quality {
        let lifted = quality.map_or(0, |quality| u64::from(quality) + 1);
        put(&mut bytes, lifted);
    }
    for heat in &scores.heat {
        // Small ones of either sign in few bytes, and one more than that.
        let heat = heat.map(i64::from);
        let lifted = heat.map_or(0, |heat| (heat << 1 ^ heat >> 63) as u64 + 1);
        put(&mut bytes, lifted);
    }
    bytes
}

/// The scores that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_scores(bytes: &[u8], documents: u32) -> Result<Scores, Damaged> {
    let mut from = Reader::of(bytes, SCORES);
    let mut scores = Scores::default();
    for _ in 0..from.possible(u64::from(documents)) {
        scores.quality.push(from.small().checked_sub(1));
    }
    for _ in 0..from.possible(u64::from(documents)) {
        let zigzag = from.number().checked_sub(1);
        let heat = zigzag
            .and_then(|zigzag| i32::try_from((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)).ok());
        scores.heat.push(heat);
    }
    from.end()?;
    Ok(scores)
}

/// Ascending documents: how many, the first, and each step to the next, less 1.
pub(crate) fn put_steps(bytes: &mut Vec<u8>, docs: &[DocId]) {
    put(bytes, docs.len() as u64);
    let mut next = 0;
    for &doc in docs {
        put(bytes, u64::from(doc - next));
        next = doc + 1;
    }
}

pub(crate) fn read_steps(from: &mut Reader<'_>, documents: u32) -> Vec<DocId> {
    let count = from.count();
    let mut docs = Vec::with_capacity(count);
    let mut next: DocId = 0;
    for _ in 0..count {
        let doc = next.checked_add(from.small());
        let doc = from.sound(doc.filter(|&doc| doc < documents));
        docs.push(doc);
        next = doc + 1;
    }
    docs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Facts, Index};
    use crate::wire::bytes::survives;

    fn sample() -> Index {
        let doc = |number: u32| {
            let mut labels = PerFacet::<Vec<(Rc<str>, Rc<str>)>>::default();
            labels[Facet::Topic] = vec![(
                format!("topic {}", number % 3).into(),
                format!("Topic {}", number % 3).into(),
            )];
            labels[Facet::Type] = vec![("article".into(), "article".into())];
            Facts {
                published: Instant::from_seconds(1_663_071_240 - i64::from(number / 2) * 36_000)
                    .unwrap(),
                quality: (!number.is_multiple_of(4)).then_some(number * 7),
                heat: (!number.is_multiple_of(3)).then_some(40 - number as i32),
                labels,
            }
        };
        let docs: Vec<_> = (0..100).map(doc).collect();
        Index::new(docs[0].published, &docs)
    }

    #[test]
    fn columns_survive_the_wire_and_no_altered_byte_panics() {
        let index = sample();
        let calendar = index.calendar().unwrap();
        survives(&write_calendar(calendar), read_calendar, calendar);
        let facets = index.facets().unwrap();
        survives(
            &write_facets(facets, 100),
            |bytes| read_facets(bytes, 100),
            facets,
        );
        let scores = index.scores().unwrap();
        survives(
            &write_scores(scores),
            |bytes| read_scores(bytes, 100),
            scores,
        );
    }
}
