//! What is asked of documents without their words, as bytes: calendar, labels, scores.
//!
//! Columns one after the other, so that a general compressor finds the likeness within each.
//! docs/format.md has the layouts.

use std::rc::Rc;

use crate::index::{
    Borne, Calendar, DocId, Facet, Labels, PerFacet, Scores, Stretch, Value, Values,
};
use crate::model::{Day, Instant};
use crate::wire::Hash;
use crate::wire::bytes::{Damaged, Reader, put, put_signed, put_text};

const CALENDAR: &[u8; 4] = b"NRca";
const FACETS: &[u8; 4] = b"NRfa";
const LABELS: &[u8; 4] = b"NRlb";
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

/// For each facet its values: value, label or "" where they are equal, documents · documents in a stretch ·
/// the files of the stretches, or none and the stretch itself where there is but one.
#[must_use]
pub fn write_facets(labels: &Labels, files: &[Hash]) -> Vec<u8> {
    let mut bytes = FACETS.to_vec();
    for (_, values) in labels.values.iter() {
        put(&mut bytes, values.len() as u64);
        for value in values {
            let is_own = value.label == value.value;
            put_text(&mut bytes, &value.value);
            put_text(&mut bytes, if is_own { "" } else { &value.label });
            put(&mut bytes, u64::from(value.documents));
        }
    }
    put(&mut bytes, u64::from(labels.per_stretch));
    put(&mut bytes, files.len() as u64);
    files.iter().for_each(|hash| bytes.extend(hash));
    if let ([], [Some(stretch)]) = (files, &*labels.stretches) {
        put_stretch(&mut bytes, stretch);
    }
    bytes
}

/// A stretch in a file of its own.
#[must_use]
pub fn write_labels(stretch: &Stretch) -> Vec<u8> {
    let mut bytes = LABELS.to_vec();
    put_stretch(&mut bytes, stretch);
    bytes
}

/// For each facet how many values each document bears; then which, document by document: the first, and
/// the steps to the others, less 1.
///
/// Values are numbered by frequency, so most numbers are small: a compressor makes less of this than of
/// a list of documents for each value.
fn put_stretch(bytes: &mut Vec<u8>, stretch: &Stretch) {
    for (_, borne) in stretch.iter() {
        let docs = || (0..borne.ends.len() as u32).map(|doc| borne.of(doc));
        docs().for_each(|values| put(bytes, values.len() as u64));
        for values in docs() {
            let mut next = 0;
            for value in values {
                put(bytes, u64::from(value - next));
                next = value + 1;
            }
        }
    }
}

/// What labels there are, and the files of the stretches where these are not in the same file.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_facets(bytes: &[u8], documents: u32) -> Result<(Labels, Vec<Hash>), Damaged> {
    let mut from = Reader::of(bytes, FACETS);
    let mut values = PerFacet::<Values>::default();
    for facet in Facet::ALL {
        values[facet] = read_values(&mut from);
    }
    let per_stretch = from.small();
    from.require(per_stretch > 0);
    let mut files = Vec::new();
    for _ in 0..from.count() {
        files.push(from.hash());
    }
    let count = documents.div_ceil(per_stretch.max(1)) as usize;
    let mut stretches = vec![None; files.len()];
    if files.is_empty() && count == 1 {
        stretches.push(Some(read_stretch(&mut from, &values, documents)));
    }
    from.require(stretches.len() == count);
    from.end()?;
    let labels = Labels {
        values,
        documents,
        per_stretch,
        stretches,
    };
    Ok((labels, files))
}

fn read_values(from: &mut Reader<'_>) -> Values {
    let count = from.count();
    let mut values = Values::with_capacity(count);
    for _ in 0..count {
        let value: Rc<str> = from.text().into();
        let label = match from.text() {
            "" => value.clone(),
            label => label.into(),
        };
        let documents = from.small();
        values.push(Value {
            value,
            label,
            documents,
        });
    }
    values
}

/// The stretch with that number.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_labels(bytes: &[u8], labels: &Labels, number: u32) -> Result<Stretch, Damaged> {
    let mut from = Reader::of(bytes, LABELS);
    let before = number.saturating_mul(labels.per_stretch);
    let documents = labels.documents.saturating_sub(before);
    let documents = documents.min(labels.per_stretch);
    let stretch = read_stretch(&mut from, &labels.values, documents);
    from.end()?;
    Ok(stretch)
}

fn read_stretch(from: &mut Reader<'_>, values: &PerFacet<Values>, documents: u32) -> Stretch {
    PerFacet::new(|facet| read_borne(from, values[facet].len() as u32, documents))
}

fn read_borne(from: &mut Reader<'_>, values: u32, documents: u32) -> Borne {
    let documents = from.possible(u64::from(documents));
    let mut borne = Borne::default();
    let mut end: u32 = 0;
    for _ in 0..documents {
        end = end.saturating_add(from.small());
        borne.ends.push(end);
    }
    let count = from.possible(u64::from(end));
    borne.values.reserve(count);
    let mut start = 0;
    for &end in &borne.ends {
        let mut next: u32 = 0;
        for _ in start..end.min(count as u32) {
            let value = next.saturating_add(from.small());
            from.require(value < values);
            borne.values.push(value);
            next = value.saturating_add(1);
        }
        start = end;
    }
    borne
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

    #[test]
    fn stretches_survive_the_wire_apart() {
        let mut labels = sample().labels.unwrap();
        labels.per_stretch = 60;
        let stretch = |docs: std::ops::Range<u32>| {
            PerFacet::new(|facet| {
                let whole = labels.stretches[0].as_ref().unwrap();
                let mut borne = Borne::default();
                for doc in docs.clone() {
                    borne.values.extend(whole[facet].of(doc));
                    borne.ends.push(borne.values.len() as u32);
                }
                borne
            })
        };
        let stretches = [stretch(0..60), stretch(60..100)];
        let files = vec![[1; 32], [2; 32]];
        let bytes = write_facets(&labels, &files);
        labels.stretches = vec![None, None];
        let read = |bytes: &[u8]| read_facets(bytes, 100);
        survives(&bytes, read, &(labels.clone(), files));
        for (number, stretch) in stretches.iter().enumerate() {
            let read = |bytes: &[u8]| read_labels(bytes, &labels, number as u32);
            survives(&write_labels(stretch), read, stretch);
        }
    }

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
        let labels = index.labels().unwrap();
        survives(
            &write_facets(labels, &[]),
            |bytes| read_facets(bytes, 100),
            &(labels.clone(), vec![]),
        );
        let scores = index.scores().unwrap();
        survives(
            &write_scores(scores),
            |bytes| read_scores(bytes, 100),
            scores,
        );
    }
}
