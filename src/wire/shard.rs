//! A shard of the index of words, as bytes: its postings and its places.
//!
//! docs/format.md has the layouts. In each file all groups say the same thing one after the other, then all
//! the next, and none depends on its neighbors: so a shard can be cut at its groups, and what stays of
//! it is copied and not unpacked.

use std::ops::Range;

use crate::index::{Group, Hit, OldShard, Places, STRONGEST};
use crate::wire::bytes::{Damaged, Reader, put};
use crate::wire::index::{put_steps, read_steps};
use crate::wire::words::put_like;

const POSTINGS: &[u8; 4] = b"NRpo";
const PLACES: &[u8; 4] = b"NRpl";

/// A group on its way into a shard.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// One that was made.
    Made(&'a Group, &'a Places),
    /// The one in that place of a shard that was packed before.
    Packed(&'a PackedShard, usize),
}

/// What each group says in turn. The first three are in the postings, the others in the places.
#[derive(Clone, Copy, Debug)]
enum Column {
    Forms,
    Docs,
    Hits,
    /// How many forms and documents.
    Sizes,
    Places,
}

impl Column {
    const COUNT: usize = 5;

    fn put(self, bytes: &mut Vec<u8>, group: &Group, places: &Places) {
        match self {
            Self::Forms => put_forms(bytes, group),
            Self::Docs => put_steps(bytes, &group.docs),
            Self::Hits => bytes.extend(group.hits.iter().map(write_hit)),
            Self::Sizes => {
                put(bytes, group.forms.len() as u64);
                put(bytes, places.ends.len() as u64);
            }
            Self::Places => put_places(bytes, group.forms.len().max(1) as u64, places),
        }
    }
}

