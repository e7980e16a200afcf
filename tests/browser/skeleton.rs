//! Has the skeleton the shape of the cards that take its place, and does nothing move where a page has
//! nothing pasted into the tag?
//!
//! ELEMENT.md, F2.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::driver::VIEWPORTS;
use crate::page;
use crate::rack::Rack;
use crate::server::Host;
use crate::snippet::check_shift;
use crate::stage;
use crate::states;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;

const LAYOUTS: [&str; 4] = ["grid", "list", "compact", "magazine"];

/// The boxes of the skeleton and of the first cards, in a place of the same size, one in the other's stead.
const BOXES: &str = "\
    const skeleton = rack.shadowRoot.querySelector('.skeleton');
    const frame = part('base').parentElement;
    const boxes = (nodes) => nodes.map((node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        return [left, top, width, height].map(Math.round);
    });
    const cards = boxes(parts('card').slice(0, 6));
    [skeleton.hidden, frame.hidden] = [false, true];
    const bones = boxes([...skeleton.children]);
    [skeleton.hidden, frame.hidden] = [true, false];
    return [bones, cards];";

type Boxes = Vec<[f64; 4]>;

async fn boxes(rack: &Rack<'_>) -> Result<(Boxes, Boxes)> {
    let seen = rack.run(BOXES, Value::Null).await?;
    Ok(serde_json::from_value(seen)?)
}

/// Where a box begins, in the page's own direction, and how wide it is.
fn place([left, _, width, _]: &[f64; 4]) -> (f64, f64) {
    (*left, *width)
}

fn end(boxes: &Boxes) -> f64 {
    let ends = boxes.iter().map(|[_, top, _, height]| top + height);
    ends.fold(0.0, f64::max)
}

pub(crate) async fn each_box_is_as_large_as_a_card(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = "loading=eager src=/site/news/";
    host.page("/", page::bare("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    // A bar to scroll by would come and go with the length of the page.
    let bare = "document.documentElement.style.overflow = 'hidden';";
    rack.run(bare, Value::Null).await?;
    for layout in LAYOUTS {
        for (width, _) in VIEWPORTS {
            browser.viewport(width, 3000).await?;
            states::dress(&rack, layout, "light").await?;
            let (bones, cards) = boxes(&rack).await?;
            let what = format!("{layout} at {width} px: {bones:?}, cards {cards:?}");
            let is_so = bones.len() == 6
                && bones.iter().zip(&cards).all(|(bone, card)| {
                    let ((left, wide), (card_left, card_wide)) = (place(bone), place(card));
                    (left - card_left).abs() <= 1.0 && (wide - card_wide).abs() <= 1.0
                });
            ensure!(is_so, "{what}");
            let (ours, theirs) = (end(&bones), end(&cards));
            // Titles have one line or four, and no box can know that.
            ensure!((0.65..1.25).contains(&(ours / theirs)), "ends, {what}");
        }
    }
    Ok(())
}

/// The tag alone, on a page with the sheet that the site has for pages.
pub(crate) async fn nothing_moves_where_nothing_is_pasted(browser: &Browser) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out("shifts", "only Chromium tells of them");
        return Ok(());
    }
    for layout in LAYOUTS {
        let tag = format!(
            "<link rel=stylesheet href=/site/news-rack.css>\
             <script type=module async src=/site/news-rack.js></script>\
             <news-rack src=/site/news/ layout={layout}></news-rack>"
        );
        for (width, height) in [(320, 640), (1280, 800)] {
            check_shift(browser, &tag, width, height).await?;
        }
    }
    Ok(())
}
