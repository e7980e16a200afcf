//! What does front matter in YAML say, and where?
//!
//! Limits first: what is beyond them is an attack or an accident, and ends the reading of that file.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DefaultMessageFormatter, Error as Fault, Location, MessageFormatter, Spanned};

use crate::bundle::node::{At, Group, Node, is_secured};
use crate::bundle::record::{DEPTH, NODES, TOO_LARGE, TWICE, Unwritten};
use crate::bundle::usual_yaml;

/// The fields, or nothing where the front matter is empty.
///
/// # Errors
///
/// Text that is no YAML, or more of it than an article can need.
pub(crate) fn parse(text: &str) -> Result<At<Node<Group>>, Unwritten> {
    usual_yaml::parse(text).map_or_else(|| judged(text), Ok)
}

/// The same, whatever is in the text.
///
/// # Errors
///
/// As [`parse`].
pub(crate) fn judged(text: &str) -> Result<At<Node<Group>>, Unwritten> {
    serde_saphyr::from_str_with_options(text, options())
        .map(|Written(node)| node)
        .map_err(|fault| unwritten(&fault, text))
}

fn options() -> serde_saphyr::Options {
    let budget = serde_saphyr::budget! {
        max_documents: 1,
        max_depth: DEPTH,
        max_nodes: NODES,
        max_aliases: 0,
        max_anchors: 0,
        max_total_scalar_bytes: 1 << 20,
    };
    serde_saphyr::options! {
        budget: budget,
        // The library's own excerpts show whatever surrounds a fault.
        with_snippet: false,
        strict_booleans: true,
        merge_keys: serde_saphyr::options::MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
        ignore_binary_tag_for_string: true,
    }
}

fn unwritten(fault: &Fault, text: &str) -> Unwritten {
    let fault = fault.without_snippet();
    let said = DefaultMessageFormatter.format_message(fault);
    // The scanner has a limit of its own, and only words to say so.
    let is_limit = matches!(fault, Fault::Budget { .. }) || said.contains("recursion limit");
    let message = match fault {
        _ if is_limit => TOO_LARGE.to_owned(),
        Fault::DuplicateMappingKey { .. } => TWICE.to_owned(),
        _ => explained(&said),
    };
    let at = fault
        .location()
        .map_or(0, |location| offset(&location, text));
    Unwritten {
        at,
        is_limit,
        message,
    }
}

/// In bytes; the parser counts characters.
fn offset(location: &Location, text: &str) -> usize {
    let characters = usize::try_from(location.span().offset()).unwrap_or(usize::MAX);
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}

/// What the parser says, and what to do where that is known.
fn explained(message: &str) -> String {
    let message: String = message.chars().filter(|c| !c.is_control()).collect();
    if message.contains("mapping values are not allowed") {
        return "a colon and a space begin a value, and there is one already; put the text in quotes".to_owned();
    }
    if message.contains("expected string scalar") {
        return "a name of a field cannot be a group or a list; put a value that begins with `{` or `[` in quotes".to_owned();
    }
    if message.contains("multiline quoted scalar") {
        return "a text in quotes goes on in the next line without being indented; indent that line, or put the text on one".to_owned();
    }
    format!("this is no YAML: {message}")
}

/// A value with its place, as the parser hands it out.
struct Written(At<Node<Group>>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let offset = |bytes: Option<u64>| {
            bytes
                .and_then(|bytes| usize::try_from(bytes).ok())
                .unwrap_or(0)
        };
        let start = offset(span.byte_offset());
        let end = start + offset(span.byte_len());
        let Value(value) = spanned.value;
        Ok(Self(At { value, start, end }))
    }
}

struct Value(Node<Group>);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Self)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Node<Group>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<Group>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<Group>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node<Group>, E> {
        Ok(Node::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node<Group>, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node<Group>, E> {
        Ok(Node::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<Group>, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node<Group>, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<Group>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(Written(node)) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<Group>, A::Error> {
        let mut group = Group::default();
        while let Some(name) = map.next_key::<String>()? {
            if is_secured(&name) {
                map.next_value::<IgnoredAny>()?;
            } else {
                let Written(value) = map.next_value()?;
                group.push(name, value);
            }
        }
        Ok(Node::Fields(Box::new(group)))
    }
}
