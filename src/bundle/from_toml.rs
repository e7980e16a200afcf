//! What does front matter in TOML say, and where?
//!
//! The text is held whole until it is parsed, `secured` with it; then that is struck out, so that what
//! is left may be shown.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::bundle::node::{At, Group, Node, is_secured};
use crate::bundle::record::{DEPTH, NODES, TOO_LARGE, Unwritten};

/// What was read, and which bytes nobody may see.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub fields: At<Node<Group>>,
    pub secrets: Vec<Range<usize>>,
}

/// The fields.
///
/// # Errors
///
/// Text that is no TOML, or more of it than an article can need.
pub(crate) fn parse(text: &str) -> Result<Parsed, Unwritten> {
    let table = DeTable::parse(text).map_err(|fault| unwritten(&fault))?;
    let mut reader = Reader {
        nodes: 0,
        secrets: Vec::new(),
    };
    let value = reader.group(table.into_inner(), 1)?;
    let fields = At {
        value,
        start: 0,
        end: 0,
    };
    Ok(Parsed {
        fields,
        secrets: reader.secrets,
    })
}

fn unwritten(fault: &toml::de::Error) -> Unwritten {
    let at = fault.span().map_or(0, |span| span.start);
    let message: String = fault
        .message()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if message.contains("recursion") {
        return Unwritten::limit(at, TOO_LARGE);
    }
    Unwritten {
        at,
        is_limit: false,
        message: format!("this is no TOML: {message}"),
    }
}

struct Reader {
    nodes: usize,
    secrets: Vec<Range<usize>>,
}

impl Reader {
    fn group(&mut self, table: DeTable<'_>, depth: usize) -> Result<Node<Group>, Unwritten> {
        let mut group = Group::default();
        let mut fields: Vec<_> = table.into_iter().collect();
        // The parser sorts by name; the file's order is the editor's.
        fields.sort_by_key(|(name, value)| (name.span().start, value.span().start));
        for (name, value) in fields {
            if is_secured(name.get_ref()) {
                self.hide(&value);
            } else {
                let value = self.value(value, depth)?;
                group.push(name.into_inner(), value);
            }
        }
        Ok(Node::Fields(Box::new(group)))
    }

    fn value(
        &mut self,
        value: Spanned<DeValue<'_>>,
        depth: usize,
    ) -> Result<At<Node<Group>>, Unwritten> {
        let Range { start, end } = value.span();
        self.nodes += 1;
        if depth > DEPTH || self.nodes > NODES {
            return Err(Unwritten::limit(start, TOO_LARGE));
        }
        let value = match value.into_inner() {
            DeValue::String(text) => Node::Text(Cow::into_owned(text)),
            DeValue::Boolean(value) => Node::Bool(value),
            DeValue::Integer(_) | DeValue::Float(_) => Node::Number,
            DeValue::Datetime(instant) => Node::Text(instant.to_string()),
            DeValue::Table(table) => self.group(table, depth + 1)?,
            DeValue::Array(values) => {
                let values = values.into_iter();
                Node::List(
                    values
                        .map(|value| self.value(value, depth + 1))
                        .collect::<Result<_, _>>()?,
                )
            }
        };
        Ok(At { value, start, end })
    }

    /// A table's own place is only where it begins, so all that is in it is hidden by itself, names
    /// too.
    fn hide(&mut self, value: &Spanned<DeValue<'_>>) {
        self.secrets.push(value.span());
        match value.get_ref() {
            DeValue::Array(values) => values.iter().for_each(|value| self.hide(value)),
            DeValue::Table(table) => {
                for (name, value) in table {
                    self.secrets.push(name.span());
                    self.hide(value);
                }
            }
            _ => {}
        }
    }
}
