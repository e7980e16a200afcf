//! Do attributes and properties say the same, whoever sets them and whenever?
//!
//! R5, R6, R9, R10 and R12 to R15 of docs/promises.md. Every attribute of `newsrack::ui::surface` is tried.

use crate::crashes::ENGINES;
use crate::driver::Browser;
use crate::page;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use newsrack::ui::surface;
use newsrack::ui::surface::Attribute;
use newsrack::ui::surface::Kind;
use serde_json::Value;
use serde_json::json;

/// A text for an attribute, and what its property says then, at an address of this host.
fn sample(attribute: &Attribute, host: &str) -> (String, Value) {
    let same = |text: &str| (text.to_owned(), json!(text));
    match attribute.kind {
        Kind::Text => same("night train"),
        Kind::Url => (
            "some/where?a=b".to_owned(),
            json!(format!("{host}some/where?a=b")),
        ),
        Kind::List => ("Sea,Weather".to_owned(), json!(["Sea", "Weather"])),
        Kind::Day => same("2026-11-10"),
        Kind::Flag => (String::new(), json!(true)),
        Kind::Number { .. } => ("7".to_owned(), json!(7)),
        Kind::Choice(values) => same(values[1]),
        Kind::Optional(values) => same(values[0]),
        Kind::Nearest => same("x"),
    }
}

/// Every attribute that has a property, with that, and with a text and a value of them.
fn samples(host: &str) -> Vec<Value> {
    let all = surface::ATTRIBUTES.iter();
    let samples = all.filter_map(|attribute| {
        let (text, value) = sample(attribute, host);
        Some(json!({
            "attribute": attribute.name, "property": surface::property(attribute)?,
            "text": text, "value": value,
        }))
    });
    samples.collect()
}

pub(crate) async fn every_attribute_has_its_property_both_ways(browser: &Browser) -> Result<()> {
    let host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    let samples = samples(&host.at("/"));
    ensure!(samples.len() > 20, "{} attributes", samples.len());
    let script = "\
        const wrong = [];
        const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
        for (const { attribute, property, text, value } of arguments[0]) {
            const rack = document.createElement('news-rack');
            const usual = rack[property];
            const check = (what, seen, expected) => same(seen, expected) || wrong.push([attribute, what, seen]);
            rack.setAttribute(attribute, text);
            check('read', rack[property], value);
            rack.removeAttribute(attribute);
            check('gone', rack[property], usual);
            rack[property] = value;
            check('written', rack.getAttribute(attribute), typeof value === 'boolean' ? '' : String(value));
            check('kept', rack[property], value);
            rack[property] = null;
            check('taken back', [rack.hasAttribute(attribute), rack[property]], [false, usual]);
        }
        return wrong;";
    let wrong = browser.run(script, vec![json!(samples)]).await?;
    ensure!(wrong == json!([]), "{wrong}");
    browser.expect_quiet_console().await
}

/// Of an attribute whose text is a list, a comma in a value would be two values; a property's is one.
pub(crate) async fn a_list_as_a_property_may_hold_commas(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let script = "\
        rack.topic = ['Sea, ice', 'Sea'];
        const kept = rack.topic;
        rack.setAttribute('topic', '[\"Sea\"]');
        return [kept, rack.topic];";
    let seen = rack.run(script, Value::Null).await?;
    // JSON in an attribute is text like any other.
    ensure!(
        seen == json!([["Sea, ice", "Sea"], ["[\"Sea\"]"]]),
        "{seen}"
    );
    Ok(())
}

pub(crate) async fn a_property_set_before_the_script_counts(browser: &Browser) -> Result<()> {
    let host = site::open(browser, "").await?;
    let samples = samples(&host.at("/"));
    let script = "\
        for (const { attribute, property, value } of arguments[0]) {
            const rack = document.createElement('news-rack');
            Object.assign(rack, { id: attribute, hidden: true, [property]: value });
            document.body.append(rack);
        }
        const loader = document.createElement('script');
        Object.assign(loader, { type: 'module', src: '/site/news-rack.js' });
        document.head.append(loader);";
    browser.run(script, vec![json!(samples)]).await?;
    let is_defined = "return !!customElements.get('news-rack');";
    browser.wait_until("the class", is_defined, vec![]).await?;
    let script = "\
        return arguments[0].filter(({ attribute, property, value }) => {
            const rack = document.getElementById(attribute);
            return Object.hasOwn(rack, property) || !rack.hasAttribute(attribute) ||
                JSON.stringify(rack[property]) !== JSON.stringify(value);
        }).map(({ attribute }) => attribute);";
    let lost = browser.run(script, vec![json!(samples)]).await?;
    ensure!(lost == json!([]), "{lost}");
    page::expect_nothing_uncaught(browser).await
}

