//! How is the index of words cut into the pieces that travel?
//!
//! Here is all that is known of forms and groups, and the bytes of one shard after the other: never
//! of all at once.

use crate::index::cut::{Numbers, cut, size};
use crate::index::lexicon::{FEW_BLOCKS, backward, beginning};
use crate::index::merge::{Member, MergedForm, MergedGroup, Merger, Sorted};
use crate::index::packed::{Piece, each_hit, put_forms, unpack, unpack_hit};
use crate::index::run::Runs;
use crate::index::{
    ANY, Cut, DocId, Entry, Form, GroupId, Groups, Lexicon, Postings, SHORT, Shard, Store,
    Vocabulary, Words,
};

/// So many groups are many.
pub(crate) const MANY: usize = 64;

/// The index of words of all documents.
#[derive(Debug)]
pub struct Inverted<S> {
    /// All forms by their first letters.
    pub forward: Lexicon,
    /// Forms in a block of a lexicon.
    block: usize,
    forms: Vec<MergedForm>,
    /// In their order, the lists of short prefixes last.
    groups: Vec<MergedGroup>,
    /// The place of the first of these lists.
    first_list: usize,
    /// Here groups go by their places; their numbers are for the bundle.
    numbers: Numbers,
    runs: Runs<S>,
}

/// A short prefix of many words, and the groups of these.
pub(crate) struct Prefix {
    pub name: String,
    pub groups: Vec<GroupId>,
}

impl<S: Store> Inverted<S> {
    pub(crate) fn new(merged: Merger<S>, sorted: &Sorted, way: Cut) -> Result<Self, S::Fault> {
        let (documents, mut groups) = (merged.documents, merged.groups);
        let take =
            |&id: &GroupId| std::mem::replace(&mut groups[id as usize], MergedGroup::list("", 0));
        let mut inverted = Self {
            forward: Lexicon::default(),
            block: 0,
            forms: merged.forms,
            groups: sorted.groups.iter().map(take).collect(),
            first_list: sorted.groups.len(),
            numbers: Numbers::default(),
            runs: merged.runs,
        };
        inverted.runs.renumber(&sorted.groups);
        let mut forms = inverted.lexicon(&sorted.forms);
        let lists = inverted.add_lists(&forms, documents)?;
        forms.extend(lists);
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        let groups = inverted.groups.iter();
        let sizes = groups.map(|group| (&*group.stem, inverted.size(group)));
        inverted.numbers = Numbers::new(cut(&sizes.collect::<Vec<_>>(), way.shard));
        inverted.numbers.give(&mut forms);
        inverted.block = way.block_of(forms.len());
        inverted.forward = Lexicon::new(forms, inverted.block);
        Ok(inverted)
    }

    /// All forms by their last letters; `None` where the other lexicon is soon read whole. Made when it is
    /// asked for, which may be beside something else.
    #[must_use]
    pub fn backward(&self) -> Option<Lexicon> {
        backward_lexicon(&self.forward, self.block)
    }

    /// The forms in that order, each with its groups.
    fn lexicon(&self, order: &[u32]) -> Vec<Form> {
        let mut groups: Vec<Vec<GroupId>> = vec![Vec::new(); self.forms.len()];
        for (number, group) in self.groups.iter().enumerate() {
            for own in &group.forms {
                groups[own.form as usize].push(number as GroupId);
            }
        }
        let form = |&id: &u32| Form {
            text: (&*self.forms[id as usize].text).into(),
            groups: std::mem::take(&mut groups[id as usize]),
            weight: self.forms[id as usize].documents.max(1).ilog2() as u8,
        };
        order.iter().map(form).collect()
    }

    /// Makes the lists of short prefixes, as groups after all others. Returns what the lexicon calls
    /// them.
    fn add_lists(&mut self, forms: &[Form], documents: u32) -> Result<Vec<Form>, S::Fault> {
        let mut names = Vec::new();
        self.runs.begin();
        for prefix in short_prefixes(forms) {
            let group = self.groups.len() as GroupId;
            let mut piece = self.united(&prefix.groups, documents)?;
            let (documents, mut bytes) = (piece.documents, Vec::new());
            put_forms(&[], &mut bytes);
            piece.finish(&mut bytes);
            self.runs.keep(group, &bytes)?;
            self.groups.push(MergedGroup::list(&prefix.name, documents));
            names.push(list_form(&prefix.name, group));
        }
        Ok(names)
    }

