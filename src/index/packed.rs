//! How do postings and places wait, in few bytes, until all documents are gathered?
//!
//! A piece is what one part of the documents says of a group. Pieces of one group stand one after
//! the other, in the order of their parts, so that to append is to merge. Numbers take as many bytes
//! as they need; what a reader gets is packed once more, by `wire`.

use crate::index::bytes::put;
use crate::index::{DocId, Group, Hit, Places};

/// The next number. These bytes were written by this very program: where there are none, it is 0.
fn take(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = byte(bytes);
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn byte(bytes: &mut &[u8]) -> u8 {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    *bytes = rest;
    *first
}

/// A hit in six bits, which are never all 0.
pub(crate) fn pack_hit(hit: Hit) -> u8 {
    hit.strength | u8::from(hit.in_title) << 5
}

pub(crate) fn unpack_hit(byte: u8) -> Hit {
    Hit {
        strength: byte & 31,
        in_title: byte >> 5 & 1 == 1,
    }
}

/// A piece in the making: documents come in their order, each before its places.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    pub documents: u32,
    /// The step to each document from the one after the last, and the hit.
    postings: Vec<u8>,
    /// For each document the number of its places, and for each the step and the form.
    places: Vec<u8>,
    next: DocId,
}

impl Piece {
    /// Takes the next document in.
    pub(crate) fn push(&mut self, doc: DocId, hit: Hit) {
        put(&mut self.postings, u64::from(doc - self.next));
        self.postings.push(pack_hit(hit));
        self.next = doc + 1;
        self.documents += 1;
    }

    /// Takes in its places, in their order, and the form in each. Of a list they are left out.
    pub(crate) fn push_places(&mut self, places: impl Iterator<Item = (u32, u32)> + Clone) {
        put(&mut self.places, places.clone().count() as u64);
        let mut before = 0;
        for (place, form) in places {
            put(&mut self.places, u64::from(place - before));
            put(&mut self.places, u64::from(form));
            before = place;
        }
    }

    /// Appends the piece and empties it, for the next group.
    pub(crate) fn finish(&mut self, to: &mut Vec<u8>) {
        put(to, u64::from(self.documents));
        put(to, self.postings.len() as u64);
        put(to, self.places.len() as u64);
        to.append(&mut self.postings);
        to.append(&mut self.places);
        (self.documents, self.next) = (0, 0);
    }
}

/// Appends what stands before a piece: the numbers that its forms have in the whole group.
pub(crate) fn put_forms(forms: &[u32], to: &mut Vec<u8>) {
    put(to, forms.len() as u64);
    forms.iter().for_each(|&form| put(to, u64::from(form)));
}

/// A piece as it is read.
struct Packed<'a> {
    documents: u32,
    forms: Vec<u32>,
    postings: &'a [u8],
    places: &'a [u8],
}

impl<'a> Packed<'a> {
    fn take(bytes: &mut &'a [u8]) -> Self {
        let forms = (0..take(bytes)).map(|_| take(bytes)).collect();
        let documents = take(bytes);
        let (postings, places) = (take(bytes) as usize, take(bytes) as usize);
        let mut cut = |length: usize| {
            let (cut, rest) = bytes.split_at(length.min(bytes.len()));
            *bytes = rest;
            cut
        };
        Self {
            documents,
            forms,
            postings: cut(postings),
            places: cut(places),
        }
    }

    fn each_hit(&mut self, mut found: impl FnMut(DocId, u8)) {
        let mut next = 0;
        for _ in 0..self.documents {
            let doc = next + take(&mut self.postings);
            found(doc, byte(&mut self.postings));
            next = doc + 1;
        }
    }

    /// Numbers say what the forms of the group, numbered as they were met, are called in the end.
    fn each_place(&mut self, numbers: &[u32], all: &mut Places) {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for _ in 0..self.documents {
            let mut place = 0;
            for _ in 0..take(&mut self.places) {
                place += take(&mut self.places);
                let form = take(&mut self.places) as usize;
                let met = self.forms.get(form).copied().unwrap_or(0) as usize;
                found.push((place, numbers.get(met).copied().unwrap_or(0)));
            }
            // What stands in one place stands there in the order of the group's forms.
            found.sort_unstable();
            for (place, form) in found.drain(..) {
                all.places.push(place);
                all.forms.push(u8::try_from(form).unwrap_or(u8::MAX));
            }
            all.ends.push(all.places.len() as u32);
        }
    }
}

/// Calls with each document of some pieces and its hit, packed.
pub(crate) fn each_hit(mut pieces: &[u8], mut found: impl FnMut(DocId, u8)) {
    while !pieces.is_empty() {
        Packed::take(&mut pieces).each_hit(&mut found);
    }
}

/// What some pieces say together. The group has these forms, and forms that were met one after the
/// other have these numbers among them.
pub(crate) fn unpack(mut pieces: &[u8], forms: Vec<Box<str>>, numbers: &[u32]) -> (Group, Places) {
    let mut group = Group {
        forms,
        ..Group::default()
    };
    let mut places = Places::default();
    while !pieces.is_empty() {
        let mut piece = Packed::take(&mut pieces);
        piece.each_hit(|doc, hit| {
            group.docs.push(doc);
            group.hits.push(unpack_hit(hit));
        });
        if !piece.places.is_empty() {
            piece.each_place(numbers, &mut places);
        }
    }
    (group, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_one_after_the_other_are_one_group() {
        let hit = Hit {
            strength: 31,
            in_title: true,
        };
        let mut bytes = Vec::new();
        let mut piece = Piece::default();
        for (first, forms) in [(3, [1, 0]), (900, [0, 1])] {
            piece.push(first, hit);
            piece.push_places([(5, 0), (5, 1), (700, 0)].into_iter());
            piece.push(first + 1, hit);
            piece.push_places([].into_iter());
            put_forms(&forms, &mut bytes);
            piece.finish(&mut bytes);
        }
        let (group, places) = unpack(&bytes, vec!["a".into(), "b".into()], &[0, 1]);
        assert_eq!(group.docs, [3, 4, 900, 901]);
        assert_eq!(group.hits, [hit; 4]);
        assert_eq!(places.ends, [3, 3, 6, 6]);
        assert_eq!(places.places, [5, 5, 700, 5, 5, 700]);
        assert_eq!(places.forms, [0, 1, 1, 0, 1, 0]);
    }

    #[test]
    fn a_number_of_any_size_comes_back() {
        for number in [0, 1, 127, 128, 1 << 20, u32::MAX] {
            let mut bytes = Vec::new();
            put(&mut bytes, u64::from(number));
            assert_eq!(take(&mut &bytes[..]), number);
        }
    }
}
