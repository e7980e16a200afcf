//! What happens when somebody acts or something arrives?
//!
//! Always the same: work out the answer from what is here, show it if it is whole, and fetch what it
//! lacks. Nothing remembers what it was fetched for, so nothing can come out of order.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;
use yew::{AppHandle, Callback};

use crate::element::attributes;
use crate::element::host::{FOLDING, Host, times, words};
use crate::element::library::{Answered, Counts, Library};
use crate::element::search::Search;
use crate::element::wish::Wish;
use crate::index::Part;
use crate::model::{Card, FileName, Id, StoryId};
use crate::query::{DocId, PerFacet, Query};
use crate::ui::{Action, Fold, Load, Rack, RackProps, Reading, State, View};
use crate::wire::integrity;

/// Who did something. The page is told of what it did not do itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    Host,
    Reader,
}

/// So many files are fetched for the counts of every letter; more wait until the hand rests.
const FEW: usize = 6;

pub(crate) struct Controller {
    host: Host,
    state: State,
    library: Library,
    view: View,
    /// What the page was last told, so that it is told of changes only.
    told: Option<(Rc<Query>, u32, usize)>,
    /// The open article that the page was told of.
    told_open: Option<Id>,
    /// Whether the reader opened or closed what is open.
    is_turned_by_reader: bool,
    /// Whether the reader did something that the page was not told of.
    is_reader_untold: bool,
    searches: Vec<Search>,
    /// Stories of the disclosures that were opened.
    opened: Vec<StoryId>,
    /// Whether a hand came near the filters.
    is_approached: bool,
    /// Which values of the facets are to be seen.
    counts: Counts,
    /// Whether somebody is about to type.
    is_addressed: bool,
    /// Whether somebody types.
    is_typing: bool,
    /// What is coming, each by the number of its request: one that was dropped fails late, when the
    /// same file may be wanted again.
    in_flight: Vec<(Wish, u32)>,
    requests: u32,
    failed: Vec<Wish>,
    app: Option<AppHandle<Rack>>,
}

impl Controller {
    pub(crate) fn new(host: Host, folder: &str, state: State, library: Library) -> Self {
        let view = View {
            options: state.options.clone(),
            query: state.query.clone(),
            results: Rc::default(),
            choices: Rc::default(),
            is_counting: false,
            suggestion: None,
            cards: Rc::default(),
            snippets: Rc::default(),
            stories: Rc::default(),
            unfolded: state.unfolded.clone(),
            reading: None,
            values: PerFacet::new(|facet| library.manifest().facets.of(facet).values),
            times: times(&host),
            words: words(&host),
            fold: Fold(FOLDING.word),
            folder: folder.into(),
            is_pending: true,
            is_incomplete: false,
            is_answered: true,
        };
        Self {
            host,
            state,
            library,
            view,
            told: None,
            told_open: None,
            is_turned_by_reader: false,
            is_reader_untold: false,
            searches: Vec::new(),
            opened: Vec::new(),
            is_approached: false,
            counts: Counts::Leading,
            is_addressed: false,
            is_typing: false,
            in_flight: Vec::new(),
            requests: 0,
            failed: Vec::new(),
            app: None,
        }
    }

    /// What the application is given.
    pub(crate) fn props(&self) -> RackProps {
        let host = self.host.clone();
        RackProps {
            view: Rc::new(self.view.clone()),
            rendered: Callback::from(move |is_settled| host.rendered(is_settled)),
        }
    }

    pub(crate) fn mounted(&mut self, app: AppHandle<Rack>) {
        self.app = Some(app);
        self.settle();
    }

    /// Takes the application out of the page, and tells where the reader was.
    pub(crate) fn unmount(&mut self) -> Array {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        attributes::kept(&self.state)
    }

    pub(crate) fn act(&mut self, action: &Action, actor: Actor) {
        match action {
            Action::Approached if self.is_approached => return,
            Action::Approached => self.is_approached = true,
            Action::Opened | Action::Wanted(..) => return self.unfold(action),
            Action::Turned(_) => (self.is_approached, self.counts) = (true, Counts::All),
            Action::Addressed if self.is_addressed => return,
            Action::Addressed => self.is_addressed = true,
            Action::Covered(article, _) => self.cover(*article),
            // A dialog says that it was closed, whoever closed it.
            Action::Read(opened) if *opened == self.state.opened => return,
            Action::Read(_) => self.is_turned_by_reader = actor == Actor::Reader,
            _ => self.is_reader_untold |= actor == Actor::Reader,
        }
        // Whoever asks again wants what did not arrive, too.
        self.failed.clear();
        self.state = self.state.after(action);
        self.settle();
    }

