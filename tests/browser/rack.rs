//! What does a reader see in one `<news-rack>`, and how do they touch it?
//!
//! Everything is found by the part names of the contract, so these tests stand a rewrite of all
//! that is behind them.

use crate::driver::Browser;
use crate::driver::Engine;
use anyhow::Context;
use anyhow::Result;
use fantoccini::elements::Element;
use fantoccini::elements::ElementRef;
use serde_json::Value;
use serde_json::json;

/// How WebDriver writes an element in JSON.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What scripts here may use: the element, and its parts by name.
const PRELUDE: &str = "\
    const rack = arguments[0].split(' >>> ')
        .reduce((node, part) => (node.shadowRoot ?? node).querySelector(part), document);
    const parts = (name) => [...rack.shadowRoot.querySelectorAll(`[part~=\"${name}\"]`)];
    const part = (name) => parts(name)[0];
    const argument = arguments[1];
";

/// A tag on the open page, by a CSS selector, in which ` >>> ` leads into a shadow root. It may be
/// there or not; each question looks anew.
pub(crate) struct Rack<'a> {
    browser: &'a Browser,
    selector: &'a str,
}

impl<'a> Rack<'a> {
    pub(crate) fn new(browser: &'a Browser, selector: &'a str) -> Self {
        Self { browser, selector }
    }

    /// Runs a script that may use `rack`, `part(name)`, `parts(name)` and `argument`.
    pub(crate) async fn run(&self, script: &str, argument: Value) -> Result<Value> {
        let script = format!("{PRELUDE}{script}");
        self.browser
            .run(&script, vec![json!(self.selector), argument])
            .await
    }

    /// Puts words into the search box all at once, as pasting does: no letter is asked for before the last.
    pub(crate) async fn paste(&self, words: &str) -> Result<()> {
        let script = "part('search').value = argument; \
                      part('search').dispatchEvent(new InputEvent('input', { bubbles: true }));";
        self.run(script, json!(words)).await.map(drop)
    }

    /// Waits until a script, as in [`Rack::run`], returns something true.
    pub(crate) async fn wait_until(&self, what: &str, script: &str) -> Result<Value> {
        let script = format!("{PRELUDE}{script}");
        let arguments = vec![json!(self.selector), Value::Null];
        self.browser.wait_until(what, &script, arguments).await
    }

    /// Waits until the element says that it shows what there is.
    pub(crate) async fn wait_until_ready(&self) -> Result<()> {
        let is_ready = "return rack.matches(':state(ready)');";
        self.wait_until("the rack to be ready", is_ready)
            .await
            .map(drop)
    }

    pub(crate) async fn count(&self, part: &str) -> Result<u64> {
        let count = self
            .run("return parts(argument).length;", json!(part))
            .await?;
        count.as_u64().context("a count is a number")
    }

    /// The text of every part of this name, in their order on the page.
    pub(crate) async fn texts(&self, part: &str) -> Result<Vec<String>> {
        let script = "return parts(argument).map((part) => part.textContent.trim());";
        Ok(serde_json::from_value(
            self.run(script, json!(part)).await?,
        )?)
    }

    /// The text of the first part of this name.
    pub(crate) async fn text(&self, part: &str) -> Result<String> {
        let mut texts = self.texts(part).await?.into_iter();
        texts
            .next()
            .with_context(|| format!("there is no part `{part}`"))
    }

    /// The first part of this name, to click it or type into it.
    pub(crate) async fn part(&self, name: &str) -> Result<Element> {
        let found = self.run("return part(argument);", json!(name)).await?;
        self.element(&found)
            .with_context(|| format!("there is no part `{name}`"))
    }

    pub(crate) async fn click(&self, part: &str) -> Result<()> {
        if self.browser.engine == Engine::WebKit && part == "search" {
            // Its driver takes the field's inner editor, which is the engine's own, for something
            // in the way.
            return self
                .run("part('search').focus();", Value::Null)
                .await
                .map(drop);
        }
        Ok(self.part(part).await?.click().await?)
    }

    /// Ticks or unticks a value of a facet, as a reader does.
    pub(crate) async fn tick(&self, facet: &str, value: &str) -> Result<()> {
        // The counts may come after the cards.
        let script = format!(
            "{PRELUDE} return parts('facet-value').find((box) => box.value === argument[1] &&
            box.closest('[part~=facet]').dataset.facet === argument[0]);"
        );
        let arguments = vec![json!(self.selector), json!([facet, value])];
        let found = self.browser.wait_until("a box to tick", &script, arguments);
        let found = found.await?;
        let found = self.element(&found);
        let checkbox = found.with_context(|| format!("`{facet}` offers no `{value}`"))?;
        Ok(checkbox.click().await?)
    }

    /// The element's `state` property.
    pub(crate) async fn state(&self) -> Result<Value> {
        self.run("return rack.state;", Value::Null).await
    }

    /// What a script of this page has found.
    pub(crate) fn element(&self, found: &Value) -> Option<Element> {
        let id = found[ELEMENT_KEY].as_str()?;
        let id = ElementRef::from(id.to_owned());
        Some(Element::from_element_id(self.browser.client.clone(), id))
    }
}
