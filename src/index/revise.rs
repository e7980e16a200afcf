//! How does an index take in that a few documents changed?
//!
//! What is known of all words fits into memory; what they say of documents lies in shards. A shard is
//! opened only where a word of a changed document stands in it, or where documents have moved; all
//! others stay what they are, and so do the groups of an opened one of which nobody says anything else.
//! The result is the very index that all documents would have given.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use crate::index::change::by_stem;
use crate::index::cut::{Numbers, block, cut, size};
use crate::index::inverted::{backward_lexicon, list_form};
use crate::index::plan::{Plan, Planned};
use crate::index::revision::{PlannedList, Revision};
use crate::index::{Changes, Cut, Damaged, DocId, Group, GroupId, Lexicon, Places, Vocabulary};

/// An index after changes.
#[derive(Debug)]
pub struct Revised<S> {
    /// What is known of its words.
    pub vocabulary: Vocabulary,
    /// All forms by their first letters.
    pub forward: Lexicon,
    has_same_forms: bool,
    /// Forms in a block of a lexicon.
    block: usize,
    /// The shards, in their order.
    pub shards: Vec<RevisedShard>,
    /// Those of the old index that were opened, by their numbers.
    pub opened: BTreeMap<usize, S>,
}

impl<S> Revised<S> {
    /// All forms by their last letters, as far as they are not what they were; within, `None` where the
    /// other is soon read whole. Made when it is asked for, which may be beside something else.
    #[must_use]
    pub fn backward(&self) -> Option<Option<Lexicon>> {
        (!self.has_same_forms).then(|| backward_lexicon(&self.forward, self.block))
    }
}

/// A shard after changes.
#[derive(Debug)]
pub enum RevisedShard {
    /// It begins with this group, and holds what the shard of that number held before.
    Kept(GroupId, usize),
    /// It begins with this group, and is another one.
    Made(GroupId, Vec<Slot>),
}

/// What stands in one place of a shard after changes.
#[derive(Debug)]
pub enum Slot {
    /// What stood in that place of an opened shard, counted from 0.
    Kept {
        /// The number of the shard.
        shard: usize,
        /// The place in it.
        at: usize,
    },
    /// Another group.
    Made(Group, Places),
}

/// A shard of the index before changes, of which single groups can be asked.
pub trait OldShard {
    /// The group in that place, counted from 0.
    ///
    /// # Errors
    ///
    /// A shard that does not hold what it should.
    fn group(&self, at: usize) -> Result<(Group, Places), Damaged>;
}

impl RevisedShard {
    /// The first of its groups.
    #[must_use]
    pub fn first(&self) -> GroupId {
        match self {
            Self::Kept(first, _) | Self::Made(first, _) => *first,
        }
    }
}

/// Opens shards of the old index by their numbers, as many as are named at once, in their order.
pub type Opening<'a, S, E> = dyn FnMut(&[usize]) -> Result<Vec<S>, E> + 'a;

/// More forms of one stem cannot be told apart, and which is called what hangs on all documents.
const MOST_FORMS: usize = 255;

