//! What can `element.js` ask of the engine?

use std::cell::RefCell;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::element::attributes;
use crate::element::controller::{Actor, Controller};
use crate::element::host::{Host, report_crashes};
use crate::element::library::Library;
use crate::element::search::Search;
use crate::ui;
use crate::ui::Action;
use crate::wire::{Manifest, Unreadable};

/// One rack in one page, until it is unmounted.
#[wasm_bindgen]
pub struct Rack {
    controller: RefCell<Controller>,
}

#[wasm_bindgen]
impl Rack {
    /// Mounts into an empty element of the shadow root.
    ///
    /// `folder` is the bundle's address ending in `/`, `manifest` what its `manifest.json` says,
    /// `written` the element's properties.
    ///
    /// # Errors
    ///
    /// `newer-format` for a bundle of a newer version than this, `damaged` for anything else that
    /// cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(
        root: web_sys::Element,
        host: Host,
        folder: &str,
        manifest: JsValue,
        written: JsValue,
    ) -> Result<Self, JsValue> {
        report_crashes(&host);
        let library = Library::new(read(&manifest)?);
        let mut controller = Controller::new(host, folder, attributes::begin(&written), library);
        let props = controller.props();
        let app = yew::Renderer::<ui::Rack>::with_root_and_props(root, props).render();
        controller.mounted(app);
        let controller = RefCell::new(controller);
        Ok(Self { controller })
    }

    /// The host changed its attributes.
    pub fn set(&self, written: JsValue) {
        let (options, query) = attributes::read(&written);
        self.act(&Action::Set(options, query));
    }

    /// Takes everything asked for back.
    pub fn clear(&self) {
        self.act(&Action::Cleared);
    }

    /// Asks for what was asked before.
    pub fn restore(&self, asked: JsValue) {
        self.act(&Action::Restored(attributes::restored(&asked)));
    }

    /// The reader used an element: what its attribute says that it does, and what it holds.
    pub fn hear(&self, deed: JsValue, value: JsValue) {
        let text = |given: JsValue| given.as_string().unwrap_or_default();
        if let Some(action) = Action::heard(&text(deed), &text(value)) {
            self.controller.borrow_mut().act(&action, Actor::Reader);
        }
    }

    /// Opens an article in place, named by its id or as an address names it, or closes the one that is
    /// open.
    pub fn read(&self, article: &str, is_by_reader: bool) {
        let actor = if is_by_reader {
            Actor::Reader
        } else {
            Actor::Host
        };
        let action = Action::Read(article.parse().ok());
        self.controller.borrow_mut().act(&action, actor);
    }

    /// Shows more cards.
    pub fn more(&self) {
        self.act(&Action::More);
    }

    /// Somebody types, or does no more.
    pub fn typing(&self, is_typing: bool) {
        self.controller.borrow_mut().typing(is_typing);
    }

    /// Tells every time anew.
    pub fn tick(&self) {
        self.controller.borrow_mut().tick();
    }

    /// Answers a request beside what is shown, by one of two functions.
    pub fn search(&self, request: JsValue, resolve: Function, reject: Function) {
        let (query, window) = attributes::request(&request);
        let search = Search::new(query, window, resolve, reject);
        self.controller.borrow_mut().search(search);
    }

    /// A file that was asked for has arrived: an object where it is JSON, else an `ArrayBuffer`; `undefined` where it
    /// cannot be had.
    pub fn arrived(&self, request: u32, content: JsValue) {
        let content = (!content.is_undefined()).then_some(content);
        self.controller.borrow_mut().arrived(request, content);
    }

    /// Takes the rack out of the page, and tells where the reader was.
    pub fn unmount(self) -> Array {
        self.controller.borrow_mut().unmount()
    }

    fn act(&self, action: &Action) {
        self.controller.borrow_mut().act(action, Actor::Host);
    }
}

fn read(manifest: &JsValue) -> Result<Manifest, JsValue> {
    Manifest::read(manifest).map_err(|unreadable| match unreadable {
        Unreadable::Newer => "newer-format".into(),
        Unreadable::Damaged => "damaged".into(),
    })
}
