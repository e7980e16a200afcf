//! What becomes of a rack that is moved, taken out, or put back?
//!
//! R8 and E5 of docs/promises.md.

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// What a reader has in front of them, down to the place where they are.
const SEEN: &str = "\
    const { total, shown, query, topic } = rack.state;
    const open = parts('related').map((related) => related.open);
    const items = parts('related-item').length;
    const search = part('search').value;
    const ticked = parts('facet-value').filter(({ checked }) => checked).map(({ value }) => value);
    return { total, shown, query, topic, open, items, search, ticked, cards: parts('card').length };";

/// A query, a tick, more cards, and related coverage in a list that is open.
pub(crate) async fn use_it(rack: &Rack<'_>) -> Result<Value> {
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    rack.run("rack.showMore();", Value::Null).await?;
    rack.wait_until("more", "return parts('card').length === 13;")
        .await?;
    let open = "part('related').querySelector('summary').click();";
    rack.run(open, Value::Null).await?;
    rack.wait_until("stories", "return parts('related-item').length === 5;")
        .await?;
    let all = "[...part('related').querySelectorAll('button')].at(-1).click();";
    rack.run(all, Value::Null).await?;
    rack.wait_until("all stories", "return parts('related-item').length === 12;")
        .await?;
    rack.run(SEEN, Value::Null).await
}

/// Pictures come when they come into sight, which moving may bring about.
fn asked(host: &Host) -> usize {
    let requests = host.requests().into_iter();
    let is_counted = |path: &str| !path.ends_with(".webp");
    requests.filter(|request| is_counted(&request.path)).count()
}

pub(crate) async fn put_elsewhere_it_keeps_what_the_reader_did(browser: &Browser) -> Result<()> {
    let page = format!("{SCRIPT}{EAGER}<section></section>");
    let host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let before = (use_it(&rack).await?, asked(&host));
    for act in [
        "document.querySelector('section').insertBefore(rack, null);",
        "rack.remove(); document.body.prepend(rack);",
        // As long as it is away, nothing of it ends.
        "rack.remove(); return new Promise((done) => setTimeout(done, 100)) \
            .then(() => document.querySelector('section').append(rack));",
    ] {
        let act = format!("window.rack ??= rack; {act}");
        rack.run(&act, Value::Null).await?;
        rack.run("return rack.updateComplete;", Value::Null).await?;
        let seen = rack.run(SEEN, Value::Null).await?;
        ensure!((seen, asked(&host)) == before, "after {act}");
    }
    rack.tick("topic", "Sea").await?;
    rack.wait_until("it lives", "return rack.state.total === 27;")
        .await?;
    browser.expect_quiet_console().await
}

/// Moves something of the page's own that is scrolled, and tells where it is then.
const CONTROL: &str = "\
    if (!('moveBefore' in Element.prototype)) return null;
    const control = document.createElement('div');
    control.style = 'block-size: 50px; overflow: auto';
    const inner = document.createElement('div');
    inner.style.blockSize = '500px';
    control.append(inner);
    document.body.append(control);
    control.scrollTop = 20;
    document.querySelector('section').moveBefore(control, null);
    const { scrollTop } = control;
    control.remove();
    return scrollTop;";

/// Whether this browser moves elements without taking them out, and whether what is scrolled stays so then.
async fn moves(browser: &Browser) -> Result<Option<bool>> {
    let place = browser.run(CONTROL, vec![]).await?;
    if place.is_null() {
        browser.leave_out("moving as a whole", "it has no moveBefore");
        return Ok(None);
    }
    let keeps = place == json!(20);
    if !keeps {
        browser.leave_out(
            "what is scrolled",
            "its moveBefore forgets that of any element",
        );
    }
    Ok(Some(keeps))
}

