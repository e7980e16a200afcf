//! What does a screen reader have to say about a rack?
//!
//! Roles and names as Chromium computes them for assistive technology, shadow root included.
//! ELEMENT.md, A2 to A8.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::driver::Spoken;
use crate::states;
use crate::states::Direction;
use crate::states::STATES;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;

fn is_left_out(browser: &Browser) -> bool {
    let is_left_out = browser.engine != Engine::Chromium;
    if is_left_out {
        browser.leave_out(
            "what is spoken",
            "only Chromium tells what it hands to screen readers",
        );
    }
    is_left_out
}

/// # Errors
///
/// When nothing of this role has this name: with what there is of that role.
fn expect(spoken: &[Spoken], role: &str, name: &str) -> Result<()> {
    let of_role: Vec<_> = spoken.iter().filter(|node| node.role == role).collect();
    let is_there = of_role.iter().any(|node| node.name == name);
    ensure!(is_there, "no {role} “{name}” in {of_role:?}");
    Ok(())
}

const LAMP: &str = "The lamp that runs on tides";

pub(crate) async fn everything_has_its_role_and_its_name(browser: &Browser) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    let _host = STATES[0].open(browser, Direction::LeftToRight).await?;
    let spoken = browser.spoken().await?;
    let coverage = format!("12 more sources on this story: {LAMP}");
    for (role, name) in [
        ("region", "News"),
        ("search", ""),
        ("searchbox", "Search"),
        ("status", ""),
        ("StaticText", "12 of 27 articles"),
        ("combobox", "Sort by"),
        ("group", "Topics"),
        ("group", "Sources"),
        ("group", "Period"),
        ("checkbox", "Sea, 13 articles"),
        ("Date", "From"),
        ("spinbutton", "Least quality"),
        ("article", LAMP),
        ("heading", LAMP),
        ("link", LAMP),
        ("DisclosureTriangle", &coverage),
        ("button", "Show 12 more"),
    ] {
        expect(&spoken, role, name)?;
    }
    let count = |role: &str| spoken.iter().filter(|node| node.role == role).count();
    ensure!(count("article") == 12, "{} articles", count("article"));
    ensure!(count("list") >= 1, "cards are a list");
    let nameless = spoken.iter().filter(|node| {
        let role = node.role.as_str();
        matches!(
            role,
            "button" | "link" | "checkbox" | "combobox" | "searchbox" | "article"
        ) && node.name.trim().is_empty()
    });
    ensure!(
        nameless.clone().count() == 0,
        "{:?}",
        nameless.collect::<Vec<_>>()
    );
    Ok(())
}

pub(crate) async fn a_search_is_told_in_the_live_region(browser: &Browser) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    let _host = states::named("searching")?
        .open(browser, Direction::LeftToRight)
        .await?;
    let rack = browser.rack("news-rack");
    let rested = "return rack.shadowRoot.querySelector('[role=status]').textContent;";
    let said = rack.wait_until("the hand to rest", rested).await?;
    let said = said.as_str().unwrap_or_default();
    ensure!(
        said.ends_with(" articles") && !said.contains("27"),
        "{said}"
    );
    let spoken = browser.spoken().await?;
    expect(&spoken, "StaticText", said)?;
    let status = spoken.iter().find(|node| node.role == "status");
    let live = status.and_then(|status| status.live.as_deref());
    ensure!(live == Some("polite"), "the count is {live:?}");
    expect(&spoken, "mark", "")
}

/// How long after the last of four letters the count was another, and how long after a letter it was
/// told: the last one, and any, in milliseconds. On a busy machine a hand may rest between two of them.
const RESTING: &str = "\
    const [status, box] = [part('status'), part('search')];
    const said = rack.shadowRoot.querySelector('[role=status]');
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    const seen = { changed: null, soonest: Infinity };
    let [typed, isLast] = [0, false];
    const since = () => performance.now() - typed;
    new MutationObserver(() => isLast && (seen.changed ??= since()))
        .observe(status, { childList: true, characterData: true, subtree: true });
    const rested = new Promise((done) => new MutationObserver(() => {
        if (said.textContent === '') return;
        seen.soonest = Math.min(seen.soonest, since());
        if (isLast) done(since());
    }).observe(said, { childList: true }));
    const type = (text) => {
        box.value = text;
        typed = performance.now();
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    };
    return (async () => {
        for (const text of ['har', 'gul', 'tra']) { type(text); await wait(120); }
        isLast = true;
        type('lamp');
        seen.rested = await rested;
        return seen;
    })();";

/// ELEMENT.md, A5. The best of three has the longest bound: a busy machine has pauses of its own.
pub(crate) async fn a_count_is_told_when_the_hand_has_rested(browser: &Browser) -> Result<()> {
    let _host = STATES[0].open(browser, Direction::LeftToRight).await?;
    let rack = browser.rack("news-rack");
    let is_still = "return part('base').ariaBusy !== 'true';";
    let mut quickest = f64::INFINITY;
    for round in 0..4 {
        let seen = rack.run(RESTING, Value::Null).await?;
        rack.wait_until("rest", is_still).await?;
        let reset = "rack.clearFilters(); return rack.updateComplete;";
        rack.run(reset, Value::Null).await?;
        // The first round brings the files.
        if round == 0 {
            continue;
        }
        let time = |key: &str| seen[key].as_f64().unwrap_or(f64::INFINITY);
        ensure!(time("soonest") >= 300.0, "told too early: {seen}");
        ensure!(time("changed") < time("rested"), "shown too late: {seen}");
        quickest = quickest.min(time("rested"));
    }
    println!("    told {quickest:.0} ms after the last letter");
    ensure!(quickest <= 500.0, "told after {quickest} ms");
    Ok(())
}

pub(crate) async fn each_link_to_other_coverage_has_its_source_in_its_name(
    browser: &Browser,
) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    let open = states::named("related coverage open")?;
    let _host = open.open(browser, Direction::LeftToRight).await?;
    let spoken = browser.spoken().await?;
    let script =
        "return parts('related-item').map((item) => item.querySelector('bdi').textContent);";
    let sources = browser.rack("news-rack").run(script, Value::Null).await?;
    let sources: Vec<String> = serde_json::from_value(sources)?;
    ensure!(sources.len() == 5, "{sources:?}");
    for source in sources {
        let is_named = |node: &&Spoken| node.role == "link" && node.name.contains(&source);
        let named = spoken.iter().find(is_named);
        ensure!(named.is_some(), "no link is named with {source}");
    }
    Ok(())
}

pub(crate) async fn a_dialog_and_ways_out_are_told(browser: &Browser) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    let empty = states::named("nothing matches, with ways out")?;
    let host = empty.open(browser, Direction::LeftToRight).await?;
    let spoken = browser.spoken().await?;
    expect(&spoken, "StaticText", "No articles match.")?;
    let ways = spoken
        .iter()
        .filter(|node| node.role == "button" && node.name.starts_with("Without"));
    ensure!(
        ways.count() > 1,
        "ways out are buttons that say what they free"
    );
    drop(host);
    let reading = states::named("an article read in place")?;
    let _host = reading.open(browser, Direction::LeftToRight).await?;
    let spoken = browser.spoken().await?;
    for (role, name) in [
        ("dialog", LAMP),
        ("heading", LAMP),
        ("button", "Close"),
        ("link", "Next"),
    ] {
        expect(&spoken, role, name)?;
    }
    let rack = browser.rack("news-rack");
    let focused = rack
        .run("return rack.shadowRoot.activeElement.id;", Value::Null)
        .await?;
    ensure!(focused == "reading", "the focus is on {focused}");
    Ok(())
}
