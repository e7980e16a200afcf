//! The index of facets and bounds, as bytes.
//!
//! Columns one after the other, so that a general compressor finds the likeness within each:
//!
//! ```text
//! "NRix" · documents · instant · published (the first, then each step back) · quality + 1, or 0
//! · heat in zigzag + 1, or 0 where it was not measured
//! · for each facet: values, then for each value: value, label ("" where equal), postings
//! postings: count · first document · each step to the next, less 1
//! ```

use std::rc::Rc;

use crate::index::{DocId, Facet, Index, PerFacet, Postings, Value, Values};
use crate::model::Instant;
use crate::wire::bytes::{Damaged, Reader, put, put_signed, put_text};

const MAGIC: &[u8; 4] = b"NRix";

/// The index as a file.
#[must_use]
pub fn write_index(index: &Index) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    put(&mut bytes, u64::from(index.len()));
    put_signed(&mut bytes, index.instant.seconds());
    let mut before = index.instant.seconds();
    for published in &index.published {
        put_signed(&mut bytes, before - published.seconds());
        before = published.seconds();
    }
    index.quality.iter().for_each(|quality| {
        put(
            &mut bytes,
            quality.map_or(0, |quality| u64::from(quality) + 1),
        )
    });
    index
        .heat
        .iter()
        .for_each(|heat| put(&mut bytes, heat.map_or(0, lifted)));
    Facet::ALL
        .into_iter()
        .for_each(|facet| put_values(&mut bytes, &index.facets[facet]));
    bytes
}

/// A measured heat as a number above 0, small ones of either sign small.
fn lifted(heat: i32) -> u64 {
    let heat = i64::from(heat);
    (heat << 1 ^ heat >> 63) as u64 + 1
}

fn lowered(number: u64) -> Option<i32> {
    let zigzag = number.checked_sub(1)?;
    i32::try_from((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)).ok()
}

fn put_values(bytes: &mut Vec<u8>, values: &Values) {
    put(bytes, values.len() as u64);
    for value in values {
        put_text(bytes, &value.value);
        put_text(
            bytes,
            if value.label == value.value {
                ""
            } else {
                &value.label
            },
        );
        put_postings(bytes, &value.postings);
    }
}

fn put_postings(bytes: &mut Vec<u8>, postings: &Postings) {
    put(bytes, u64::from(postings.count()));
    let mut next = 0;
    for doc in postings.docs() {
        put(bytes, u64::from(doc - next));
        next = doc + 1;
    }
}

/// The index that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_index(bytes: &[u8]) -> Result<Index, Damaged> {
    let mut from = Reader::new(bytes);
    if from.take(MAGIC.len())? != MAGIC {
        return Err(Damaged);
    }
    let len = from.count()?;
    let instant = read_instant(from.signed()?)?;
    let published = read_published(&mut from, instant, len)?;
    let quality = (0..len)
        .map(|_| Ok(from.small()?.checked_sub(1)))
        .collect::<Result<_, _>>()?;
    let heat = (0..len)
        .map(|_| Ok(lowered(from.number()?)))
        .collect::<Result<_, _>>()?;
    let mut facets = PerFacet::<Values>::default();
    for facet in Facet::ALL {
        facets[facet] = read_values(&mut from, len as u32)?;
    }
    from.end()?;
    Ok(Index {
        instant,
        published,
        quality,
        heat,
        facets,
    })
}

fn read_instant(seconds: i64) -> Result<Instant, Damaged> {
    Instant::from_seconds(seconds).ok_or(Damaged)
}

fn read_published(
    from: &mut Reader<'_>,
    instant: Instant,
    len: usize,
) -> Result<Vec<Instant>, Damaged> {
    let mut before = instant.seconds();
    let mut step = |first: bool| {
        let step = from.signed()?;
        before = before.checked_sub(step).ok_or(Damaged)?;
        if step < 0 && !first {
            Err(Damaged)
        } else {
            read_instant(before)
        }
    };
    (0..len).map(|at| step(at == 0)).collect()
}

fn read_values(from: &mut Reader<'_>, len: u32) -> Result<Values, Damaged> {
    let count = from.count()?;
    (0..count).map(|_| read_value(from, len)).collect()
}

fn read_value(from: &mut Reader<'_>, len: u32) -> Result<Value, Damaged> {
    let value: Rc<str> = from.text()?.into();
    let label = match from.text()? {
        "" => value.clone(),
        label => label.into(),
    };
    Ok(Value {
        value,
        label,
        postings: read_postings(from, len)?,
    })
}

fn read_postings(from: &mut Reader<'_>, len: u32) -> Result<Postings, Damaged> {
    let count = from.count()?;
    let mut next: DocId = 0;
    let mut step = || {
        let doc = next
            .checked_add(from.small()?)
            .filter(|&doc| doc < len)
            .ok_or(Damaged)?;
        next = doc + 1;
        Ok(doc)
    };
    Ok(Postings::new(
        len,
        (0..count).map(|_| step()).collect::<Result<_, _>>()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Facts;

    fn sample() -> Index {
        let doc = |number: u32| {
            let mut labels = PerFacet::<Vec<(Rc<str>, Rc<str>)>>::default();
            labels[Facet::Topic] = vec![(
                format!("topic {}", number % 3).into(),
                format!("Topic {}", number % 3).into(),
            )];
            labels[Facet::Type] = vec![("article".into(), "article".into())];
            Facts {
                published: Instant::from_seconds(1_663_071_240 - i64::from(number / 2) * 3600)
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
    fn an_index_survives_the_wire() {
        assert_eq!(read_index(&write_index(&sample())), Ok(sample()));
    }

    #[test]
    fn every_cut_is_noticed_and_no_altered_byte_panics() {
        let bytes = write_index(&sample());
        for cut in 0..bytes.len() {
            assert_eq!(read_index(&bytes[..cut]), Err(Damaged), "cut at {cut}");
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                let _ = read_index(&bytes);
            }
        }
    }
}
