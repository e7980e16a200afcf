//! How does an index take in that a few documents changed?
//!
//! What is known of all words fits into memory; what they say of documents lies in shards. A shard is
//! opened only where a word of a changed document stands in it, or where documents have moved; all
//! others stay what they are, and so do the groups of an opened one of which nobody says anything else.
//! The result is the very index that all documents would have given.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use crate::index::affected::Affected;
use crate::index::change::by_stem;
use crate::index::cut::{Numbers, cut, size};
use crate::index::inverted::backward_lexicon;
use crate::index::lexicon::FEW_BLOCKS;
use crate::index::plan::{Plan, Planned};
use crate::index::recut::{Changed, Lengths, recut};
use crate::index::revision::{PlannedList, Revision};
use crate::index::{
    Changes, Cut, Damaged, Direction, DocId, Form, Group, GroupId, Lexicon, Outline, Places,
    RevisedBlock, Vocabulary,
};

/// An index before changes, which is opened where it is needed.
pub trait OldIndex {
    /// A shard that is open.
    type Shard: OldShard;
    /// What can go wrong when it is opened.
    type Fault: From<Damaged>;

    /// Shards by their numbers, in that order.
    ///
    /// # Errors
    ///
    /// Those of opening.
    fn shards(&self, at: &[usize]) -> Result<Vec<Self::Shard>, Self::Fault>;

    /// What is known of the blocks of a lexicon; none of one that is not there.
    fn outlines(&self, direction: Direction) -> Vec<Outline>;

    /// The forms in blocks of a lexicon by their numbers, in that order.
    ///
    /// # Errors
    ///
    /// Those of opening.
    fn blocks(&self, direction: Direction, at: &[usize]) -> Result<Vec<Vec<Form>>, Self::Fault>;
}

/// An index after changes.
#[derive(Debug)]
pub struct Revised<S> {
    /// What is known of its words.
    pub vocabulary: Vocabulary,
    /// The shards, in their order.
    pub shards: Vec<RevisedShard>,
    /// Those of the old index that were opened, by their numbers.
    pub opened: BTreeMap<usize, S>,
    /// The forms that may be others, or have groups that are called otherwise.
    forms: Changed,
    /// The old blocks with forms whose groups lie in other shards now.
    stale: BTreeSet<usize>,
    /// The forms that may be others, written backward.
    turned: Changed,
    lengths: Lengths,
}

impl<S> Revised<S> {
    /// The blocks of all forms by their first letters. A block is kept only where all that it says of
    /// shards still holds.
    ///
    /// # Errors
    ///
    /// Those of opening.
    pub fn forward<O: OldIndex>(&self, old: &O) -> Result<Vec<RevisedBlock>, O::Fault> {
        let direction = Direction::Forward;
        let open = |at: &[usize]| old.blocks(direction, at);
        let outlines = old.outlines(direction);
        recut(&outlines, &self.forms, &self.stale, self.lengths, &open)
    }

    /// The blocks of all forms by their last letters; `None` where the other lexicon is soon read whole.
    ///
    /// # Errors
    ///
    /// Those of opening.
    pub fn backward<O: OldIndex>(
        &self,
        old: &O,
        forward: &[RevisedBlock],
    ) -> Result<Option<Vec<RevisedBlock>>, O::Fault> {
        if forward.len() <= FEW_BLOCKS {
            return Ok(None);
        }
        let direction = Direction::Backward;
        let before = old.outlines(direction);
        if before.is_empty() {
            let whole = whole(forward, old)?;
            return Ok(backward_lexicon(&whole, self.lengths.now).map(Lexicon::made));
        }
        let open = |at: &[usize]| old.blocks(direction, at);
        recut(&before, &self.turned, &BTreeSet::new(), self.lengths, &open).map(Some)
    }
}

