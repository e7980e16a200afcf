//! Which documents hold these words side by side?

use crate::index::{DocId, Form, Hit, Part, TITLE_END, Words, ascending};
use crate::query::words::found;

/// The documents that hold a phrase, each with the strength of its strongest word; `None` where some
/// of it is lacking, which is then noted as far as it can be named now.
pub(crate) fn find(
    words: &Words,
    phrase: &[(u32, String)],
    in_title: bool,
    lacking: &mut Vec<Part>,
) -> Option<Vec<(DocId, Hit)>> {
    let (mut forms, before) = (Vec::new(), lacking.len());
    for (_, word) in phrase {
        match found(words, word, lacking)? {
            Some(form) => forms.push(form),
            None => return Some(Vec::new()),
        }
    }
    let mut starts: Option<Vec<Start>> = None;
    for ((distance, word), form) in phrase.iter().zip(forms) {
        let own = starts_of(words, word, form, *distance, lacking);
        starts = Some(match starts {
            Some(starts) => common(&starts, &own),
            None => own,
        });
    }
    (lacking.len() == before).then(|| hits(&starts.unwrap_or_default(), in_title))
}

/// Each document once, with the better of its hits.
fn hits(starts: &[Start], in_title: bool) -> Vec<(DocId, Hit)> {
    let mut found: Vec<(DocId, Hit)> = Vec::new();
    for start in starts {
        let hit = Hit {
            strength: start.strength,
            in_title: start.place < TITLE_END,
        };
        match found.last_mut() {
            _ if in_title && !hit.in_title => {}
            Some((doc, known)) if *doc == start.doc => *known = known.or(hit),
            _ => found.push((start.doc, hit)),
        }
    }
    found
}

/// Where a phrase would begin for one of its words to stand where it stands.
#[derive(Clone, Copy)]
struct Start {
    doc: DocId,
    place: u32,
    strength: u8,
}

impl Start {
    fn key(self) -> (DocId, u32) {
        (self.doc, self.place)
    }
}

/// Ascending; of what is here, all the rest being noted.
fn starts_of(
    words: &Words,
    word: &str,
    form: &Form,
    distance: u32,
    lacking: &mut Vec<Part>,
) -> Vec<Start> {
    let mut starts = Vec::new();
    for &id in &form.groups {
        let group = words.group(id).map_err(|part| lacking.push(part));
        let places = words.places(id).map_err(|part| lacking.push(part));
        let (Ok(Some(group)), Ok(Some(places))) = (group, places) else {
            continue;
        };
        let number = group.forms.iter().position(|form| **form == *word);
        for (at, (&doc, hit)) in group.docs.iter().zip(&group.hits).enumerate() {
            for (place, form) in places.of(at) {
                let start = place.checked_sub(distance);
                if let Some(place) = start.filter(|_| Some(usize::from(form)) == number) {
                    starts.push(Start {
                        doc,
                        place,
                        strength: hit.strength,
                    });
                }
            }
        }
    }
    if form.groups.len() < 2 {
        return starts;
    }
    let keys = starts
        .iter()
        .map(|start| u64::from(start.doc) << 32 | u64::from(start.place));
    let places = ascending(keys).into_iter();
    places.filter_map(|at| starts.get(at).copied()).collect()
}

/// Those that stand in both, each with the greater strength.
fn common(a: &[Start], b: &[Start]) -> Vec<Start> {
    let mut found = Vec::new();
    let mut rest = b;
    for start in a {
        while let [other, after @ ..] = rest
            && other.key() < start.key()
        {
            rest = after;
        }
        if let Some(other) = rest.first().filter(|other| other.key() == start.key()) {
            found.push(Start {
                strength: start.strength.max(other.strength),
                ..*start
            });
        }
    }
    found
}
