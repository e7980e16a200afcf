//! What does one file of front matter say, field by field?
//!
//! Here what was written becomes what we run on; after this nobody validates again. A field at fault
//! is noted and left out, so that one reading finds all faults.

use crate::bundle::faults::Faults;
use crate::bundle::name::Name;
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{self, Beside};
use crate::bundle::provider::provider;
use crate::bundle::related::related;
use crate::bundle::spelling::Other;
use crate::bundle::{Code, date, link, prose, spelling, topics, written};
use crate::model::{Article, Body, Card, Id, Instant, Links};

/// What stands outside the fields and may be used where a field is missing.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere<'a> {
    /// A title, and where it was found.
    pub title: Option<(String, &'static str)>,
    /// What the file's name says.
    pub name: Option<&'a Name>,
}

/// Whether an article is published: only if nothing says that it is not. Nothing where that cannot be
/// told.
pub(crate) fn is_published(faults: &mut Faults<'_>, fields: &written::Article) -> Option<bool> {
    let published = yes_or_no(faults, "published", fields.published.as_ref());
    let publish = yes_or_no(faults, "publish", fields.publish.as_ref());
    let draft = yes_or_no(faults, "draft", fields.draft.as_ref());
    let is_clear = note_two_minds(faults, fields);
    let is_published = published?.unwrap_or(true);
    let is_published = publish?.unwrap_or(true) && is_published;
    let is_draft = draft?.unwrap_or(false);
    is_clear.then_some(is_published && !is_draft)
}

/// What a field says that must be `true` or `false`; nothing where it says something else.
fn yes_or_no(
    faults: &mut Faults<'_>,
    name: &str,
    field: Option<&At<Node>>,
) -> Option<Option<bool>> {
    let Some(field) = field else {
        return Some(None);
    };
    match field.value {
        Node::Bool(value) => Some(Some(value)),
        _ => {
            let message = format!(
                "`{name}` holds {}; write `true` or `false` without quotes",
                field.value.kind()
            );
            faults.note(Code::PublishedInvalid, field, message);
            None
        }
    }
}

/// Two spellings that differ in capitals and disagree leave it open whether an article is published.
fn note_two_minds(faults: &mut Faults<'_>, fields: &written::Article) -> bool {
    let names = ["published", "publish", "draft"];
    let known = faults.found.len();
    for other in &fields.others {
        if names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&other.wins))
        {
            let message = format!(
                "`{}` is there twice and disagrees; keep one",
                other.name.value
            );
            faults.note_name(Code::PublishedInvalid, &other.name, message);
        }
    }
    faults.found.len() == known
}

