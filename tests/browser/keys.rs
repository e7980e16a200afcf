//! How does somebody get about who has a keyboard and nothing else?

use crate::driver::Browser;
use crate::rack::Rack;
use anyhow::Result;
use anyhow::bail;
use fantoccini::actions::InputSource;
use fantoccini::actions::KeyAction;
use fantoccini::actions::KeyActions;
use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;

/// More stops than any page here has.
const STOPS: usize = 150;

/// Presses a key wherever the focus is.
pub(crate) async fn press(browser: &Browser, key: Key) -> Result<()> {
    strike(browser, key.into()).await
}

/// Types letters wherever the focus is.
pub(crate) async fn type_word(browser: &Browser, word: &str) -> Result<()> {
    for letter in word.chars() {
        strike(browser, letter).await?;
    }
    Ok(())
}

async fn strike(browser: &Browser, value: char) -> Result<()> {
    let keys = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value })
        .then(KeyAction::Up { value });
    Ok(browser.client.perform_actions(keys).await?)
}

/// Goes on with Tab until the focus is on something inside the rack that this selector finds.
pub(crate) async fn tab_to(browser: &Browser, rack: &Rack<'_>, selector: &str) -> Result<()> {
    for _ in 0..STOPS {
        press(browser, Key::Tab).await?;
        let script = "return rack.shadowRoot.activeElement?.matches(argument) ?? false;";
        if rack.run(script, json!(selector)).await? == json!(true) {
            return Ok(());
        }
    }
    bail!("no key leads to {selector}");
}

/// Puts the focus where the page begins. Without any, Firefox goes on where it was last.
pub(crate) async fn go_to_the_top(browser: &Browser) -> Result<()> {
    let script = "const top = document.querySelector('h1'); top.tabIndex = -1; top.focus();";
    browser.run(script, vec![]).await.map(drop)
}

/// Every stop inside the rack, as a script describes it, from the first to the last.
pub(crate) async fn stops(
    browser: &Browser,
    rack: &Rack<'_>,
    describe: &str,
) -> Result<Vec<Value>> {
    go_to_the_top(browser).await?;
    let script = format!(
        "return new Promise(requestAnimationFrame).then(() => {{
            const focused = rack.shadowRoot.activeElement; if (!focused) return null; {describe}
        }});"
    );
    let mut stops = Vec::new();
    for _ in 0..STOPS {
        press(browser, Key::Tab).await?;
        match rack.run(&script, Value::Null).await? {
            Value::Null if stops.is_empty() => {}
            Value::Null => return Ok(stops),
            stop => stops.push(stop),
        }
    }
    bail!("after {STOPS} stops the focus is still inside");
}
