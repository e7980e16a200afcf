//! How long from a letter typed to painted cards?
//!
//! As with ticks: a letter comes at the very start of a frame, and the clock stops in the first task
//! after a frame was painted that shows the answer, be it this frame or a later one. Beside it stands what
//! it costs to paint other cards without a search: those of the other end of all articles.

use super::cold::kind;
use crate::driver::Browser;
use crate::server::Host;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// Rounds that only bring the files; some come after the cards that asked for them.
const ROUNDS_BEFORE: usize = 2;

pub(super) async fn measure(browser: &Browser, host: &Host, texts: &Value) -> Result<Value> {
    browser.start_afresh().await?;
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    for _ in 0..ROUNDS_BEFORE {
        run(browser, TYPE, texts).await?;
        run(browser, PAINT, texts).await?;
    }
    let before = host.requests().len();
    let times = run(browser, TYPE, texts).await?;
    let late = host.requests().split_off(before);
    let plain = run(browser, PAINT, texts).await?;
    let late: Vec<String> = late.iter().map(|request| kind(&request.path)).collect();
    Ok(json!({ "times": times, "late": late, "plain": plain }))
}

async fn run(browser: &Browser, what: &str, texts: &Value) -> Result<Value> {
    let script = format!("const [texts, done] = arguments; {CLOCK} {what}");
    let mut seen = browser
        .client
        .execute_async(&script, vec![texts.clone()])
        .await?;
    let failed = seen["failed"].as_str();
    ensure!(failed.is_none(), "{}", failed.unwrap_or_default());
    Ok(seen["times"].take())
}

/// What both are measured by.
const CLOCK: &str = "\
    const rack = document.querySelector('news-rack');
    const find = (part) => rack.shadowRoot.querySelector(`[part~=${part}]`);
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = () => new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(0);
    });
    const until = async (start, isThere) => {
        await painted();
        while (!isThere()) {
            if (performance.now() - start > 10000) throw new Error('there is no answer');
            await frame();
            await painted();
        }
        return performance.now() - start;
    };";

/// Milliseconds of each letter.
const TYPE: &str = "\
    const isAnswered = (text) => (rack.state.query ?? '').trim() === text.trim() \
        && find('base').ariaBusy !== 'true';
    const type = async (text) => {
        const box = find('search');
        await frame();
        const start = performance.now();
        box.value = text;
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        return until(start, () => isAnswered(text));
    };
    (async () => {
        if (!find('search')) throw new Error('there is no search box');
        find('search').focus();
        const times = [];
        for (const text of texts) {
            for (let end = 1; end <= text.length; end += 1)
                if (text[end - 1] !== ' ') times.push(await type(text.slice(0, end)));
            await type('');
        }
        return { times };
    })().then(done, (error) => done({ failed: error.message }));";

/// Milliseconds of twelve other cards, the newest and the oldest by turns.
const PAINT: &str = "\
    const paint = async (sort) => {
        await frame();
        const first = find('card').dataset.id;
        const start = performance.now();
        rack.sort = sort;
        return until(start, () => find('card').dataset.id !== first);
    };
    (async () => {
        const times = [];
        for (let turn = 0; turn < 20; turn += 1)
            for (const sort of ['oldest', 'newest']) times.push(await paint(sort));
        return { times };
    })().then(done, (error) => done({ failed: error.message }));";
