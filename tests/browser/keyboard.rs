//! Does a keyboard alone do everything, and does one see where it is?
//!
//! ELEMENT.md, A4, A6, A9 and A12. What the dialog does with keys is in `reading`.

use crate::colors::APART;
use crate::driver::Browser;
use crate::driver::Engine;
use crate::keys;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use crate::states;
use crate::states::Direction;
use crate::states::STATES;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;

async fn open(browser: &Browser) -> Result<Host> {
    let host = STATES[0].open(browser, Direction::LeftToRight).await?;
    browser.viewport(1280, 800).await?;
    Ok(host)
}

async fn wait(rack: &Rack<'_>, what: &str, condition: &str) -> Result<()> {
    let script = format!("return {condition};");
    rack.wait_until(what, &script).await.map(drop)
}

pub(crate) async fn a_keyboard_searches_filters_and_clears(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    keys::tab_to(browser, &rack, "[part~=search]").await?;
    keys::type_word(browser, "harbor").await?;
    wait(
        &rack,
        "an answer",
        "rack.state.query === 'harbor' && rack.state.total < 20",
    )
    .await?;
    keys::press(browser, Key::Escape).await?;
    wait(
        &rack,
        "all again",
        "rack.state.query === '' && rack.state.total === 27",
    )
    .await?;
    // A way out of an empty answer goes when it is taken, and hands the focus on.
    keys::go_to_the_top(browser).await?;
    keys::tab_to(browser, &rack, "[part~=search]").await?;
    keys::type_word(browser, "zzqqxx").await?;
    wait(&rack, "nothing", "rack.matches(':state(empty)')").await?;
    keys::tab_to(browser, &rack, ".freeing button").await?;
    keys::press(browser, Key::Enter).await?;
    let handed = "rack.state.total === 27 && rack.shadowRoot.activeElement === part('status')";
    wait(&rack, "all again, and the count in focus", handed).await?;
    keys::go_to_the_top(browser).await?;
    keys::tab_to(browser, &rack, "[part~=facet-value]").await?;
    keys::type_word(browser, " ").await?;
    wait(&rack, "the ticked", "rack.state.topic.length === 1").await?;
    keys::go_to_the_top(browser).await?;
    keys::tab_to(browser, &rack, "[part~=clear]").await?;
    keys::press(browser, Key::Enter).await?;
    wait(&rack, "all again", "rack.state.total === 27").await?;
    // The button is gone, and the focus went to what it changed.
    wait(
        &rack,
        "the count in focus",
        "rack.shadowRoot.activeElement === part('status')",
    )
    .await
}

pub(crate) async fn a_keyboard_orders(browser: &Browser) -> Result<()> {
    if browser.engine == Engine::WebKit {
        browser.leave_out("a choice", "its list is a window of the desktop's");
        return Ok(());
    }
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    keys::tab_to(browser, &rack, "[part~=sort]").await?;
    keys::press(browser, Key::Down).await?;
    wait(&rack, "another order", "rack.state.sort === 'oldest'").await
}

pub(crate) async fn a_keyboard_follows_opens_and_shows_more(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    let told = "rack.addEventListener('news-rack-select', (event) => { \
        event.preventDefault(); window.told = event.detail.title; });";
    rack.run(told, Value::Null).await?;
    keys::tab_to(browser, &rack, "[part~=card-title] a").await?;
    keys::press(browser, Key::Enter).await?;
    wait(
        &rack,
        "what was followed",
        "window.told === part('card-title').textContent",
    )
    .await?;
    keys::tab_to(browser, &rack, "summary").await?;
    keys::press(browser, Key::Enter).await?;
    wait(&rack, "five sources", "parts('related-item').length === 5").await?;
    keys::tab_to(browser, &rack, "[part~=related-item] a").await?;
    // The button for the rest goes, and hands the focus on to the first of it.
    keys::tab_to(browser, &rack, "[part~=related] button").await?;
    keys::press(browser, Key::Enter).await?;
    let sixth = "parts('related-item')[5]?.contains(rack.shadowRoot.activeElement)";
    wait(&rack, "the sixth source in focus", sixth).await?;
    keys::tab_to(browser, &rack, "[part~=more]").await?;
    keys::press(browser, Key::Enter).await?;
    // As long as there is more, the focus stays where more comes from.
    let stays = "rack.state.shown === 24 && rack.shadowRoot.activeElement === part('more')";
    wait(&rack, "twelve more", stays).await?;
    let told = "rack.shadowRoot.querySelector('[role=status]').textContent === '24 of 27 articles'";
    wait(&rack, "how many there are now, to be told", told).await?;
    keys::press(browser, Key::Enter).await?;
    let first_new = "parts('card-title')[24]?.contains(rack.shadowRoot.activeElement)";
    wait(&rack, "the first new title in focus", first_new).await
}

