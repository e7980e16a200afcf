//! What does one article in JSON say, and where?
//!
//! One level after the other: the parser checks a whole value and hands its text out, whose place in
//! the file is then the difference of two addresses.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::bundle::node::{At, Group, Node, is_secured};
use crate::bundle::record::{DEPTH, NODES, TOO_LARGE, TWICE, Unwritten};

/// The value that a text holds.
///
/// # Errors
///
/// Text that is no JSON, or more of it than an article can need.
pub(crate) fn parse(text: &str) -> Result<At<Node<Group>>, Unwritten> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|fault| unwritten(&fault, text))?;
    Reader { text, nodes: 0 }.value(raw, 1)
}

fn unwritten(fault: &serde_json::Error, text: &str) -> Unwritten {
    let said = fault.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(said, _)| said);
    let at = offset(text, fault.line(), fault.column());
    let is_last_comma = text[..at].trim_end().ends_with(',') && text[at..].starts_with([']', '}']);
    let said = match said {
        _ if is_last_comma => "trailing comma; take the last comma away",
        "key must be a string" => "key must be a string; write names in double quotes",
        said => said,
    };
    Unwritten {
        at,
        is_limit: said.contains("recursion limit"),
        message: format!("this is no JSON: {said}"),
    }
}

/// In bytes. The parser counts lines from 1, and columns in bytes up to and with the one at fault.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

struct Reader<'a> {
    text: &'a str,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, raw: &'a RawValue, depth: usize) -> Result<At<Node<Group>>, Unwritten> {
        let written = raw.get();
        let start = written.as_ptr() as usize - self.text.as_ptr() as usize;
        self.nodes += 1;
        if depth > DEPTH || self.nodes > NODES {
            return Err(Unwritten::limit(start, TOO_LARGE));
        }
        let value = match written.as_bytes().first() {
            Some(b'{') => self.group(written, start, depth)?,
            Some(b'[') => self.list(written, start, depth)?,
            Some(b'"') => Node::Text(self.within(serde_json::from_str(written), start, written)?),
            Some(b't') => Node::Bool(true),
            Some(b'f') => Node::Bool(false),
            Some(b'n') => Node::Null,
            _ => Node::Number,
        };
        Ok(At {
            value,
            start,
            end: start + written.len(),
        })
    }

    fn list(
        &mut self,
        written: &'a str,
        start: usize,
        depth: usize,
    ) -> Result<Node<Group>, Unwritten> {
        let values: Vec<&RawValue> = self.within(serde_json::from_str(written), start, written)?;
        let values = values
            .into_iter()
            .map(|value| self.value(value, depth + 1))
            .collect::<Result<_, _>>()?;
        Ok(Node::List(values))
    }

    fn group(
        &mut self,
        written: &'a str,
        start: usize,
        depth: usize,
    ) -> Result<Node<Group>, Unwritten> {
        let Fields(fields) = self.within(serde_json::from_str(written), start, written)?;
        let mut group = Group::default();
        for (name, raw) in fields {
            if is_secured(&name) {
                continue;
            }
            let value = self.value(raw, depth + 1)?;
            if group.has(&name) {
                return Err(Unwritten {
                    at: value.start,
                    is_limit: false,
                    message: TWICE.to_owned(),
                });
            }
            group.push(name, value);
        }
        Ok(Node::Fields(Box::new(group)))
    }

    /// What a parser of a part found, its faults in the place they have in the whole.
    fn within<T>(
        &self,
        parsed: serde_json::Result<T>,
        start: usize,
        part: &str,
    ) -> Result<T, Unwritten> {
        parsed.map_err(|fault| {
            let fault = unwritten(&fault, part);
            Unwritten {
                at: start + fault.at,
                ..fault
            }
        })
    }
}

/// The fields of an object in their order, repeated ones too.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(text: &str, fault: &str, message: &str) {
        let found = parse(text).unwrap_err();
        assert_eq!(
            (&text[found.at..], found.message.as_str()),
            (fault, message)
        );
    }

    #[test]
    fn values_know_their_place() {
        let text = "{\"a\": [1, \"b\\u00e4\"],\n \"secured\": {\"c\": 1}, \"d\": null}";
        let Node::Fields(group) = parse(text).unwrap().value else {
            panic!("an object is fields");
        };
        let fields = group.into_fields();
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["a", "d"]);
        let Node::List(values) = &fields[0].value.value else {
            panic!("an array is a list");
        };
        assert_eq!(&text[values[0].start..values[0].end], "1");
        assert_eq!(values[1].value, Node::Text("b\u{e4}".to_owned()));
    }

    #[test]
    fn what_is_no_json_is_refused_in_its_place() {
        check_refused(
            "{\"a\": [1,\n2,]}",
            "]}",
            "this is no JSON: trailing comma; take the last comma away",
        );
        check_refused(
            "{\"a\": 1,}",
            "}",
            "this is no JSON: trailing comma; take the last comma away",
        );
        check_refused("{\"a\": 1, \"a\": 2}", "2}", TWICE);
        check_refused(
            "{a: 1}",
            "a: 1}",
            "this is no JSON: key must be a string; write names in double quotes",
        );
        assert!(
            parse(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)))
                .unwrap_err()
                .is_limit
        );
        assert!(
            parse("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]")
                .unwrap_err()
                .is_limit
        );
    }
}
