//! What did the host and the reader ask for?

use std::rc::Rc;
use std::str::FromStr;

use crate::model::{Card, Day, Id, Url};
use crate::query::{Asked, Facet, Query, Sort, Window};
use crate::ui::unfolded::{Coverage, Unfolded};

/// What the host page asks for, apart from the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How cards stand.
    pub layout: Layout,
    /// Cards shown at first and added by *Show more*, at least 1.
    pub page_size: u32,
    /// Where a card leads.
    pub link: Link,
    /// Whether there is a way to search.
    pub has_search: bool,
    /// Whether there is a way to filter.
    pub has_filters: bool,
    /// Whether cards show related coverage.
    pub has_related: bool,
    /// Whether cards show pictures.
    pub has_images: bool,
    /// The level of the headlines, 2 to 6; `None` for no headings at all.
    pub headline_level: Option<u8>,
    /// Whether the rack begins where the reader looks, for then its first picture comes before all others.
    pub is_in_sight: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            layout: Layout::Grid,
            page_size: 12,
            link: Link::Web,
            has_search: true,
            has_filters: true,
            has_related: true,
            has_images: true,
            headline_level: Some(3),
            is_in_sight: false,
        }
    }
}

/// How cards stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Side by side, the picture on top.
    Grid,
    /// One below the other, the picture at the side.
    List,
    /// One below the other, without pictures and excerpts.
    Compact,
    /// A lead and its followers.
    Magazine,
}

impl Layout {
    /// The name that the attribute uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::List => "list",
            Self::Compact => "compact",
            Self::Magazine => "magazine",
        }
    }
}

impl FromStr for Layout {
    type Err = ();

    /// # Errors
    ///
    /// Any other word.
    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Grid, Self::List, Self::Compact, Self::Magazine];
        all.into_iter()
            .find(|layout| layout.name() == text)
            .ok_or(())
    }
}

/// Where a card leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The article's page.
    Web,
    /// Its AMP page.
    Amp,
    /// Where it was first published.
    Original,
    /// The article itself, read in place.
    Reader,
}

impl Link {
    /// The page that a card leads to or, where it is read in place, would lead to elsewhere.
    #[must_use]
    pub fn of(self, card: &Card) -> Option<&Url> {
        match self {
            Self::Web | Self::Reader => card.links.web(),
            Self::Amp => card.links.amp(),
            Self::Original => card.links.original(),
        }
    }

    /// Whether a card is read in place: where that is wanted, or it has no address; never without a
    /// body.
    #[must_use]
    pub fn opens(self, card: &Card) -> bool {
        card.has_body && (self == Self::Reader || self.of(card).is_none())
    }
}

impl FromStr for Link {
    type Err = ();

    /// # Errors
    ///
    /// Any other word.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "web" => Ok(Self::Web),
            "amp" => Ok(Self::Amp),
            "original" => Ok(Self::Original),
            "reader" => Ok(Self::Reader),
            _ => Err(()),
        }
    }
}

/// An article that is read in place, as an address names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which one.
    pub id: Id,
    /// The day it was published, for whoever has not come across it yet.
    pub day: Option<Day>,
}

impl FromStr for Opened {
    type Err = ();

    /// # Errors
    ///
    /// Anything but an id, alone or with `-` and a day after it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (id, day) = match text.split_once('-') {
            Some((id, day)) => (id, Some(day.parse()?)),
            None => (text, None),
        };
        let id = id.parse()?;
        Ok(Self { id, day })
    }
}

/// All that was asked for, by whom-ever.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the host asks for.
    pub options: Rc<Options>,
    /// What is asked of the bundle.
    pub query: Rc<Query>,
    /// What the host asks for by its attributes; the reader's own changes do not show here.
    pub written: Rc<Query>,
    /// How many cards are wanted, as far as there are so many.
    pub shown: u32,
    /// What is read in place.
    pub opened: Option<Opened>,
    /// What is open on the rack itself.
    pub unfolded: Rc<Unfolded>,
}

/// Something that the host or the reader did.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The host set its attributes.
    Set(Options, Query),
    /// A tick in a facet was set or taken back.
    Toggled(Facet, String),
    /// The first day was set or cleared.
    Since(Option<Day>),
    /// The last day was set or cleared.
    Until(Option<Day>),
    /// The least quality was set or cleared.
    MinQuality(Option<u32>),
    /// Another order was chosen.
    Sorted(Sort),
    /// Everything asked for was taken back, but for the order.
    Cleared,
    /// More cards were asked for.
    More,
    /// Something was typed into the search box.
    Typed(String),
    /// One thing that was asked for was taken back.
    Loosened(Asked),
    /// The reader went back to what was asked before.
    Restored(Query),
    /// A facet is about to be used: what it needs may be fetched.
    Approached,
    /// The filters were opened or closed, where there is no room beside the cards.
    Opened,
    /// All values of a facet were asked for, or no longer.
    Turned(Facet),
    /// Something was typed that is looked for among all values of a facet.
    Wanted(Facet, String),
    /// The search box is about to be used.
    Addressed,
    /// The related coverage of an article was asked for.
    Covered(Id, Coverage),
    /// An article was opened, or the one that was open was closed.
    Read(Option<Opened>),
    /// What failed should be tried again.
    Retried,
}

