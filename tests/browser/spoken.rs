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
        ("checkbox", "Sea , 13 articles"),
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
    let rested = "return part('status').ariaBusy === 'false' && part('status').textContent;";
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
