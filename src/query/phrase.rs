//! Which documents hold these words side by side?

use crate::index::{DocId, Form, Group, Hit, Part, Places, TITLE_END, Words, ascending};
use crate::query::words::found;

/// The documents that hold a phrase, each time with the strength of its strongest word; `None` where some
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
    let mut standing: Vec<Standing<'_>> = Vec::new();
    for ((distance, word), form) in phrase.iter().zip(forms) {
        standing.push(Standing::of(words, word, form, *distance, lacking));
    }
    // The rarest first: where it does not stand, nobody looks for the others.
    let by_count = ascending(standing.iter().map(Standing::count));
    let mut by_count = by_count.into_iter().filter_map(|at| standing.get(at));
    let mut starts = by_count.next().map(Standing::starts).unwrap_or_default();
    for other in by_count {
        starts.retain_mut(|start| other.goes_on(start));
    }
    (lacking.len() == before).then(|| hits(&starts, in_title))
}

/// What of them counts. A document may come more than once.
fn hits(starts: &[Start], in_title: bool) -> Vec<(DocId, Hit)> {
    let mut found = Vec::new();
    for start in starts {
        let hit = Hit {
            strength: start.strength,
            in_title: start.place < TITLE_END,
        };
        if hit.in_title || !in_title {
            found.push((start.doc, hit));
        }
    }
    found
}

/// Where a phrase begins.
#[derive(Clone, Copy)]
struct Start {
    doc: DocId,
    place: u32,
    strength: u8,
}

/// Where one word of a phrase stands.
struct Standing<'a> {
    /// Words after the first of the phrase.
    distance: u32,
    /// The groups that it is a form of, and which form of each it is.
    groups: Vec<(&'a Group, &'a Places, usize)>,
}

impl<'a> Standing<'a> {
    /// Of what is here, all the rest being noted.
    fn of(
        words: &'a Words,
        word: &str,
        form: &Form,
        distance: u32,
        lacking: &mut Vec<Part>,
    ) -> Self {
        let mut groups = Vec::new();
        for &id in &form.groups {
            let group = words.group(id).map_err(|part| lacking.push(part));
            let places = words.places(id).map_err(|part| lacking.push(part));
            if let (Ok(Some(group)), Ok(Some(places))) = (group, places)
                && let Some(number) = group.forms.iter().position(|form| **form == *word)
            {
                groups.push((group, places, number));
            }
        }
        Self { distance, groups }
    }

    fn count(&self) -> u64 {
        let counts = self
            .groups
            .iter()
            .map(|(group, ..)| group.docs.len() as u64);
        counts.sum()
    }

    /// Where the phrase would begin, by the place of this word; each document's together.
    fn starts(&self) -> Vec<Start> {
        let mut starts = Vec::new();
        for (group, places, number) in &self.groups {
            for (at, (&doc, hit)) in group.docs.iter().zip(&group.hits).enumerate() {
                for (place, form) in places.of(at) {
                    let start = place.checked_sub(self.distance);
                    if let Some(place) = start.filter(|_| usize::from(form) == *number) {
                        starts.push(Start {
                            doc,
                            place,
                            strength: hit.strength,
                        });
                    }
                }
            }
        }
        starts
    }

    /// Whether this word stands where a phrase that begins there has it.
    fn goes_on(&self, start: &mut Start) -> bool {
        for (group, places, number) in &self.groups {
            let Ok(at) = group.docs.binary_search(&start.doc) else {
                continue;
            };
            let wanted = (start.place.saturating_add(self.distance), *number);
            let mut own = places
                .of(at)
                .map(|(place, form)| (place, usize::from(form)));
            if own.any(|standing| standing == wanted) {
                let strength = group.hits.get(at).map_or(0, |hit| hit.strength);
                start.strength = start.strength.max(strength);
                return true;
            }
        }
        false
    }
}