impl State {
    /// Before anybody did anything.
    #[must_use]
    pub fn new(options: Options, query: Query) -> Self {
        let (shown, query) = (options.page_size, Rc::new(query));
        Self {
            options: Rc::new(options),
            written: query.clone(),
            query,
            shown,
            opened: None,
            unfolded: Rc::default(),
        }
    }

    /// The state after an action. What only fetches something changes nothing here.
    #[must_use]
    pub fn after(&self, action: &Action) -> Self {
        let mut after = self.clone();
        after.take(action);
        after
    }

    fn take(&mut self, action: &Action) {
        match action {
            Action::Set(options, query) => self.set(options, query),
            Action::Toggled(facet, value) => self.ask(self.query.toggled(*facet, value)),
            Action::Since(since) => self.asked().since = *since,
            Action::Until(until) => self.asked().until = *until,
            Action::MinQuality(least) => self.asked().min_quality = *least,
            Action::Sorted(sort) => self.asked().sort = Some(*sort),
            Action::Typed(words) => self.asked().words.clone_from(words),
            Action::Loosened(asked) => self.ask(self.query.without(*asked)),
            Action::Restored(query) => self.ask(query.clone()),
            Action::Cleared => self.ask(self.query.cleared()),
            Action::More => self.shown = self.shown.saturating_add(self.options.page_size),
            Action::Read(opened) => self.opened = *opened,
            Action::Opened => self.unfolded().filters ^= true,
            Action::Turned(facet) => self.unfolded().turn(*facet),
            Action::Wanted(facet, wanted) => self.unfolded().facets[*facet] = Some(wanted.clone()),
            Action::Covered(article, coverage) => self.unfolded().ask(*article, *coverage),
            Action::Approached | Action::Addressed | Action::Retried => {}
        }
    }

    /// Which part of the answer is wanted: from the first card on.
    #[must_use]
    pub fn window(&self) -> Window {
        Window {
            offset: 0,
            limit: self.shown,
        }
    }

    fn unfolded(&mut self) -> &mut Unfolded {
        Rc::make_mut(&mut self.unfolded)
    }

    /// What is asked, to be changed: the answer starts from its first page.
    fn asked(&mut self) -> &mut Query {
        self.shown = self.options.page_size;
        Rc::make_mut(&mut self.query)
    }

    /// Another question.
    fn ask(&mut self, query: Query) {
        *self.asked() = query;
    }

    /// What the host changes wins. What the reader asked for besides stays, and so do the cards that
    /// *Show more* brought, as long as the question is the same.
    fn set(&mut self, options: &Options, written: &Query) {
        let query = self.query.updated(&self.written, written);
        if query != *self.query || options.page_size != self.options.page_size {
            self.shown = options.page_size;
        }
        self.options = Rc::new(options.clone());
        self.query = Rc::new(query);
        self.written = Rc::new(written.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State::new(Options::default(), Query::default())
    }

    #[test]
    fn more_adds_a_page_and_another_question_starts_over() {
        let more = state().after(&Action::More);
        assert_eq!(more.shown, 24);
        let ticked = more.after(&Action::Toggled(Facet::Topic, "AI".to_owned()));
        assert_eq!(ticked.shown, 12);
    }

    #[test]
    fn clearing_keeps_the_order() {
        let state = state()
            .after(&Action::Sorted(Sort::Oldest))
            .after(&Action::MinQuality(Some(50)));
        let cleared = state.after(&Action::Cleared);
        assert!(cleared.query.is_everything());
        assert_eq!(cleared.query.sort, Some(Sort::Oldest));
    }

    #[test]
    fn the_host_changes_one_thing_and_the_readers_others_stay() {
        let ticked = state().after(&Action::Toggled(Facet::Topic, "AI".to_owned()));
        let written = Query {
            sort: Some(Sort::Top),
            ..Query::default()
        };
        let set = ticked.after(&Action::Set(Options::default(), written));
        assert_eq!(set.query.ticks[Facet::Topic], ["AI"]);
        assert_eq!(set.query.sort, Some(Sort::Top));
    }

    #[test]
    fn an_article_stays_open_whatever_the_host_sets() {
        let opened: Opened = "00000000000000ab-2026-11-14".parse().unwrap();
        let read = state().after(&Action::Read(Some(opened)));
        let set = read.after(&Action::Set(Options::default(), Query::default()));
        assert_eq!(set.opened, Some(opened));
        assert_eq!(set.after(&Action::Read(None)).opened, None);
        assert!("00000000000000ab".parse::<Opened>().is_ok());
        for text in ["", "ab", "00000000000000ab-", "00000000000000ab-2026"] {
            assert_eq!(text.parse::<Opened>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_new_look_keeps_what_is_shown() {
        let more = state().after(&Action::More);
        let list = Options {
            layout: Layout::List,
            ..Options::default()
        };
        let set = more.after(&Action::Set(list, Query::default()));
        assert_eq!(set.shown, 24);
        assert_eq!(
            set.after(&Action::Toggled(Facet::Topic, "AI".to_owned()))
                .shown,
            12
        );
        let fewer = Options {
            page_size: 6,
            ..Options::default()
        };
        assert_eq!(more.after(&Action::Set(fewer, Query::default())).shown, 6);
    }
}
