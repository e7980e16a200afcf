//! What did the editor write in this place, whatever should stand there?
//!
//! Nothing here refuses a value for being of the wrong kind: a parser that did would stop at the
//! first fault, and an editor who made three wants to hear of three. Every format is read into these
//! values, so that what comes after does not know formats.

/// A value, and where it stands in the front matter, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub value: T,
    pub start: usize,
    pub end: usize,
}

/// Equal values say the same, wherever they stand.
impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Whatever may stand in a field whose mapping, if it is one, has the fields `T`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<T = Nothing> {
    Null,
    Bool(bool),
    /// As it is spelled is for the source to say.
    Number,
    Text(String),
    List(Vec<At<Self>>),
    Fields(Box<T>),
}

/// The fields of a mapping that has none we would read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nothing;

/// The fields of a mapping before anybody asked which they are.
///
/// Invariant: `secured` is not among them. It lives only until the fields that we know are taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    fields: Vec<Field>,
}

/// A name, and what stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub name: String,
    pub value: At<Node<Group>>,
}

impl Group {
    /// Adds a field, unless it is `secured`.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: At<Node<Self>>) {
        let name = name.into();
        if !is_secured(&name) {
            self.fields.push(Field { name, value });
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// The value of a field that says something.
    pub(crate) fn get(&self, name: &str) -> Option<&At<Node<Self>>> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some(&field.value).filter(|value| value.value != Node::Null)
    }

    /// Takes the value of a field out.
    pub(crate) fn take(&mut self, name: &str) -> Option<At<Node<Self>>> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        Some(self.fields.remove(at).value).filter(|value| value.value != Node::Null)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    pub(crate) fn into_fields(self) -> Vec<Field> {
        self.fields
    }
}

/// Whether a field is the one that nobody reads.
pub(crate) fn is_secured(name: &str) -> bool {
    name.eq_ignore_ascii_case("secured")
}

impl From<Group> for Nothing {
    fn from(_: Group) -> Self {
        Self
    }
}

impl<T> At<T> {
    /// The same place, with something else in it.
    pub(crate) fn with<U>(&self, value: U) -> At<U> {
        At {
            value,
            start: self.start,
            end: self.end,
        }
    }
}

impl At<Node<Group>> {
    /// The value with the fields that are known.
    pub(crate) fn read<T: From<Group>>(self) -> At<Node<T>> {
        let Self { value, start, end } = self;
        let value = value.read();
        At { value, start, end }
    }
}

impl Node<Group> {
    fn read<T: From<Group>>(self) -> Node<T> {
        match self {
            Self::Null => Node::Null,
            Self::Bool(value) => Node::Bool(value),
            Self::Number => Node::Number,
            Self::Text(text) => Node::Text(text),
            Self::List(nodes) => Node::List(nodes.into_iter().map(At::read).collect()),
            Self::Fields(group) => Node::Fields(Box::new(T::from(*group))),
        }
    }

    /// The text, where it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<T> Node<T> {
    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a yes-or-no value",
            Self::Number => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Fields(_) => "a group of fields",
        }
    }
}