pub(crate) async fn moved_as_a_whole_it_keeps_everything(browser: &Browser) -> Result<()> {
    let page = format!("{SCRIPT}{EAGER}<section lang=de></section>");
    let host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let Some(keeps_scroll) = moves(browser).await? else {
        return Ok(());
    };
    use_it(&rack).await?;
    let watch = "\
        part('search').focus();
        const list = rack.shadowRoot.querySelector('[part~=facet] .list, [part~=facet] ul');
        list.style.blockSize = '3em';
        list.style.overflow = 'auto';
        list.scrollTop = 20;
        window.list = list;";
    rack.run(watch, Value::Null).await?;
    let before = (rack.run(SEEN, Value::Null).await?, asked(&host));
    let act = "\
        document.querySelector('section').moveBefore(rack, null);
        return [rack.parentNode.localName, window.list.scrollTop, window.list.isConnected, \
            rack.shadowRoot.activeElement?.part.contains('search')];";
    let kept = rack.run(act, Value::Null).await?;
    ensure!(
        kept == json!(["section", if keeps_scroll { 20 } else { 0 }, true, true]),
        "{kept}"
    );
    // Another place may speak another language, whose words are the only thing that is asked for.
    rack.wait_until(
        "German",
        "return part('more').lang !== 'x' && \
        part('search').closest('[lang]').lang === 'de';",
    )
    .await?;
    let after = rack.run(SEEN, Value::Null).await?;
    ensure!(after == before.0, "{after}");
    let words = host.requests().into_iter();
    let words = words
        .filter(|request| request.path.contains("/words-") || request.path.contains("/languages-"));
    ensure!(
        asked(&host) - words.count() == before.1,
        "more was asked for"
    );
    browser.expect_quiet_console().await
}

pub(crate) async fn an_open_article_stays_where_it_was_read(browser: &Browser) -> Result<()> {
    let tag = "<news-rack loading=eager src=/site/news/ link=reader></news-rack>";
    let _host = site::open(browser, &format!("{SCRIPT}{tag}<section></section>")).await?;
    browser.viewport(400, 200).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let Some(keeps_scroll) = moves(browser).await? else {
        return Ok(());
    };
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    rack.wait_until(
        "the article",
        "return part('reader').querySelector('.prose p') !== null;",
    )
    .await?;
    let act = "\
        const reader = part('reader');
        reader.scrollTop = 60;
        document.querySelector('section').moveBefore(rack, null);
        return rack.updateComplete.then(() => [reader.scrollTop, reader.matches(':modal'), reader === part('reader')]);";
    let kept = rack.run(act, Value::Null).await?;
    ensure!(
        kept == json!([if keeps_scroll { 60 } else { 0 }, true, true]),
        "{kept}"
    );
    page::expect_nothing_uncaught(browser).await
}

/// So long every answer takes of a host where a rack is met while it loads.
const A_MOMENT: Duration = Duration::from_millis(300);
/// Longer than two tries are apart.
const A_TRY: Duration = Duration::from_millis(3500);

fn tries(host: &Host, path_end: &str) -> usize {
    let requests = host.requests().into_iter();
    requests
        .filter(|request| request.path.ends_with(path_end))
        .count()
}

/// Whether anything is on its way still.
fn is_quiet(host: &Host) -> bool {
    host.requests()
        .iter()
        .all(|request| request.ended.is_some())
}

