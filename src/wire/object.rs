//! What does a JSON object say under a name?
//!
//! Files are read through this little window, natively from `serde_json` and in the browser from
//! what `JSON.parse` made. A derived decoder with its messages would be the largest part of the widget
//! that is not Yew, and nobody would read the messages: a field of the wrong kind counts as missing.

/// A JSON value, as far as the wire needs to look at it.
pub trait Object: Sized {
    /// What stands under a name; `None` for `null`, for nothing, and where this is no object.
    fn get(&self, name: &str) -> Option<Self>;

    /// The text that this is.
    fn as_text(&self) -> Option<String>;

    /// The number that this is.
    fn as_number(&self) -> Option<f64>;

    /// The flag that this is.
    fn as_flag(&self) -> Option<bool>;

    /// The pieces of the array that this is; none where it is no array.
    fn pieces(&self) -> Vec<Self>;

    /// Whether this is `true`.
    fn is_true(&self) -> bool {
        self.as_flag() == Some(true)
    }

    /// The text under a name, where it is not empty.
    fn text(&self, name: &str) -> Option<Box<str>> {
        self.get(name)?
            .as_text()
            .filter(|text| !text.is_empty())
            .map(Into::into)
    }

    /// The whole number under a name.
    fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_integer()
    }

    /// The whole number from 0 on under a name.
    fn count(&self, name: &str) -> Option<u32> {
        self.get(name)?.as_count()
    }

    /// The pieces of the array under a name; none where there is no array.
    fn list(&self, name: &str) -> Vec<Self> {
        self.get(name).map(|list| list.pieces()).unwrap_or_default()
    }

    /// The texts of the array under a name.
    fn texts<T: From<String>>(&self, name: &str) -> Vec<T> {
        self.list(name)
            .iter()
            .filter_map(|piece| piece.as_text().map(Into::into))
            .collect()
    }

    /// The whole number that this is, if it is one that a `f64` tells apart from its neighbors.
    fn as_integer(&self) -> Option<i64> {
        let number = self.as_number().filter(|number| number.abs() < 9e15)? as i64;
        (self.as_number() == Some(number as f64)).then_some(number)
    }

    /// The whole number from 0 on that this is.
    fn as_count(&self) -> Option<u32> {
        self.as_integer()
            .and_then(|number| u32::try_from(number).ok())
    }
}
