//! Does each layout stand as it is meant to, from 280 px up and in both directions?
//!
//! ELEMENT.md, A13; boxes are measured, for a picture of one engine is none of another.

use crate::driver::Browser;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use crate::states;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

const LAYOUTS: [&str; 4] = ["grid", "list", "compact", "magazine"];
const WIDTHS: [u32; 3] = [280, 720, 1200];

/// A rack in a container as narrow as `hold` makes it, on a page that is wide, and high enough for all of
/// it to be laid out.
async fn open(browser: &Browser) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.page(
        "/",
        "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>\
         <script type=module src=/site/news-rack.js></script><main>\
         <news-rack loading=eager src=/site/news/ page-size=6></news-rack></main>",
    );
    browser.viewport(1280, 3200).await?;
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    // At any width, and the longest of what is there.
    let whole = "\
        const toggle = rack.shadowRoot.querySelector('.filters-toggle');
        if (toggle.ariaExpanded !== 'true') toggle.click();
        return parts('facet-value').length > 0;";
    rack.wait_until("the filters", whole).await?;
    Ok(host)
}

async fn hold(rack: &Rack<'_>, layout: &str, width: u32) -> Result<()> {
    let script = "document.querySelector('main').style.inlineSize = `${argument}px`;";
    rack.run(script, json!(width)).await?;
    states::dress(rack, layout, "light").await
}

/// How far anything reaches out of the container, what is cut off, and how far it scrolls sideways. An
/// excerpt is cut on purpose, and goes on where its card leads.
const LOST: &str = "\
    const frame = rack.getBoundingClientRect();
    const isSeen = (node) => node.checkVisibility({ contentVisibilityAuto: true }) && !node.closest('.unseen');
    const all = [...rack.shadowRoot.querySelectorAll('*')].filter(isSeen);
    const told = (node) => `${node.localName}.${node.className}`;
    const isOut = (node) => {
        const { left, right, width } = node.getBoundingClientRect();
        return width > 0 && (left < frame.left - 1 || right > frame.right + 1);
    };
    const isCut = (node) => node.matches(':not(.excerpt, .picture, img, input, option, select)') \
        && getComputedStyle(node).overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1;
    const blank = parts('card-title').filter((title) => title.getBoundingClientRect().width < 60);
    return [all.filter(isOut).map(told), all.filter(isCut).map(told), blank.length, \
        rack.scrollWidth - rack.clientWidth];";

pub(crate) async fn nothing_is_lost_in_a_narrow_container(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    for layout in LAYOUTS {
        hold(&rack, layout, 280).await?;
        let seen = rack.run(LOST, Value::Null).await?;
        ensure!(seen == json!([[], [], 0, 0]), "{layout}: {seen}");
        let columns = columns(&rack).await?;
        ensure!(columns == 1, "{layout} has {columns} columns at 280 px");
        browser.keep(
            &format!("narrow-{layout}-280"),
            &browser.client.screenshot().await?,
        )?;
    }
    // It would have been seen.
    rack.run("part('card-title').style.width = '400px';", Value::Null)
        .await?;
    let seen = rack.run(LOST, Value::Null).await?;
    ensure!(seen[0] != json!([]), "what sticks out is not found");
    Ok(())
}

async fn columns(rack: &Rack<'_>) -> Result<u64> {
    let script = "\
        const lefts = parts('card').map((card) => Math.round(card.getBoundingClientRect().left));
        return new Set(lefts).size;";
    let count = rack.run(script, Value::Null).await?;
    Ok(count.as_u64().unwrap_or_default())
}

/// The first card's width and end beside those of the others, and how many stand side by side.
const LEAD: &str = "\
    const boxes = parts('card').map((card) => card.getBoundingClientRect());
    const [lead, ...others] = boxes;
    const titles = parts('card-title').map((title) => parseFloat(getComputedStyle(title).fontSize));
    return {
        wider: lead.width / Math.max(...others.map(({ width }) => width)),
        larger: titles[0] / Math.max(...titles.slice(1)),
        above: others.every(({ top }) => top >= lead.bottom),
        sideBySide: others.filter(({ top }) => Math.abs(top - others[0].top) < 1).length,
    };";

pub(crate) async fn a_magazine_has_a_lead_story_and_followers(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    for width in [760, 1200] {
        hold(&rack, "magazine", width).await?;
        let seen = rack.run(LEAD, Value::Null).await?;
        let is_lead = seen["wider"].as_f64() > Some(1.9) && seen["larger"].as_f64() > Some(1.3);
        ensure!(is_lead, "{width} px, no lead: {seen}");
        ensure!(seen["above"] == json!(true), "{width} px: {seen}");
        ensure!(seen["sideBySide"].as_u64() >= Some(2), "{width} px: {seen}");
    }
    hold(&rack, "magazine", 280).await?;
    let seen = rack.run(LEAD, Value::Null).await?;
    let one = json!({ "wider": 1, "larger": 1, "above": true, "sideBySide": 1 });
    ensure!(seen == one, "one column at 280 px: {seen}");
    Ok(())
}

/// Where the boxes of all parts are, from the side where reading begins, and which of them are elsewhere
/// when the page reads in the other direction.
const MIRRORED: &str = "\
    const page = document.documentElement;
    const NAMES = ['toolbar', 'search', 'sort', 'filters', 'facet', 'facet-value', 'status', 'list', 'card', \
        'card-image', 'card-title', 'card-excerpt', 'card-provider', 'card-time', 'card-topic', 'related', 'more'];
    const boxes = () => {
        const frame = rack.getBoundingClientRect();
        const isRtl = page.dir === 'rtl';
        return NAMES.flatMap((name) => parts(name).map((node) => {
            const { left, right, top, width, height } = node.getBoundingClientRect();
            return { name, box: [isRtl ? frame.right - right : left - frame.left, top - frame.top, width, height] };
        }));
    };
    const frame = () => new Promise(requestAnimationFrame);
    const turn = async (direction) => { page.dir = direction; await frame(); await frame(); return boxes(); };
    return (async () => {
        const [ltr, rtl] = [await turn('ltr'), await turn('rtl')];
        const isFar = (one, other) => one.some((side, at) => Math.abs(side - other[at]) > 1);
        const isShown = ({ box }) => box[2] > 0;
        const isMoved = (shown, at) => isShown(shown) && isFar(shown.box, rtl[at].box);
        const moved = ltr.filter(isMoved).map(({ name }) => name);
        return [ltr.filter(isShown).length, ltr.length === rtl.length, moved];
    })();";

pub(crate) async fn from_right_to_left_all_boxes_are_mirrored(browser: &Browser) -> Result<()> {
    let _host = open(browser).await?;
    let rack = browser.rack("news-rack");
    for layout in LAYOUTS {
        for width in WIDTHS {
            hold(&rack, layout, width).await?;
            let seen = rack.run(MIRRORED, Value::Null).await?;
            let what = format!("{layout} at {width} px: {seen}");
            ensure!(seen[0].as_u64() > Some(50), "{what}");
            ensure!(seen[1] == json!(true) && seen[2] == json!([]), "{what}");
        }
    }
    // What stays where it was would have been seen.
    let fixed =
        "part('card-image').style.cssText = 'width: 40px; margin-right: auto; margin-left: 0';";
    rack.run(fixed, Value::Null).await?;
    hold(&rack, "grid", 1200).await?;
    let seen = rack.run(MIRRORED, Value::Null).await?;
    ensure!(seen[2] == json!(["card-image"]), "{seen}");
    Ok(())
}
