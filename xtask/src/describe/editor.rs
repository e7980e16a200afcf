//! What does an editor offer while somebody types the tag?

use super::surface;
use super::surface::Attribute;
use super::surface::Kind;
use serde_json::Value;
use serde_json::json;

pub(super) fn text() -> String {
    let own = surface::ATTRIBUTES
        .iter()
        .filter(|attribute| attribute.name != "lang" && attribute.name != "dir");
    let data = json!({
        "version": 1.1,
        "tags": [{
            "name": "news-rack",
            "description": "A rack of news: articles as cards that search and filter in the reader's browser.",
            "attributes": own.map(attribute).collect::<Vec<_>>(),
        }],
    });
    format!("{data:#}\n")
}

fn attribute(attribute: &Attribute) -> Value {
    let about = match attribute.default {
        "–" => attribute.about.to_owned(),
        default => format!("{} Default: {default}.", attribute.about),
    };
    let mut offered = json!({ "name": attribute.name, "description": about });
    match attribute.kind {
        Kind::Choice(values) | Kind::Optional(values) => {
            let value = |value: &&str| json!({ "name": value });
            offered["values"] = values.iter().map(value).collect();
        }
        // The set of values by which editors know that there is none to write.
        Kind::Flag => offered["valueSet"] = json!("v"),
        _ => {}
    }
    offered
}