    /// The documents that hold a word of one of these groups.
    fn united(&self, groups: &[GroupId], documents: u32) -> Result<Piece, S::Fault> {
        let mut hits: Vec<u8> = vec![0; documents as usize];
        self.each_hit(groups, |_, doc, hit| {
            let known = &mut hits[doc as usize];
            *known = (*known & 31).max(hit & 31) | (*known | hit) & 32;
        })?;
        let mut piece = Piece::default();
        let found = hits.iter().enumerate().filter(|(_, hit)| **hit > 0);
        found.for_each(|(doc, &hit)| piece.push(doc as u32, unpack_hit(hit)));
        Ok(piece)
    }

    /// Calls with each of these groups, which ascend, each of its documents and the hit, packed.
    fn each_hit(
        &self,
        groups: &[GroupId],
        mut found: impl FnMut(GroupId, DocId, u8),
    ) -> Result<(), S::Fault> {
        for neighbors in groups.chunk_by(|a, b| a + 1 == *b) {
            for neighbors in neighbors.chunks(AT_ONCE) {
                let (Some(first), Some(last)) = (neighbors.first(), neighbors.last()) else {
                    continue;
                };
                let pieces = self.runs.pieces(*first..last + 1)?;
                for (group, pieces) in neighbors.iter().zip(&pieces) {
                    each_hit(pieces, |doc, hit| found(*group, doc, hit));
                }
            }
        }
        Ok(())
    }

    fn size(&self, group: &MergedGroup) -> usize {
        let forms = group.forms.iter().map(|own| self.text(own).len());
        size(forms.sum(), group.documents)
    }

    /// What is known of all words, for the next build.
    #[must_use]
    pub fn vocabulary(&self) -> Vocabulary {
        let (groups, lists) = self.groups.split_at(self.first_list);
        let shards = self.numbers.shards();
        let lists = lists.iter().map(|list| (&*list.stem, list.documents));
        Vocabulary::new(
            groups.iter().map(|group| self.entry(group)),
            &lists.collect::<Vec<_>>(),
            shards.iter().map(|shard| shard.end),
        )
    }

    fn entry<'a>(&'a self, group: &'a MergedGroup) -> Entry<'a> {
        let forms = group.forms.iter();
        let mut forms: Vec<_> = forms.map(|own| (self.text(own), own.documents)).collect();
        forms.sort_unstable();
        Entry {
            stem: &group.stem,
            forms: forms.into(),
            documents: group.documents,
        }
    }

    fn text(&self, own: &Member) -> &str {
        &self.forms[own.form as usize].text
    }

    /// The forms of a group by their bytes, and the number among these of each as it was met: so
    /// nothing shows which document came first.
    fn forms_of(&self, group: &MergedGroup) -> (Vec<Box<str>>, Vec<u32>) {
        let mut order: Vec<usize> = (0..group.forms.len()).collect();
        order.sort_unstable_by_key(|&met| self.text(&group.forms[met]));
        let mut numbers = vec![0; order.len()];
        for (number, &met) in order.iter().enumerate() {
            numbers[met] = number as u32;
        }
        let text = |&met: &usize| Box::from(self.text(&group.forms[met]));
        (order.iter().map(text).collect(), numbers)
    }

    /// How many shards there are.
    #[must_use]
    pub fn shards(&self) -> usize {
        self.numbers.shards().len()
    }

