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

/// The functions of each engine, which count their calls, and some of which trap for so many. Its methods are
/// numbered by the alphabet. What only the browser calls, when it is time to paint, has no name that stays:
/// `later` is any of these.
pub(crate) const ENGINES: &str = "<script>
    window.traps = {};
    window.calls = {};
    const instantiate = WebAssembly.instantiate;
    const methods = 'arrived clear hear more new read restore search set tick typing unmount'.split(' ');
    const named = (name) => (/^m\\d/.test(name) ? methods[name.slice(1)] : 'later');
    const trapping = ([own, act]) => [own, typeof act !== 'function' ? act : (...given) => {
        const name = named(own);
        calls[name] = (calls[name] ?? 0) + 1;
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
    let script = format!("{ENGINES}<script>{script}</script><h1>");
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
    rack.run("traps.hear = 1;", Value::Null).await?;
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

/// Whether the page heard of this death, and of no other, and the engine that came after it answers.
async fn expect_a_new_start(browser: &Browser, rack: &Rack<'_>) -> Result<()> {
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until("the same again", "return rack.state.total === 13;")
        .await?;
    let uncaught = page::noted(browser, "uncaught").await?;
    ensure!(uncaught.len() == 1, "the page heard {}", json!(uncaught));
    rack.run("rack.topic = ['Sea', 'Weather'];", Value::Null)
        .await?;
    rack.wait_until("an answer", "return rack.state.topic.length === 2;")
        .await
        .map(drop)
}

pub(crate) async fn a_trap_while_it_paints_is_noticed(browser: &Browser) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    rack.run("rack.topic = ['Sea'];", Value::Null).await?;
    rack.wait_until("the narrowed cards", "return rack.state.total === 13;")
        .await?;
    rack.run("traps.later = 1; rack.layout = 'list';", Value::Null)
        .await?;
    expect_a_new_start(browser, &rack).await?;
    let is_list = "return part('base').dataset.layout === 'list' && traps.later === 0;";
    rack.wait_until("what was to be painted", is_list).await?;
    Ok(())
}

/// Somebody's extension stands between the engine and the page: it panics, which is more than a trap, for
/// it says so first.
pub(crate) async fn a_panic_while_it_paints_is_noticed_and_said(browser: &Browser) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    rack.run("rack.topic = ['Sea'];", Value::Null).await?;
    rack.wait_until("the narrowed cards", "return rack.state.total === 13;")
        .await?;
    browser.console().await?;
    let refuse = "\
        const { insertBefore } = Node.prototype;
        Node.prototype.insertBefore = () => {
            Node.prototype.insertBefore = insertBefore;
            throw new DOMException('refused', 'NotFoundError');
        };
        rack.pageSize = 13;";
    rack.run(refuse, Value::Null).await?;
    expect_a_new_start(browser, &rack).await?;
    let lines = browser.console().await?;
    let is_said = |line: &&String| line.contains("panicked");
    ensure!(lines.iter().filter(is_said).count() >= 1, "{lines:?}");
    Ok(())
}

pub(crate) async fn a_trap_of_a_method_is_noticed(browser: &Browser) -> Result<()> {
    for (name, call) in [
        ("more", "rack.showMore();"),
        ("clear", "rack.clearFilters();"),
        ("tick", "rack.lang = 'de';"),
        (
            "search",
            "rack.search({ query: 'harbor' }).catch(() => {});",
        ),
    ] {
        browser.start_afresh().await?;
        let (_host, rack) = ready(browser).await?;
        let script = format!("traps.{name} = 1; {call}");
        rack.run(&script, Value::Null).await?;
        page::wait_for_loads(browser, 2).await?;
        rack.wait_until_ready().await?;
        let uncaught = page::noted(browser, "uncaught").await?;
        ensure!(uncaught.len() == 1, "{name}: {}", json!(uncaught));
    }
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
    let _host = open(browser, "traps.arrived = 1;").await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let cards = rack.texts("card-title").await?;
    ensure!(!cards.is_empty(), "no cards");
    let left = browser.run("return traps.arrived;", vec![]).await?;
    ensure!(left == json!(0), "nothing has trapped");
    Ok(())
}

pub(crate) async fn whoever_waits_for_an_answer_gets_it_from_the_next_engine(
    browser: &Browser,
) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    let ask =
        "return rack.search({ query: 'harbor' }).then(({ total }) => total, ({ code }) => code);";
    let answer = rack.run(ask, Value::Null).await?;
    ensure!(answer.as_u64() > Some(0), "the answer is {answer}");
    let killed = format!(
        "traps.arrived = traps.unmount = 1; {}",
        ask.replace("harbor", "tide")
    );
    let second = rack.run(&killed, Value::Null).await?;
    ensure!(second.as_u64() > Some(0), "they heard {second}");
    rack.wait_until_ready().await?;
    let again = rack.run(ask, Value::Null).await?;
    ensure!(again == answer, "{again} are not {answer}");
    // The element gives up, and says so.
    let killed = rack
        .run(&format!("traps.search = 1; {ask}"), Value::Null)
        .await?;
    ensure!(killed == json!("crashed"), "they heard {killed}");
    Ok(())
}

/// No dialog is left that keeps the reader from the page.
pub(crate) async fn what_was_read_when_it_is_given_up_is_closed(browser: &Browser) -> Result<()> {
    let (_host, rack) = ready(browser).await?;
    let read = "rack.link = 'reader'; await rack.updateComplete; part('card-title').querySelector('a').click();";
    rack.run(
        &format!("return (async () => {{ {read} }})();"),
        Value::Null,
    )
    .await?;
    let is_open = "return part('reader').matches(':modal') && rack.matches(':state(ready)');";
    rack.wait_until("the article", is_open).await?;
    rack.run("traps.tick = 1; rack.lang = 'de';", Value::Null)
        .await?;
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until("the article again", is_open).await?;
    rack.run("traps.tick = 1; rack.lang = 'fr';", Value::Null)
        .await?;
    rack.wait_until("the end", "return rack.matches(':state(error)');")
        .await?;
    let is_free =
        "return part('reader') == null && rack.shadowRoot.querySelector(':modal') === null;";
    ensure!(
        rack.run(is_free, Value::Null).await? == json!(true),
        "a dialog is left"
    );
    Ok(())
}