/// A stop, and whether its ring is seen: two pixels, of a color that stands out from what is behind.
const RING: &str = "\
    const card = focused.closest('[part~=card]');
    const isCards = card && getComputedStyle(focused).outlineStyle === 'none';
    const ringed = isCards ? card : focused;
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(ringed);
    const box = ringed.getBoundingClientRect();
    return { what: focused.outerHTML.slice(0, 90), style: outlineStyle, \
        active: document.hasFocus(), focus: focused.matches(':focus-visible'), \
        width: parseFloat(outlineWidth), offset: parseFloat(outlineOffset), color: outlineColor, \
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0 };";

/// How far a color stands apart from what is behind a rack and behind a card, where that is nearer.
const FROM_GROUND: &str = "\
    const behind = [document.documentElement, part('card')]
        .map((node) => getComputedStyle(node).backgroundColor)
        .map((color) => (color.endsWith(', 0)') ? argument[1] : color));
    return Math.min(...behind.map((color) => apart(argument[0], color)));";

/// What is behind a rack, and what makes it so.
enum Light {
    /// A theme of the rack.
    Theme(&'static str),
    /// A dark page that declares no `color-scheme`: the cards on it stay light.
    Undeclared,
    /// A reader's own few colors, here black on white.
    Forced,
}

impl Light {
    fn all(browser: &Browser) -> Vec<(Self, &'static str)> {
        let mut all = vec![
            (Self::Theme("light"), "rgb(255, 255, 255)"),
            (Self::Theme("dark"), "rgb(20, 24, 28)"),
            (Self::Undeclared, "rgb(20, 24, 28)"),
        ];
        match browser.engine {
            Engine::Chromium => all.push((Self::Forced, "rgb(255, 255, 255)")),
            _ => browser.leave_out("forced colors", "only Chromium takes them at any time"),
        }
        all
    }

    async fn shine(&self, browser: &Browser, rack: &Rack<'_>) -> Result<()> {
        let page = match self {
            Self::Undeclared => "background: #14181c; color: #e8ebee",
            Self::Theme(_) | Self::Forced => "",
        };
        let script = "document.documentElement.style.cssText = argument;";
        rack.run(script, json!(page)).await?;
        if matches!(self, Self::Forced) {
            browser.prefer(&[("forced-colors", "active")]).await?;
        }
        states::dress(rack, "grid", self.name()).await
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Theme(theme) => theme,
            Self::Undeclared | Self::Forced => "auto",
        }
    }
}

pub(crate) async fn every_stop_is_seen_in_any_light(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    for (light, ground) in Light::all(browser) {
        light.shine(browser, &rack).await?;
        let theme = format!("{} on {ground}", light.name());
        for stop in keys::stops(browser, &rack, RING).await? {
            if browser.engine == Engine::WebKit && stop["active"] == json!(false) {
                let why =
                    "its window is not active under a driver, and nothing in it has the focus";
                browser.leave_out("rings", why);
                return Ok(());
            }
            ensure!(
                stop["inside"] == json!(true),
                "{theme}, out of sight: {stop}"
            );
            let is_ring = stop["style"] == json!("solid") && stop["width"].as_f64() >= Some(2.0);
            ensure!(is_ring, "{theme}, no ring: {stop}");
            let colors = json!([stop["color"], ground]);
            let apart = format!("{APART}{FROM_GROUND}");
            let apart = rack.run(&apart, colors).await?;
            ensure!(apart.as_f64() >= Some(3.0), "{theme}, {apart} : 1: {stop}");
        }
    }
    Ok(())
}

