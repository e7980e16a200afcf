//! Is what the table of public names says what was promised?
//!
//! These lists are the contract's, word for word. A name that is taken from here is taken from
//! somebody's page.

use std::fs;
use std::path::Path;

use newsrack::ui::surface;
use newsrack::ui::surface::{Kind, Named};

const ATTRIBUTES: &str = "src layout page-size query topic provider type since until min-quality \
    sort link without-search without-filters without-related without-images headline-level theme \
    loading url-sync label stylesheet lang dir time-zone";
const PROPERTIES: &str = "state updateComplete";
const METHODS: &str = "refresh clearFilters showMore search";
const EVENTS: &str = "loadstart load error loadend news-rack-results news-rack-select";
const SLOTS: &str = " heading empty error footer";
const PARTS: &str = "base toolbar search sort filters facet facet-value clear status list card \
    card-image card-title card-excerpt card-provider card-time card-topic related related-item \
    more reader empty error";
const STATES: &str = "loading ready empty error";

#[track_caller]
fn check<'a>(promised: &str, table: impl Iterator<Item = &'a str>) {
    let mut promised: Vec<_> = promised
        .split(' ')
        .filter(|name| !name.is_empty())
        .collect();
    let mut table: Vec<_> = table.filter(|name| !name.is_empty()).collect();
    promised.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, promised);
}

fn names(all: &'static [Named]) -> impl Iterator<Item = &'static str> {
    all.iter().map(|named| named.name)
}

#[test]
fn the_table_names_what_the_contract_names() {
    check(ATTRIBUTES, surface::ATTRIBUTES.iter().map(|one| one.name));
    check(PROPERTIES, surface::PROPERTIES.iter().map(|one| one.name));
    check(METHODS, surface::METHODS.iter().map(|one| one.name));
    check(EVENTS, surface::EVENTS.iter().map(|one| one.name));
    check(SLOTS, names(surface::SLOTS));
    check(PARTS, names(surface::PARTS));
    check(STATES, names(surface::STATES));
    assert!(surface::CUSTOM_PROPERTIES.len() <= 25);
}

#[test]
fn the_values_and_defaults_are_those_of_the_contract() {
    let default = |name: &str| {
        let mut all = surface::ATTRIBUTES.iter();
        let attribute = all.find(|attribute| attribute.name == name).unwrap();
        if let Kind::Choice(values) = attribute.kind {
            assert_eq!(
                values[0], attribute.default,
                "{name}: the first is the default"
            );
        }
        (attribute.default, attribute.kind)
    };
    for (name, expected) in [
        ("layout", "grid"),
        ("page-size", "12"),
        ("link", "web"),
        ("headline-level", "3"),
        ("theme", "auto"),
        ("loading", "lazy"),
        ("without-search", "absent"),
    ] {
        assert_eq!(default(name).0, expected, "{name}");
    }
}

/// The README's own tables are shorter, but they leave nothing out.
#[test]
fn the_readme_names_everything() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let attributes = surface::ATTRIBUTES.iter().map(|one| one.name);
    let methods = surface::METHODS.iter().map(|one| one.name);
    let events = surface::EVENTS.iter().map(|one| one.name);
    let named = [surface::SLOTS, surface::PARTS, surface::CUSTOM_PROPERTIES];
    let named = named.into_iter().flat_map(names);
    for name in attributes.chain(methods).chain(events).chain(named) {
        let is_word =
            |before: Option<char>| before.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        let is_there = readme.match_indices(name).any(|(at, _)| {
            is_word(readme[..at].chars().next_back())
                && is_word(readme[at + name.len()..].chars().next())
        });
        assert!(is_there, "README.md does not name `{name}`");
    }
}
