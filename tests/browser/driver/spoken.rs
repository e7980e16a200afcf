//! What is one thing that a screen reader is told of?

use serde_json::Value;

/// A node of the tree that a browser hands to assistive technology.
#[derive(Debug)]
pub(crate) struct Spoken {
    pub(crate) role: String,
    pub(crate) name: String,
    /// How changes in it are told, where they are.
    pub(crate) live: Option<String>,
}

impl Spoken {
    /// Out of a node of the Chrome DevTools Protocol.
    pub(super) fn read(node: &Value) -> Self {
        let text = |value: &Value| value["value"].as_str().map(str::to_owned);
        let mut properties = node["properties"].as_array().into_iter().flatten();
        let live = properties.find(|property| property["name"] == "live");
        Self {
            role: text(&node["role"]).unwrap_or_default(),
            name: text(&node["name"]).unwrap_or_default(),
            live: live.and_then(|live| text(&live["value"])),
        }
    }
}
