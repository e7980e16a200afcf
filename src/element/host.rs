//! What can be asked of the page?

use std::cell::RefCell;
use std::panic::PanicHookInfo;

use js_sys::{Array, JsString, Reflect, RegExp};
use wasm_bindgen::prelude::*;

use crate::model::Instant;
use crate::text::{Folding, spell_out};
use crate::ui::{Said, Times, Word, Words};
use crate::wire::Object;

#[wasm_bindgen]
extern "C" {
    /// The element, as `element.js` presents it.
    #[derive(Clone)]
    pub type Host;

    /// A file of the bundle is wanted. It arrives at [`crate::element::Rack::arrived`], never before this
    /// returns, or is said to be missing once the retries are used up; at once where it has no name.
    #[wasm_bindgen(method)]
    pub(crate) fn load(this: &Host, request: u32, name: &str, integrity: Option<String>);

    /// A file that was asked for is not wanted any more. It is said to be missing, unless somebody else
    /// in the page waits for it.
    #[wasm_bindgen(method)]
    pub(crate) fn drop(this: &Host, name: &str);

    /// A time in words and in full, in the page's language and zone.
    #[wasm_bindgen(method)]
    pub(crate) fn tell(this: &Host, seconds: f64) -> Array;

    /// A message by its number in the files of words, in English, with a count and what else is
    /// put in; the answer is in the language that the page speaks.
    #[wasm_bindgen(method)]
    pub(crate) fn say(this: &Host, at: u32, english: &str, count: u32, what: &str) -> String;

    /// The language of these messages, or of the page around, which may be one that nobody
    /// translated them to.
    #[wasm_bindgen(method)]
    pub(crate) fn language(this: &Host, is_around: bool) -> String;

    /// The answer changed. The page hears of it in a task of its own, for its listeners may call back.
    /// What was asked, how many match, how many are shown, and whether the reader
    /// is the cause.
    #[wasm_bindgen(method)]
    pub(crate) fn changed(this: &Host, asked: JsValue, total: u32, shown: u32, is_by_reader: bool);

    /// Another article is read in place, or none, and whether the reader is the cause. It is named as an
    /// address names it; empty for none.
    #[wasm_bindgen(method)]
    pub(crate) fn turned(this: &Host, article: &str, is_by_reader: bool);

    /// The first answer cannot be had.
    #[wasm_bindgen(method)]
    pub(crate) fn failed(this: &Host);

    /// The page was painted; whether it shows what was last asked for.
    #[wasm_bindgen(method)]
    pub(crate) fn rendered(this: &Host, is_settled: bool);

    /// This instance is dead, and why.
    #[wasm_bindgen(method)]
    pub(crate) fn crashed(this: &Host, why: &str);
}

/// Folding by the browser's own tables: it has those of all scripts.
pub(crate) const FOLDING: Folding = Folding {
    word: fold,
    unspaced: |text| JsString::from(text).normalize("NFKC").into(),
};

thread_local! {
    /// Marks that combine with the letter before them.
    static MARKS: RegExp = RegExp::new("\\p{M}", "gu");
}

/// What [`crate::text::fold`] does.
fn fold(text: &str) -> String {
    let bare = |text: &JsString| MARKS.with(|marks| text.replace_by_pattern(marks, ""));
    let letters = bare(&JsString::from(text).normalize("NFKD"));
    spell_out(&String::from(bare(&letters.to_lower_case())))
}

/// What `JSON.parse` made, as the wire looks at it.
impl Object for JsValue {
    fn get(&self, name: &str) -> Option<Self> {
        let found = Reflect::get(self, &name.into()).ok()?;
        (!found.is_undefined() && !found.is_null()).then_some(found)
    }

    fn as_text(&self) -> Option<String> {
        self.as_string()
    }

    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn pieces(&self) -> Vec<Self> {
        self.dyn_ref::<Array>()
            .map(Array::to_vec)
            .unwrap_or_default()
    }
}

/// Times as the page tells them now. Another one of these makes every time be told anew.
pub(crate) fn times(host: &Host) -> Times {
    let host = host.clone();
    Times::new(move |instant: Instant| {
        let said = host.tell(instant.seconds() as f64);
        let text = |at| said.get(at).as_string().unwrap_or_default();
        Said {
            words: text(0),
            full: text(1),
        }
    })
}

/// What is said, in the language that the page speaks now.
pub(crate) fn words(host: &Host) -> Words {
    let (language, around) = (host.language(false), host.language(true));
    let host = host.clone();
    Words::new(language, around, move |word: Word, count, what| {
        host.say(word as u32, word.english(), count, what)
    })
}

thread_local! {
    /// Whom to tell of a crash: an instance belongs to one element.
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// Lets the page know when this instance dies: it would be silent otherwise, and show nothing ever
/// after.
pub(crate) fn report_crashes(host: &Host) {
    HOST.set(Some(host.clone()));
    yew::set_custom_panic_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let why = panic.to_string();
        HOST.with_borrow(|host| host.iter().for_each(|host| host.crashed(&why)));
    }));
}
