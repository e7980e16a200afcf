//! What does the widget say?
//!
//! Every sentence a reader meets that is not news. English is part of the widget; the other languages
//! are files beside it (`words/*.json`), of which a page fetches the one it needs.

mod english;

use std::fmt;
use std::rc::Rc;

use yew::AttrValue;

pub use english::Word;

use crate::query::{Facet, Sort};

/// A way to say things, given from outside: the browser's in the reader's language, the build's in
/// English.
#[derive(Clone)]
pub struct Words(Rc<Voice<Say>>);

/// What is said: a word, its count, and what else is put in.
type Say = dyn Fn(Word, u32, &str) -> String;

struct Voice<S: ?Sized> {
    language: AttrValue,
    around: AttrValue,
    say: S,
}

impl Words {
    /// Said by a function, in a language of this BCP 47 tag, on a page of another or the same; an empty
    /// one is not known.
    pub fn new(
        language: impl Into<AttrValue>,
        around: impl Into<AttrValue>,
        say: impl Fn(Word, u32, &str) -> String + 'static,
    ) -> Self {
        Self(Rc::new(Voice {
            language: language.into(),
            around: around.into(),
            say,
        }))
    }

    /// Said in English, without asking a browser.
    #[must_use]
    pub fn english() -> Self {
        Self::new("en", "", |word, count, what| {
            let (one, many) = word.english().split_once('|').unzip();
            let form = if count == 1 { one } else { many };
            form.unwrap_or(word.english())
                .replace("{n}", &grouped(count))
                .replace("{x}", what)
        })
    }

    /// The language, for a `lang` where something else surrounds the words.
    pub(crate) fn language(&self) -> AttrValue {
        self.0.language.clone()
    }

    /// The page's language, for news whose own is not known.
    pub(crate) fn around(&self) -> AttrValue {
        self.0.around.clone()
    }

    #[inline(never)]
    pub(crate) fn say(&self, word: Word) -> String {
        self.tell(word, 0, "")
    }

    #[inline(never)]
    pub(crate) fn count(&self, word: Word, count: u32) -> String {
        self.tell(word, count, "")
    }

    #[inline(never)]
    pub(crate) fn about(&self, word: Word, what: &str) -> String {
        self.tell(word, 0, what)
    }

    #[inline(never)]
    pub(crate) fn tell(&self, word: Word, count: u32, what: &str) -> String {
        (self.0.say)(word, count, what)
    }

    /// How many articles match, and how many of them are shown: `12 of 1,204 articles`.
    #[must_use]
    pub fn status(&self, shown: u32, total: u32) -> String {
        if total == 0 {
            self.say(Word::None)
        } else if shown < total {
            let shown = self.count(Word::Number, shown);
            self.tell(Word::Some, total, &shown)
        } else {
            self.count(Word::Articles, total)
        }
    }

    /// What stands behind a count for those who cannot see that it is one: `, 12 articles`.
    #[inline(never)]
    pub(crate) fn counted(&self, count: u32) -> String {
        self.about(Word::Counted, &self.count(Word::Articles, count))
    }

    /// What taking something back would bring.
    pub(crate) fn without(&self, what: &str, count: u32) -> String {
        self.about(Word::Without, what) + &self.counted(count)
    }

    pub(crate) fn filters(&self, active: usize) -> String {
        if active == 0 {
            self.say(Word::Filters)
        } else {
            self.count(Word::FiltersActive, active as u32)
        }
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}

pub(crate) fn facet(facet: Facet) -> Word {
    match facet {
        Facet::Topic => Word::Topics,
        Facet::Provider => Word::Providers,
        Facet::Type => Word::Types,
    }
}

pub(crate) fn find(facet: Facet) -> Word {
    match facet {
        Facet::Topic => Word::FindTopic,
        Facet::Provider => Word::FindProvider,
        Facet::Type => Word::FindType,
    }
}

pub(crate) fn sort(sort: Sort) -> Word {
    match sort {
        Sort::Newest => Word::Newest,
        Sort::Oldest => Word::Oldest,
        Sort::Top => Word::Top,
        Sort::Relevance => Word::Relevance,
    }
}

/// A number with its thousands apart.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[track_caller]
    fn check(shown: u32, total: u32, text: &str) {
        assert_eq!(Words::english().status(shown, total), text);
    }

    #[test]
    fn a_status_counts_what_matches_and_what_is_shown() {
        check(0, 0, "No articles match.");
        check(1, 1, "1 article");
        check(30, 30, "30 articles");
        check(12, 1204, "12 of 1,204 articles");
        check(0, 1, "0 of 1 article");
    }
}
