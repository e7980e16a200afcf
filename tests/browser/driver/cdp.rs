//! What does chromedriver understand beyond the WebDriver standard?

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use serde_json::json;
use url::ParseError;
use url::Url;

/// A command to an address of chromedriver's own.
#[derive(Debug)]
pub(super) struct ToDriver {
    path: &'static str,
    body: Value,
}

impl ToDriver {
    /// A command of the Chrome DevTools Protocol.
    pub(super) fn cdp(method: &str, parameters: &Value) -> Self {
        Self {
            path: "goog/cdp/execute",
            body: json!({ "cmd": method, "params": parameters }),
        }
    }

    /// What was logged since this was asked last.
    pub(super) fn log() -> Self {
        Self {
            path: "se/log",
            body: json!({ "type": "browser" }),
        }
    }
}

impl WebDriverCompatibleCommand for ToDriver {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
