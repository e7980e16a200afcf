//! Which fields does an article have, as they are written?
//!
//! These are allow-lists: a field that is not named here is skipped, and its name noted. `secured`
//! is named so that it is skipped without a note.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_saphyr::{DefaultMessageFormatter, Error as Fault, Location, MessageFormatter};

use crate::bundle::front_matter::FrontMatter;
use crate::bundle::node::{At, Node, Nothing};

/// Writes a struct of fields and the visitor that fills it.
macro_rules! fields {
    ($(#[doc = $doc:literal])+ $struct:ident { $($name:literal => $field:ident: $node:ty,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $struct {
            $(pub $field: Option<At<$node>>,)+
            /// The names of fields that nobody knows, each with the place of its value.
            pub unknown: Vec<At<String>>,
        }

        impl<'de> Deserialize<'de> for $struct {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> Visitor<'de> for Fields {
                    type Value = $struct;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("fields and their values")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$struct, A::Error> {
                        let mut fields = $struct::default();
                        while let Some(name) = map.next_key::<String>()? {
                            match name.as_str() {
                                $($name => fields.$field = Some(map.next_value()?),)+
                                "secured" => drop(map.next_value::<IgnoredAny>()?),
                                _ => {
                                    let At { start, end, .. } = map.next_value::<At<IgnoredAny>>()?;
                                    fields.unknown.push(At { value: name, start, end });
                                }
                            }
                        }
                        Ok(fields)
                    }
                }

                deserializer.deserialize_map(Fields)
            }
        }
    };
}

fields! {
    /// An article.
    Article {
        "title" => title: Node,
        "excerpt" => excerpt: Node,
        "publishedDateTime" => published_date_time: Node,
        "updatedDateTime" => updated_date_time: Node,
        "expiryDateTime" => expiry_date_time: Node,
        "author" => author: Node,
        "category" => category: Node,
        "type" => kind: Node,
        "webUrl" => web_url: Node,
        "originalUrl" => original_url: Node,
        "ampWebUrl" => amp_web_url: Node,
        "cdnAmpWebUrl" => cdn_amp_web_url: Node,
        "quality" => quality: Node,
        "heat" => heat: Node,
        "published" => published: Node,
        "provider" => provider: Node<Provider>,
        "topics" => topics: Node,
        "locale" => locale: Node,
        "images" => images: Node<Image>,
        "related" => related: Node<Related>,
    }
}

fields! {
    /// Other coverage of the same story.
    Related {
        "title" => title: Node,
        "excerpt" => excerpt: Node,
        "publishedDateTime" => published_date_time: Node,
        "updatedDateTime" => updated_date_time: Node,
        "webUrl" => web_url: Node,
        "originalUrl" => original_url: Node,
        "ampWebUrl" => amp_web_url: Node,
        "cdnAmpWebUrl" => cdn_amp_web_url: Node,
        "type" => kind: Node,
        "provider" => provider: Node<Provider>,
        "quality" => quality: Node,
        "images" => images: Node<Image>,
    }
}

fields! {
    /// Who published it.
    Provider {
        "name" => name: Node,
        "domain" => domain: Node,
        "images" => images: Node<Image>,
    }
}

fields! {
    /// A picture.
    Image {
        "url" => url: Node,
        "width" => width: Node,
        "height" => height: Node,
        "title" => title: Node,
        "attribution" => attribution: Node,
        "isCached" => is_cached: Node<Nothing>,
    }
}

impl Article {
    /// The names nobody knows, at any depth.
    pub(crate) fn unknown_names(&self) -> impl Iterator<Item = &At<String>> {
        let images = groups(self.images.as_ref()).flat_map(|image| &image.unknown);
        let provider = groups(self.provider.as_ref()).flat_map(Provider::unknown_names);
        let related = groups(self.related.as_ref()).flat_map(Related::unknown_names);
        self.unknown
            .iter()
            .chain(images)
            .chain(provider)
            .chain(related)
    }
}

impl Related {
    fn unknown_names(&self) -> impl Iterator<Item = &At<String>> {
        let images = groups(self.images.as_ref()).flat_map(|image| &image.unknown);
        let provider = groups(self.provider.as_ref()).flat_map(Provider::unknown_names);
        self.unknown.iter().chain(images).chain(provider)
    }
}

impl Provider {
    fn unknown_names(&self) -> impl Iterator<Item = &At<String>> {
        self.unknown
            .iter()
            .chain(groups(self.images.as_ref()).flat_map(|image| &image.unknown))
    }
}

/// The groups of fields in a field: itself, or those in its list.
fn groups<T>(field: Option<&At<Node<T>>>) -> impl Iterator<Item = &T> {
    let nodes = match field.map(|field| &field.value) {
        Some(Node::List(nodes)) => nodes.as_slice(),
        Some(_) => field.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    nodes.iter().filter_map(|node| match &node.value {
        Node::Fields(fields) => Some(&**fields),
        _ => None,
    })
}

/// Why front matter cannot be read.
#[derive(Debug)]
pub(crate) struct Unwritten {
    /// Where the parser gave up, in bytes.
    pub at: usize,
    /// Whether it gave up at one of its limits.
    pub is_limit: bool,
    pub message: String,
}

/// The fields of an article, or nothing where the front matter is empty.
///
/// # Errors
///
/// Text that is no YAML, or more of it than an article can need.
pub(crate) fn parse(front_matter: &FrontMatter) -> Result<At<Node<Article>>, Unwritten> {
    let text = front_matter.text();
    serde_saphyr::from_str_with_options(text, options()).map_err(|fault| unwritten(&fault, text))
}

/// Limits for strangers' files: what is beyond them is an attack or an accident.
fn options() -> serde_saphyr::Options {
    let budget = serde_saphyr::budget! {
        max_documents: 1,
        max_depth: 16,
        max_nodes: 20_000,
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
        _ if is_limit => {
            "this front matter is larger, deeper or more repetitive than an article's may be"
                .to_owned()
        }
        Fault::DuplicateMappingKey { .. } => {
            "this field is there twice; keep one of them".to_owned()
        }
        _ => explained(&said),
    };
    Unwritten {
        at: fault
            .location()
            .map_or(0, |location| offset(&location, text)),
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
    format!("this is no YAML: {message}")
}
