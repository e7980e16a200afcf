//! What does a reader do with a rack of real articles, and what is the page told?

use crate::driver::Browser;
use crate::driver::Engine;
use crate::page;
use crate::press;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

/// A page with the demo's articles in an eager rack with these attributes.
async fn open(browser: &Browser, attributes: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ {attributes}");
    host.page("/", page::with_rack("/site/news-rack.js", &tag));
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

async fn wait_for_total(rack: &Rack<'_>, total: u64) -> Result<()> {
    let script = format!("return rack.state.total === {total};");
    rack.wait_until(&format!("{total} articles"), &script)
        .await
        .map(drop)
}

pub(crate) async fn ticks_bounds_and_order_narrow_and_clear_widens(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let all = rack.state().await?["total"].as_u64().unwrap_or_default();
    rack.tick("topic", "Sea").await?;
    wait_for_total(&rack, 13).await?;
    rack.tick("topic", "Weather").await?;
    rack.wait_until("either topic", "return rack.state.total > 13;")
        .await?;
    rack.tick("type", "video").await?;
    wait_for_total(&rack, 1).await?;
    rack.click("clear").await?;
    wait_for_total(&rack, all).await?;
    let script = "\
        const field = rack.shadowRoot.querySelector('[name=since]');
        field.value = '2026-11-10';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    rack.run(script, Value::Null).await?;
    wait_for_total(&rack, 5).await?;
    let script = "\
        const select = part('sort');
        select.value = 'oldest';
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    rack.run(script, Value::Null).await?;
    rack.wait_until("the oldest first", "return rack.state.sort === 'oldest';")
        .await?;
    rack.wait_until(
        "the first of that period on top",
        "return part('card-time').dateTime.startsWith('2026-11-10');",
    )
    .await?;
    let told = page::noted(browser, "news-rack-results").await?;
    ensure!(told.len() >= 5, "the page heard of {} answers", told.len());
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn related_coverage_opens_with_its_sources(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let stories = |host: &Host| {
        let paths = host.requests().into_iter().map(|request| request.path);
        paths.filter(|path| path.contains("/stories-")).count()
    };
    assert_eq!(stories(&host), 0, "nobody asked for related coverage yet");
    rack.run(
        "part('related').querySelector('summary').click();",
        Value::Null,
    )
    .await?;
    rack.wait_until(
        "five of twelve sources",
        "return part('related').querySelectorAll('[part~=related-item] a').length === 5;",
    )
    .await?;
    let script = "\
        const all = [...part('related').querySelectorAll('button')].at(-1);
        all.focus();
        window.place = scrollY;
        all.click();";
    rack.run(script, Value::Null).await?;
    rack.wait_until(
        "all twelve",
        "return part('related').querySelectorAll('[part~=related-item]').length === 12;",
    )
    .await?;
    assert!(stories(&host) <= 2, "a directory and a file");
    // The button is gone that was pressed; the reader goes on with what is new, where they were.
    let stays = "\
        const { activeElement } = rack.shadowRoot;
        const { top, bottom } = (activeElement ?? document.body).getBoundingClientRect();
        return parts('related-item')[5].contains(activeElement) && top >= 0 && bottom <= innerHeight;";
    rack.wait_until("the focus near by", stays).await?;
    if browser.engine == Engine::WebKit {
        browser.leave_out(
            "staying unscrolled",
            "it scrolls to whatever gets the focus",
        );
        return Ok(());
    }
    let stays = "return scrollY === window.place;";
    rack.wait_until("the reader where they were", stays)
        .await
        .map(drop)
}

pub(crate) async fn a_facet_of_many_values_stays_usable(browser: &Browser) -> Result<()> {
    let Some(articles) = stage::corpus("news") else {
        return Ok(());
    };
    let bundle: TempDir = press::bundle(&articles, &["--unpublished"])?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    let page = page::with_rack("/site/news-rack.js", "loading=eager src=/bundle/");
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let boxes = "parts('facet').find((facet) => facet.dataset.facet === 'provider')";
    let count = format!("{boxes}.querySelectorAll('[part~=facet-value]').length");
    rack.wait_until("ten sources", &format!("return {count} === 10;"))
        .await?;
    rack.run(
        &format!("[...{boxes}.querySelectorAll('button')].at(-1).click();"),
        Value::Null,
    )
    .await?;
    rack.wait_until("all sources", &format!("return {count} > 100;"))
        .await?;
    let find = format!(
        "const field = {boxes}.querySelector('.find'); field.value = 'TECHR'; \
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    );
    rack.run(&find, Value::Null).await?;
    rack.wait_until(
        "what was looked for",
        &format!("return {count} > 0 && {count} < 5;"),
    )
    .await?;
    rack.tick("provider", "techrepublic.com").await?;
    rack.wait_until(
        "its articles",
        "return rack.state.provider[0] === 'techrepublic.com' && rack.state.total < 20;",
    )
    .await?;
    Ok(())
}

pub(crate) async fn attributes_are_live_and_the_host_hears_nothing_of_its_own(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "topic=Sea").await?;
    let rack = browser.rack("news-rack");
    wait_for_total(&rack, 13).await?;
    let script = "\
        rack.layout = 'list';
        rack.setAttribute('page-size', '3');
        rack.topic = ['Sea', 'Weather'];
        return rack.updateComplete.then(() => [rack.layout, rack.getAttribute('topic')]);";
    let seen = rack.run(script, Value::Null).await?;
    assert_eq!(seen, json!(["list", "Sea,Weather"]));
    rack.wait_until(
        "three cards",
        "return parts('card').length === 3 && rack.state.topic.length === 2;",
    )
    .await?;
    assert_eq!(
        page::noted(browser, "news-rack-results").await?,
        Vec::<Value>::new()
    );
    Ok(())
}

/// What nobody knows means what stands there when nothing does, and is said once.
pub(crate) async fn an_unknown_value_is_the_default_and_one_warning(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let script = "\
        const names = ['layout', 'sort', 'link', 'headlineLevel', 'theme', 'loading'];
        const tag = document.createElement('news-rack');
        const meant = names.map((name) => tag[name]);
        const warnings = [];
        console.warn = (...words) => warnings.push(words.join(' '));
        const attribute = (name) => name.replace('L', '-l');
        const unknown = names.flatMap((name) => ['spiral-' + name, 'spiral-' + name].map((value) => {
            rack.setAttribute(attribute(name), value);
            return rack[name];
        }));
        return [meant, unknown, warnings];";
    let seen = rack.run(script, Value::Null).await?;
    let meant = seen[0].as_array().context("values")?;
    let twice: Vec<&Value> = meant.iter().flat_map(|value| [value, value]).collect();
    ensure!(
        json!(twice) == seen[1],
        "{} where {} is meant",
        seen[1],
        seen[0]
    );
    let warnings = seen[2].as_array().context("warnings")?;
    ensure!(warnings.len() == meant.len(), "{}", seen[2]);
    let layout = "<news-rack>: \"spiral-layout\" is none of grid, list, compact, magazine";
    ensure!(warnings[0] == json!(layout), "{}", seen[2]);
    Ok(())
}

/// Before the rack hears of a letter or a tick, the page does, and renders.
const ON_THE_WAY_DOWN: &str = "\
    const turn = () => (rack.layout = rack.layout === 'grid' ? 'list' : 'grid');
    for (const type of ['input', 'click', 'change']) addEventListener(type, turn, true);";

pub(crate) async fn a_page_that_renders_during_an_event_takes_nothing_back(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.run(ON_THE_WAY_DOWN, Value::Null).await?;
    rack.tick("topic", "Sea").await?;
    wait_for_total(&rack, 13).await?;
    rack.click("search").await?;
    rack.part("search").await?.send_keys("net").await?;
    rack.wait_until("what was typed", "return rack.state.query === 'net';")
        .await?;
    rack.run("rack.layout = 'compact';", Value::Null).await?;
    let is_compact = "return part('base').dataset.layout === 'compact';";
    rack.wait_until("the page's change", is_compact).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_moved_rack_keeps_what_it_shows_and_asks_for_nothing(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.tick("topic", "Sea").await?;
    wait_for_total(&rack, 13).await?;
    // Pictures come when they come into sight, which moving may bring about.
    let asked = || {
        let requests = host.requests().into_iter();
        requests
            .filter(|request| !request.path.ends_with(".webp"))
            .count()
    };
    let before = (rack.state().await?, asked());
    let script = "\
        const place = document.createElement('section');
        document.body.append(place);
        place.append(rack);
        rack.remove();
        document.body.prepend(rack);
        return rack.updateComplete;";
    rack.run(script, Value::Null).await?;
    assert_eq!((rack.state().await?, asked()), before);
    assert_eq!(rack.count("card").await?, 12);
    rack.tick("topic", "Sea").await?;
    wait_for_total(&rack, 27).await?;
    Ok(())
}

pub(crate) async fn the_page_may_prevent_that_a_card_is_followed(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let script = "\
        addEventListener('news-rack-select', (event) => event.preventDefault());
        part('card-title').querySelector('a').click();
        return location.pathname;";
    assert_eq!(rack.run(script, Value::Null).await?, json!("/"));
    let told = page::noted(browser, "news-rack-select").await?;
    assert_eq!(told[0]["title"], json!("The lamp that runs on tides"));
    drop(host);
    Ok(())
}

pub(crate) async fn a_search_answers_as_the_command_line_does(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let script = "return rack.search({ topic: ['Sea'], sort: 'top', limit: 4, offset: 2 });";
    let found = rack.run(script, Value::Null).await?;
    let arguments = [
        "--topic", "Sea", "--sort", "top", "--limit", "4", "--offset", "2",
    ];
    let printed = press::search(&stage::dist()?.join("news"), &arguments)?;
    assert_eq!(found, printed);
    assert_eq!(rack.state().await?["total"], json!(27), "the cards stay");
    Ok(())
}

pub(crate) async fn what_does_not_arrive_is_said_and_can_be_had_later(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "page-size=16").await?;
    let rack = browser.rack("news-rack");
    host.fault(".json", Fault::Status(410));
    rack.click("more").await?;
    rack.wait_until(
        "a sentence about it",
        "return rack.shadowRoot.querySelector('.notice').checkVisibility();",
    )
    .await?;
    assert!(rack.count("card").await? >= 16, "what is there stays");
    host.mend();
    rack.run(
        "rack.shadowRoot.querySelector('.notice button').click();",
        Value::Null,
    )
    .await?;
    rack.wait_until("all cards", "return parts('card').length === 27;")
        .await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn a_refresh_keeps_where_the_reader_was(browser: &Browser) -> Result<()> {
    let _host = open(browser, "topic=Sea").await?;
    let rack = browser.rack("news-rack");
    wait_for_total(&rack, 13).await?;
    rack.click("more").await?;
    rack.wait_until("all of them", "return parts('card').length === 13;")
        .await?;
    rack.tick("provider", "harborpost.example").await?;
    rack.wait_until("fewer", "return rack.state.total < 13;")
        .await?;
    let before = rack.state().await?;
    rack.run("rack.refresh(); rack.topic = ['Weather'];", Value::Null)
        .await?;
    page::wait_for_loads(browser, 2).await?;
    let after = rack.state().await?;
    ensure!(after["provider"] == before["provider"], "{after}");
    ensure!(after["topic"] == json!(["Weather"]), "{after}");
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_page_may_call_back_whenever_it_is_told(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    // Out of sight, so that it waits until the page listens.
    let tag = "src=/site/news/ page-size=6 loading=lazy hidden";
    host.page("/", page::with_rack("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    let script = "\
        rack.addEventListener('load', () => { \
            rack.search({ limit: 1 }).then((found) => { window.found = found; }); \
            rack.showMore(); \
        }); \
        addEventListener('news-rack-results', () => { \
            rack.showMore(); document.body.prepend(rack); }); \
        rack.hidden = false; rack.loading = 'eager';";
    rack.run(script, Value::Null).await?;
    rack.wait_until(
        "both answers",
        "return window.found && rack.state.shown === 12;",
    )
    .await?;
    ensure!(
        page::noted(browser, "news-rack-results").await?.is_empty(),
        "the page hears nothing of what it did itself"
    );
    rack.tick("topic", "Sea").await?;
    rack.wait_until(
        "the tick, and more of it",
        "return rack.state.shown === 12 && rack.state.total === 13;",
    )
    .await?;
    let loads = page::noted(browser, "loadend").await?;
    ensure!(loads.len() == 1, "{} loads: an engine died", loads.len());
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_question_without_an_answer_is_not_answered(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    host.fault(".bin", Fault::Status(410));
    let tick = "parts('facet-value')[0].click();";
    rack.run(tick, Value::Null).await?;
    rack.wait_until(
        "a word about it",
        "return part('status').textContent.includes('could not be answered');",
    )
    .await?;
    let state = rack.state().await?;
    ensure!(state["topic"] == json!([]), "no answer was told: {state}");
    host.mend();
    rack.run("parts('facet-value')[1].click();", Value::Null)
        .await?;
    rack.wait_until("an answer", "return rack.state.topic.length === 2;")
        .await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_focus_goes_where_the_reader_looks(browser: &Browser) -> Result<()> {
    let _host = open(browser, "page-size=20").await?;
    let rack = browser.rack("news-rack");
    rack.run("part('more').focus();", Value::Null).await?;
    rack.click("more").await?;
    rack.wait_until(
        "the first new title",
        "const titles = parts('card-title'); return titles.length === 27 \
            && titles[20].contains(rack.shadowRoot.activeElement);",
    )
    .await?;
    Ok(())
}
