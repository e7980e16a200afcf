//! What leads where a frequent word is?
//!
//! To count what thousands of documents bear takes nearly all labels, and what a reader sees of that
//! at first are a few values of each facet. So these are counted at the build, for each form that many
//! documents hold, as the question that they answer: the form and everything that begins with it. To rank
//! thousands takes all their postings, and what a reader sees are a dozen: so of a form that very many
//! hold, these are kept, too.

use rustc_hash::FxHashMap;

use crate::index::{
    Bitset, Calendar, DocId, Facet, Form, Group, GroupId, Labels, Lexicon, PerFacet, Stretch,
    labels,
};

/// What leads among the documents that hold a form, or a longer one that begins with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For each facet the values that most of them bear, each with how many do: the highest count first,
    /// equal ones as they stand among all values.
    pub leads: PerFacet<Vec<Lead>>,
    /// The most relevant of them, where they are very many.
    pub head: Option<Head>,
}

/// How an answer begins that is ordered by relevance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// How many documents match.
    pub total: u32,
    /// The first [`HEAD`] of them.
    pub docs: Vec<DocId>,
    /// What else is marked in their texts than words that begin with the form.
    pub forms: Vec<Box<str>>,
}

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
/// Documents that lead: two pages of cards.
pub const HEAD: usize = 24;

/// The binary logarithm of the documents of a form that has a tally. Fewer lie in a part of the
/// stretches, and there are many more such forms.
pub(crate) const FREQUENT: u8 = 5;
/// The same of one that has a head. The postings of fewer are soon read.
pub(crate) const COMMON: u8 = 12;
/// So many stretches of labels weigh no more than a tally is worth.
const FEW_STRETCHES: usize = 6;

impl Form {
    /// Whether it has a tally, where there are any.
    #[must_use]
    pub fn is_frequent(&self) -> bool {
        self.weight >= FREQUENT
    }

    /// Whether its tally has a head.
    #[must_use]
    pub fn is_common(&self) -> bool {
        self.weight >= COMMON
    }
}

/// Some groups by their numbers.
pub type Groups = FxHashMap<GroupId, Group>;

/// Where it is known which documents hold the words of a group.
pub trait Postings {
    /// What can go wrong there.
    type Fault;

    /// These groups, which ascend.
    ///
    /// # Errors
    ///
    /// Those of the place.
    fn groups(&self, groups: &[GroupId]) -> Result<Groups, Self::Fault>;
}

/// Ranks what holds a form or a longer one of the lexicon, whose groups are all here; `None` for a form
/// that is nothing one could ask for.
pub type Rank = fn(&Calendar, &Lexicon, &Form, &Groups) -> Option<Head>;

/// Makes tallies, block by block of a lexicon.
#[derive(Debug)]
pub struct Tallier<'a> {
    per_stretch: u32,
    stretches: &'a [Option<Stretch>],
    calendar: &'a Calendar,
    rank: Rank,
    /// How many values each facet has.
    values: PerFacet<usize>,
}

impl<'a> Tallier<'a> {
    /// Of labels that are all here; `None` where these are so few that they are soon read whole.
    #[must_use]
    pub fn new(labels: &'a Labels, calendar: &'a Calendar, rank: Rank) -> Option<Self> {
        (labels.stretches.len() > FEW_STRETCHES).then(|| Self {
            per_stretch: labels.per_stretch,
            stretches: &labels.stretches,
            calendar,
            rank,
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
        let frequent: Vec<_> = forms.filter(|form| form.is_frequent()).collect();
        let meant = frequent.iter().map(|form| lexicon.meant(form));
        let meant: Vec<_> = meant.collect();
        let mut groups = meant.concat();
        groups.sort_unstable();
        groups.dedup();
        let groups = postings.groups(&groups)?;
        let tally = |(form, meant): (&&Form, &Vec<GroupId>)| Tally {
            leads: self.leads(meant, &groups),
            head: form
                .is_common()
                .then(|| (self.rank)(self.calendar, lexicon, form, &groups))
                .flatten(),
        };
        Ok(frequent.iter().zip(&meant).map(tally).collect())
    }

    fn leads(&self, meant: &[GroupId], groups: &Groups) -> PerFacet<Vec<Lead>> {
        let documents = self.per_stretch * self.stretches.len() as u32;
        let mut all = Bitset::none(documents);
        let meant = meant.iter().filter_map(|group| groups.get(group));
        meant
            .flat_map(|group| &group.docs)
            .for_each(|&doc| all.insert(doc));
        let mut counts = PerFacet::new(|facet| vec![0; self.values[facet]]);
        // All labels are here, so none are lacking.
        labels::count(&all, self.stretches, self.per_stretch, &mut counts);
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