    /// A shard, counted from 0, with all that is in it; one that is not there is empty.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn shard(&self, at: usize) -> Result<Shard, S::Fault> {
        let own = self.numbers.shards().get(at).cloned().unwrap_or_default();
        let pieces = self.runs.pieces(own.clone())?;
        let group = |(place, pieces): (GroupId, Vec<u8>)| {
            let (forms, numbers) = self.forms_of(&self.groups[place as usize]);
            unpack(&pieces, forms, &numbers)
        };
        let (groups, places) = own.zip(pieces).map(group).unzip();
        Ok(Shard {
            first: self.numbers.first(at),
            groups: Some(groups),
            places: Some(places),
        })
    }

    /// All of it at once.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn words(&self) -> Result<Words, S::Fault> {
        let shards = (0..self.shards()).map(|at| self.shard(at));
        Ok(Words {
            shards: shards.collect::<Result<_, _>>()?,
            forward: self.forward.clone(),
            backward: self.backward(),
            tallies: Vec::new(),
        })
    }
}

/// What the lexicon calls a list.
pub(crate) fn list_form(prefix: &str, group: GroupId) -> Form {
    Form {
        text: format!("{prefix}{ANY}").into(),
        groups: vec![group],
        weight: 0,
    }
}

impl<S: Store> Postings for Inverted<S> {
    type Fault = S::Fault;

    fn groups(&self, groups: &[GroupId]) -> Result<Groups, S::Fault> {
        let places: Vec<_> = groups
            .iter()
            .map(|&group| self.numbers.place(group))
            .collect();
        let mut found = Groups::default();
        self.each_hit(&places, |place, doc, hit| {
            let group = found.entry(self.numbers.of(place)).or_default();
            group.docs.push(doc);
            group.hits.push(unpack_hit(hit));
        })?;
        for (number, group) in &mut found {
            let place = self.numbers.place(*number) as usize;
            group.forms = self.forms_of(&self.groups[place]).0;
        }
        Ok(found)
    }
}

/// Groups that are read at a time where they are only counted.
const AT_ONCE: usize = 1024;

/// The forms written backward, without their groups: what is found there is looked up in the other. A
/// lexicon of few blocks has none, for it is soon read whole.
pub(crate) fn backward_lexicon(forward: &Lexicon, block: usize) -> Option<Lexicon> {
    if forward.blocks.len() <= FEW_BLOCKS {
        return None;
    }
    let forms = forward.blocks.iter().flatten().flatten();
    let written = forms.filter(|form| !form.text.ends_with(ANY));
    let turned = written.map(|form| (backward(&form.text).into_boxed_str(), form.weight));
    let mut turned: Vec<_> = turned
        .map(|(text, weight)| (beginning(&text), text, weight))
        .collect();
    turned.sort_unstable();
    let form = |(_, text, weight)| Form {
        text,
        groups: Vec::new(),
        weight,
    };
    Some(Lexicon::new(turned.into_iter().map(form).collect(), block))
}

/// The short prefixes of many words.
fn short_prefixes(forms: &[Form]) -> Vec<Prefix> {
    let mut prefixes = Vec::new();
    for length in 1..=SHORT {
        let prefix = |form: &Form| prefix_len(&form.text, length);
        let begin_alike = |a: &Form, b: &Form| a.text[..prefix(a)] == b.text[..prefix(b)];
        for forms in forms.chunk_by(begin_alike) {
            let Some(name) = forms.first().map(|form| &form.text[..prefix(form)]) else {
                continue;
            };
            if forms.len() < MANY || name.chars().count() < length {
                continue;
            }
            let mut groups: Vec<_> = forms
                .iter()
                .flat_map(|form| &form.groups)
                .copied()
                .collect();
            groups.sort_unstable();
            groups.dedup();
            if groups.len() >= MANY {
                let name = name.to_owned();
                prefixes.push(Prefix { name, groups });
            }
        }
    }
    prefixes
}

/// Bytes of so many characters at the start of a word.
pub(crate) fn prefix_len(word: &str, characters: usize) -> usize {
    let first = word.as_bytes().get(..characters);
    if first.is_some_and(<[u8]>::is_ascii) {
        return characters;
    }
    let mut ends = word.char_indices().map(|(at, _)| at).skip(characters);
    ends.next().unwrap_or(word.len())
}
