//! What does one file of front matter say, field by field?
//!
//! Here what was written becomes what we run on; after this nobody validates again. A field at fault
//! is noted and left out, so that one reading finds all faults.

use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{self, Beside};
use crate::bundle::provider::provider;
use crate::bundle::related::related;
use crate::bundle::{Code, date, link, prose, written};
use crate::model::{Article, Body, Card, Id, Instant, Links};

/// Whether an article is published; nothing where that cannot be told.
pub(crate) fn is_published(faults: &mut Faults<'_>, fields: &written::Article) -> Option<bool> {
    let Some(field) = &fields.published else {
        return Some(true);
    };
    match field.value {
        Node::Bool(is_published) => Some(is_published),
        _ => {
            let message = format!(
                "`published` holds {}; write `true` or `false` without quotes",
                field.value.kind()
            );
            faults.note(Code::PublishedInvalid, field, message);
            None
        }
    }
}

/// The article without its body and its id; nothing where its title or its date is missing.
pub(crate) fn article(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    fields: &written::Article,
) -> Option<Article> {
    note_unknown(faults, fields);
    let card = card(faults, beside, fields);
    let article = Article {
        updated: date::field(faults, "updatedDateTime", fields.updated_date_time.as_ref()),
        expires: date::field(faults, "expiryDateTime", fields.expiry_date_time.as_ref()),
        authors: texts(faults, "author", fields.author.as_ref()),
        category: prose::text(faults, "category", fields.category.as_ref()),
        quality: quality(faults, fields.quality.as_ref()),
        heat: heat(faults, fields.heat.as_ref()),
        related: related(faults, beside, fields.related.as_ref()),
        body: Body::default(),
        card: card?,
    };
    Some(article)
}

fn card(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    fields: &written::Article,
) -> Option<Card> {
    let title = title(faults, fields.title.as_ref());
    let published = published(faults, fields.published_date_time.as_ref());
    let excerpt = prose::text(faults, "excerpt", fields.excerpt.as_ref());
    let links = links(
        faults,
        [
            &fields.web_url,
            &fields.original_url,
            &fields.amp_web_url,
            &fields.cdn_amp_web_url,
        ],
    );
    let kind = prose::text(faults, "type", fields.kind.as_ref());
    let provider = provider(faults, beside, fields.provider.as_ref());
    let topics = texts(faults, "topics", fields.topics.as_ref());
    let locale = locale(faults, fields.locale.as_ref());
    let image = picture::first(faults, beside, "images", fields.images.as_ref());
    let (title, published) = (title?, published?);
    let (id, related, has_body) = (Id::from(0), Vec::new(), false);
    Some(Card {
        id,
        title,
        excerpt,
        published,
        links,
        kind,
        provider,
        topics,
        locale,
        image,
        related,
        has_body,
    })
}

fn title(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<Box<str>> {
    let known = faults.found.len();
    let title = prose::text(faults, "title", field);
    if title.is_none() && faults.found.len() == known {
        missing(
            faults,
            Code::TitleMissing,
            field,
            "the article has no `title`; write one",
        );
    }
    title
}

fn published(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<Instant> {
    let known = faults.found.len();
    let published = date::field(faults, "publishedDateTime", field);
    if published.is_none() && faults.found.len() == known {
        let message =
            "the article has no `publishedDateTime`; write one like `2022-09-13T12:14:00Z`";
        missing(faults, Code::DateMissing, field, message);
    }
    published
}

fn missing(faults: &mut Faults<'_>, code: Code, field: Option<&At<Node>>, message: &str) {
    match field {
        Some(field) => faults.note(code, field, message),
        None => faults.note_missing(code, message),
    }
}

/// The addresses in the order web, original, AMP, cached AMP.
pub(crate) fn links(
    faults: &mut Faults<'_>,
    [web, original, amp, cdn_amp]: [&Option<At<Node>>; 4],
) -> Links {
    Links {
        web: link::url(faults, "webUrl", web.as_ref()),
        original: link::url(faults, "originalUrl", original.as_ref()),
        amp: link::url(faults, "ampWebUrl", amp.as_ref()),
        cdn_amp: link::url(faults, "cdnAmpWebUrl", cdn_amp.as_ref()),
    }
}

/// The texts of a list, or one text alone; none empty, none twice.
fn texts(faults: &mut Faults<'_>, name: &str, field: Option<&At<Node>>) -> Vec<Box<str>> {
    let Some(field) = field else {
        return Vec::new();
    };
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

/// The editor's score.
pub(crate) fn quality(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<u32> {
    number(
        faults,
        "quality",
        field,
        "is not a whole number of 0 or more",
    )
}

/// Current attention; -1 says that nobody measured it.
fn heat(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<i32> {
    number(faults, "heat", field, "is not a whole number").filter(|&heat| heat != -1)
}

fn number<N: std::str::FromStr>(
    faults: &mut Faults<'_>,
    name: &str,
    field: Option<&At<Node>>,
    fault: &str,
) -> Option<N> {
    let written = faults.scalar(name, field)?;
    let text = written.trim();
    let number = text.parse().ok();
    if let (None, Some(field)) = (&number, field) {
        let short: String = text.chars().take(40).collect();
        faults.note(
            Code::ValueInvalid,
            field,
            format!("{name} `{short}` {fault}"),
        );
    }
    number
}

/// A BCP 47 tag, as far as its shape tells; `en_US` is taken for `en-US`.
fn locale(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<Box<str>> {
    let written = faults.scalar("locale", field)?;
    let tag = written.trim().replace('_', "-");
    let field = field.filter(|_| !tag.is_empty())?;
    if is_language_tag(&tag) {
        return Some(tag.into());
    }
    faults.note(
        Code::LocaleInvalid,
        field,
        "`locale` is no language tag and is left out; write one like `en-us`",
    );
    None
}

/// Whether a text has the shape of a BCP 47 tag.
pub(crate) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_language =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(is_language) && parts.all(is_subtag)
}

fn note_unknown(faults: &mut Faults<'_>, fields: &written::Article) {
    for name in fields.unknown_names() {
        let short: String = name.value.chars().take(40).collect();
        faults.note_name(
            Code::UnknownField,
            name,
            format!("`{short}` is no field of an article and is skipped"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_by_their_shape() {
        assert!(
            ["en", "en-us", "zh-Hant-TW", "de-1996", "en-x-a"]
                .into_iter()
                .all(is_language_tag)
        );
        assert!(
            ["", "e", "english language", "en-", "12", "en--us"]
                .iter()
                .all(|tag| !is_language_tag(tag))
        );
    }
}