/// Takes the rack out once it has asked for such a file, and waits until no timer of it is left.
async fn take_out_while_it_waits(browser: &Browser, host: &Host, path_end: &str) -> Result<()> {
    while tries(host, path_end) == 0 {
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let rack = browser.rack("news-rack");
    rack.run("window.rack = rack; rack.remove();", Value::Null)
        .await?;
    let is_idle = "return timers.size === 0;";
    browser
        .wait_until("no timer to run", is_idle, vec![])
        .await?;
    Ok(())
}

pub(crate) async fn what_is_taken_out_asks_for_nothing_more(browser: &Browser) -> Result<()> {
    for (path_end, fault) in [
        (".wasm", Fault::Stall(10)),
        ("manifest.json", Fault::Stall(3)),
        ("manifest.json", Fault::Status(503)),
    ] {
        let host = site::host(&format!("{TIMERS}{SCRIPT}{EAGER}")).await?;
        host.fault(path_end, fault);
        browser.open(&host.at("/")).await?;
        let rack = browser.rack("news-rack");
        rack.wait_until("the class", "return rack.matches(':state(loading)');")
            .await?;
        take_out_while_it_waits(browser, &host, path_end).await?;
        let before = tries(&host, path_end);
        tokio::time::sleep(A_TRY).await;
        ensure!(is_quiet(&host), "{fault:?}: {:?}", host.requests());
        ensure!(
            tries(&host, path_end) == before,
            "{fault:?}: it tried again"
        );
        host.mend();
        browser
            .run("document.body.append(window.rack);", vec![])
            .await?;
        rack.wait_until_ready().await?;
        let told = browser.run("return noted.map(([type]) => type);", vec![]);
        let told = told.await?;
        ensure!(
            told == json!(["loadstart", "load", "loadend"]),
            "{fault:?}: {told}"
        );
    }
    Ok(())
}

/// The timers that have still to run, but for those of WebKit's driver, which gives each of its own scripts half a
/// minute. In a block, or its names would be those that others call.
const TIMERS: &str = "<script>{
    window.timers = new Set();
    const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
    window.setTimeout = (act, time, ...given) => {
        const timer = setTimeout(() => { timers.delete(timer); act(...given); }, time);
        if (time !== 30000) timers.add(timer);
        return timer;
    };
    window.setInterval = (...given) => {
        const timer = setInterval(...given);
        timers.add(timer);
        return timer;
    };
    window.clearTimeout = (timer) => { timers.delete(timer); clearTimeout(timer); };
    window.clearInterval = (timer) => { timers.delete(timer); clearInterval(timer); };
}</script>";

