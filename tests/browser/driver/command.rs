//! What do drivers understand that the WebDriver standard does not name?

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use serde_json::json;
use url::ParseError;
use url::Url;

/// A command to an address of the driver's own.
#[derive(Debug)]
pub(super) struct ToDriver {
    path: String,
    /// What is asked has none.
    body: Option<Value>,
}

impl ToDriver {
    /// To chromedriver: a command of the Chrome DevTools Protocol.
    pub(super) fn cdp(method: &str, parameters: &Value) -> Self {
        Self {
            path: "goog/cdp/execute".to_owned(),
            body: Some(json!({ "cmd": method, "params": parameters })),
        }
    }

    /// To chromedriver: what was logged since this was asked last.
    pub(super) fn log() -> Self {
        Self {
            path: "se/log".to_owned(),
            body: Some(json!({ "type": "browser" })),
        }
    }

    /// To any driver: what assistive technology is told of an element, its `computedrole` or its
    /// `computedlabel`.
    pub(super) fn computed(element: &str, what: &str) -> Self {
        Self {
            path: format!("element/{element}/{what}"),
            body: None,
        }
    }

    /// To geckodriver: whether scripts run in the page (`content`) or beside it (`chrome`), where
    /// they may do what Firefox itself does.
    pub(super) fn context(context: &str) -> Self {
        Self {
            path: "moz/context".to_owned(),
            body: Some(json!({ "context": context })),
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
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
