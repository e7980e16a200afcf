//! What does a rack look like, in every layout, theme, width and direction?
//!
//! The pictures, `look-…` in `target/screenshots`, are for people. What is asserted is what nobody has
//! to look for: nothing sticks out, and no title is cut off. What a page's styles do is in `styled`.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::driver::VIEWPORTS;
use crate::rack::Rack;
use crate::states;
use crate::states::Direction;
use crate::states::STATES;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

const LAYOUTS: [&str; 4] = ["grid", "list", "compact", "magazine"];

pub(crate) async fn every_look_fits_from_left_to_right(browser: &Browser) -> Result<()> {
    photograph_all(browser, Direction::LeftToRight, "ltr").await
}

pub(crate) async fn every_look_fits_from_right_to_left(browser: &Browser) -> Result<()> {
    photograph_all(browser, Direction::RightToLeft, "rtl").await
}

async fn photograph_all(browser: &Browser, direction: Direction, name: &str) -> Result<()> {
    let _host = STATES[0].open(browser, direction).await?;
    let rack = browser.rack("news-rack");
    for layout in LAYOUTS {
        for (width, height) in VIEWPORTS {
            for theme in ["light", "dark"] {
                browser.viewport(width, height).await?;
                states::dress(&rack, layout, theme).await?;
                let what = format!("{layout} at {width}, {name}");
                let name = format!("look-{layout}-{width}-{theme}-{name}");
                browser.screenshot(&name).await?;
                // By now the window is as high as the page: what is out of sight is not laid out.
                expect_all_fits(&rack, &what).await?;
                expect_no_blank(&rack, &what).await?;
            }
        }
    }
    photograph_forced(browser, &rack, name).await
}

/// Where the reader's own few colors are all there are.
async fn photograph_forced(browser: &Browser, rack: &Rack<'_>, name: &str) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out("forced colors", "only Chromium takes them at any time");
        return Ok(());
    }
    browser.prefer(&[("forced-colors", "active")]).await?;
    for layout in LAYOUTS {
        browser.viewport(1280, 800).await?;
        states::dress(rack, layout, "auto").await?;
        let name = format!("look-{layout}-1280-forced-{name}");
        browser.screenshot(&name).await?;
    }
    Ok(())
}

/// How far the page is wider than its window, and the titles that lose letters.
const OUT: &str = "\
    const page = document.documentElement;
    const isCut = (title) => title.scrollWidth > title.clientWidth + 1 \
        || title.scrollHeight > title.clientHeight + 4;
    return [page.scrollWidth - innerWidth, parts('card-title').filter(isCut) \
        .map((title) => title.textContent)];";

async fn expect_all_fits(rack: &Rack<'_>, what: &str) -> Result<()> {
    let seen = rack.run(OUT, Value::Null).await?;
    ensure!(
        seen[0].as_i64() <= Some(0),
        "{what}: {} px too wide",
        seen[0]
    );
    ensure!(seen[1] == json!([]), "{what}: cut off: {}", seen[1]);
    Ok(())
}

/// Cards of which nothing is laid out though the window, which is as high as the page by now, shows them.
const BLANK: &str = "\
    const isBlank = (title) => title.getBoundingClientRect().width === 0;
    return [parts('card-title').length, parts('card-title').filter(isBlank).length];";

async fn expect_no_blank(rack: &Rack<'_>, what: &str) -> Result<()> {
    let seen = rack.run(BLANK, Value::Null).await?;
    ensure!(
        seen == json!([12, 0]),
        "{what}: {} of {} cards are blank",
        seen[1],
        seen[0]
    );
    Ok(())
}
