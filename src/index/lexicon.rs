//! Which words occur?

use std::ops::Range;

use crate::index::cut::cut;
use crate::index::{Direction, Part};

/// A lexicon of so many blocks is read whole where a typo is looked for: so it needs no second one that
/// is sorted by last letters.
pub(crate) const FEW_BLOCKS: usize = 4;

/// Prefixes of so many characters are answered from lists of their own where they begin many words:
/// a single letter would otherwise bring a tenth of the index into the page.
pub const SHORT: usize = 2;
/// Ends the name of the list of a prefix. No word holds it.
pub const ANY: char = '*';

/// Names the words that have one stem, counted from 0.
pub type GroupId = u32;

/// A word as it occurs, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As it is sorted: backward in a lexicon of that direction.
    pub text: Box<str>,
    /// The groups it belongs to: one, unless languages disagree on its stem.
    pub groups: Vec<GroupId>,
    /// The binary logarithm of the number of its documents, rounded down: which of two corrections
    /// a reader more likely meant.
    pub weight: u8,
}

/// All forms, sorted by their bytes, in blocks that travel one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// The first form of each block.
    pub starts: Vec<Box<str>>,
    /// The blocks, `None` for one that is not here.
    pub blocks: Vec<Option<Vec<Form>>>,
}

impl Lexicon {
    /// Of sorted forms, in blocks of about so many.
    #[must_use]
    pub fn new(forms: Vec<Form>, block: usize) -> Self {
        let sizes: Vec<_> = forms.iter().map(|form| (&*form.text, 1)).collect();
        let ranges = cut(&sizes, block);
        let (mut lexicon, mut rest) = (Self::default(), forms.into_iter());
        for range in ranges {
            let block: Vec<Form> = rest.by_ref().take(range.len()).collect();
            lexicon
                .starts
                .extend(block.first().map(|form| form.text.clone()));
            lexicon.blocks.push(Some(block));
        }
        lexicon
    }

    /// The forms that begin with a text, in order; `None` where blocks that may hold one are not here,
    /// all of which are then noted.
    pub fn beginning(
        &self,
        prefix: &str,
        direction: Direction,
        lacking: &mut Vec<Part>,
    ) -> Option<Vec<&Form>> {
        let (mut forms, before) = (Vec::new(), lacking.len());
        for at in self.blocks_of(prefix) {
            match self.block(at, direction) {
                Ok(block) => {
                    let start = block.partition_point(|form| *form.text < *prefix);
                    let own = block.get(start..).unwrap_or_default().iter();
                    forms.extend(own.take_while(|form| form.text.starts_with(prefix)));
                }
                Err(part) => lacking.push(part),
            }
        }
        (lacking.len() == before).then_some(forms)
    }

    /// The form itself, if it occurs.
    ///
    /// # Errors
    ///
    /// The block that may hold it and is not here.
    pub fn find(&self, text: &str, direction: Direction) -> Result<Option<&Form>, Part> {
        let Some(block) = self.block_of(text) else {
            return Ok(None);
        };
        let forms = self.block(block, direction)?;
        let found = forms.binary_search_by(|form| (*form.text).cmp(text));
        Ok(found.ok().and_then(|at| forms.get(at)))
    }

    /// The groups that a form means where it is typed last: its own, and those of all that begin with it or,
    /// for a short one, of the list that stands for these. Of a lexicon that is all here.
    pub(crate) fn meant(&self, form: &Form) -> Vec<GroupId> {
        if form.text.chars().count() <= SHORT {
            let list = format!("{}{ANY}", form.text);
            if let Ok(Some(list)) = self.find(&list, Direction::Forward) {
                return [&*form.groups, &*list.groups].concat();
            }
        }
        let mut longer = self
            .beginning(&form.text, Direction::Forward, &mut Vec::new())
            .unwrap_or_default();
        longer.retain(|form| !form.text.ends_with(ANY));
        let groups = longer.iter().flat_map(|form| &form.groups);
        groups.copied().collect()
    }

    pub(crate) fn block(&self, at: usize, direction: Direction) -> Result<&[Form], Part> {
        let block = self.blocks.get(at).and_then(Option::as_deref);
        block.ok_or(Part::Lexicon(direction, at as u32))
    }

    /// The block in which a text stands, if anywhere.
    pub(crate) fn block_of(&self, text: &str) -> Option<usize> {
        self.starts
            .partition_point(|start| **start <= *text)
            .checked_sub(1)
    }

    fn blocks_of(&self, prefix: &str) -> Range<usize> {
        let first = self.block_of(prefix).unwrap_or(0);
        let after = self
            .starts
            .partition_point(|start| **start <= *prefix || start.starts_with(prefix));
        first..after.max(first)
    }
}

/// The first eight bytes of a word as a number, which ascends as they do. Where many words are sorted,
/// most comparisons end there, without a look at the words.
pub(crate) fn beginning(word: &str) -> u64 {
    let mut first = [0; 8];
    let bytes = first.iter_mut().zip(word.as_bytes());
    bytes.for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(first)
}

/// A word written backward.
#[must_use]
pub fn backward(word: &str) -> String {
    // A collected one would be moved each time it outgrows its place.
    let mut turned = String::with_capacity(word.len());
    turned.extend(word.chars().rev());
    turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(block: usize) -> Lexicon {
        let forms: Vec<_> = ["ant", "bee", "beetle", "bees", "cat", "dog"]
            .iter()
            .map(|text| Form {
                text: (*text).into(),
                groups: vec![1],
                weight: 0,
            })
            .collect();
        let mut forms = forms;
        forms.sort_by(|a, b| a.text.cmp(&b.text));
        Lexicon::new(forms, block)
    }

    #[test]
    fn prefixes_are_complete_however_the_blocks_are_cut() {
        for block in 1..8 {
            let lexicon = sample(block);
            for (prefix, count) in [
                ("b", 3),
                ("bee", 3),
                ("bees", 1),
                ("", 6),
                ("z", 0),
                ("a", 1),
            ] {
                let mut lacking = Vec::new();
                let found = lexicon.beginning(prefix, Direction::Forward, &mut lacking);
                let found = found.unwrap();
                assert_eq!(found.len(), count, "{prefix} in blocks of {block}");
            }
            for (word, is_there) in [("bee", true), ("be", false), ("a", false), ("zebra", false)] {
                let found = lexicon.find(word, Direction::Forward).unwrap();
                assert_eq!(found.is_some(), is_there, "{word}");
            }
        }
    }

    #[test]
    fn a_missing_block_is_named() {
        let mut lexicon = sample(2);
        lexicon.blocks[1] = None;
        let mut lacking = Vec::new();
        let mut is_known = |prefix| {
            let found = lexicon.beginning(prefix, Direction::Forward, &mut lacking);
            found.is_some()
        };
        assert!(!is_known("beet") && is_known("d"));
        assert_eq!(lacking, [Part::Lexicon(Direction::Forward, 1)]);
    }
}
