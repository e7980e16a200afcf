//! Which documents hold the words, and how strongly?

use crate::index::{
    ANY, Bitset, Direction, DocId, Form, Group, GroupId, Hit, Part, SHORT, STRONGEST, Words,
};
use crate::query::marks::Marks;
use crate::query::parse::{Clause, Search, Wanted};
use crate::query::{phrase, typo};

/// What an index says of the words of a search.
#[derive(Debug)]
pub(crate) struct Spoken {
    /// The documents that hold all that must be held, and nothing that must not.
    pub(crate) docs: Bitset,
    /// For each wanted word how strongly every document speaks of it.
    pub(crate) strengths: Vec<Strengths>,
    /// What to mark in the text of a hit.
    pub(crate) marks: Marks,
    /// Words that do not occur, each with the form that was taken for it.
    pub(crate) corrected: Vec<(String, String)>,
}

/// How strongly every document speaks of one word.
#[derive(Clone, Debug)]
pub(crate) struct Strengths {
    /// One byte a document: 0 where it does not hold the word, else its strength times the
    /// certainty that this is the word that was meant, with [`IN_TITLE`] added.
    levels: Vec<u8>,
    /// Those that hold it.
    docs: Bitset,
    pub(crate) count: u32,
}

/// Marks a level whose document holds the word in its title.
const IN_TITLE: u8 = 0x80;
/// The word itself or another of its stem.
const CERTAIN: u8 = 4;
/// A word that begins with it, or that it may be a slip of.
const LIKELY: u8 = 3;

impl Strengths {
    fn none(documents: u32) -> Self {
        Self {
            levels: vec![0; documents as usize],
            docs: Bitset::none(documents),
            count: 0,
        }
    }

    /// Takes a document in. The better of two counts.
    pub(crate) fn add(&mut self, doc: DocId, hit: Hit, certainty: u8) {
        if let Some(level) = self.levels.get_mut(doc as usize) {
            let known = *level;
            let strength =
                (known & !IN_TITLE).max(hit.strength.saturating_mul(certainty) & !IN_TITLE);
            *level = strength | known & IN_TITLE | if hit.in_title { IN_TITLE } else { 0 };
            if known == 0 && *level != 0 {
                self.docs.insert(doc);
                self.count += 1;
            }
        }
    }

    fn add_group(&mut self, group: &Group, certainty: u8, in_title: bool) {
        for (&doc, &hit) in group.docs.iter().zip(&group.hits) {
            if hit.in_title || !in_title {
                self.add(doc, hit, certainty);
            }
        }
    }

    /// The strength of a document that speaks of nothing else.
    pub(crate) const MOST: f64 = (STRONGEST * CERTAIN) as f64;

    /// From 0 for a document that does not hold the word to [`Self::MOST`], and whether its title does.
    pub(crate) fn of(&self, doc: DocId) -> (f64, bool) {
        let level = self.levels.get(doc as usize).copied().unwrap_or(0);
        (f64::from(level & !IN_TITLE), level & IN_TITLE != 0)
    }
}

/// Looks the words of a search up; `None` where some of it is lacking.
///
/// All parts that are lacking and can be named now are noted. Which documents a word is in is known
/// only once it is known which words occur, so this may have to be asked three times.
pub(crate) fn spoken(
    words: &Words,
    documents: u32,
    search: &Search,
    lacking: &mut Vec<Part>,
) -> Option<Spoken> {
    let mut spoken = Spoken {
        docs: Bitset::range(documents, 0..documents),
        strengths: Vec::new(),
        marks: Marks::default(),
        corrected: Vec::new(),
    };
    let mut is_whole = true;
    for clause in &search.clauses {
        is_whole &= spoken.hear(words, documents, clause, lacking).is_some();
    }
    is_whole.then_some(spoken)
}