/// A lexicon of forms by their first letters, all of it open.
///
/// # Errors
///
/// Those of opening.
pub fn whole<O: OldIndex>(blocks: &[RevisedBlock], old: &O) -> Result<Lexicon, O::Fault> {
    let kept = blocks.iter().filter_map(|block| match block {
        RevisedBlock::Kept(at) => Some(*at),
        RevisedBlock::Made(_) => None,
    });
    let opened = old.blocks(Direction::Forward, &kept.collect::<Vec<_>>())?;
    let mut opened = opened.into_iter();
    let mut lexicon = Lexicon::default();
    for block in blocks {
        let forms = match block {
            RevisedBlock::Kept(_) => opened.next().ok_or(Damaged)?,
            RevisedBlock::Made(forms) => forms.clone(),
        };
        let first = forms.first().ok_or(Damaged)?;
        lexicon.starts.push(first.text.clone());
        lexicon.blocks.push(Some(forms));
    }
    Ok(lexicon)
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

/// More forms of one stem cannot be told apart, and which is called what hangs on all documents.
const MOST_FORMS: usize = 255;

/// Takes changes in.
///
/// Returns `None` where only all documents together can tell.
///
/// # Errors
///
/// Those of opening, and shards that do not hold what they should.
pub fn revise<O: OldIndex>(
    known: &Vocabulary,
    changes: Changes,
    way: Cut,
    old: &O,
) -> Result<Option<Revised<O::Shard>>, O::Fault> {
    let Ok(known) = known.read() else {
        return Ok(None);
    };
    let moved = changes.moved;
    let stays = |(doc, new): (DocId, &Option<DocId>)| new.is_none_or(|new| new == doc);
    let mut revision = Revision {
        old,
        numbers: Numbers::new(ranges(&known.shards)),
        first_list: known.groups(),
        lists: (0..)
            .zip(&known.lists)
            .map(|(at, (name, documents))| (*name, (at, *documents)))
            .collect(),
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
    let plan = Plan::new(&known, &found);
    let is_plain = |group: &Planned<'_>| group.entry.forms.len() <= MOST_FORMS;
    if !plan.groups.iter().all(is_plain) {
        return Ok(None);
    }
    // While shards are read, nobody has to wait for what does not hang on them.
    let prefixes = || plan.prefixes();
    let (prefixes, opened) = beside(prefixes, || revision.open_changed(&plan));
    opened?;
    let lists = revision.all_lists(prefixes, &plan)?;
    let numbers = numbers(&plan, &lists, way);
    let outlines = old.outlines(Direction::Forward);
    let vocabulary = || vocabulary(&plan, &lists, &numbers);
    let (vocabulary, shards) = beside(vocabulary, || {
        let shards = revision.all_shards(&plan, &lists, &numbers)?;
        let affected = Affected::new(&plan, &revision, &lists, &numbers, &shards, &outlines);
        Ok::<_, O::Fault>((shards, affected))
    });
    let (shards, affected) = shards?;
    let before = outlines.iter().map(|block| block.forms).sum::<usize>();
    let now = before.saturating_add_signed(affected.more);
    Ok(Some(Revised {
        opened: revision.opened,
        shards,
        forms: affected.forms,
        stale: affected.stale,
        turned: affected.turned,
        lengths: Lengths {
            before: way.block_of(before),
            now: way.block_of(now),
        },
        vocabulary,
    }))
}

/// Does something on another core while this thread does something else.
fn beside<A: Send, B>(there: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let there = scope.spawn(there);
        let here = here();
        (
            there.join().unwrap_or_else(|panic| resume_unwind(panic)),
            here,
        )
    })
}

fn numbers(plan: &Plan<'_>, lists: &[PlannedList], way: Cut) -> Numbers {
    let groups = plan.groups.iter();
    let sizes = groups.map(|group| (group.entry.stem, group.entry.size()));
    let lists = lists.iter();
    let sizes = sizes.chain(lists.map(|list| (&*list.name, size(0, list.documents))));
    Numbers::new(cut(&sizes.collect::<Vec<_>>(), way.shard))
}

