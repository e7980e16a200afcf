//! Which fields may front matter have, for the completion of an editor?
//!
//! A JSON Schema, made of the very lists that the reader goes by: what is told here is only what a field
//! is about, and which values it takes.

use serde_json::{Map, Value, json};

use crate::bundle::spelling::Spellings;
use crate::bundle::written::{Article, Image, Named, Provider, Related, Taxonomies};

/// What a field takes.
#[derive(Clone, Copy, Debug)]
enum Takes {
    Text,
    /// One text, or a list of them.
    Texts,
    Instant,
    Address,
    Whole,
    /// A whole number of 0 or more.
    Count,
    YesOrNo,
    /// A text, or a group with these fields.
    Named(&'static Told),
    /// A text or a group with these fields, or a list of such.
    Several(&'static Told),
    /// A list of groups with these fields.
    Groups(&'static Told),
    Group(&'static Told),
}

/// The fields of a group: the reader's own list, and what is told of each by its documented name.
#[derive(Debug)]
struct Told {
    fields: &'static [Spellings],
    about: &'static [(&'static str, Takes, &'static str)],
}

static ARTICLE: Told = Told {
    fields: Article::SPELLINGS,
    about: &[
        ("title", Takes::Text, "The headline, as plain text."),
        (
            "excerpt",
            Takes::Text,
            "The editor's own summary, as plain text.",
        ),
        (
            "publishedDateTime",
            Takes::Instant,
            "When it was published, such as 2022-09-13T12:14:00Z.",
        ),
        (
            "updatedDateTime",
            Takes::Instant,
            "When it was last changed.",
        ),
        (
            "expiryDateTime",
            Takes::Instant,
            "From when on `--now` leaves it out.",
        ),
        (
            "author",
            Takes::Several(&NAMED),
            "The byline: a name, or a list of names.",
        ),
        ("category", Takes::Text, "Such as `news`."),
        ("type", Takes::Text, "Such as `article` or `video`."),
        (
            "webUrl",
            Takes::Address,
            "Where the article lives, and where its card leads.",
        ),
        (
            "originalUrl",
            Takes::Address,
            "Where it was first published, if elsewhere.",
        ),
        ("ampWebUrl", Takes::Address, "Its AMP variant."),
        (
            "cdnAmpWebUrl",
            Takes::Address,
            "Its AMP variant in a cache.",
        ),
        (
            "quality",
            Takes::Count,
            "The editorial score; larger is better.",
        ),
        (
            "heat",
            Takes::Whole,
            "Current attention; -1 means that nobody measured it.",
        ),
        (
            "published",
            Takes::YesOrNo,
            "`false` is a draft, which is left out of everything.",
        ),
        ("publish", Takes::YesOrNo, "`false` is a draft."),
        ("draft", Takes::YesOrNo, "`true` is a draft."),
        ("provider", Takes::Named(&PROVIDER), "Who published it."),
        ("topics", Takes::Texts, "What it is about."),
        ("tags", Takes::Texts, "Topics, where there are no `topics`."),
        (
            "categories",
            Takes::Texts,
            "Topics after the tags, where there are no `topics`.",
        ),
        (
            "taxonomies",
            Takes::Group(&TAXONOMIES),
            "Zola's group of topics and authors.",
        ),
        (
            "locale",
            Takes::Text,
            "The language of the text, such as `en-us`.",
        ),
        (
            "images",
            Takes::Several(&IMAGE),
            "Pictures, by address or by the path of a file beside the article.",
        ),
        (
            "related",
            Takes::Groups(&RELATED),
            "Other coverage of the same story.",
        ),
    ],
};

static RELATED: Told = Told {
    fields: Related::SPELLINGS,
    about: &[
        (
            "title",
            Takes::Text,
            "Its headline; without one it is left out.",
        ),
        ("excerpt", Takes::Text, "A summary, as plain text."),
        (
            "publishedDateTime",
            Takes::Instant,
            "When it was published.",
        ),
        (
            "updatedDateTime",
            Takes::Instant,
            "When it was last changed.",
        ),
        ("webUrl", Takes::Address, "Where it lives."),
        (
            "originalUrl",
            Takes::Address,
            "Where it was first published, if elsewhere.",
        ),
        ("ampWebUrl", Takes::Address, "Its AMP variant."),
        (
            "cdnAmpWebUrl",
            Takes::Address,
            "Its AMP variant in a cache.",
        ),
        ("type", Takes::Text, "Such as `article` or `video`."),
        ("provider", Takes::Named(&PROVIDER), "Who published it."),
        (
            "quality",
            Takes::Count,
            "The editorial score; larger is better.",
        ),
        ("images", Takes::Several(&IMAGE), "Pictures, by address."),
    ],
};

static PROVIDER: Told = Told {
    fields: Provider::SPELLINGS,
    about: &[
        ("name", Takes::Text, "What it is called."),
        ("domain", Takes::Text, "Its host, such as `example.com`."),
        ("images", Takes::Several(&IMAGE), "Its logo."),
    ],
};

static IMAGE: Told = Told {
    fields: Image::SPELLINGS,
    about: &[
        (
            "url",
            Takes::Text,
            "The address of the picture, or its path.",
        ),
        ("width", Takes::Count, "In pixels."),
        ("height", Takes::Count, "In pixels."),
        (
            "title",
            Takes::Text,
            "What is on it, for those who do not see it.",
        ),
        ("attribution", Takes::Text, "Who made it."),
        ("isCached", Takes::YesOrNo, "Read and not used."),
    ],
};

static NAMED: Told = Told {
    fields: Named::SPELLINGS,
    about: &[
        ("name", Takes::Text, "The author's name."),
        ("url", Takes::Text, "Read and not used."),
        ("email", Takes::Text, "Read and not used."),
        ("avatar", Takes::Text, "Read and not used."),
    ],
};

static TAXONOMIES: Told = Told {
    fields: Taxonomies::SPELLINGS,
    about: &[
        ("topics", Takes::Texts, "What it is about."),
        ("tags", Takes::Texts, "Topics."),
        ("categories", Takes::Texts, "Topics after the tags."),
        ("authors", Takes::Several(&NAMED), "The byline."),
    ],
};

const GROUPS: [(&str, &Told); 5] = [
    ("related", &RELATED),
    ("provider", &PROVIDER),
    ("image", &IMAGE),
    ("author", &NAMED),
    ("taxonomies", &TAXONOMIES),
];

/// A JSON Schema of front matter.
#[must_use]
pub fn schema() -> Value {
    let groups = GROUPS.map(|(name, told)| (name.to_owned(), told.group()));
    let mut schema = ARTICLE.group();
    let dates = ARTICLE
        .spellings("publishedDateTime")
        .iter()
        .map(|name| json!({"required": [name]}));
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("The front matter of an article for Newsrack");
    schema["required"] = json!(["title"]);
    schema["anyOf"] = dates.collect();
    schema["definitions"] = Value::Object(groups.into_iter().collect());
    schema
}

impl Told {
    fn group(&self) -> Value {
        let properties: Map<String, Value> = self
            .fields
            .iter()
            .flat_map(|names| self.properties(names))
            .collect();
        json!({"type": "object", "properties": properties})
    }

    /// One field, under each of its names.
    fn properties(&self, names: Spellings) -> Vec<(String, Value)> {
        let Some((documented, takes, about)) =
            self.about.iter().find(|(name, ..)| *name == names[0])
        else {
            return Vec::new();
        };
        let property = |name: &&str| {
            let mut property = takes.schema();
            property["description"] = match name == documented {
                true => json!(about),
                false => json!(format!("{about} Another spelling of `{documented}`.")),
            };
            ((*name).to_owned(), property)
        };
        names.iter().map(property).collect()
    }

    fn spellings(&self, documented: &str) -> Spellings {
        let names = self.fields.iter().find(|names| names[0] == documented);
        names.copied().unwrap_or_default()
    }

    /// The group, by its name in the schema.
    fn reference(&self) -> Value {
        let named = GROUPS.iter().find(|(_, told)| std::ptr::eq(*told, self));
        let name = named.map_or("", |(name, _)| name);
        json!({"$ref": format!("#/definitions/{name}")})
    }
}

impl Takes {
    /// Nothing is a value, too: a field that is there and empty is one that is not there.
    fn schema(self) -> Value {
        match self {
            Self::Text => json!({"type": ["string", "number", "boolean", "null"]}),
            Self::Texts => {
                json!({"type": ["string", "array", "null"], "items": {"type": ["string", "number", "boolean", "null"]}})
            }
            Self::Instant => {
                json!({"type": ["string", "null"], "examples": ["2022-09-13T12:14:00Z"]})
            }
            Self::Address => json!({"type": ["string", "null"], "format": "uri-reference"}),
            Self::Whole => json!({"type": ["integer", "null"]}),
            Self::Count => json!({"type": ["integer", "null"], "minimum": 0}),
            Self::YesOrNo => json!({"type": "boolean"}),
            Self::Named(told) => json!({"anyOf": [{"type": ["string", "null"]}, told.reference()]}),
            Self::Several(told) => {
                let one = json!({"anyOf": [{"type": ["string", "null"]}, told.reference()]});
                json!({"anyOf": [{"type": ["string", "null"]}, told.reference(), {"type": "array", "items": one}]})
            }
            Self::Groups(told) => json!({"type": ["array", "null"], "items": told.reference()}),
            Self::Group(told) => told.reference(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_read_and_the_reverse() {
        let groups = GROUPS.iter().map(|(_, told)| *told).chain([&ARTICLE]);
        for told in groups {
            let read: Vec<_> = told.fields.iter().map(|names| names[0]).collect();
            let about: Vec<_> = told.about.iter().map(|(name, ..)| *name).collect();
            assert_eq!(read, about);
        }
    }
}
