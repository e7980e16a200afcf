//! How long does an answer take when all that it needs is there?

use crate::driver::Browser;
use crate::server::Host;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;
use std::time::Instant;

/// After a first round, which brings the files. Rounds and not repetitions: whoever keeps the last
/// answer gains nothing.
const ROUNDS: usize = 21;

/// So long each engine is asked all questions before anything counts: a browser compiles well what has run
/// for a while, whoever wrote it.
const WARM_UP: Duration = Duration::from_secs(5);

/// How questions follow each other, by the name of their times and the milliseconds between two of them: as
/// fast as they are answered, or so that the processor has turned to other things meanwhile.
const PACES: [(&str, Option<u32>); 2] = [("ms", None), ("rested", Some(4))];

/// What one engine made of all questions.
pub(super) async fn measure(browser: &Browser, host: &Host, questions: &Value) -> Result<Value> {
    browser.start_afresh().await?;
    browser.open(&host.at("/")).await?;
    let prepared = call(browser, PREPARE, Value::Null).await?;
    let questions = questions.as_array().context("questions are a list")?;
    let mut answers = vec![json!({}); questions.len()];
    for (seen, answer) in ask_all(browser, questions, None)
        .await?
        .iter()
        .zip(&mut answers)
    {
        note(seen, answer, None);
    }
    let start = Instant::now();
    while start.elapsed() < WARM_UP {
        ask_all(browser, questions, None).await?;
    }
    call(browser, WATCH, Value::Null).await?;
    for _ in 0..ROUNDS {
        for (name, rest) in PACES {
            let seen = ask_all(browser, questions, rest).await?;
            for (seen, answer) in seen.iter().zip(&mut answers) {
                note(seen, answer, Some(name));
            }
        }
    }
    let longest = call(browser, LONGEST, Value::Null).await?;
    let memory = call(browser, MEMORY, Value::Null).await?;
    let linear = call(browser, "done(engine.linear?.() ?? 0);", Value::Null).await?;
    Ok(json!({
        "prepared": prepared,
        "answers": answers,
        "longest": longest,
        "memory": memory,
        "linear": linear,
    }))
}

/// What came of each question, asked after so many milliseconds of rest.
async fn ask_all(browser: &Browser, questions: &[Value], rest: Option<u32>) -> Result<Vec<Value>> {
    let argument = json!({ "questions": questions, "rest": rest });
    let seen = call(browser, ASK_ALL, argument).await?;
    let seen = seen.as_array().context("each question is answered")?;
    ensure!(
        seen.len() == questions.len(),
        "each question is answered once"
    );
    Ok(seen.clone())
}

/// Adds the time of one answer to those before of that name, if it counts. What was refused once stays so.
fn note(seen: &Value, answer: &mut Value, name: Option<&str>) {
    if answer.get("failed").is_some() {
        return;
    }
    let mut seen = seen.clone();
    let took = seen["ms"].take();
    for (pace, _) in PACES {
        seen[pace] = answer.get(pace).cloned().unwrap_or(json!([]));
    }
    let times = name.and_then(|name| seen[name].as_array_mut());
    if let Some(times) = times.filter(|_| !took.is_null()) {
        times.push(took);
    }
    *answer = seen;
}

async fn call(browser: &Browser, script: &str, argument: Value) -> Result<Value> {
    let script = format!("const [argument, done] = arguments; {script}");
    let answer = browser
        .client
        .execute_async(&script, vec![argument])
        .await?;
    ensure!(!answer.is_null(), "the page did not answer");
    Ok(answer)
}

/// In milliseconds, files included.
const PREPARE: &str = "\
    (async () => {
        while (!window.engine) await new Promise((done) => setTimeout(done, 10));
        const start = performance.now();
        await engine.prepare();
        return performance.now() - start;
    })().then(done, (error) => done({ failed: error.message }));";

/// One after the other, each in a task of its own, as a reader's are. All in one call: between two
/// calls of a driver the processor turns to other things, and what is measured is its coming back.
const ASK_ALL: &str = "\
    const { questions, rest } = argument;
    const { port1, port2 } = new MessageChannel();
    const task = () => new Promise((begin) => {
        port1.onmessage = begin;
        port2.postMessage(0);
    });
    const ask = async (question) => {
        if (rest !== null) await new Promise((rested) => setTimeout(rested, rest));
        await task();
        const start = performance.now();
        const { total, titles, facets } = await engine.ask(question);
        const ms = performance.now() - start;
        const wanted = Math.min(total, 10);
        if (titles.length !== wanted) throw new Error(`${titles.length} titles of ${wanted}`);
        return { ms, total, facets: Object.keys(facets).length };
    };
    (async () => {
        const seen = [];
        for (const question of questions) {
            seen.push(await ask(question).catch((error) => ({ failed: error.message })));
        }
        return seen;
    })().then(done);";

/// Browsers count what keeps the page from answering for 50 ms and more.
const WATCH: &str = "\
    window.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries()))\
        .observe({ type: 'longtask' });
    done(true);";

const LONGEST: &str = "\
    setTimeout(() => done(Math.max(0, ...tasks.map((task) => task.duration))), 200);";

/// Told after the next collection of garbage, or never.
const MEMORY: &str = "\
    const never = new Promise((never) => setTimeout(never, 25000, { failed: 'not told' }));
    const told = performance.measureUserAgentSpecificMemory?.().then((told) => told.bytes);
    Promise.race([told ?? { failed: 'not told by this browser' }, never])\
        .then(done, (error) => done({ failed: error.message }));";