pub(crate) async fn a_question_on_its_way_is_asked_again_when_it_is_back(
    browser: &Browser,
) -> Result<()> {
    let host = site::open(browser, &format!("{TIMERS}{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    host.fault(".bin", Fault::Stall(3));
    rack.tick("topic", "Sea").await?;
    take_out_while_it_waits(browser, &host, ".bin").await?;
    let mut waited = 0;
    while !is_quiet(&host) {
        tokio::time::sleep(Duration::from_millis(25)).await;
        waited += 1;
        ensure!(waited < 200, "{:?}", host.requests());
    }
    host.mend();
    browser
        .run("document.body.append(window.rack);", vec![])
        .await?;
    rack.wait_until("the answer", "return rack.state.total === 13;")
        .await?;
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn one_that_is_moved_while_it_loads_asks_once(browser: &Browser) -> Result<()> {
    let page = format!("{SCRIPT}{EAGER}<section></section>");
    let host = site::open_loading(browser, &page, A_MOMENT).await?;
    let rack = browser.rack("news-rack");
    let act = "document.querySelector('section').append(rack);";
    rack.run(act, Value::Null).await?;
    rack.wait_until_ready().await?;
    ensure!(tries(&host, ".wasm") == 1 && tries(&host, "manifest.json") == 1);
    let told = page::noted(browser, "loadstart").await?;
    ensure!(told.len() == 1);
    Ok(())
}

/// What was left behind may fail after the tag is back, and is asked for again all the same.
pub(crate) async fn one_that_is_back_soon_loads_as_if_nothing_had_been(
    browser: &Browser,
) -> Result<()> {
    let page = format!("{SCRIPT}{EAGER}<section></section>");
    let _host = site::open_loading(browser, &page, A_MOMENT).await?;
    let rack = browser.rack("news-rack");
    let act = "const away = async () => {
            rack.remove();
            for (let task = 0; task < 3; task += 1) await null;
            document.querySelector('section').append(rack);
        };
        away();";
    rack.run(act, Value::Null).await?;
    rack.wait_until_ready().await?;
    let told = page::noted(browser, "error").await?;
    ensure!(told.is_empty(), "{told:?}");
    page::expect_nothing_uncaught(browser).await
}

/// Timers take five times as long, so that a hand has time to act before they end.
const SLOW_TIMERS: &str = "<script>{
    const { setTimeout } = window;
    window.setTimeout = (act, time, ...given) => setTimeout(act, 5 * time, ...given);
}</script>";

/// All that a rack waits for before it shows anything is here but its words, which it would do without.
pub(crate) async fn taken_out_before_its_words_came_it_asks_for_no_cards(
    browser: &Browser,
) -> Result<()> {
    let page = format!("{SLOW_TIMERS}{TIMERS}{SCRIPT}<section lang=de>{EAGER}</section>");
    let host = site::host(&page).await?;
    let words = site::name("words-de-")?;
    host.fault(&words, Fault::Stall(3));
    browser.open(&host.at("/")).await?;
    let has_come = |path_end: &str| {
        let requests = host.requests().into_iter();
        let mut found = requests.filter(|request| request.path.ends_with(path_end));
        found.any(|request| request.ended.is_some())
    };
    while !has_come(".wasm") || !has_come("manifest.json") {
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    take_out_while_it_waits(browser, &host, &words).await?;
    tokio::time::sleep(A_MOMENT).await;
    ensure!(is_quiet(&host), "{:?}", host.requests());
    let is_card = |path: &str| path.contains("/cards-") || path.contains("/pictures/");
    let requests = host.requests();
    ensure!(
        !requests.iter().any(|request| is_card(&request.path)),
        "{requests:?}"
    );
    host.mend();
    let act = "document.querySelector('section').append(window.rack);";
    browser.run(act, vec![]).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.wait_until(
        "German",
        "return part('status').textContent.includes('Artikeln');",
    )
    .await?;
    let told = browser.run("return noted.map(([type]) => type);", vec![]);
    let told = told.await?;
    ensure!(told == json!(["loadstart", "load", "loadend"]), "{told}");
    page::expect_nothing_uncaught(browser).await
}

/// Two racks wait for a manifest; one asks for it anew, the other one goes.
pub(crate) async fn one_that_goes_takes_nothing_from_another(browser: &Browser) -> Result<()> {
    let other = EAGER.replace("<news-rack", "<news-rack id=other");
    let host = site::open_loading(browser, &format!("{SCRIPT}{other}{EAGER}"), A_MOMENT).await?;
    while tries(&host, "manifest.json") == 0 {
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let act = "
        const [one, other] = document.querySelectorAll('news-rack');
        other.refresh();
        one.remove();";
    browser.run(act, vec![]).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    ensure!(tries(&host, "manifest.json") == 2);
    let told = page::noted(browser, "error").await?;
    ensure!(told.is_empty(), "{told:?}");
    page::expect_nothing_uncaught(browser).await
}

/// What the bundle before was asked for is nobody's any more.
pub(crate) async fn one_that_gets_another_bundle_while_it_is_away_forgets_the_first(
    browser: &Browser,
) -> Result<()> {
    let host = site::host(&format!("{TIMERS}{SCRIPT}{EAGER}")).await?;
    host.serve("/other/", stage::dist()?.join("news"));
    host.fault("/site/news/manifest.json", Fault::Stall(3));
    browser.open(&host.at("/")).await?;
    take_out_while_it_waits(browser, &host, "/site/news/manifest.json").await?;
    browser.run("window.rack.src = '/other/';", vec![]).await?;
    browser
        .run("document.body.append(window.rack);", vec![])
        .await?;
    browser.rack("news-rack").wait_until_ready().await?;
    ensure!(tries(&host, "/site/news/manifest.json") == 1);
    ensure!(tries(&host, "/other/manifest.json") == 1);
    page::expect_nothing_uncaught(browser).await
}