/// What a hand can reach, in its order, each with a mark of its own.
const REACHABLE: &str = "\
    const all = rack.shadowRoot.querySelectorAll('a[href], button, input, select, summary');
    const seen = [...all].filter((node) => node.checkVisibility() && !node.disabled);
    seen.forEach((node, at) => (node.mark = at));
    return seen.length;";

pub(crate) async fn all_that_a_hand_reaches_is_a_stop_in_order(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    for layout in ["grid", "compact"] {
        states::dress(&rack, layout, "light").await?;
        let count = rack
            .run(REACHABLE, Value::Null)
            .await?
            .as_u64()
            .unwrap_or_default();
        let mark = "return focused.mark ?? focused.outerHTML.slice(0, 90);";
        let mut stops = keys::stops(browser, &rack, mark).await?;
        // A field for a day is several stops.
        stops.dedup();
        let expected: Vec<_> = (0..count).map(|at| json!(at)).collect();
        ensure!(
            stops == expected,
            "{layout}: {count} marks, stops {}",
            json!(stops)
        );
    }
    Ok(())
}

pub(crate) async fn no_key_does_anything_outside(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    let before = rack.state().await?;
    keys::go_to_the_top(browser).await?;
    keys::type_word(browser, "/sfjk?n").await?;
    keys::press(browser, Key::Escape).await?;
    ensure!(
        rack.state().await? == before,
        "a key on the page changed the rack"
    );
    let focused = rack
        .run("return document.activeElement === rack;", Value::Null)
        .await?;
    ensure!(focused == json!(false), "a key on the page took the focus");
    Ok(())
}

/// The button goes while it is tried, and comes back or does not.
pub(crate) async fn trying_again_keeps_the_focus(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.fault("manifest.json", Fault::Status(404));
    host.page(
        "/",
        page::with_rack("/site/news-rack.js", "loading=eager src=/site/news/"),
    );
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    let rack = browser.rack("news-rack");
    let retry = "rack.shadowRoot.querySelector('.fault button')";
    rack.run(&format!("{retry}.focus();"), Value::Null).await?;
    keys::press(browser, Key::Enter).await?;
    page::wait_for_loads(browser, 2).await?;
    let is_back =
        format!("rack.matches(':state(error)') && rack.shadowRoot.activeElement === {retry}");
    wait(&rack, "the button again", &is_back).await?;
    host.mend();
    keys::press(browser, Key::Enter).await?;
    rack.wait_until_ready().await?;
    wait(
        &rack,
        "the focus on the count",
        "rack.shadowRoot.activeElement === part('status')",
    )
    .await?;
    // Who has gone elsewhere meanwhile stays there.
    host.fault("manifest.json", Fault::Status(404));
    rack.run("rack.refresh();", Value::Null).await?;
    page::wait_for_loads(browser, 4).await?;
    host.mend();
    rack.run(&format!("{retry}.focus();"), Value::Null).await?;
    rack.run(
        "rack.after(Object.assign(document.createElement('button'), { id: 'elsewhere' }));",
        Value::Null,
    )
    .await?;
    let leave = format!("{retry}.click(); document.querySelector('#elsewhere').focus();");
    rack.run(&leave, Value::Null).await?;
    page::wait_for_loads(browser, 5).await?;
    rack.wait_until_ready().await?;
    wait(
        &rack,
        "the focus elsewhere",
        "document.activeElement.id === 'elsewhere'",
    )
    .await
}
