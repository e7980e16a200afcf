//! Who else covered it, according to the editor?
//!
//! Faults in here cost the coverage and not the article: they are warnings. One is an error all the
//! same, an address that could run a script: nobody writes that by mistake.

use std::collections::HashSet;

use crate::bundle::faults::Faults;
use crate::bundle::key::Key;
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{self, Beside};
use crate::bundle::provider::provider;
use crate::bundle::{Code, article, date, prose, written};
use crate::model::{Story, Url};
use crate::text::fold;

/// The related coverage in a field, none twice.
pub(crate) fn related(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    field: Option<&At<Node<written::Related>>>,
) -> Vec<Story> {
    let Some(field) = field else {
        return Vec::new();
    };
    let entries = match &field.value {
        Node::List(entries) => entries.as_slice(),
        Node::Null => &[],
        _ => std::slice::from_ref(field),
    };
    faults.is_related = true;
    let stories = entries
        .iter()
        .filter_map(|entry| story(faults, beside, entry));
    let mut seen = HashSet::new();
    let stories = stories
        .filter(|story| seen.insert(Name::of(story)))
        .collect();
    faults.is_related = false;
    stories
}

fn story(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    entry: &At<Node<written::Related>>,
) -> Option<Story> {
    let Node::Fields(fields) = &entry.value else {
        let kind = entry.value.kind();
        faults.note(
            Code::RelatedIncomplete,
            entry,
            format!("`related` holds {kind} where an article is expected; it is left out"),
        );
        return None;
    };
    let title = prose::text(faults, "title", fields.title.as_ref());
    let story = Story {
        excerpt: prose::text(faults, "excerpt", fields.excerpt.as_ref()),
        published: date::field(
            faults,
            "publishedDateTime",
            fields.published_date_time.as_ref(),
        ),
        links: article::links(
            faults,
            "webUrl",
            [
                &fields.web_url,
                &fields.original_url,
                &fields.amp_web_url,
                &fields.cdn_amp_web_url,
            ],
        ),
        kind: prose::text(faults, "type", fields.kind.as_ref()),
        provider: provider(faults, beside, fields.provider.as_ref()),
        quality: article::quality(faults, fields.quality.as_ref()),
        title: title.unwrap_or_default(),
    };
    // Shown nowhere, but an address that could run a script is worth hearing of.
    picture::first(faults, beside, "images", fields.images.as_ref());
    if story.title.is_empty() {
        faults.note(
            Code::RelatedIncomplete,
            entry,
            "this related article has no `title` and is left out",
        );
        return None;
    }
    Some(story)
}

/// What tells one story from another: its address or, without one, its title, folded, and provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    Address(Url),
    Title(String, Option<Box<str>>),
}

impl Name {
    pub(crate) fn of(story: &Story) -> Self {
        match story.links.web() {
            Some(url) => Self::Address(url.clone()),
            None => Self::Title(
                fold(&story.title),
                story
                    .provider
                    .as_ref()
                    .map(|provider| provider.value().into()),
            ),
        }
    }

    /// The same in few bytes. No address begins as a title does here, and no title holds a line end.
    pub(crate) fn key(&self) -> Key {
        match self {
            Self::Address(url) => Key::of(url.as_str()),
            Self::Title(title, None) => Key::of(&format!("\n{title}")),
            Self::Title(title, Some(provider)) => Key::of(&format!("\n{title}\n{provider}")),
        }
    }
}
