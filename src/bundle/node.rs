//! What did the editor write in this place, whatever should stand there?
//!
//! Nothing here refuses a value for being of the wrong kind: a parser that did would stop at the
//! first fault, and an editor who made three wants to hear of three.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A value, and where it stands in the front matter, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub value: T,
    pub start: usize,
    pub end: usize,
}

/// Whatever may stand in a field whose mapping, if it is one, has the fields `T`.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub(crate) struct Nothing;

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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let offset = |bytes: Option<u64>| {
            bytes
                .and_then(|bytes| usize::try_from(bytes).ok())
                .unwrap_or(0)
        };
        let start = offset(span.byte_offset());
        Ok(Self {
            value: spanned.value,
            start,
            end: start + offset(span.byte_len()),
        })
    }
}

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Node<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor(PhantomData))
    }
}

struct NodeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NodeVisitor<T> {
    type Value = Node<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<T>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<T>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node<T>, E> {
        Ok(Node::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node<T>, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node<T>, E> {
        Ok(Node::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<T>, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node<T>, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<T>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Node<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|fields| Node::Fields(Box::new(fields)))
    }
}
