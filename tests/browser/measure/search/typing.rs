//! How long from a letter typed to painted cards?
//!
//! As with ticks: a letter comes at the very start of a frame, and the clock stops in the first task
//! after a frame was painted that shows the answer, be it this frame or a later one.

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
        type_all(browser, texts).await?;
    }
    let before = host.requests().len();
    let times = type_all(browser, texts).await?;
    let late = host.requests().split_off(before);
    let late: Vec<String> = late.iter().map(|request| kind(&request.path)).collect();
    Ok(json!({ "times": times, "late": late }))
}

async fn type_all(browser: &Browser, texts: &Value) -> Result<Value> {
    let mut typed = browser
        .client
        .execute_async(TYPE, vec![texts.clone()])
        .await?;
    let failed = typed["failed"].as_str();
    ensure!(failed.is_none(), "{}", failed.unwrap_or_default());
    Ok(typed["times"].take())
}

/// Milliseconds of each letter.
const TYPE: &str = "\
    const [texts, done] = arguments;
    const rack = document.querySelector('news-rack');
    const find = (part) => rack.shadowRoot.querySelector(`[part~=${part}]`);
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = () => new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(0);
    });
    const isAnswered = (text) => (rack.state.query ?? '').trim() === text.trim() \
        && find('base').ariaBusy !== 'true';
    const type = async (text) => {
        const box = find('search');
        await frame();
        const start = performance.now();
        box.value = text;
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        await painted();
        while (!isAnswered(text)) {
            if (performance.now() - start > 10000) throw new Error(`${text} is not answered`);
            await frame();
            await painted();
        }
        return performance.now() - start;
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
