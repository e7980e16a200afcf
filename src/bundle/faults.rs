//! What is wrong with this one file?
//!
//! The list that everybody who reads a field writes to. It knows the file and its front matter, so
//! that a reader needs to say only which field, and what about it.

use std::borrow::Cow;

use crate::bundle::front_matter::FrontMatter;
use crate::bundle::node::{At, Node};
use crate::bundle::packed::pack_fields;
use crate::bundle::{Code, Excerpt, Problem, Severity};

/// The problems of one file, as they are found.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
    file: &'a str,
    front_matter: &'a FrontMatter,
    /// Faults of related coverage cost that coverage, not the article.
    pub is_related: bool,
    pub found: Vec<Problem>,
}

/// A place in a file, as a problem shows it.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    line: u32,
    column: u32,
    excerpt: Option<Excerpt>,
}

pack_fields!(Spot {
    line,
    column,
    excerpt
});
pack_fields!(Excerpt { text, start, len });

impl<'a> Faults<'a> {
    pub(crate) fn new(file: &'a str, front_matter: &'a FrontMatter) -> Self {
        Self {
            file,
            front_matter,
            is_related: false,
            found: Vec::new(),
        }
    }

    /// Notes a fault of one value.
    pub(crate) fn note<T>(&mut self, code: Code, at: &At<T>, message: impl Into<String>) {
        let spot = self.spot(at);
        let mut problem = spot.problem(code, self.file, message);
        if self.is_related && code != Code::UrlUnsafe {
            problem.severity = problem.severity.max(Severity::Warning);
        }
        self.found.push(problem);
    }

    /// Notes a fault of a part of a value, the first that reads like that.
    pub(crate) fn note_part<T>(
        &mut self,
        code: Code,
        at: &At<T>,
        part: &str,
        message: impl Into<String>,
    ) {
        let written = self
            .front_matter
            .text()
            .get(at.start..at.end)
            .unwrap_or_default();
        let found = written.find(part).map(|offset| at.start + offset);
        let (start, end) = found.map_or((at.start, at.end), |start| (start, start + part.len()));
        self.note(
            code,
            &At {
                value: (),
                start,
                end,
            },
            message,
        );
    }

    /// Notes something about a field's name, which stands before that value. The value is not shown.
    pub(crate) fn note_name(&mut self, code: Code, name: &At<String>, message: impl Into<String>) {
        let before = self
            .front_matter
            .text()
            .get(..name.start)
            .unwrap_or_default();
        let start = before.rfind(&name.value).unwrap_or(name.start);
        let (line, column) = self.front_matter.place(start);
        let spot = Spot {
            line,
            column,
            excerpt: None,
        };
        self.found.push(spot.problem(code, self.file, message));
    }

    /// Notes that something is not there: the place is the top of the article.
    pub(crate) fn note_missing(&mut self, code: Code, message: impl Into<String>) {
        let (line, column) = self.front_matter.top();
        let spot = Spot {
            line,
            column,
            excerpt: None,
        };
        self.found.push(spot.problem(code, self.file, message));
    }

    /// The place of a value.
    pub(crate) fn spot<T>(&self, at: &At<T>) -> Spot {
        let (line, column) = self.front_matter.place(at.start);
        Spot {
            line,
            column,
            excerpt: self.front_matter.excerpt(at.start..at.end),
        }
    }

    /// What a field says if it is one value, as it is spelled; nothing where the field is empty.
    pub(crate) fn scalar<'n, T>(
        &mut self,
        name: &str,
        field: Option<&'n At<Node<T>>>,
    ) -> Option<Cow<'n, str>>
    where
        'a: 'n,
    {
        let field = field?;
        match &field.value {
            Node::Null => None,
            Node::Text(text) => Some(Cow::Borrowed(text)),
            Node::Bool(_) | Node::Number => self
                .front_matter
                .text()
                .get(field.start..field.end)
                .map(Cow::Borrowed),
            Node::List(_) | Node::Fields(_) => {
                let kind = field.value.kind();
                self.note(
                    Code::ValueInvalid,
                    field,
                    format!("`{name}` holds {kind}; write one value"),
                );
                None
            }
        }
    }
}

impl Spot {
    /// A place of which no more is to be shown.
    pub(crate) fn at(line: u32, column: u32) -> Self {
        Self {
            line,
            column,
            excerpt: None,
        }
    }

    /// A problem in this place.
    pub(crate) fn problem(self, code: Code, file: &str, message: impl Into<String>) -> Problem {
        let Self {
            line,
            column,
            excerpt,
        } = self;
        Problem {
            line,
            column,
            excerpt,
            ..Problem::new(code, file, message)
        }
    }
}