/// Takes changes in.
///
/// Returns `None` where only all documents together can tell.
///
/// # Errors
///
/// Those of opening, and shards that do not hold what they should.
pub fn revise<S: OldShard, E: From<Damaged>>(
    old: &Vocabulary,
    changes: Changes,
    way: Cut,
    open: &mut Opening<'_, S, E>,
) -> Result<Option<Revised<S>>, E> {
    let Ok(old) = old.read() else {
        return Ok(None);
    };
    let moved = changes.moved;
    let stays = |(doc, new): (DocId, &Option<DocId>)| new.is_none_or(|new| new == doc);
    let mut revision = Revision {
        shards: ranges(&old.shards),
        first_list: old.groups(),
        lists: (0..)
            .zip(&old.lists)
            .map(|(at, (name, documents))| (*name, (at, *documents)))
            .collect(),
        open,
        opened: BTreeMap::new(),
        moved: &moved,
        has_moved: !(0..).zip(&moved).all(stays),
    };
    let mut found = by_stem(changes.gone, changes.new);
    if !revision.has_moved {
        for change in found.values_mut() {
            change.is_same = change.gone == change.added;
        }
    }
    let plan = Plan::new(&old, &found);
    let is_plain = |group: &Planned<'_>| group.entry.forms.len() <= MOST_FORMS;
    if !plan.groups.iter().all(is_plain) {
        return Ok(None);
    }
    // While shards are read, nobody has to wait for what does not hang on them.
    let mut forms = thread::scope(|scope| {
        let forms = scope.spawn(|| plan.forms());
        revision.open_changed(&plan)?;
        Ok::<_, E>(forms.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    let lists = revision.all_lists(&forms, &plan)?;
    let has_same_forms = plan.has_same_forms(&forms) && revision.has_same(&lists);
    let first_list = plan.groups.len() as GroupId;
    forms.extend(
        (first_list..)
            .zip(&lists)
            .map(|(group, list)| list_form(&list.name, group)),
    );
    forms.sort_by(|a, b| a.text.cmp(&b.text));
    let sizes = plan
        .groups
        .iter()
        .map(|group| (group.entry.stem, group.entry.size()));
    let sizes = sizes.chain(
        lists
            .iter()
            .map(|list| (&*list.name, size(0, list.documents))),
    );
    let numbers = Numbers::new(cut(&sizes.collect::<Vec<_>>(), way.shard));
    numbers.give(&mut forms);
    let shards = numbers.shards().iter().enumerate();
    let shards = shards.map(|(at, range)| {
        let first = numbers.first(at);
        revision.shard(first, range, &plan, &lists)
    });
    let shards = shards.collect::<Result<_, E>>()?;
    let opened = revision.opened;
    let block = block(&forms, way);
    let forward = Lexicon::new(forms, block);
    Ok(Some(Revised {
        opened,
        has_same_forms,
        block,
        forward,
        shards,
        vocabulary: vocabulary(plan, &lists, &numbers),
    }))
}

fn vocabulary(plan: Plan<'_>, lists: &[PlannedList], numbers: &Numbers) -> Vocabulary {
    let lists = lists.iter().map(|list| (&*list.name, list.documents));
    Vocabulary::new(
        plan.groups.into_iter().map(|group| group.entry),
        &lists.collect::<Vec<_>>(),
        numbers.shards().iter().map(|range| range.end),
    )
}

fn ranges(ends: &[GroupId]) -> Vec<Range<GroupId>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::{Field, Gathered, Gatherer, Inverted, Merger, Prose, Shard};
    use crate::text::{NATIVE, tokens};

    const CUT: Cut = Cut {
        block: 8,
        most: 50,
        shard: 300,
    };

    /// Words of two languages that disagree on stems.
    fn gathered(first: DocId, texts: &[String]) -> Gathered {
        let mut gatherer = Gatherer::new(first);
        for text in texts {
            let language = if text.len() % 3 == 0 { "a" } else { "b" };
            let length = if language == "a" { 4 } else { 3 };
            let stem = |word: &str| word.chars().take(length).collect();
            let (title, body) = text.split_at(text.find(' ').unwrap_or(text.len()));
            gatherer.add(&Prose {
                fields: vec![
                    (Field::Title, tokens(title, &NATIVE)),
                    (Field::Body, tokens(body, &NATIVE)),
                    (Field::Related, tokens(title, &NATIVE)),
                ],
                language,
                stem: &stem,
                quality: None,
            });
        }
        gatherer.finish()
    }

    /// In parts of so many documents.
    fn whole(texts: &[String], part: usize) -> Inverted<Vec<u8>> {
        let mut merger = Merger::new(Vec::new(), 500);
        for (number, texts) in texts.chunks(part).enumerate() {
            merger
                .join(gathered((number * part) as u32, texts))
                .unwrap();
        }
        merger.finish(CUT).unwrap()
    }

    /// An old and a new text for some documents, `None` where there is none.
    type Edits = Vec<(Option<String>, Option<String>)>;

    fn check(edits: &Edits) {
        let old: Vec<String> = edits.iter().filter_map(|(old, _)| old.clone()).collect();
        let new: Vec<String> = edits.iter().filter_map(|(_, new)| new.clone()).collect();
        let (mut moved, mut gone, mut added, mut next) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (old, new) in edits {
            let is_same = old == new;
            if let Some(old) = old {
                if !is_same {
                    gone.push(gathered(moved.len() as u32, std::slice::from_ref(old)));
                }
                moved.push(is_same.then_some(next));
            }
            if let Some(new) = new {
                if !is_same {
                    added.push(gathered(next, std::slice::from_ref(new)));
                }
                next += 1;
            }
        }
        let (before, after) = (whole(&old, 7), whole(&new, 5));
        let changes = Changes {
            moved,
            gone,
            new: added,
        };
        let revised = revise(&before.vocabulary(), changes, CUT, &mut |at| {
            old_shards(&before, at)
        });
        let revised = revised.unwrap().unwrap();
        assert_eq!(revised.vocabulary, after.vocabulary());
        assert_eq!(revised.forward, after.forward);
        assert_eq!(
            revised.backward().unwrap_or(before.backward()),
            after.backward()
        );
        assert_eq!(revised.shards.len(), after.shards());
        for (at, shard) in revised.shards.iter().enumerate() {
            let shard = match shard {
                RevisedShard::Made(first, slots) => filled(*first, slots, &revised.opened),
                RevisedShard::Kept(first, kept) => Shard {
                    first: *first,
                    ..before.shard(*kept).unwrap()
                },
            };
            assert_eq!(shard, after.shard(at).unwrap());
        }
    }

    impl OldShard for Shard {
        fn group(&self, at: usize) -> Result<(Group, Places), Damaged> {
            let group = self.groups.as_ref().and_then(|groups| groups.get(at));
            let places = self.places.as_ref().and_then(|places| places.get(at));
            group.cloned().zip(places.cloned()).ok_or(Damaged)
        }
    }

    fn old_shards(index: &Inverted<Vec<u8>>, shards: &[usize]) -> Result<Vec<Shard>, Damaged> {
        let shards = shards.iter().map(|&at| index.shard(at).unwrap());
        Ok(shards.collect())
    }

    fn filled(first: GroupId, slots: &[Slot], opened: &BTreeMap<usize, Shard>) -> Shard {
        let slots = slots.iter().map(|slot| match slot {
            Slot::Kept { shard, at } => opened[shard].group(*at).unwrap(),
            Slot::Made(group, places) => (group.clone(), places.clone()),
        });
        let (groups, places) = slots.unzip();
        Shard {
            first,
            groups: Some(groups),
            places: Some(places),
        }
    }

    fn text() -> impl Strategy<Value = String> {
        let word = (0..260u32, 0..3usize);
        let word = word.prop_map(|(number, end)| {
            let letter = ["a", "b", "ac"][number as usize % 3];
            format!("{letter}{number}{}", ["", "s", "ed"][end])
        });
        proptest::collection::vec(word, 0..30).prop_map(|words| words.join(" "))
    }

    fn edit() -> impl Strategy<Value = (Option<String>, Option<String>)> {
        prop_oneof![
            12 => text().prop_map(|text| (Some(text.clone()), Some(text))),
            1 => (text(), text()).prop_map(|(old, new)| (Some(old), Some(new))),
            1 => text().prop_map(|text| (Some(text), None)),
            1 => text().prop_map(|text| (None, Some(text))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_revised_is_what_all_documents_would_have_given(
            edits in proptest::collection::vec(edit(), 0..80)
        ) {
            check(&edits);
        }
    }

    #[test]
    fn a_shard_without_a_word_of_the_changed_document_is_not_opened() {
        let texts: Vec<String> = (0..300)
            .map(|at| format!("t{at} w{at} x{at} y{at}"))
            .collect();
        let before = whole(&texts, 7);
        let changes = Changes {
            moved: (0..300).map(|doc| (doc != 9).then_some(doc)).collect(),
            gone: vec![gathered(9, &texts[9..10])],
            new: vec![gathered(9, &["t9 w9 x9 x8".to_owned()])],
        };
        let mut opened: Vec<usize> = Vec::new();
        let mut open = |shards: &[usize]| {
            opened.extend(shards);
            old_shards(&before, shards)
        };
        let revised = revise(&before.vocabulary(), changes, CUT, &mut open);
        let revised = revised.unwrap().unwrap();
        let is_copied = |slot: &&Slot| matches!(slot, Slot::Kept { .. });
        let slots = revised.shards.iter().flat_map(|shard| match shard {
            RevisedShard::Made(_, slots) => &slots[..],
            RevisedShard::Kept(..) => &[],
        });
        let (copied, all) = (slots.clone().filter(is_copied).count(), slots.count());
        assert!(copied > all / 2, "{copied} of {all} groups are copied");
        let is_kept = |shard: &&RevisedShard| matches!(shard, RevisedShard::Kept(..));
        assert!(revised.shards.iter().filter(is_kept).count() > before.shards() / 2);
        assert!(
            opened.len() < before.shards() / 2,
            "{opened:?} of {}",
            before.shards()
        );
    }

    #[test]
    fn a_new_word_changes_the_blocks_of_the_lexicon_beside_it_and_no_others() {
        let texts: Vec<String> = (0..300)
            .map(|at| format!("t{at} w{at} x{at} y{at}"))
            .collect();
        let mut changed = texts.clone();
        changed[9] = "t9 w9 x9 x9new".to_owned();
        let (before, after) = (whole(&texts, 7), whole(&changed, 7));
        let turned = [&before, &after].map(|index| index.backward().unwrap());
        for (before, after) in [(&before.forward, &after.forward), (&turned[0], &turned[1])] {
            let others = after
                .blocks
                .iter()
                .filter(|block| !before.blocks.contains(block));
            let others = others.count();
            assert!(
                (1..=5).contains(&others),
                "{others} of {}",
                after.blocks.len()
            );
        }
    }
}