/// The article without its body and its id; nothing where its title or its date is missing.
pub(crate) fn article(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    fields: &written::Article,
    elsewhere: Elsewhere<'_>,
) -> Option<Article> {
    note_unknown(faults, fields);
    note_others(faults, fields);
    let card = card(faults, beside, fields, elsewhere);
    let name = |documented| fields.names.of(documented);
    let (updated, expires) = (&fields.updated_date_time, &fields.expiry_date_time);
    let article = Article {
        updated: date::field(faults, name("updatedDateTime"), updated.as_ref()),
        expires: date::field(faults, name("expiryDateTime"), expires.as_ref()),
        authors: authors(faults, fields),
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
    elsewhere: Elsewhere<'_>,
) -> Option<Card> {
    let title = title(faults, fields, elsewhere.title);
    let published = published(faults, fields, elsewhere.name);
    let name = |documented| fields.names.of(documented);
    let excerpt = prose::text(faults, name("excerpt"), fields.excerpt.as_ref());
    let links = links(
        faults,
        name("webUrl"),
        [
            &fields.web_url,
            &fields.original_url,
            &fields.amp_web_url,
            &fields.cdn_amp_web_url,
        ],
    );
    let kind = prose::text(faults, "type", fields.kind.as_ref());
    let provider = provider(faults, beside, fields.provider.as_ref());
    let topics = topics::topics(faults, fields);
    let locale = locale(faults, name("locale"), fields.locale.as_ref());
    beside.is_documented = fields.names.is_documented("images");
    let image = picture::first(faults, beside, name("images"), fields.images.as_ref());
    beside.is_documented = true;
    if let (Some(image), Some(field)) = (&image, &fields.images) {
        beside.note(image, || faults.spot(field));
    }
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

fn title(
    faults: &mut Faults<'_>,
    fields: &written::Article,
    elsewhere: Option<(String, &'static str)>,
) -> Option<Box<str>> {
    let known = faults.found.len();
    let field = fields.title.as_ref();
    let title = prose::text(faults, "title", field);
    if title.is_some() || faults.found.len() > known {
        return title;
    }
    let Some((title, place)) = elsewhere else {
        let message = "the article has no `title`; write one";
        missing(faults, Code::TitleMissing, field, message);
        return None;
    };
    let message = format!("the article has no `title`, so {place} stands in: `{title}`");
    missing(faults, Code::TitleElsewhere, field, &message);
    Some(title.into())
}

/// When it was published: by its field, else by its file's name, else, as Hugo does, by `lastmod`.
fn published(
    faults: &mut Faults<'_>,
    fields: &written::Article,
    name: Option<&Name>,
) -> Option<Instant> {
    let known = faults.found.len();
    let field = fields.published_date_time.as_ref();
    let published = date::field(faults, fields.names.of("publishedDateTime"), field);
    if published.is_some() || faults.found.len() > known {
        return published;
    }
    if let Some(date) = name.and_then(|name| name.date) {
        let message =
            format!("the article has no date, so the one in its file's name is read as `{date}`");
        missing(faults, Code::DateElsewhere, field, &message);
        return Some(date);
    }
    let updated = fields.names.of("updatedDateTime");
    if let ("lastmod" | "modified", Some(value)) = (updated, &fields.updated_date_time) {
        let message = format!("the article has no date, so `{updated}` stands in");
        faults.note(Code::DateElsewhere, value, message);
        return date::quiet(faults, updated, value);
    }
    let message = "the article has no `publishedDateTime`; write one like `2022-09-13T12:14:00Z`";
    missing(faults, Code::DateMissing, field, message);
    None
}

fn missing(faults: &mut Faults<'_>, code: Code, field: Option<&At<Node>>, message: &str) {
    match field {
        Some(field) => faults.note(code, field, message),
        None => faults.note_missing(code, message),
    }
}

/// The byline: names, or groups with a name in them.
fn authors(faults: &mut Faults<'_>, fields: &written::Article) -> Vec<Box<str>> {
    let taxonomy = fields.taxonomies().and_then(|group| group.authors.as_ref());
    let Some(field) = fields.author.as_ref().or(taxonomy) else {
        return Vec::new();
    };
    let nodes = match &field.value {
        Node::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(field),
    };
    let name = fields.names.of("author");
    let mut authors: Vec<Box<str>> = Vec::new();
    for node in nodes {
        let author = match &node.value {
            Node::Fields(named) => prose::text(faults, name, named.name.as_ref()),
            _ => prose::text(faults, name, Some(node)),
        };
        authors.extend(author.filter(|author| !authors.contains(author)));
    }
    authors
}

/// The addresses in the order web, original, AMP, cached AMP.
pub(crate) fn links(
    faults: &mut Faults<'_>,
    web_name: &str,
    [web, original, amp, cdn_amp]: [&Option<At<Node>>; 4],
) -> Links {
    Links {
        web: link::url(faults, web_name, web.as_ref()),
        original: link::url(faults, "originalUrl", original.as_ref()),
        amp: link::url(faults, "ampWebUrl", amp.as_ref()),
        cdn_amp: link::url(faults, "cdnAmpWebUrl", cdn_amp.as_ref()),
    }
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
fn locale(faults: &mut Faults<'_>, name: &str, field: Option<&At<Node>>) -> Option<Box<str>> {
    let written = faults.scalar(name, field)?;
    let tag = written.trim().replace('_', "-");
    let field = field.filter(|_| !tag.is_empty())?;
    if is_language_tag(&tag) {
        return Some(tag.into());
    }
    faults.note(
        Code::LocaleInvalid,
        field,
        format!("`{name}` is no language tag and is left out; write one like `en-us`"),
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
    for (name, known) in fields.unknown_names() {
        let short: String = name.value.chars().take(40).collect();
        let guess = spelling::guess(&short, known);
        let guess = guess.map_or(String::new(), |guess| format!("; did you mean `{guess}`?"));
        let message = format!("`{short}` is no field of an article and is skipped{guess}");
        faults.note_name(Code::UnknownField, name, message);
    }
}

/// Says where two fields that mean the same say different things, and which of them counts.
fn note_others(faults: &mut Faults<'_>, fields: &written::Article) {
    for Other { name, wins } in &fields.others {
        let message = format!(
            "`{}` says something else than `{wins}`, which counts",
            name.value
        );
        faults.note_name(Code::SpellingsDisagree, name, message);
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
