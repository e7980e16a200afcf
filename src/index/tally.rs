//! Which labels lead where a frequent word is?
//!
//! To count what thousands of documents bear takes nearly all labels, and what a reader sees of that
//! at first are a few values of each facet. So these are counted at the build, for each form that many
//! documents hold, as the question that they answer: the form and everything that begins with it.

use rustc_hash::FxHashMap;

use crate::index::{Bitset, DocId, Facet, Form, GroupId, Labels, Lexicon, PerFacet, Stretch};

/// For each facet the values that most of the documents bear, each with how many do: the highest count
/// first, equal ones as they stand among all values.
pub type Tally = PerFacet<Vec<Lead>>;

/// One of the leading values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// Its place among the values of its facet.
    pub value: u32,
    /// How many documents bear it.
    pub count: u32,
}

/// Values of a facet that lead: as many as a reader sees before all are asked for.
pub const LEADING: usize = 10;

/// The binary logarithm of the documents of a form that has a tally. Fewer lie in a part of the
/// stretches, and there are many more such forms.
const FREQUENT: u8 = 5;
/// So many stretches of labels weigh no more than a tally is worth.
const FEW_STRETCHES: usize = 6;

impl Form {
    /// Whether it has a tally, where there are any.
    #[must_use]
    pub fn is_frequent(&self) -> bool {
        self.weight >= FREQUENT
    }
}

/// Where it is known which documents hold the words of a group.
pub trait Postings {
    /// What can go wrong there.
    type Fault;

    /// The documents of each of these groups, which ascend.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn docs(&self, groups: &[GroupId]) -> Result<FxHashMap<GroupId, Vec<DocId>>, Self::Fault>;
}

/// Makes tallies, block by block of a lexicon.
#[derive(Debug)]
pub struct Tallier<'a> {
    per_stretch: u32,
    stretches: &'a [Option<Stretch>],
    /// How many values each facet has.
    values: PerFacet<usize>,
}

impl<'a> Tallier<'a> {
    /// Of labels that are all here; `None` where these are so few that they are soon read whole.
    #[must_use]
    pub fn new(labels: &'a Labels) -> Option<Self> {
        (labels.stretches.len() > FEW_STRETCHES).then(|| Self {
            per_stretch: labels.per_stretch,
            stretches: &labels.stretches,
            values: PerFacet::new(|facet| labels.values[facet].len()),
        })
    }

    /// The tallies of the frequent forms in a block of the lexicon, in their order.
    ///
    /// # Errors
    ///
    /// Those of the postings.
    pub fn block<P: Postings>(
        &self,
        at: usize,
        lexicon: &Lexicon,
        postings: &P,
    ) -> Result<Vec<Tally>, P::Fault> {
        let forms = lexicon.blocks.get(at).into_iter().flatten().flatten();
        let frequent = forms.filter(|form| form.is_frequent());
        let meant: Vec<_> = frequent.map(|form| lexicon.meant(form)).collect();
        let mut groups = meant.concat();
        groups.sort_unstable();
        groups.dedup();
        let docs = postings.docs(&groups)?;
        let tallies = meant.iter().map(|groups| self.tally(groups, &docs));
        Ok(tallies.collect())
    }

    fn tally(&self, groups: &[GroupId], docs: &FxHashMap<GroupId, Vec<DocId>>) -> Tally {
        let documents = self.per_stretch * self.stretches.len() as u32;
        let mut all = Bitset::none(documents);
        let docs = groups.iter().filter_map(|group| docs.get(group));
        docs.flatten().for_each(|&doc| all.insert(doc));
        let mut counts = PerFacet::new(|facet| vec![0; self.values[facet]]);
        for doc in all.iter() {
            let stretch = self.stretches.get((doc / self.per_stretch) as usize);
            if let Some(stretch) = stretch.and_then(Option::as_ref) {
                stretch.count(doc % self.per_stretch, &mut counts);
            }
        }
        PerFacet::new(|facet: Facet| leading(&counts[facet]))
    }
}

fn leading(counts: &[u32]) -> Vec<Lead> {
    let leads = (0..)
        .zip(counts)
        .map(|(value, &count)| Lead { value, count });
    let mut leads: Vec<_> = leads.filter(|lead| lead.count > 0).collect();
    leads.sort_by_key(|lead| std::cmp::Reverse(lead.count));
    leads.truncate(LEADING);
    leads
}
