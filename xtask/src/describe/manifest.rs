//! What do tools read that know custom elements: `custom-elements.json`, schema 2.1.0?

use super::surface;
use super::surface::Attribute;
use super::surface::Event;
use super::surface::Method;
use super::surface::Named;
use super::types;
use serde_json::Value;
use serde_json::json;

const SCHEMA: &str = "2.1.0";
const MODULE: &str = "news-rack.js";
const CLASS: &str = "NewsRackElement";

pub(super) fn text() -> String {
    let manifest = json!({
        "schemaVersion": SCHEMA,
        "modules": [{
            "kind": "javascript-module",
            "path": MODULE,
            "declarations": [declaration()],
            "exports": [
                { "kind": "js", "name": CLASS, "declaration": reference() },
                { "kind": "custom-element-definition", "name": "news-rack", "declaration": reference() },
            ],
        }],
    });
    format!("{manifest:#}\n")
}

fn reference() -> Value {
    json!({ "name": CLASS, "module": MODULE })
}

fn declaration() -> Value {
    json!({
        "kind": "class",
        "name": CLASS,
        "customElement": true,
        "tagName": "news-rack",
        "superclass": { "name": "HTMLElement" },
        "description": "A rack of news: articles as cards that search and filter in the reader's browser.",
        "attributes": surface::ATTRIBUTES.iter().map(attribute).collect::<Vec<_>>(),
        "members": members(),
        "events": surface::EVENTS.iter().map(event).collect::<Vec<_>>(),
        "slots": named(surface::SLOTS, ""),
        "cssParts": named(surface::PARTS, ""),
        "cssProperties": named(surface::CUSTOM_PROPERTIES, "--news-rack-"),
        "cssStates": named(surface::STATES, ""),
    })
}

fn attribute(attribute: &Attribute) -> Value {
    let mut described = json!({
        "name": attribute.name,
        "description": attribute.about,
        "type": { "text": types::attribute(attribute.kind) },
        "default": attribute.default,
    });
    if let Some(property) = surface::property(attribute) {
        described["fieldName"] = json!(property);
    }
    described
}

fn members() -> Vec<Value> {
    let mirrors = surface::ATTRIBUTES.iter().filter_map(mirror);
    let fields = surface::PROPERTIES.iter().map(|property| {
        json!({
            "kind": "field",
            "name": property.name,
            "description": property.about,
            "type": { "text": property.kind },
            "readonly": true,
        })
    });
    mirrors
        .chain(fields)
        .chain(surface::METHODS.iter().map(method))
        .collect()
}

fn mirror(attribute: &Attribute) -> Option<Value> {
    Some(json!({
        "kind": "field",
        "name": surface::property(attribute)?,
        "attribute": attribute.name,
        "reflects": true,
        "description": attribute.about,
        "type": { "text": types::property(attribute.kind) },
        "default": attribute.default,
    }))
}

fn method(method: &Method) -> Value {
    let parameter = method
        .parameter
        .map(|(name, kind)| json!({ "name": name, "optional": true, "type": { "text": kind } }));
    json!({
        "kind": "method",
        "name": method.name,
        "description": method.about,
        "parameters": parameter.into_iter().collect::<Vec<_>>(),
        "return": { "type": { "text": method.returns } },
    })
}

fn event(event: &Event) -> Value {
    json!({
        "name": event.name,
        "description": event.about,
        "type": { "text": types::event(event) },
    })
}

fn named(all: &[Named], prefix: &str) -> Vec<Value> {
    let one = |named: &Named| json!({ "name": format!("{prefix}{}", named.name), "description": named.about });
    all.iter().map(one).collect()
}