impl Spoken {
    /// Takes a clause in; `None` where some of it is lacking.
    fn hear(
        &mut self,
        words: &Words,
        documents: u32,
        clause: &Clause,
        lacking: &mut Vec<Part>,
    ) -> Option<()> {
        let mut strengths = Strengths::none(documents);
        match &clause.wanted {
            Wanted::Word { word, is_prefix } => {
                let meant = meant(words, word, *is_prefix, clause.is_excluded, lacking)?;
                let groups = groups(words, &meant.groups, lacking)?;
                for (group, certainty) in &groups {
                    strengths.add_group(group, *certainty, clause.in_title);
                }
                if !clause.is_excluded {
                    self.marks.add_word(word, &meant, &groups);
                    self.corrected
                        .extend(meant.correction.map(|form| (word.clone(), form)));
                }
            }
            Wanted::Phrase(phrase) => {
                for (doc, hit) in phrase::find(words, phrase, clause.in_title, lacking)? {
                    strengths.add(doc, hit, CERTAIN);
                }
                if !clause.is_excluded {
                    self.marks.add_phrase(phrase);
                }
            }
        }
        if clause.is_excluded {
            self.docs.subtract(&strengths.docs);
        } else {
            self.docs.intersect(&strengths.docs);
            self.strengths.push(strengths);
        }
        Some(())
    }
}

/// What a typed word stands for.
#[derive(Debug, Default)]
pub(crate) struct Meant {
    groups: Vec<(GroupId, u8)>,
    /// Whether any word that begins with it counts.
    pub(crate) is_prefix: bool,
    /// The most frequent of the forms that it may be a slip of.
    correction: Option<String>,
}

/// A word stands for itself and its stem; the last one for all that begins with it. One that matches
/// nothing is taken for a beginning, and then for a slip.
fn meant(
    words: &Words,
    word: &str,
    is_prefix: bool,
    is_excluded: bool,
    lacking: &mut Vec<Part>,
) -> Option<Meant> {
    let exact = found(words, word, lacking)?;
    let mut meant = Meant::default();
    meant.take(exact, CERTAIN);
    if is_prefix || exact.is_none() && !is_excluded {
        let longer = beginning(words, word, lacking)?;
        meant.is_prefix = !longer.is_empty();
        for form in longer {
            meant.take(Some(form), LIKELY);
        }
    }
    if meant.groups.is_empty() && !is_excluded {
        let corrections = typo::corrections(words, word, lacking)?;
        for form in &corrections {
            meant.take(found(words, form, lacking)?, LIKELY);
        }
        meant.correction = corrections.into_iter().next();
    }
    Some(meant)
}

impl Meant {
    fn take(&mut self, form: Option<&Form>, certainty: u8) {
        for group in form.into_iter().flat_map(|form| &form.groups) {
            if !self.groups.iter().any(|(known, _)| known == group) {
                self.groups.push((*group, certainty));
            }
        }
    }
}

/// The form, if it occurs; `None` where that is not known.
pub(crate) fn found<'a>(
    words: &'a Words,
    word: &str,
    lacking: &mut Vec<Part>,
) -> Option<Option<&'a Form>> {
    let found = words.find(word);
    found.map_err(|part| lacking.push(part)).ok()
}

/// All forms that begin with a text or, for a short one, the list that stands for them.
fn beginning<'a>(words: &'a Words, prefix: &str, lacking: &mut Vec<Part>) -> Option<Vec<&'a Form>> {
    if prefix.chars().count() <= SHORT {
        let list = [prefix, ANY.encode_utf8(&mut [0; 4])].concat();
        if let Some(list) = found(words, &list, lacking)? {
            return Some(vec![list]);
        }
    }
    let forward = &words.forward;
    let mut forms = forward.beginning(prefix, Direction::Forward, lacking)?;
    forms.retain(|form| !form.text.ends_with(ANY));
    Some(forms)
}

fn groups<'a>(
    words: &'a Words,
    ids: &[(GroupId, u8)],
    lacking: &mut Vec<Part>,
) -> Option<Vec<(&'a Group, u8)>> {
    let (mut found, before) = (Vec::new(), lacking.len());
    for &(id, certainty) in ids {
        match words.group(id) {
            Ok(Some(group)) => found.push((group, certainty)),
            Ok(None) => {}
            Err(part) => lacking.push(part),
        }
    }
    (lacking.len() == before).then_some(found)
}
