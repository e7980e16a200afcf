//! What is it about, in the words of the editor or of the blog?
//!
//! `topics` is the documented field. Where it is not used, a blog's tags and categories are the
//! topics, tags first.

use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::bundle::{Code, prose, written};

/// The topics of an article; none empty, none twice.
pub(crate) fn topics(faults: &mut Faults<'_>, fields: &written::Article) -> Vec<Box<str>> {
    let group = fields.taxonomies();
    let blog = [
        ("tags", fields.tags.as_ref()),
        ("tags", group.and_then(|group| group.tags.as_ref())),
        ("categories", fields.categories.as_ref()),
        (
            "categories",
            group.and_then(|group| group.categories.as_ref()),
        ),
    ];
    let documented = fields.topics.as_ref();
    let documented = documented.or_else(|| group.and_then(|group| group.topics.as_ref()));
    if let Some(topics) = documented.filter(|topics| says_something(&topics.value)) {
        for (name, field) in blog {
            note_unread(faults, name, field);
        }
        return list(faults, "topics", topics);
    }
    let mut all: Vec<Box<str>> = Vec::new();
    for (name, field) in blog {
        let field = field.into_iter();
        for topic in field.flat_map(|field| blog_list(faults, name, field)) {
            if !all.contains(&topic) {
                all.push(topic);
            }
        }
    }
    all
}

fn says_something<T>(value: &Node<T>) -> bool {
    match value {
        Node::Null => false,
        Node::List(values) => !values.is_empty(),
        _ => true,
    }
}

fn note_unread(faults: &mut Faults<'_>, name: &str, field: Option<&At<Node>>) {
    if let Some(field) = field.filter(|field| says_something(&field.value)) {
        let message = format!("`{name}` is not read where there are `topics`");
        faults.note_name(Code::TwoReadings, &field.with(name.to_owned()), message);
    }
}

/// A list, or one text with commas in it. Jekyll also parts at spaces, Hugo and Zola do not: here a
/// space does not part.
fn blog_list(faults: &mut Faults<'_>, name: &str, field: &At<Node>) -> Vec<Box<str>> {
    let Node::Text(text) = &field.value else {
        return list(faults, name, field);
    };
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.len() == 1 && text.trim().contains(' ') {
        let message =
            format!("`{name}` is read as one topic; write a list, or commas, for several");
        faults.note_name(Code::TwoReadings, &field.with(name.to_owned()), message);
    }
    let parts = parts
        .into_iter()
        .map(|part| field.with(Node::Text(part.to_owned())));
    list(faults, name, &field.with(Node::List(parts.collect())))
}

/// The texts of a list, or one text alone; none empty, none twice.
fn list(faults: &mut Faults<'_>, name: &str, field: &At<Node>) -> Vec<Box<str>> {
    let nodes = match &field.value {
        Node::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(field),
    };
    let mut texts: Vec<Box<str>> = Vec::new();
    for text in nodes
        .iter()
        .filter_map(|node| prose::text(faults, name, Some(node)))
    {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}
