//! How is a time told?

use std::fmt;
use std::rc::Rc;

use yew::prelude::*;

use crate::model::Instant;
use crate::ui::made::{element, fixed, given, text};

/// A way to tell times, given from outside: the browser's in the reader's language and zone, the
/// build's as plain dates.
#[derive(Clone)]
pub struct Times(Rc<dyn Fn(Instant) -> Said>);

/// A time as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In a few words: `2 hours ago`.
    pub words: String,
    /// In full: `13 September 2022 at 12:14`.
    pub full: String,
}

impl Times {
    /// Told by a function.
    pub fn new(tell: impl Fn(Instant) -> Said + 'static) -> Self {
        Self(Rc::new(tell))
    }

    /// Plain dates, the same for everybody: `2022-09-13`.
    #[must_use]
    pub fn plain() -> Self {
        Self::new(|instant| Said {
            words: instant.day().to_string(),
            full: instant.day().to_string(),
        })
    }

    pub(crate) fn tell(&self, instant: Instant) -> Said {
        (self.0)(instant)
    }

    /// A `<time>`, in words, with the full date for whoever asks or listens.
    pub(crate) fn view(&self, instant: Instant, part: Option<&'static str>) -> Html {
        let Said { words, full } = self.tell(instant);
        // A date is not said twice.
        let spoken = match full.strip_prefix(&words) {
            Some(rest) => rest.to_owned(),
            None => format!(", {full}"),
        };
        let values = [
            part.and_then(fixed),
            fixed("time"),
            given(instant.to_string()),
            given(full),
        ];
        let spoken = element("span", &["class"], [fixed("unseen")], vec![text(&spoken)]);
        let keys = &["part", "class", "datetime", "title"];
        element("time", keys, values, vec![text(&words), spoken])
    }
}

impl PartialEq for Times {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Times")
    }
}
