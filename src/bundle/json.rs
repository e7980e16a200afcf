//! JSON as the wire looks at it, natively.

use serde_json::Value;

use crate::wire::Object;

impl Object for Value {
    fn get(&self, name: &str) -> Option<Self> {
        self.as_object()?
            .get(name)
            .filter(|value| !value.is_null())
            .cloned()
    }

    fn as_text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn pieces(&self) -> Vec<Self> {
        self.as_array().cloned().unwrap_or_default()
    }
}
