//! Does a rack outlive the death of its engine?
//!
//! No input is known that kills one, so the page does it: what it wraps traps when it is told to, as the
//! engine itself would, without a word.

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// The functions of each engine, some of which trap for so many calls.
const TRAPS: &str = "<script>
    window.traps = {};
    const instantiate = WebAssembly.instantiate;
    const trapping = ([name, act]) => [name, typeof act !== 'function' ? act : (...given) => {
        if (!traps[name]) return act(...given);
        traps[name] -= 1;
        throw new WebAssembly.RuntimeError('unreachable');
    }];
    WebAssembly.instantiate = async (...given) => {
        const { exports } = await instantiate(...given);
        return { exports: Object.fromEntries(Object.entries(exports).map(trapping)) };
    };
</script>";

async fn open(browser: &Browser, script: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let page = page::with_rack("/site/news-rack.js", "loading=eager src=/site/news/");
    let script = format!("{TRAPS}<script>{script}</script><h1>");
    host.page("/", page.replacen("<h1>", &script, 1));
    browser.open(&host.at("/")).await?;
    Ok(host)
}

/// A rack that shows cards, and is told where it traps.
async fn ready(browser: &Browser) -> Result<(Host, Rack<'_>)> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    Ok((host, rack))
}

const TICK: &str = "parts('facet-value').find((value) => !value.checked).click();";

/// A tick of which the engine dies.
async fn kill(rack: &Rack<'_>) -> Result<()> {
    rack.run("traps.rack_hear = 1;", Value::Null).await?;
    rack.run(TICK, Value::Null).await?;
    Ok(())
}

pub(crate) async fn a_trap_starts_the_engine_anew_with_what_was_asked(
    browser: &Browser,
) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    rack.tick("topic", "Sea").await?;
    let narrowed = "return rack.state.topic.join() === 'Sea' && rack.matches(':state(ready)');";
    rack.wait_until("the narrowed cards", narrowed).await?;
    kill(&rack).await?;
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until("the same again", narrowed).await?;
    let uncaught = page::noted(browser, "uncaught").await?;
    ensure!(uncaught.len() == 1, "the page heard {}", json!(uncaught));
    rack.run(TICK, Value::Null).await?;
    let further = "return rack.state.topic.length + rack.state.provider.length > 1;";
    rack.wait_until("another tick", further).await?;
    Ok(())
}

pub(crate) async fn an_engine_that_dies_again_is_given_up(browser: &Browser) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    kill(&rack).await?;
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until_ready().await?;
    kill(&rack).await?;
    rack.wait_until("the end", "return rack.matches(':state(error)');")
        .await?;
    ensure!(page::shows_fallback(browser).await?, "nothing is left");
    let errors = page::noted(browser, "error").await?;
    ensure!(
        errors.len() == 1 && errors[0]["code"] == json!("crashed"),
        "the page was told {errors:?}"
    );
    Ok(())
}

pub(crate) async fn a_trap_while_a_file_arrives_is_noticed(browser: &Browser) -> Result<()> {
    let _host = open(browser, "traps.rack_arrived = 1;").await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let cards = rack.texts("card-title").await?;
    ensure!(!cards.is_empty(), "no cards");
    let left = browser.run("return traps.rack_arrived;", vec![]).await?;
    ensure!(left == json!(0), "nothing has trapped");
    Ok(())
}

pub(crate) async fn whoever_waits_for_an_answer_hears_of_the_death(
    browser: &Browser,
) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    let ask = "\
        traps.rack_arrived = traps.rack_unmount = 1;
        return rack.search({ query: 'harbor' }).then(() => 'an answer', (fault) => fault.code);";
    let heard = rack.run(ask, Value::Null).await?;
    ensure!(heard == json!("crashed"), "they heard {heard}");
    rack.wait_until_ready().await?;
    Ok(())
}
