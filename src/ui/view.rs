//! What does the reader see?

use std::rc::Rc;

use crate::model::{Card, Story, StoryId};
use crate::query::{Choice, PerFacet, Query, Results, Snippet};
use crate::ui::{Options, Reading, Times, Unfolded, Words};

/// The related coverage that has arrived, in the files that it came in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// How many stories lie in one file.
    pub per_file: u32,
    /// The files by number, `None` for a story that is damaged.
    pub files: Vec<(u32, Vec<Option<Rc<Story>>>)>,
}

impl Stories {
    /// A story, if its file has arrived whole.
    #[must_use]
    pub fn get(&self, story: StoryId) -> Option<&Rc<Story>> {
        let (file, at) = (story.0.checked_div(self.per_file)?, story.0 % self.per_file);
        let (_, stories) = self.files.iter().find(|(number, _)| *number == file)?;
        stories.get(at as usize)?.as_ref()
    }
}

/// Makes labels alike that differ in case only.
///
/// It comes from outside: the tables of all scripts are large, and every browser has them. Wrapped, for functions have no equality worth asking.
#[derive(Clone, Copy, Debug)]
pub struct Fold(pub fn(&str) -> String);

impl PartialEq for Fold {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// All that is on the page, together: the question, its answer and the cards of the answer.
#[derive(Clone, Debug)]
pub struct View {
    /// What the host asks for.
    pub options: Rc<Options>,
    /// What was asked of the bundle; the controls show it at once.
    pub query: Rc<Query>,
    /// The answer, or the one before while the next is on its way.
    pub results: Rc<Results>,
    /// The values of each facet, with the counts that were known last.
    pub choices: Rc<PerFacet<Vec<Choice>>>,
    /// Whether these counts belong to another answer, and this one's are on their way.
    pub is_counting: bool,
    /// Another search string that finds something, where this one finds nothing.
    pub suggestion: Option<String>,
    /// The cards of the answer, in order.
    pub cards: Rc<Vec<Rc<Card>>>,
    /// What each card shows of its text.
    pub snippets: Rc<Vec<Snippet>>,
    /// The related coverage that has arrived.
    pub stories: Rc<Stories>,
    /// What is open on the rack itself.
    pub unfolded: Rc<Unfolded>,
    /// What is read in place.
    pub reading: Option<Rc<Reading>>,
    /// How many values each facet has in the bundle.
    pub values: PerFacet<u32>,
    /// How times are told.
    pub times: Times,
    /// How things are said.
    pub words: Words,
    /// For the box that finds a value of a facet.
    pub fold: Fold,
    /// The bundle's folder, ending in `/`; pictures of its own lie there.
    pub folder: Rc<str>,
    /// Whether the answer is still on its way.
    pub is_pending: bool,
    /// Whether something that is wanted did not arrive.
    pub is_incomplete: bool,
    /// Whether `results` answers `query`. It does not when what the answer needs did not arrive.
    pub is_answered: bool,
}

impl View {
    /// Those of a card's related stories that have arrived, in its order.
    #[must_use]
    pub fn stories_of(&self, card: &Card) -> Vec<Rc<Story>> {
        card.related
            .iter()
            .filter_map(|&story| self.stories.get(story).cloned())
            .collect()
    }
}