    /// Shows more or less of what is here.
    fn unfold(&mut self, action: &Action) {
        self.state = self.state.after(action);
        self.view.unfolded = self.state.unfolded.clone();
        self.paint();
    }

    /// What an article on the rack is related to is wanted.
    fn cover(&mut self, article: Id) {
        let read = self.view.reading.iter().map(|reading| &reading.card);
        let mut cards = self.view.cards.iter().chain(read);
        if let Some(card) = cards.find(|card| card.id == article) {
            let opened = &mut self.opened;
            for story in &card.related {
                if !opened.contains(story) {
                    opened.push(*story);
                }
            }
        }
    }

    pub(crate) fn search(&mut self, search: Search) {
        // Whoever asks again wants what did not arrive, too.
        self.failed.clear();
        self.searches.push(search);
        let mut lacking = Vec::new();
        self.settle_searches(&mut lacking);
        lacking.into_iter().for_each(|wish| self.fetch(wish));
    }

    /// Once nobody types any more, what was too much for every letter is fetched.
    pub(crate) fn typing(&mut self, is_typing: bool) {
        self.is_typing = is_typing;
        if !is_typing {
            self.settle();
        }
    }

    /// Tells every time anew, and everything in the language of now.
    pub(crate) fn tick(&mut self) {
        self.view.times = times(&self.host);
        self.view.words = words(&self.host);
        self.paint();
    }

    /// Shows what can be shown and fetches what is lacking.
    fn settle(&mut self) {
        let opened = self.opened.iter();
        let mut lacking: Vec<Wish> = opened
            .filter_map(|&story| self.library.lacks(story))
            .collect();
        self.view.is_incomplete = lacking.iter().any(|wish| self.failed.contains(wish));
        self.settle_view(&mut lacking);
        self.settle_reading(&mut lacking);
        self.settle_searches(&mut lacking);
        lacking.extend(self.foreseen());
        self.paint();
        self.tell();
        self.drop_all_but(&lacking);
        self.tell_open();
        lacking.into_iter().for_each(|wish| self.fetch(wish));
    }

    /// What the letters before asked for need not come any more.
    fn drop_all_but(&mut self, wanted: &[Wish]) {
        let (library, host) = (&self.library, &self.host);
        self.in_flight.retain(|(wish, _)| {
            let is_wanted = wanted.contains(wish);
            if let Some(name) = library.name(*wish).filter(|_| !is_wanted) {
                host.drop(name.as_str());
            }
            is_wanted
        });
    }

    /// What will be wanted soon.
    fn foreseen(&self) -> Vec<Wish> {
        let wanted = [
            (Part::Facets, self.is_approached || self.is_addressed),
            (Part::Calendar, self.is_addressed),
        ];
        let mut foreseen = Vec::new();
        for (part, is_wanted) in wanted {
            if is_wanted && !self.library.has(part) {
                foreseen.push(Wish::Part(part));
            }
        }
        if self.is_addressed {
            foreseen.extend(self.library.directories());
        }
        if self.is_approached {
            foreseen.extend(self.library.labels());
        }
        foreseen
    }

    /// Brings the view up to date: the new answer once all of it is here or will not come, the one
    /// before until then.
    fn settle_view(&mut self, lacking: &mut Vec<Wish>) {
        let answered = self
            .library
            .answered(&self.state.query, self.state.window(), self.counts);
        let wanted = match &answered {
            Ok(answered) => &answered.lacking,
            Err(lacking) => lacking,
        };
        self.view.is_pending = wanted.iter().any(|wish| !self.failed.contains(wish));
        self.view.is_incomplete |= !self.view.is_pending && !wanted.is_empty();
        self.view.is_answered = self.view.is_pending || answered.is_ok();
        lacking.extend(wanted);
        if let Ok(answered) = answered
            && !self.view.is_pending
        {
            let is_failed = |wish: &Wish| self.failed.contains(wish);
            self.view.is_incomplete |= answered.further.iter().any(is_failed);
            if !self.is_typing || answered.further.len() <= FEW {
                lacking.extend(&answered.further);
            }
            self.show(answered);
            self.suggest(lacking);
        }
        self.view.options = self.state.options.clone();
        self.view.query = self.state.query.clone();
        self.view.unfolded = self.state.unfolded.clone();
        self.view.stories = self.library.stories();
    }

    fn show(&mut self, mut answered: Answered) {
        self.view.snippets = Rc::new(self.library.snippets(&answered));
        self.view.cards = Rc::new(answered.hits.into_iter().map(|(_, card)| card).collect());
        let none = Ok(PerFacet::default());
        let counted = std::mem::replace(&mut answered.results.facets, none);
        self.view.is_counting = counted.is_err();
        if let Ok(choices) = counted {
            self.view.choices = Rc::new(choices);
        }
        self.view.results = Rc::new(answered.results);
    }

