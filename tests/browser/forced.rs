//! Where a reader has a few colors of their own, does anything rest on its ground alone?
//!
//! ELEMENT.md, A11. Grounds are taken away there, and shadows; what has one needs an edge.

use crate::colors::APART;
use crate::driver::Browser;
use crate::driver::Engine;
use crate::states;
use crate::states::Direction;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// Marks what is told from what is around it by its ground or its shadow. Pictures are what they show, and a
/// backdrop is all of the page.
const MARK_GROUNDS: &str = "\
    const isClear = (color) => color === 'rgba(0, 0, 0, 0)';
    const around = (node) => {
        for (let at = node.parentElement; at; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at);
            if (!isClear(backgroundColor)) return backgroundColor;
        }
        return null;
    };
    const isTold = (node) => {
        const { backgroundColor, boxShadow, backgroundImage } = getComputedStyle(node);
        const isOther = !isClear(backgroundColor) && backgroundColor !== around(node);
        return node.checkVisibility() && (isOther || boxShadow !== 'none' || backgroundImage !== 'none');
    };
    const all = [...rack.shadowRoot.querySelectorAll('.frame *')];
    const told = all.filter((node) => isTold(node) && !node.closest('.picture > :not(.kind), img, mark'));
    told.forEach((node) => (node.hasGround = true));
    return told.length;";

/// Of these, what has no edge all around, or one that is not seen. A few may do without: what is inside a
/// picture's box, which the card holds; a text set in other letters; and gray lines that wait for a text.
const EDGELESS: &str = "\
    const MAY = 'code, pre, .lines, .picture, .bar';
    const sides = (node) => (node.closest('[data-layout=compact]') && node.matches('.card') ? ['Bottom'] \
        : ['Top', 'Right', 'Bottom', 'Left']);
    const hasEdge = (node) => {
        const style = getComputedStyle(node);
        return sides(node).every((side) => parseFloat(style[`border${side}Width`]) >= 1 \
            && apart(style[`border${side}Color`], 'rgb(255, 255, 255)') >= 3);
    };
    const all = [...rack.shadowRoot.querySelectorAll('.frame *')].filter(({ hasGround }) => hasGround);
    return all.filter((node) => !node.matches(MAY) && !hasEdge(node)).map((node) => node.outerHTML.slice(0, 90));";

pub(crate) async fn what_stands_on_a_ground_has_an_edge(browser: &Browser) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out("forced colors", "only Chromium takes them at any time");
        return Ok(());
    }
    let states = [
        ("related coverage open", 30),
        ("loading, with nothing in the tag", 6),
        ("an article read in place", 5),
    ];
    for (name, least) in states {
        browser.start_afresh().await?;
        let state = states::named(name)?;
        let _host = state.open(browser, Direction::LeftToRight).await?;
        let rack = browser.rack("news-rack");
        for layout in ["grid", "compact", "magazine"] {
            browser.prefer(&[("forced-colors", "none")]).await?;
            states::dress(&rack, layout, "light").await?;
            let marked = rack.run(MARK_GROUNDS, Value::Null).await?;
            // Compact lists have no grounds.
            let least = if layout == "compact" { 0 } else { least };
            ensure!(marked.as_u64() >= Some(least), "{name}, {layout}: {marked}");
            browser.prefer(&[("forced-colors", "active")]).await?;
            let wrong = rack.run(&format!("{APART}{EDGELESS}"), Value::Null).await?;
            ensure!(wrong == json!([]), "{name}, {layout}: {wrong}");
        }
    }
    Ok(())
}
