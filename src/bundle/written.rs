//! Which fields does an article have, as they are written?
//!
//! These are allow-lists: a field that is not named here is skipped, and its name noted. `secured`
//! never comes this far. The first spelling of each field is the documented one.

use crate::bundle::node::{At, Group, Node};
use crate::bundle::spelling::{Names, Other, Sorted, Spellings, fields, rank};

fields! {
    /// An article.
    Article {
        title: Node = ["title"],
        excerpt: Node = ["excerpt", "summary", "description"],
        published_date_time: Node = ["publishedDateTime", "publishDate", "pubDate", "date", "date_published"],
        updated_date_time: Node = ["updatedDateTime", "lastmod", "last_modified_at", "updated", "modified", "date_modified"],
        expiry_date_time: Node = ["expiryDateTime", "expiryDate", "unpublishDate"],
        author: Node<Named> = ["author", "authors"],
        category: Node = ["category"],
        kind: Node = ["type"],
        web_url: Node = ["webUrl", "link", "canonical", "canonical_url"],
        original_url: Node = ["originalUrl"],
        amp_web_url: Node = ["ampWebUrl"],
        cdn_amp_web_url: Node = ["cdnAmpWebUrl"],
        quality: Node = ["quality"],
        heat: Node = ["heat"],
        published: Node = ["published"],
        publish: Node = ["publish"],
        draft: Node = ["draft"],
        provider: Node<Provider> = ["provider"],
        topics: Node = ["topics"],
        tags: Node = ["tags", "tag"],
        categories: Node = ["categories"],
        taxonomies: Node<Taxonomies> = ["taxonomies"],
        locale: Node = ["locale", "lang", "language"],
        images: Node<Image> = ["images", "image", "cover", "featured_image", "feature_image", "thumbnail"],
        related: Node<Related> = ["related"],
    }
}

fields! {
    /// Other coverage of the same story.
    Related {
        title: Node = ["title"],
        excerpt: Node = ["excerpt"],
        published_date_time: Node = ["publishedDateTime"],
        updated_date_time: Node = ["updatedDateTime"],
        web_url: Node = ["webUrl"],
        original_url: Node = ["originalUrl"],
        amp_web_url: Node = ["ampWebUrl"],
        cdn_amp_web_url: Node = ["cdnAmpWebUrl"],
        kind: Node = ["type"],
        provider: Node<Provider> = ["provider"],
        quality: Node = ["quality"],
        images: Node<Image> = ["images"],
    }
}

fields! {
    /// Who published it.
    Provider {
        name: Node = ["name"],
        domain: Node = ["domain"],
        images: Node<Image> = ["images"],
    }
}

fields! {
    /// A picture.
    Image {
        url: Node = ["url", "src", "path", "image"],
        width: Node = ["width"],
        height: Node = ["height"],
        title: Node = ["title", "alt", "caption"],
        attribution: Node = ["attribution", "credit"],
        is_cached: Node = ["isCached"],
    }
}

fields! {
    /// An author of whom more is said than a name.
    Named {
        name: Node = ["name"],
        url: Node = ["url"],
        email: Node = ["email"],
        avatar: Node = ["avatar"],
    }
}

fields! {
    /// Zola's group for tags and what is like them.
    Taxonomies {
        topics: Node = ["topics"],
        tags: Node = ["tags", "tag"],
        categories: Node = ["categories"],
        authors: Node<Named> = ["authors", "author"],
    }
}

impl Article {
    /// Whether a field of that name shows that an object means to be an article.
    pub(crate) fn names_itself(name: &str) -> bool {
        let telling = |names: &&Spellings| matches!(names[0], "title" | "publishedDateTime");
        let mut telling = Self::SPELLINGS.iter().filter(telling);
        telling.any(|names| rank(names, name).is_some())
    }

    /// The names nobody knows, at any depth, each with the names that are known there.
    pub(crate) fn unknown_names(&self) -> impl Iterator<Item = Unknown<'_>> {
        let images =
            groups(self.images.as_ref()).flat_map(|image| of(&image.unknown, Image::SPELLINGS));
        let provider = groups(self.provider.as_ref()).flat_map(Provider::unknown_names);
        let related = groups(self.related.as_ref()).flat_map(Related::unknown_names);
        let authors =
            groups(self.author.as_ref()).flat_map(|author| of(&author.unknown, Named::SPELLINGS));
        let taxonomies = groups(self.taxonomies.as_ref())
            .flat_map(|group| of(&group.unknown, Taxonomies::SPELLINGS));
        of(&self.unknown, Self::SPELLINGS)
            .chain(images)
            .chain(provider)
            .chain(related)
            .chain(authors)
            .chain(taxonomies)
    }

    /// Zola's group, where there is one.
    pub(crate) fn taxonomies(&self) -> Option<&Taxonomies> {
        groups(self.taxonomies.as_ref()).next()
    }
}

impl Related {
    fn unknown_names(&self) -> impl Iterator<Item = Unknown<'_>> {
        let images =
            groups(self.images.as_ref()).flat_map(|image| of(&image.unknown, Image::SPELLINGS));
        let provider = groups(self.provider.as_ref()).flat_map(Provider::unknown_names);
        of(&self.unknown, Self::SPELLINGS)
            .chain(images)
            .chain(provider)
    }
}

impl Provider {
    fn unknown_names(&self) -> impl Iterator<Item = Unknown<'_>> {
        let images =
            groups(self.images.as_ref()).flat_map(|image| of(&image.unknown, Image::SPELLINGS));
        of(&self.unknown, Self::SPELLINGS).chain(images)
    }
}

/// A name that nobody knows, and those that are known in its place.
pub(crate) type Unknown<'a> = (&'a At<String>, &'static [Spellings]);

fn of<'a>(
    names: &'a [At<String>],
    known: &'static [Spellings],
) -> impl Iterator<Item = Unknown<'a>> {
    names.iter().map(move |name| (name, known))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row of a table of the documentation, as the names in it.
    fn rows(page: &str) -> Vec<Vec<&str>> {
        let lines = page.lines().filter(|line| line.starts_with('|'));
        lines
            .map(|line| line.split('`').skip(1).step_by(2).collect())
            .collect()
    }

    #[test]
    fn every_spelling_of_every_field_is_documented_in_its_order() {
        let rows = rows(include_str!("../../docs/articles.md"));
        for names in Article::SPELLINGS {
            let is_theirs = |row: &Vec<&str>| match names.len() {
                1 => row.contains(&names[0]),
                len => row.get(..len) == Some(names),
            };
            assert!(rows.iter().any(is_theirs), "{names:?}");
        }
    }

    #[test]
    fn every_spelling_of_an_image_is_documented() {
        let page = include_str!("../../docs/articles.md");
        let of_image = page
            .split("An image is")
            .nth(1)
            .unwrap()
            .split("\n\n")
            .next()
            .unwrap();
        for name in Image::SPELLINGS
            .iter()
            .copied()
            .flatten()
            .filter(|name| **name != "isCached")
        {
            assert!(of_image.contains(&format!("`{name}`")), "{name}");
        }
    }
}
