//! How long from a tick to painted cards?
//!
//! Each tick is done at the very start of a frame, and the clock stops in the first task after
//! that frame was painted. What is measured so is the work that must fit into a frame, whole, and
//! not the wait for the next frame, which a click at any moment adds by chance.

use super::hands;
use crate::driver::Browser;
use crate::server::Host;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

pub(super) async fn measure(browser: &Browser, host: &Host) -> Result<Value> {
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.wait_until("facets", APPROACHED).await?;
    let hands = hands::measure(browser).await?;
    let few = play_twice(browser, host).await?;
    rack.run(ALL_SHOWN, Value::Null).await?;
    let boxes = rack.count("facet-value").await?;
    let all = play_twice(browser, host).await?;
    let articles = rack.state().await?["total"].clone();
    Ok(json!({ "articles": articles, "few": few, "all": all, "boxes": boxes, "hands": hands }))
}

/// The first round brings the files of cards, the second finds them here.
async fn play_twice(browser: &Browser, host: &Host) -> Result<Value> {
    play(browser).await?;
    let before = host.requests().len();
    let ticks = play(browser).await?;
    let late = host.requests().len() - before;
    ensure!(late == 0, "{late} files were asked for while measuring");
    Ok(ticks)
}

/// A hand near the filters brings the index.
const APPROACHED: &str = "\
    const facet = part('facet');
    if (!facet) return false;
    facet.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    return parts('facet-value').length > 0;";

const ALL_SHOWN: &str = "\
    for (const button of rack.shadowRoot.querySelectorAll('[part~=facet] button:not([hidden])'))
        if (button.getAttribute('aria-expanded') === 'false') button.click();";

async fn play(browser: &Browser) -> Result<Value> {
    let played = browser.client.execute_async(PLAY, vec![]).await?;
    let failed = played["failed"].as_str();
    ensure!(failed.is_none(), "{}", failed.unwrap_or_default());
    let ticks = played.get("ticks").cloned();
    ticks.context("the page measured nothing")
}

/// Each tick as two times in milliseconds: from the click to the last change of the page's tree,
/// and to the painted frame.
///
/// Ticks and unticks values alone and a topic and a source together. Which ones is decided by
/// their places, so every round does the same.
const PLAY: &str = "\
    const done = arguments[0];
    const rack = document.querySelector('news-rack');
    const root = rack.shadowRoot;
    const boxes = (facet) => [...root.querySelectorAll(\
        `[part~=facet][data-facet=${facet}] [part~=facet-value]`)];
    const isPending = () => root.querySelector('[part~=base]').ariaBusy === 'true';
    const looks = () => root.querySelector('[part~=list]').textContent \
        + root.querySelector('[part~=status]').textContent;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const task = (act) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = act;
        port2.postMessage(0);
    };
    let updated = 0;
    new MutationObserver(() => (updated = performance.now())).observe(root, \
        { attributes: true, characterData: true, childList: true, subtree: true });
    const ticks = [];
    const tick = async (facet, find) => {
        const box = find(boxes(facet));
        if (!box) throw new Error(`${facet} offers nothing to tick`);
        const { value } = box;
        const { topic, provider, type } = rack.state;
        await frame();
        const start = performance.now();
        updated = start;
        box.click();
        const painted = await new Promise((done) => task(() => done(performance.now() - start)));
        const script = updated - start;
        const atOnce = looks();
        const wasPending = isPending();
        while (isPending()) await frame();
        await frame();
        await frame();
        const after = rack.state;
        if (JSON.stringify([topic, provider, type]) === \
            JSON.stringify([after.topic, after.provider, after.type]))
            throw new Error(`ticking ${value} changed nothing`);
        if (!wasPending && atOnce !== looks()) throw new Error(`${value} was painted late`);
        ticks.push([script, painted]);
        return value;
    };
    const at = (index) => (all) => all[index % all.length];
    const of = (value) => (all) => all.find((box) => box.value === value);
    const both = async (facet, index) => {
        await tick(facet, of(await tick(facet, at(index))));
    };
    (async () => {
        for (let index = 0; index < 8; index += 1) {
            await both('topic', index);
            await both('provider', index * 5);
            const topic = await tick('topic', at(index));
            await both('provider', index);
            await tick('topic', of(topic));
        }
        await both('type', 0);
        await both('type', 1);
    })().then(() => done({ ticks }), (error) => done({ failed: error.message }));";
