//! What does a page owner look up?

use super::surface;
use super::surface::Attribute;
use super::surface::Kind;
use super::surface::Named;
use super::types;
use std::fmt::Write;

const HEAD: &str = "\
# Reference

<!-- Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost. -->

Everything that `<news-rack>` promises. Compilers and editors read the same in
[`custom-elements.json`](../npm/custom-elements.json), [`news-rack.d.ts`](../npm/news-rack.d.ts) (with
[React](../npm/react.d.ts) and [React before 18.3](../npm/react-before-18.3.d.ts), [Vue](../npm/vue.d.ts) and [Svelte](../npm/svelte.d.ts)) and
[`vscode.html-custom-data.json`](../npm/vscode.html-custom-data.json).

## Attributes

Every attribute is live and has a property of the same name in camelCase. A flag counts when it is there,
whatever stands in it. An unknown value means the default.
";

pub(super) fn text() -> String {
    let mut text = HEAD.to_owned();
    table(&mut text, &["Attribute", "Values", "Default", "Meaning"]);
    for attribute in surface::ATTRIBUTES {
        row(
            &mut text,
            &[
                &code(attribute.name),
                &values(attribute),
                attribute.default,
                attribute.about,
            ],
        );
    }
    properties(&mut text);
    events(&mut text);
    section(&mut text, "Slots", "Slot", surface::SLOTS, "");
    section(&mut text, "Parts", "`::part(…)`", surface::PARTS, "");
    section(
        &mut text,
        "Custom properties",
        "Property",
        surface::CUSTOM_PROPERTIES,
        "--news-rack-",
    );
    section(&mut text, "States", "`:state(…)`", surface::STATES, "");
    text
}

fn properties(text: &mut String) {
    text.push_str("\n## Properties and methods\n");
    table(text, &["Name", "Type", "Meaning"]);
    for property in surface::PROPERTIES {
        row(
            text,
            &[&code(property.name), &code(property.kind), property.about],
        );
    }
    for method in surface::METHODS {
        let parameter = method.parameter.map_or("", |(name, _)| name);
        let name = format!("`{}({parameter})`", method.name);
        row(text, &[&name, &code(method.returns), method.about]);
    }
}

fn events(text: &mut String) {
    text.push_str("\n## Events\n\n`news-rack-…` is told of what the reader did, never of what the page itself has set.\n");
    table(text, &["Event", "`detail`", "Bubbles", "Meaning"]);
    for event in surface::EVENTS {
        let detail = event.detail.map_or("–".to_owned(), code);
        let bubbles = match (event.bubbles, event.cancelable) {
            (true, true) => "yes, cancelable",
            (true, false) => "yes",
            _ => "no",
        };
        row(text, &[&code(event.name), &detail, bubbles, event.about]);
    }
}

fn section(text: &mut String, title: &str, head: &str, all: &[Named], prefix: &str) {
    let _ = writeln!(text, "\n## {title}");
    table(text, &[head, "Meaning"]);
    for named in all {
        let name = match named.name {
            "" => "(default)".to_owned(),
            name => code(&format!("{prefix}{name}")),
        };
        row(text, &[&name, named.about]);
    }
}

fn values(attribute: &Attribute) -> String {
    match attribute.kind {
        Kind::Text => "text".to_owned(),
        Kind::Url => "address".to_owned(),
        Kind::List => "values, apart by commas; as a property an array".to_owned(),
        Kind::Day => "day".to_owned(),
        Kind::Flag => "flag".to_owned(),
        Kind::Number { .. } => "whole number".to_owned(),
        Kind::Choice(values) | Kind::Optional(values) => values
            .iter()
            .map(|value| code(value))
            .collect::<Vec<_>>()
            .join(" "),
        Kind::Nearest => code(types::attribute(attribute.kind).as_str()),
    }
}

fn table(text: &mut String, heads: &[&str]) {
    text.push('\n');
    row(text, heads);
    row(text, &vec!["---"; heads.len()]);
}

/// A row of a table. Writing to a string cannot fail.
fn row(text: &mut String, cells: &[&str]) {
    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn code(text: &str) -> String {
    format!("`{text}`")
}