/// The same five in many orders, some before the tag stands in the page and some after.
const ORDERS: &str = "\
    const given = Object.entries({ src: '/site/news/', topic: 'Sea', sort: 'oldest', \
        'page-size': '3', loading: 'eager' });
    const turned = (by) => [...given.slice(by), ...given.slice(0, by)];
    const orders = [given, given.toReversed(), turned(2), turned(4)];
    const write = (rack, all) => all.forEach(([name, value]) => rack.setAttribute(name, value));
    const make = (order, before) => new Promise((done) => {
        const rack = document.createElement('news-rack');
        rack.addEventListener('load', () => done(rack.updateComplete.then(() => rack.state)));
        write(rack, order.slice(0, before));
        document.body.append(rack);
        write(rack, order.slice(before));
    });
    const made = orders.flatMap((order) => [0, 2, 5].map((before) => make(order, before)));
    return Promise.all(made);";

pub(crate) async fn attributes_may_come_in_any_order(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    let states = browser.run(ORDERS, vec![]).await?;
    let states = states.as_array().context("states")?;
    ensure!(states.len() == 12);
    let expected = json!({
        "query": "", "topic": ["Sea"], "provider": [], "type": [], "since": null, "until": null,
        "minQuality": null, "sort": "oldest", "total": 13, "shown": 3,
    });
    for state in states {
        ensure!(*state == expected, "{state}");
    }
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn what_the_author_says_of_the_tag_wins(browser: &Browser) -> Result<()> {
    let own = "<news-rack id=own loading=eager src=/site/news/ role=complementary aria-label=Mine \
        tabindex=0 lang=fr dir=rtl title=Here></news-rack>";
    let page = format!("{own}{EAGER}{SCRIPT}");
    let host = site::open(browser, &page).await?;
    let (own, plain) = (browser.rack("#own"), browser.rack("news-rack:not([role])"));
    own.wait_until_ready().await?;
    plain.wait_until_ready().await?;
    ensure!(browser.spoken_as(&own).await? == ("complementary".to_owned(), "Mine".to_owned()));
    let (role, name) = browser.spoken_as(&plain).await?;
    ensure!(role == "region" && !name.is_empty(), "{role} {name}");
    let written = "return [rack, document.querySelector('#own')] \
        .map((rack) => rack.cloneNode(false).outerHTML);";
    let written = plain.run(written, Value::Null).await?;
    let expected = "<news-rack id=\"own\" loading=\"eager\" src=\"/site/news/\" role=\"complementary\" \
        aria-label=\"Mine\" tabindex=\"0\" lang=\"fr\" dir=\"rtl\" title=\"Here\"></news-rack>";
    let bare = "<news-rack loading=\"eager\" src=\"/site/news/\"></news-rack>";
    ensure!(written == json!([bare, expected]), "{written}");
    drop(host);
    Ok(())
}

pub(crate) async fn numbers_keep_their_range_and_flags_are_there_or_not(
    browser: &Browser,
) -> Result<()> {
    let host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    for (attribute, property, text, value) in [
        ("page-size", "pageSize", "-3", json!(1)),
        ("page-size", "pageSize", "1e9", json!(1000)),
        ("page-size", "pageSize", "abc", json!(12)),
        ("page-size", "pageSize", "", json!(12)),
        ("page-size", "pageSize", " 7.9 ", json!(7)),
        ("min-quality", "minQuality", "-3", json!(0)),
        ("min-quality", "minQuality", "1e9", json!(1_000_000_000)),
        ("min-quality", "minQuality", "1e99", json!(i32::MAX)),
        ("min-quality", "minQuality", "abc", json!(null)),
        ("without-search", "withoutSearch", "false", json!(true)),
        ("src", "src", "/site/news", json!(host.at("/site/news"))),
        ("stylesheet", "stylesheet", "http://[", json!("")),
    ] {
        let script = "\
            const tag = document.createElement('news-rack');
            const [attribute, property, text] = argument;
            tag.setAttribute(attribute, text);
            return [tag[property], tag.getAttribute(attribute)];";
        let seen = rack.run(script, json!([attribute, property, text])).await?;
        ensure!(seen == json!([value, text]), "{attribute}={text}: {seen}");
    }
    let set = "\
        rack.setAttribute('page-size', '-3');
        rack.setAttribute('without-search', 'false');
        return rack.updateComplete;";
    rack.run(set, Value::Null).await?;
    let acts = "return rack.state.shown === 1 && !part('search')?.checkVisibility();";
    rack.wait_until("one card and no search", acts).await?;
    Ok(())
}

/// Ten changes, and what came of them by the time that the last is said to be there. In a task of the page's
/// own: in one of its driver's WebKit pauses after each line.
const CHANGES: &str = "\
    const painted = [];
    new MutationObserver((records) => painted.push(records.length)) \
        .observe(part('base'), { attributes: true, attributeFilter: ['data-layout'] });
    const change = () => {
        calls.set = 0;
        for (const layout of ['list', 'compact', 'magazine', 'list']) {
            rack.layout = layout;
            rack.pageSize += 1;
        }
        rack.topic = ['Sea'];
        rack.pageSize = 5;
        return rack.updateComplete;
    };
    return new Promise((done) => setTimeout(() => done(change()))).then(() => \
        [calls.set, painted, part('base').dataset.layout, parts('card').length, rack.state.total]);";

pub(crate) async fn ten_changes_in_one_task_are_painted_once(browser: &Browser) -> Result<()> {
    let page = format!("{ENGINES}{SCRIPT}{EAGER}");
    let _host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    // What ticks need is there already, so that the change needs no file.
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    let seen = rack.run(CHANGES, Value::Null).await?;
    ensure!(seen == json!([1, [1], "list", 5, 13]), "{seen}");
    let loads = page::noted(browser, "loadstart").await?;
    ensure!(loads.len() == 1, "a change is no load");
    Ok(())
}

pub(crate) async fn what_the_reader_does_writes_no_attribute(browser: &Browser) -> Result<()> {
    let tag = "<news-rack loading=eager src=/site/news/ topic=Sea,Weather sort=oldest></news-rack>";
    let _host = site::open(browser, &format!("{SCRIPT}{tag}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let watch = "\
        window.written = [];
        new MutationObserver((records) => written.push(...records.map(({ attributeName }) => attributeName))) \
            .observe(rack, { attributes: true });";
    rack.run(watch, Value::Null).await?;
    rack.tick("topic", "Sea").await?;
    rack.wait_until("less", "return rack.state.topic.join() === 'Weather';")
        .await?;
    rack.click("search").await?;
    rack.part("search").await?.send_keys("storm").await?;
    rack.wait_until("a search", "return rack.state.query === 'storm';")
        .await?;
    let order = "part('sort').value = 'newest'; \
        part('sort').dispatchEvent(new Event('change', { bubbles: true }));";
    rack.run(order, Value::Null).await?;
    rack.wait_until("an order", "return rack.state.sort === 'newest';")
        .await?;
    let left = "return [written, rack.topic, rack.query, rack.sort];";
    let left = rack.run(left, Value::Null).await?;
    ensure!(
        left == json!([[], ["Sea", "Weather"], "", "oldest"]),
        "{left}"
    );
    Ok(())
}

/// What the engine hears at once is painted before it hears of the rest.
pub(crate) async fn what_is_complete_shows_the_last_change(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let both = "\
        rack.lang = 'de';
        rack.pageSize = 3;
        return rack.updateComplete.then(() => parts('card').length);";
    let cards = rack.run(both, Value::Null).await?;
    ensure!(cards == json!(3), "{cards} cards");
    Ok(())
}

/// A page that writes another address over its own, as routers do, does not lead its racks elsewhere.
pub(crate) async fn where_a_relative_address_leads_is_settled_at_once(
    browser: &Browser,
) -> Result<()> {
    let tag = "<news-rack loading=eager src=site/news></news-rack>";
    let host = site::open(browser, &format!("{SCRIPT}{tag}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let src = json!(host.at("/site/news"));
    ensure!(rack.run("return rack.src;", Value::Null).await? == src);
    let moved = "history.pushState(null, '', '/far/away'); rack.query = 'harbor'; return rack.src;";
    ensure!(rack.run(moved, Value::Null).await? == src);
    rack.wait_until(
        "an answer",
        "return rack.state.query === 'harbor' && rack.state.total > 0;",
    )
    .await?;
    rack.run("rack.refresh();", Value::Null).await?;
    page::wait_for_loads(browser, 2).await?;
    ensure!(
        rack.run("return rack.state.total > 0;", Value::Null)
            .await?
            == json!(true)
    );
    rack.run("rack.setAttribute('src', '../site/news/');", Value::Null)
        .await?;
    page::wait_for_loads(browser, 3).await?;
    rack.wait_until_ready().await?;
    browser.expect_quiet_console().await
}
