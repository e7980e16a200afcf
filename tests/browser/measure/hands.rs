//! How long does a hand wait for the next picture, and how long is the page busy at once?
//!
//! Keys and clicks come from outside, as those of a hand do, so the browser itself measures them: what
//! the web calls *interaction to next paint*. ELEMENT.md, F4.

use crate::driver::Browser;
use crate::keys;
use crate::rack::Rack;
use anyhow::Context;
use anyhow::Result;
use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// A phone of the middle is so many times slower than a desk.
const SLOWER: u32 = 4;

/// Frequent words, rare ones, two at once and one that is mistyped.
const WORDS: [&str; 4] = ["microsoft", "apps por", "securty", "zdnet"];

/// Longer than anything that a key or a click sets off.
const REST: Duration = Duration::from_millis(600);

/// Notes what the browser measures; it tells nothing of what takes less than 16 ms.
const WATCH: &str = "\
    window.seen = { inputs: {}, tasks: [] };
    new PerformanceObserver((list) => {
        for (const { interactionId: id, duration } of list.getEntries())
            if (id) seen.inputs[id] = Math.max(seen.inputs[id] ?? 0, duration);
    }).observe({ type: 'event', durationThreshold: 16 });
    new PerformanceObserver((list) => {
        seen.tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });";

/// What was noted since this was asked last.
const SEEN: &str = "\
    const told = { inputs: Object.values(seen.inputs), tasks: seen.tasks };
    window.seen.inputs = {};
    window.seen.tasks = [];
    return told;";

pub(super) async fn measure(browser: &Browser) -> Result<Value> {
    browser.run(WATCH, vec![]).await?;
    // The first round brings the files.
    play(browser).await?;
    browser.run(SEEN, vec![]).await?;
    play(browser).await?;
    let tasks = browser.run(SEEN, vec![]).await?["tasks"].take();
    browser.slow(SLOWER).await?;
    let hands = play(browser).await?;
    let inputs = browser.run(SEEN, vec![]).await?["inputs"].take();
    browser.slow(1).await?;
    Ok(json!({ "hands": hands, "inputs": inputs, "tasks": tasks }))
}

/// Types words, takes them back, and ticks and unticks values. Hands back how many keys and clicks that took.
async fn play(browser: &Browser) -> Result<usize> {
    let rack = browser.rack("news-rack");
    let mut count = 0;
    for word in WORDS {
        rack.part("search").await?.click().await?;
        for letter in word.chars() {
            keys::type_word(browser, &letter.to_string()).await?;
            // As fast as people type.
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
        tokio::time::sleep(REST).await;
        keys::press(browser, Key::Escape).await?;
        tokio::time::sleep(REST).await;
        count += word.chars().count() + 2;
    }
    for (facet, at) in [("topic", 0), ("provider", 1), ("topic", 3), ("type", 0)] {
        for _ in 0..2 {
            click(&rack, facet, at).await?;
            tokio::time::sleep(REST).await;
            count += 1;
        }
    }
    Ok(count)
}

async fn click(rack: &Rack<'_>, facet: &str, at: usize) -> Result<()> {
    let script = "\
        const { facet, at } = argument;
        const boxes = rack.shadowRoot.querySelectorAll(`[data-facet=${facet}] [part~=facet-value]`);
        return boxes[at % boxes.length];";
    let found = rack
        .run(script, json!({ "facet": facet, "at": at }))
        .await?;
    let found = rack.element(&found).context("there is no such value")?;
    Ok(found.click().await?)
}
