//! Does it fit a narrow page, large letters, a thumb, and somebody whom motion makes ill?
//!
//! ELEMENT.md, A9, A10 and A11.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::rack::Rack;
use crate::states;
use crate::states::Direction;
use crate::states::STATES;
use crate::states::State;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

const LAYOUTS: [&str; 4] = ["grid", "list", "compact", "magazine"];

/// What is smaller than 24 px in either direction, links inside sentences aside. A box is pressed
/// anywhere on its label, and a card anywhere.
const SMALL: &str = "\
    const target = (node) => {
        if (node.labels?.length) return node.labels[0];
        return node.matches('.link') ? node.closest('[part~=card]') : node;
    };
    const all = rack.shadowRoot.querySelectorAll('a[href], button, input, select, summary');
    const isSeen = (node) => node.checkVisibility({ contentVisibilityAuto: true });
    const seen = [...all].filter((node) => isSeen(node) && !node.closest('.prose'));
    const small = seen.filter((node) => {
        const { width, height } = target(node).getBoundingClientRect();
        return Math.min(width, height) < 24;
    });
    return [seen.length, small.map((node) => {
        const { width, height } = target(node).getBoundingClientRect();
        return `${node.outerHTML.slice(0, 100)}: ${width} × ${height}`;
    })];";

pub(crate) async fn every_target_is_as_large_as_a_fingertip(browser: &Browser) -> Result<()> {
    // Elsewhere only letters differ, so the largest two will do.
    let is_looked_at = |state: &&State| match browser.engine {
        Engine::Chromium => state.has_scripts(),
        _ => ["related coverage open", "an article read in place"].contains(&state.name),
    };
    for state in STATES.iter().filter(is_looked_at) {
        browser.start_afresh().await?;
        let _host = state.open(browser, Direction::LeftToRight).await?;
        let rack = browser.rack("news-rack");
        for layout in LAYOUTS {
            for width in [320, 1280] {
                browser.viewport(width, 2400).await?;
                // What came into sight is laid out in the next frame.
                states::dress(&rack, layout, "light").await?;
                let seen = rack.run(SMALL, Value::Null).await?;
                let what = format!("{}, {layout}, {width} px: {}", state.name, seen[1]);
                ensure!(seen[1] == json!([]), "{what}");
            }
        }
    }
    Ok(())
}

pub(crate) async fn a_small_target_is_noticed(browser: &Browser) -> Result<()> {
    let _host = STATES[0].open(browser, Direction::LeftToRight).await?;
    let rack = browser.rack("news-rack");
    let seen = rack.run(SMALL, Value::Null).await?;
    ensure!(seen[0].as_u64() > Some(40), "{} targets", seen[0]);
    let shrink =
        "part('more').style = 'min-block-size: 0; line-height: 1; padding: 0; font-size: 20px';";
    rack.run(shrink, Value::Null).await?;
    let seen = rack.run(SMALL, Value::Null).await?;
    ensure!(seen[1].as_array().map(Vec::len) == Some(1), "{}", seen[1]);
    Ok(())
}

/// How far something reaches out of the page, and what loses letters: clipped boxes that hold more
/// than they show. An excerpt is cut on purpose, and goes on where its card leads.
const LOST: &str = "\
    const page = document.documentElement;
    const isSeen = (node) => node.checkVisibility({ contentVisibilityAuto: true });
    const all = [...rack.shadowRoot.querySelectorAll('*')].filter(isSeen);
    const isClipped = (node) => node.matches(':not(.unseen, .excerpt, .picture, .kind, option, .wide)') \
        && getComputedStyle(node).overflowX !== 'visible' \
        && (node.scrollWidth > node.clientWidth + 1 || getComputedStyle(node).overflowY !== 'auto' \
            && node.scrollHeight > node.clientHeight + 1);
    const isOut = (node) => !node.closest('.unseen, .wide, .picture') \
        && node.getBoundingClientRect().right > innerWidth + 1;
    const told = (node) => node.outerHTML.slice(0, 90);
    return [page.scrollWidth - innerWidth, all.filter(isClipped).map(told), all.filter(isOut).map(told)];";

async fn expect_nothing_lost(rack: &Rack<'_>, what: &str) -> Result<()> {
    let seen = rack.run(LOST, Value::Null).await?;
    ensure!(
        seen[0].as_i64() <= Some(0),
        "{what}: {} px too wide; {}",
        seen[0],
        seen[2]
    );
    ensure!(seen[1] == json!([]), "{what}, cut off: {}", seen[1]);
    ensure!(seen[2] == json!([]), "{what}, sticking out: {}", seen[2]);
    Ok(())
}

/// What readers do to pages whose letters they cannot read. WCAG 2.2, 1.4.4 and 1.4.12.
const READERS: [(&str, &str); 3] = [
    ("as it is", ""),
    (
        "letters twice as large",
        "document.documentElement.style.fontSize = '200%';",
    ),
    (
        "letters far apart",
        "\
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; \
            word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
        rack.shadowRoot.adoptedStyleSheets = [...rack.shadowRoot.adoptedStyleSheets, sheet];",
    ),
];

pub(crate) async fn nothing_is_lost_at_any_size_of_letters(browser: &Browser) -> Result<()> {
    for (reader, change) in READERS {
        for name in ["related coverage open", "filters open on a phone"] {
            let state = states::named(name)?;
            let _host = state.open(browser, Direction::LeftToRight).await?;
            let rack = browser.rack("news-rack");
            rack.run(change, Value::Null).await?;
            for layout in LAYOUTS {
                for width in [320, 1280] {
                    browser.viewport(width, 1200).await?;
                    states::dress(&rack, layout, "light").await?;
                    let what = format!("{reader}, {}, {layout}, {width} px", state.name);
                    expect_nothing_lost(&rack, &what).await?;
                }
            }
            browser.viewport(320, 800).await?;
        }
        let name = format!("letters-{}", reader.replace(' ', "-"));
        browser.screenshot(&name).await?;
    }
    Ok(())
}

/// What moves by itself, and how long a change takes.
const MOTION: &str = "\
    const animations = rack.shadowRoot.getAnimations().length;
    const all = [...rack.shadowRoot.querySelectorAll('*')];
    const slow = all.filter((node) => parseFloat(getComputedStyle(node).transitionDuration) > 0);
    return [animations, slow.length];";

pub(crate) async fn nothing_moves_for_those_whom_motion_makes_ill(browser: &Browser) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out(
            "reduced motion",
            "only Chromium takes a preference at any time",
        );
        return Ok(());
    }
    let (loading, loaded) = (
        states::named("loading, with nothing in the tag")?,
        &STATES[0],
    );
    for (state, moving) in [(loading, 0), (loaded, 1)] {
        let _host = state.open(browser, Direction::LeftToRight).await?;
        let rack = browser.rack("news-rack");
        browser
            .prefer(&[("prefers-reduced-motion", "no-preference")])
            .await?;
        let moves = rack.run(MOTION, Value::Null).await?;
        ensure!(
            moves[moving].as_u64() > Some(0),
            "nothing to reduce: {moves}"
        );
        browser
            .prefer(&[("prefers-reduced-motion", "reduce")])
            .await?;
        let moves = rack.run(MOTION, Value::Null).await?;
        ensure!(moves == json!([0, 0]), "{}: {moves}", state.name);
    }
    Ok(())
}
