//! Is there anything in any state of the rack that keeps a reader out?
//!
//! ELEMENT.md, A1: axe-core looks at every state in every layout, theme and direction. What it cannot
//! see is in `keyboard`, `spoken` and `sizes`.

use crate::axe;
use crate::driver::Browser;
use crate::driver::Engine;
use crate::states;
use crate::states::Direction;
use crate::states::STATES;
use crate::states::State;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;

const LAYOUTS: [&str; 4] = ["grid", "list", "compact", "magazine"];

/// A theme of the tag, and what the reader asked their system for.
const THEMES: [(&str, &str); 3] = [("light", "none"), ("dark", "none"), ("auto", "active")];

pub(crate) async fn every_state_is_open_to_everybody(browser: &Browser) -> Result<()> {
    look_at_all(browser, Direction::LeftToRight).await
}

pub(crate) async fn every_state_is_open_from_right_to_left(browser: &Browser) -> Result<()> {
    look_at_all(browser, Direction::RightToLeft).await
}

async fn look_at_all(browser: &Browser, direction: Direction) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    let mut violations = Vec::new();
    for state in &STATES {
        browser.start_afresh().await?;
        let _host = state.open(browser, direction).await?;
        violations.extend(look_at(browser, state).await?);
    }
    let count = violations.len();
    ensure!(
        count == 0,
        "{count} violations:\n    {}",
        violations.join("\n    ")
    );
    Ok(())
}

fn is_left_out(browser: &Browser) -> bool {
    let is_left_out = browser.engine != Engine::Chromium;
    if is_left_out {
        browser.leave_out("axe-core", "its minutes; elements and styles are the same");
    }
    is_left_out
}

/// A state in every look.
async fn look_at(browser: &Browser, state: &State) -> Result<Vec<String>> {
    let rack = browser.rack("news-rack");
    let mut violations = Vec::new();
    for (theme, forced) in THEMES {
        browser.prefer(&[("forced-colors", forced)]).await?;
        for layout in LAYOUTS {
            states::dress(&rack, layout, theme).await?;
            let found = axe::findings(browser).await?;
            let place =
                |violation| format!("{}, {layout}, {theme}/{forced}: {violation}", state.name);
            violations.extend(found.violations.into_iter().map(place));
        }
    }
    Ok(violations)
}

/// What is wrong on purpose, inside the rack, and the rule that has to say so.
const PLANTED: [(&str, &str); 5] = [
    ("image-alt", "part('list').append(document.createElement('img'));"),
    ("label", "const field = document.createElement('input'); part('toolbar').append(field);"),
    ("color-contrast", "part('card-title').querySelector('a').style.color = '#ccc';"),
    ("button-name", "part('toolbar').append(document.createElement('button'));"),
    ("target-size", "\
        const buttons = [1, 2].map(() => Object.assign(document.createElement('button'), \
            { textContent: 'x' }));
        for (const button of buttons) button.style = 'font-size: 6px; inline-size: 10px; padding: 0';
        part('filters').prepend(...buttons);"),
];

pub(crate) async fn what_is_wrong_inside_is_found(browser: &Browser) -> Result<()> {
    if is_left_out(browser) {
        return Ok(());
    }
    for (rule, plant) in PLANTED {
        let _host = STATES[0].open(browser, Direction::LeftToRight).await?;
        let before = axe::findings(browser).await?;
        ensure!(
            before.inside > 100,
            "it held {} rules inside",
            before.inside
        );
        browser.rack("news-rack").run(plant, Value::Null).await?;
        let found = axe::findings(browser).await?.rules;
        ensure!(found.iter().any(|found| found == rule), "{rule}: {found:?}");
    }
    Ok(())
}