fn vocabulary(plan: &Plan<'_>, lists: &[PlannedList], numbers: &Numbers) -> Vocabulary {
    let lists = lists.iter().map(|list| (&*list.name, list.documents));
    Vocabulary::new(
        plan.groups.iter().map(|group| group.entry.clone()),
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
    use std::cell::RefCell;

    use proptest::prelude::*;
    use proptest::sample::Index;

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
        let before = Before::new(&before);
        let revised = revise(&before.index.vocabulary(), changes, CUT, &before);
        let revised = revised.unwrap().unwrap();
        assert_eq!(revised.vocabulary, after.vocabulary());
        let forward = revised.forward(&before).unwrap();
        assert_eq!(super::whole(&forward, &before).unwrap(), after.forward);
        let kept = forward.iter().filter_map(|block| match block {
            RevisedBlock::Kept(at) => before.index.forward.blocks[*at].as_ref(),
            RevisedBlock::Made(_) => None,
        });
        for group in kept.flatten().flat_map(|form| &form.groups) {
            let after = revised
                .shards
                .partition_point(|shard| shard.first() <= *group);
            let shard = &revised.shards[after - 1];
            // Its file names the shards of its groups.
            let is_same = matches!(shard, RevisedShard::Kept(first, at)
                if before.index.shard(*at).unwrap().first == *first);
            assert!(is_same, "{group} lies in {shard:?}");
        }
        let turned = revised.backward(&before, &forward).unwrap();
        let turned = turned.map(|blocks| before.filled(Direction::Backward, blocks));
        let expected = after.backward();
        assert_eq!(
            turned,
            expected.map(|lexicon| lexicon.blocks.into_iter().flatten().collect())
        );
        assert_eq!(revised.shards.len(), after.shards());
        for (at, shard) in revised.shards.iter().enumerate() {
            let shard = match shard {
                RevisedShard::Made(first, slots) => filled(*first, slots, &revised.opened),
                RevisedShard::Kept(first, kept) => Shard {
                    first: *first,
                    ..before.index.shard(*kept).unwrap()
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

    /// An index, and what was opened of it.
    struct Before<'a> {
        index: &'a Inverted<Vec<u8>>,
        backward: Option<Lexicon>,
        shards: RefCell<BTreeSet<usize>>,
        blocks: RefCell<BTreeSet<(Direction, usize)>>,
    }

    impl<'a> Before<'a> {
        fn new(index: &'a Inverted<Vec<u8>>) -> Self {
            Self {
                index,
                backward: index.backward(),
                shards: RefCell::default(),
                blocks: RefCell::default(),
            }
        }

        fn lexicon(&self, direction: Direction) -> Option<&Lexicon> {
            match direction {
                Direction::Forward => Some(&self.index.forward),
                Direction::Backward => self.backward.as_ref(),
            }
        }

        fn filled(&self, direction: Direction, blocks: Vec<RevisedBlock>) -> Vec<Vec<Form>> {
            let lexicon = self.lexicon(direction);
            let forms = |block| match block {
                RevisedBlock::Kept(at) => lexicon.unwrap().blocks[at].clone().unwrap(),
                RevisedBlock::Made(forms) => forms,
            };
            blocks.into_iter().map(forms).collect()
        }
    }

    impl OldIndex for Before<'_> {
        type Shard = Shard;
        type Fault = Damaged;

        fn shards(&self, at: &[usize]) -> Result<Vec<Shard>, Damaged> {
            self.shards.borrow_mut().extend(at);
            Ok(at.iter().map(|&at| self.index.shard(at).unwrap()).collect())
        }

        fn outlines(&self, direction: Direction) -> Vec<Outline> {
            let lexicon = self.lexicon(direction).into_iter();
            let blocks = lexicon.flat_map(|lexicon| lexicon.blocks.iter().flatten());
            let outline = |forms: &Vec<Form>| Outline {
                start: forms[0].text.clone(),
                forms: forms.len(),
            };
            blocks.map(outline).collect()
        }

        fn blocks(&self, direction: Direction, at: &[usize]) -> Result<Vec<Vec<Form>>, Damaged> {
            let known = |&at: &usize| (direction, at);
            self.blocks.borrow_mut().extend(at.iter().map(known));
            let kept = at.iter().map(|&at| RevisedBlock::Kept(at));
            Ok(self.filled(direction, kept.collect()))
        }
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

    /// Few of many are others, and none is in another place.
    fn corrections() -> impl Strategy<Value = Edits> {
        let corrected = proptest::collection::vec((any::<Index>(), text()), 1..4);
        (proptest::collection::vec(text(), 20..80), corrected).prop_map(|(texts, corrected)| {
            let same = |text: String| (Some(text.clone()), Some(text));
            let mut edits: Edits = texts.into_iter().map(same).collect();
            for (at, text) in corrected {
                let at = at.index(edits.len());
                edits[at].1 = Some(text);
            }
            edits
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_corrected_is_what_all_documents_would_have_given(edits in corrections()) {
            check(&edits);
        }

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
        let index = before;
        let before = Before::new(&index);
        let revised = revise(&index.vocabulary(), changes, CUT, &before);
        let revised = revised.unwrap().unwrap();
        let is_copied = |slot: &&Slot| matches!(slot, Slot::Kept { .. });
        let slots = revised.shards.iter().flat_map(|shard| match shard {
            RevisedShard::Made(_, slots) => &slots[..],
            RevisedShard::Kept(..) => &[],
        });
        let (copied, all) = (slots.clone().filter(is_copied).count(), slots.count());
        assert!(copied > all / 2, "{copied} of {all} groups are copied");
        let is_kept = |shard: &&RevisedShard| matches!(shard, RevisedShard::Kept(..));
        assert!(revised.shards.iter().filter(is_kept).count() > index.shards() / 2);
        let opened = before.shards.borrow();
        assert!(
            opened.len() < index.shards() / 2,
            "{opened:?} of {}",
            index.shards()
        );
        drop(opened);
        let forward = revised.forward(&before).unwrap();
        let turned = revised.backward(&before, &forward).unwrap();
        let opened = before.blocks.borrow();
        let all = forward.len() + turned.map_or(0, |blocks| blocks.len());
        assert!(opened.len() < all / 2, "{opened:?} of {all}");
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
