//! What happens when somebody acts or something arrives?
//!
//! Always the same: work out the answer from what is here, show it if it is whole, and fetch what it
//! lacks. Nothing remembers what it was fetched for, so nothing can come out of order.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{AppHandle, Callback};

use crate::element::attributes;
use crate::element::host::{Host, fold, times};
use crate::element::library::Library;
use crate::element::search::Search;
use crate::element::wish::Wish;
use crate::model::StoryId;
use crate::query::{PerFacet, Query};
use crate::ui::{Action, Fold, Rack, RackProps, State, View};
use crate::wire::integrity;

pub(crate) struct Controller {
    host: Host,
    state: State,
    library: Library,
    view: View,
    /// What the page was last told, so that it is told of changes only.
    told: Option<(Rc<Query>, u32, usize)>,
    searches: Vec<Search>,
    /// Stories of the disclosures that were opened.
    opened: Vec<StoryId>,
    /// Whether a hand came near the filters.
    is_approached: bool,
    in_flight: Vec<Wish>,
    failed: Vec<Wish>,
    app: Option<AppHandle<Rack>>,
    me: Weak<RefCell<Self>>,
}

impl Controller {
    pub(crate) fn new(
        host: Host,
        folder: &str,
        state: State,
        library: Library,
    ) -> Rc<RefCell<Self>> {
        let view = View {
            options: state.options.clone(),
            query: state.query.clone(),
            results: Rc::default(),
            cards: Rc::default(),
            stories: Rc::default(),
            values: PerFacet::new(|facet| library.manifest().facets.of(facet).values),
            times: times(&host),
            fold: Fold(fold),
            folder: folder.into(),
            is_pending: true,
            is_incomplete: false,
        };
        Rc::new_cyclic(|me| {
            RefCell::new(Self {
                host,
                state,
                library,
                view,
                told: None,
                searches: Vec::new(),
                opened: Vec::new(),
                is_approached: false,
                in_flight: Vec::new(),
                failed: Vec::new(),
                app: None,
                me: me.clone(),
            })
        })
    }

    /// What the application is given.
    pub(crate) fn props(&self) -> RackProps {
        let me = self.me.clone();
        let act = move |action: Action| {
            if let Some(me) = me.upgrade() {
                me.borrow_mut().act(&action);
            }
        };
        let host = self.host.clone();
        RackProps {
            view: Rc::new(self.view.clone()),
            act: act.into(),
            rendered: Callback::from(move |()| host.rendered()),
        }
    }

    pub(crate) fn mounted(&mut self, app: AppHandle<Rack>) {
        self.app = Some(app);
        self.settle();
    }

    /// Takes the application out of the page.
    pub(crate) fn unmount(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }

    pub(crate) fn act(&mut self, action: &Action) {
        match action {
            Action::Approached if self.is_approached => return,
            Action::Approached => self.is_approached = true,
            Action::Opened(card) => self.opened.extend(&card.related),
            Action::Retried => self.failed.clear(),
            _ => {}
        }
        self.state = self.state.after(action);
        self.settle();
    }

    pub(crate) fn search(&mut self, search: Search) {
        self.searches.push(search);
        self.settle();
    }

    /// Tells every time anew.
    pub(crate) fn tick(&mut self) {
        self.view.times = times(&self.host);
        self.paint();
    }

    /// Shows what can be shown and fetches what is lacking.
    fn settle(&mut self) {
        let mut lacking: Vec<Wish> = self
            .opened
            .iter()
            .filter_map(|&story| self.library.lacks(story))
            .collect();
        if self.is_approached && !self.library.has_index() {
            lacking.push(Wish::Index);
        }
        self.settle_searches(&mut lacking);
        self.settle_view(&mut lacking);
        self.paint();
        self.tell();
        lacking.into_iter().for_each(|wish| self.fetch(wish));
    }

    /// Brings the answer up to date, if all of it is here or will never be.
    fn settle_view(&mut self, lacking: &mut Vec<Wish>) {
        let wanted = self.work_out();
        self.view.is_pending = !wanted.is_empty();
        self.view.is_incomplete = !self.failed.is_empty();
        self.view.options = self.state.options.clone();
        self.view.query = self.state.query.clone();
        self.view.stories = self.library.stories();
        lacking.extend(wanted);
    }

    /// Puts the answer into the view, or leaves the one before and says what is lacking.
    fn work_out(&mut self) -> Vec<Wish> {
        let results = match self.library.answer(&self.state.query, self.state.window()) {
            Ok(results) => results,
            Err(wish) if self.failed.contains(&wish) => return Vec::new(),
            Err(wish) => return vec![wish],
        };
        let cards: Vec<_> = results
            .docs
            .iter()
            .map(|&doc| self.library.card(doc))
            .collect();
        let lacking = cards.iter().filter_map(|card| card.as_ref().err().copied());
        let lacking: Vec<Wish> = lacking.filter(|wish| !self.failed.contains(wish)).collect();
        if lacking.is_empty() {
            self.view.cards = Rc::new(cards.into_iter().flatten().flatten().collect());
            self.view.results = Rc::new(results);
        }
        lacking
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

    /// Tells the page of an answer that differs from the one before.
    fn tell(&mut self) {
        let now = (
            self.state.query.clone(),
            self.view.results.total,
            self.view.cards.len(),
        );
        if self.view.is_pending || self.told.as_ref() == Some(&now) {
            return;
        }
        if self.told.is_none() && self.view.is_incomplete && self.view.cards.is_empty() {
            return self.host.failed();
        }
        self.host.changed(
            attributes::told(&now.0),
            now.1,
            now.2 as u32,
            self.state.is_by_reader,
        );
        self.told = Some(now);
    }

    fn fetch(&mut self, wish: Wish) {
        if self.failed.contains(&wish) || self.in_flight.contains(&wish) {
            return;
        }
        self.in_flight.push(wish);
        let coming = self
            .library
            .name(wish)
            .map(|name| self.host.load(name.as_str(), integrity(&name)));
        let me = self.me.clone();
        spawn_local(async move {
            let content = match coming {
                Some(promise) => JsFuture::from(promise).await,
                None => Err(JsValue::UNDEFINED),
            };
            if let Some(me) = me.upgrade() {
                me.borrow_mut().arrived(wish, content.ok());
            }
        });
    }

    fn arrived(&mut self, wish: Wish, content: Option<JsValue>) {
        self.in_flight.retain(|other| *other != wish);
        let is_good = content.is_some_and(|content| self.library.take(wish, content).is_ok());
        if !is_good {
            self.failed.push(wish);
        }
        self.settle();
    }
}