    /// Where nothing matches, another word may be meant.
    fn suggest(&mut self, lacking: &mut Vec<Wish>) {
        self.view.suggestion = None;
        if self.view.results.total == 0 && self.state.query.has_words() {
            match self.library.suggest(&self.state.query) {
                Ok(suggestion) => self.view.suggestion = suggestion,
                Err(wanted) => lacking.extend(wanted),
            }
        }
    }

    /// Brings the open article up to date. It shows once its card is here, whether or not its body is.
    fn settle_reading(&mut self, lacking: &mut Vec<Wish>) {
        self.view.reading = None;
        let Some(opened) = self.state.opened else {
            return;
        };
        match self.library.find(opened) {
            Ok(Some((doc, card))) => self.open(doc, card, lacking),
            Ok(None) => {}
            Err(wanted) => {
                let is_failed = |wish: &Wish| self.failed.contains(wish);
                self.view.is_incomplete |= wanted.iter().any(is_failed);
                lacking.extend(wanted);
            }
        }
    }

    fn open(&mut self, doc: DocId, card: Rc<Card>, lacking: &mut Vec<Wish>) {
        let body = match self.library.body(doc) {
            Ok(Some(body)) => Load::Ready(body.clone()),
            Err(wish) if !self.failed.contains(&wish) => {
                lacking.push(wish);
                Load::Waiting
            }
            _ => Load::Failed,
        };
        let link = self.view.options.link;
        let mut list = self.view.cards.iter().filter(|other| link.opens(other));
        let mut previous = None;
        let is_in_list = list.by_ref().any(|other| {
            let is_found = other.id == card.id;
            if !is_found {
                previous = Some(other.clone());
            }
            is_found
        });
        self.view.reading = Some(Rc::new(Reading {
            card,
            body,
            previous: previous.filter(|_| is_in_list),
            next: list.next().cloned(),
        }));
    }

    fn settle_searches(&mut self, lacking: &mut Vec<Wish>) {
        let searches = std::mem::take(&mut self.searches);
        for search in searches {
            match search.answer(&self.library) {
                Ok(found) => search.resolve(&found),
                Err(wanted) if wanted.iter().any(|wish| self.failed.contains(wish)) => {
                    search.reject()
                }
                Err(wanted) => {
                    lacking.extend(wanted);
                    self.searches.push(search);
                }
            }
        }
    }

    fn paint(&mut self) {
        let props = self.props();
        if let Some(app) = &mut self.app {
            app.update(props);
        }
    }

    /// Tells the page that another article is open.
    fn tell_open(&mut self) {
        let card = self.view.reading.as_ref().map(|reading| &reading.card);
        let id = card.map(|card| card.id);
        if id != self.told_open {
            let article = card.map(|card| format!("{}-{}", card.id, card.published.day()));
            let is_by_reader = self.is_turned_by_reader;
            self.host.turned(&article.unwrap_or_default(), is_by_reader);
            self.told_open = id;
        }
    }

    /// Tells the page of an answer that differs from the one before.
    fn tell(&mut self) {
        let view = &self.view;
        let now = (
            self.state.query.clone(),
            view.results.total,
            view.cards.len(),
        );
        if view.is_pending || self.told.as_ref() == Some(&now) {
            return;
        }
        if self.told.is_none() && view.is_incomplete && view.cards.is_empty() {
            return self.host.failed();
        }
        if view.is_answered {
            let is_by_reader = std::mem::take(&mut self.is_reader_untold);
            self.host
                .changed(attributes::told(&now.0), now.1, now.2 as u32, is_by_reader);
            self.told = Some(now);
        }
    }

    fn fetch(&mut self, wish: Wish) {
        let is_coming = self.in_flight.iter().any(|(other, _)| *other == wish);
        if self.failed.contains(&wish) || is_coming {
            return;
        }
        self.requests = self.requests.wrapping_add(1);
        self.in_flight.push((wish, self.requests));
        let name = self.library.name(wish);
        let address = name.as_ref().map_or("", FileName::as_str);
        let integrity = name.as_ref().and_then(integrity);
        self.host.load(self.requests, address, integrity);
    }

    /// What came of a request; one that was dropped meanwhile is nobody's any more.
    pub(crate) fn arrived(&mut self, request: u32, content: Option<JsValue>) {
        let mut in_flight = self.in_flight.iter();
        let Some(at) = in_flight.position(|(_, other)| *other == request) else {
            return;
        };
        let (wish, _) = self.in_flight.swap_remove(at);
        let is_good = content.is_some_and(|content| self.library.take(wish, content).is_ok());
        if !is_good && !self.library.goes_without(wish) {
            self.failed.push(wish);
        }
        self.settle();
    }
}
