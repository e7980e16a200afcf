//! Which field did somebody mean by this name?
//!
//! Blogs spell the same fields in many ways, and their generators do not mind capitals. So names are
//! compared without case, `_` and `-`; where two of them mean one field, the one that stands first in
//! its list wins.

use crate::bundle::node::{At, Field, Group, Node};

/// A field: its name in the documentation, then the other names it goes by.
pub(crate) type Spellings = &'static [&'static str];

/// The fields that were found in a group, each under its documented name.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    known: Vec<(Spellings, Vec<Field>)>,
    /// The fields that nobody knows, each with the place of its value.
    pub unknown: Vec<At<String>>,
    /// Names other than the documented one that were used.
    pub names: Names,
    /// Fields that were left out for another spelling of the same.
    pub others: Vec<Other>,
}

/// The names that were used instead of the documented ones, by these.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Names(Vec<(&'static str, String)>);

/// A field that says something else than a better spelling of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Other {
    /// Its name, and where its value stands.
    pub name: At<String>,
    /// The name of the field that counts.
    pub wins: String,
}

impl Names {
    /// What the editor calls a field, for messages.
    pub(crate) fn of<'a>(&'a self, documented: &'a str) -> &'a str {
        self.0
            .iter()
            .find(|(name, _)| *name == documented)
            .map_or(documented, |(_, name)| name)
    }

    /// Whether a field goes by its documented name.
    pub(crate) fn is_documented(&self, name: &str) -> bool {
        self.of(name) == name
    }
}

impl Sorted {
    /// Sorts a group by these fields.
    pub(crate) fn new(group: Group, fields: &[Spellings]) -> Self {
        let mut sorted = Self::default();
        for field in group.into_fields() {
            match fields
                .iter()
                .find(|names| rank(names, &field.name).is_some())
            {
                Some(names) => sorted.put(names, field),
                None => sorted.unknown.push(field.value.with(field.name)),
            }
        }
        sorted
    }

    fn put(&mut self, names: Spellings, field: Field) {
        match self.known.iter_mut().find(|(known, _)| *known == names) {
            Some((_, fields)) => fields.push(field),
            None => self.known.push((names, vec![field])),
        }
    }

    /// The value of a field in its best spelling; one that says nothing counts only where there is no
    /// other.
    pub(crate) fn take(&mut self, names: Spellings) -> Option<At<Node<Group>>> {
        let at = self.known.iter().position(|(known, _)| *known == names)?;
        let (_, mut fields) = self.known.swap_remove(at);
        // Stable: of two that differ in capitals only the first wins.
        fields.sort_by_key(|field| (is_empty(&field.value.value), rank(names, &field.name)));
        let mut fields = fields.into_iter();
        let best = fields.next()?;
        let others = fields
            .filter(|other| !is_empty(&other.value.value) && other.value.value != best.value.value);
        self.others.extend(others.map(|other| Other {
            name: other.value.with(other.name),
            wins: best.name.clone(),
        }));
        if best.name != names[0] {
            self.names.0.push((names[0], best.name));
        }
        Some(best.value)
    }
}

/// The place of a name in a list of spellings.
pub(crate) fn rank(names: Spellings, name: &str) -> Option<usize> {
    let exact = names.iter().position(|known| *known == name);
    exact.or_else(|| names.iter().position(|known| is_alike(known, name)))
}

/// The name that somebody may have meant by one that nobody knows.
pub(crate) fn guess(name: &str, fields: &[Spellings]) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    // Two letters exchanged are one slip; short names are like too many others.
    let slips = |known: &str| strsim::osa_distance(&name, &known.to_ascii_lowercase());
    let allowed = name.chars().count() / 3;
    let names = fields.iter().copied().flatten().copied();
    let guess = names.min_by_key(|known| slips(known))?;
    (slips(guess) <= allowed.min(2)).then_some(guess)
}

fn is_alike(a: &str, b: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        name.bytes()
            .filter(|byte| !matches!(byte, b'_' | b'-'))
            .map(|byte| byte.to_ascii_lowercase())
    }
    letters(a).eq(letters(b))
}

fn is_empty(value: &Node<Group>) -> bool {
    match value {
        Node::Null => true,
        Node::Text(text) => text.trim().is_empty(),
        Node::List(values) => values.iter().all(|value| is_empty(&value.value)),
        _ => false,
    }
}

/// Writes a struct of fields and the function that finds them in a group.
macro_rules! fields {
    ($(#[doc = $doc:literal])+ $struct:ident { $($field:ident: $node:ty = $names:expr,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct $struct {
            $(pub $field: Option<At<$node>>,)+
            /// The fields that nobody knows, each with the place of its value.
            pub unknown: Vec<At<String>>,
            /// Names other than the documented one that were used.
            pub names: Names,
            /// Fields that were left out for another spelling of the same.
            pub others: Vec<Other>,
        }

        impl From<Group> for $struct {
            fn from(group: Group) -> Self {
                let mut sorted = Sorted::new(group, Self::SPELLINGS);
                Self {
                    $($field: sorted.take(&$names).map(At::read),)+
                    unknown: sorted.unknown,
                    names: sorted.names,
                    others: sorted.others,
                }
            }
        }

        impl $struct {
            /// All fields in all their spellings.
            #[allow(dead_code, reason = "asked of some groups only")]
            pub(crate) const SPELLINGS: &[Spellings] = &[$(&$names,)+];
        }
    };
}

pub(crate) use fields;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_guessed_at_and_another_word_is_not() {
        const FIELDS: &[Spellings] = &[&["title"], &["excerpt", "summary"], &["webUrl"]];
        for (name, guessed) in [
            ("tilte", "title"),
            ("sumary", "summary"),
            ("weburls", "webUrl"),
        ] {
            assert_eq!(guess(name, FIELDS), Some(guessed));
        }
        for name in ["layout", "mood", "t", ""] {
            assert_eq!(guess(name, FIELDS), None, "{name}");
        }
    }
}