fn put_columns(kind: &[u8; 4], columns: &[Column], pieces: &[Piece<'_>]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    put(&mut bytes, pieces.len() as u64);
    for &column in columns {
        for piece in pieces {
            match *piece {
                Piece::Made(group, places) => column.put(&mut bytes, group, places),
                Piece::Packed(shard, at) => bytes.extend_from_slice(shard.column(column, at)),
            }
        }
    }
    bytes
}

/// Groups: their forms · their documents · how each holds them: strength, with 32 added where the
/// title does.
#[must_use]
pub fn write_postings(groups: &[Piece<'_>]) -> Vec<u8> {
    put_columns(
        POSTINGS,
        &[Column::Forms, Column::Docs, Column::Hits],
        groups,
    )
}

fn put_forms(bytes: &mut Vec<u8>, group: &Group) {
    put(bytes, group.forms.len() as u64);
    let mut before = "";
    for form in &group.forms {
        put_like(bytes, before, form);
        before = form;
    }
}

fn write_hit(hit: &Hit) -> u8 {
    hit.strength | u8::from(hit.in_title) << 5
}

/// The groups that a file holds.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_postings(bytes: &[u8], documents: u32) -> Result<Vec<Group>, Damaged> {
    let mut from = Reader::of(bytes, POSTINGS);
    let count = from.count();
    let mut groups: Vec<Group> = Vec::with_capacity(count);
    for _ in 0..count {
        let mut group = Group::default();
        for _ in 0..from.count() {
            let before = group.forms.last().map_or("", |form| form);
            let form = from.like(before);
            group.forms.push(form);
        }
        groups.push(group);
    }
    for group in &mut groups {
        group.docs = read_steps(&mut from, documents);
    }
    for group in &mut groups {
        let hits = from.take(group.docs.len());
        group.hits = hits.iter().map(|&hit| read_hit(hit)).collect();
    }
    from.end()?;
    Ok(groups)
}

fn read_hit(byte: u8) -> Hit {
    Hit {
        strength: byte & STRONGEST,
        in_title: byte >> 5 & 1 == 1,
    }
}

/// How many groups · for each its forms and its documents · for each document how many places, and
/// the steps between them, each times the number of forms plus which form it is.
///
/// It says again what the postings say, for the two travel at the same time.
#[must_use]
pub fn write_places(groups: &[Piece<'_>]) -> Vec<u8> {
    put_columns(PLACES, &[Column::Sizes, Column::Places], groups)
}

fn put_places(bytes: &mut Vec<u8>, forms: u64, places: &Places) {
    for at in 0..places.ends.len() {
        put(bytes, places.of(at).count() as u64);
        let mut before = 0;
        for (place, form) in places.of(at) {
            let form = u64::from(form).min(forms - 1);
            put(bytes, u64::from(place - before) * forms + form);
            before = place;
        }
    }
}

/// The places that a file holds, of the groups of its shard.
///
/// # Errors
///
/// Whatever this version would not have written.
pub fn read_places(bytes: &[u8]) -> Result<Vec<Places>, Damaged> {
    let mut from = Reader::of(bytes, PLACES);
    let count = from.count();
    let mut sizes = Vec::with_capacity(count);
    for _ in 0..count {
        sizes.push((from.number().max(1), from.count()));
    }
    let mut all = Vec::with_capacity(count);
    for (forms, documents) in sizes {
        let mut places = Places::default();
        for _ in 0..documents {
            let mut place: u32 = 0;
            for _ in 0..from.count() {
                let both = from.number();
                let step = u32::try_from(both / forms).ok();
                place = from.sound(step.and_then(|step| place.checked_add(step)));
                places.places.push(place);
                places.forms.push((both % forms).min(255) as u8);
            }
            places.ends.push(places.places.len() as u32);
        }
        all.push(places);
    }
    from.end()?;
    Ok(all)
}

/// A shard as its two files hold it, cut at its groups.
#[derive(Debug)]
pub struct PackedShard {
    postings: Vec<u8>,
    places: Vec<u8>,
    /// Documents of the index.
    documents: u32,
    /// Where each group says what.
    cuts: [Vec<Range<usize>>; Column::COUNT],
}

impl PackedShard {
    /// Of the two files of one shard.
    ///
    /// # Errors
    ///
    /// Files that are no postings or no places, that are cut off, or that disagree on how many groups
    /// there are. What these say is checked when they are unpacked.
    pub fn new(postings: Vec<u8>, places: Vec<u8>, documents: u32) -> Result<Self, Damaged> {
        let [forms, docs, hits] = cut_postings(&postings)?;
        let [sizes, placed] = cut_places(&places)?;
        if forms.len() != sizes.len() {
            return Err(Damaged);
        }
        Ok(Self {
            postings,
            places,
            documents,
            cuts: [forms, docs, hits, sizes, placed],
        })
    }

    fn column(&self, column: Column, at: usize) -> &[u8] {
        let bytes = match column {
            Column::Forms | Column::Docs | Column::Hits => &self.postings,
            Column::Sizes | Column::Places => &self.places,
        };
        let range = self.cuts[column as usize].get(at).cloned();
        bytes.get(range.unwrap_or_default()).unwrap_or_default()
    }

    /// The group in that place, counted from 0, without its places.
    ///
    /// # Errors
    ///
    /// Whatever this version would not have written, and a place without a group.
    pub fn postings(&self, at: usize) -> Result<Group, Damaged> {
        // A shard of this group alone is read like any other.
        let alone = write_postings(&[Piece::Packed(self, at)]);
        let groups = read_postings(&alone, self.documents)?;
        groups.into_iter().next().ok_or(Damaged)
    }
}

impl OldShard for PackedShard {
    fn group(&self, at: usize) -> Result<(Group, Places), Damaged> {
        let places = read_places(&write_places(&[Piece::Packed(self, at)]))?;
        let places = places.into_iter().next().ok_or(Damaged)?;
        Ok((self.postings(at)?, places))
    }
}

fn cut_postings(bytes: &[u8]) -> Result<[Vec<Range<usize>>; 3], Damaged> {
    let mut from = Reader::of(bytes, POSTINGS);
    let count = from.count();
    let forms = cuts(bytes, &mut from, count, |from, _| {
        for _ in 0..from.count() {
            from.skip(1);
            let length = from.count();
            from.take(length);
        }
    });
    let mut documents = Vec::with_capacity(count);
    let docs = cuts(bytes, &mut from, count, |from, _| {
        let own = from.count();
        from.skip(own);
        documents.push(own);
    });
    let hits = cuts(bytes, &mut from, count, |from, at| {
        from.take(documents[at]);
    });
    from.end().map(|()| [forms, docs, hits])
}

fn cut_places(bytes: &[u8]) -> Result<[Vec<Range<usize>>; 2], Damaged> {
    let mut from = Reader::of(bytes, PLACES);
    let count = from.count();
    let mut documents = Vec::with_capacity(count);
    let sizes = cuts(bytes, &mut from, count, |from, _| {
        from.skip(1);
        documents.push(from.count());
    });
    let places = cuts(bytes, &mut from, count, |from, at| {
        for _ in 0..documents[at] {
            let own = from.count();
            from.skip(own);
        }
    });
    from.end().map(|()| [sizes, places])
}

/// Where each of so many groups stands that are read one after the other.
fn cuts<'a>(
    bytes: &'a [u8],
    from: &mut Reader<'a>,
    count: usize,
    mut read: impl FnMut(&mut Reader<'a>, usize),
) -> Vec<Range<usize>> {
    let cut = |at| {
        let start = bytes.len() - from.left();
        read(from, at);
        start..bytes.len() - from.left()
    };
    (0..count).map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::bytes::survives;

    fn groups() -> Vec<(Group, Places)> {
        let group = |number: u32| {
            let docs: Vec<u32> = (0..700).filter(|doc| doc % (number + 1) == 0).collect();
            let hit = |doc: &u32| Hit {
                strength: (doc % 31) as u8 + 1,
                in_title: doc.is_multiple_of(3),
            };
            let mut places = Places::default();
            for doc in &docs {
                places.places.extend([doc % 5, doc % 5 + 200]);
                places.forms.extend([0, (number % 2) as u8]);
                places.ends.push(places.places.len() as u32);
            }
            let group = Group {
                forms: vec![
                    format!("größe{number}").into(),
                    format!("größer{number}").into(),
                ],
                hits: docs.iter().map(hit).collect(),
                docs,
            };
            (group, places)
        };
        let list = Group {
            forms: Vec::new(),
            ..group(3).0
        };
        (20..40)
            .map(group)
            .chain([(list, Places::default())])
            .collect()
    }

    fn made(groups: &[(Group, Places)]) -> Vec<Piece<'_>> {
        let pieces = groups.iter();
        pieces
            .map(|(group, places)| Piece::Made(group, places))
            .collect()
    }

    #[test]
    fn a_shard_survives_the_wire_and_no_altered_byte_panics() {
        let both = groups();
        let written = (write_postings(&made(&both)), write_places(&made(&both)));
        let (groups, places): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        survives(&written.0, |bytes| read_postings(bytes, 700), &groups);
        survives(&written.1, read_places, &places);
    }

    fn packed(groups: &[(Group, Places)]) -> PackedShard {
        let pieces = made(groups);
        PackedShard::new(write_postings(&pieces), write_places(&pieces), 700).unwrap()
    }

    #[test]
    fn each_group_of_a_packed_shard_can_be_unpacked() {
        let groups = groups();
        let packed = packed(&groups);
        for (at, group) in groups.iter().enumerate() {
            assert_eq!(packed.group(at).as_ref(), Ok(group));
        }
        assert_eq!(packed.group(groups.len()), Err(Damaged));
    }

    #[test]
    fn what_is_copied_from_packed_shards_is_what_was_made() {
        let groups = groups();
        let (first, second) = (packed(&groups[..9]), packed(&groups[9..]));
        let (other, own) = &groups[15];
        let mixed: Vec<_> = (0..9)
            .map(|at| Piece::Packed(&first, at))
            .chain((0..6).map(|at| Piece::Packed(&second, at)))
            .chain([Piece::Made(other, own)])
            .chain((7..12).map(|at| Piece::Packed(&second, at)))
            .collect();
        assert_eq!(write_postings(&mixed), write_postings(&made(&groups)));
        assert_eq!(write_places(&mixed), write_places(&made(&groups)));
    }

    #[test]
    fn files_that_do_not_belong_together_are_no_shard() {
        let groups = groups();
        let pieces = made(&groups);
        let (postings, places) = (write_postings(&pieces), write_places(&pieces));
        let shard = |postings: &[u8], places: &[u8]| {
            let made = PackedShard::new(postings.to_vec(), places.to_vec(), 700);
            made.map(|shard| shard.cuts)
        };
        assert!(shard(&postings, &write_places(&pieces[1..])).is_err());
        assert!(shard(&places, &postings).is_err());
        for cut in 0..postings.len() {
            assert!(shard(&postings[..cut], &places).is_err(), "cut at {cut}");
        }
        for cut in 0..places.len() {
            assert!(shard(&postings, &places[..cut]).is_err(), "cut at {cut}");
        }
    }
}
