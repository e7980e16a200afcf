//! What does a rack look like, in every layout, theme, width and direction?
//!
//! The pictures, `look-…` in `target/screenshots`, are for people. What is asserted is what nobody has
//! to look for: nothing sticks out, no title is cut off, and a page's own styles change no pixel.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::driver::VIEWPORTS;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
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

/// What pages do to everything they have, or mean for things of their own.
const HOSTILE: [&str; 4] = [
    "* { all: unset } html, body { display: block } head, script, style { display: none }",
    "* { letter-spacing: 1em; text-transform: uppercase; line-height: 4; text-align: center; \
         word-spacing: 1em; text-indent: 2em; cursor: crosshair; visibility: inherit }",
    "* { color: red !important; background: yellow !important; border: 3px solid !important; \
         box-sizing: content-box !important; transition: all 9s !important } \
     body, html, news-rack { border: 0 !important; background: none !important }",
    "button, input, select, a, label, fieldset, legend, dialog, summary { background: red; \
         color: yellow; font: 40px monospace; padding: 20px } \
     article, li, ul, img, .card, .title, .list, .text { float: right; display: inline; width: 9px } \
     .hidden, [hidden], [part] { display: block !important; transform: rotate(9deg) }",
];

/// Nothing of the page's own is in it but the tag, and no picture in that: a browser that scales one
/// need not do it alike twice.
async fn show(browser: &Browser, styles: &str) -> Result<(Host, Vec<u8>)> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.fault(".webp", Fault::Status(410));
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>A page</title>\
         <style>{styles}</style><style>html, body {{ margin: 0 !important; padding: 0 !important }} \
         news-rack {{ display: block !important; font: 16px serif !important }}</style>\
         <script type=module async src=/site/news-rack.js></script>\
         <news-rack loading=eager src=/site/news/ page-size=6></news-rack>"
    );
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let boxes = "return parts('card-image').every((box) => 'missing' in box.dataset);";
    rack.wait_until("boxes without pictures", boxes).await?;
    browser.run(TWO_FRAMES, vec![]).await?;
    Ok((host, browser.client.screenshot().await?))
}

const TWO_FRAMES: &str = "\
    const frame = () => new Promise(requestAnimationFrame);
    return document.fonts.ready.then(frame).then(frame).then(() => true);";

pub(crate) async fn the_styles_of_the_page_change_no_pixel(browser: &Browser) -> Result<()> {
    browser.viewport(1280, 1600).await?;
    let (_host, plain) = show(browser, "").await?;
    for styles in [""].into_iter().chain(HOSTILE) {
        let (_host, hostile) = show(browser, styles).await?;
        let apart = apart(&plain, &hostile)?;
        if apart > SMOOTHING {
            browser.keep("look-plain", &plain)?;
            browser.keep("look-hostile", &hostile)?;
            anyhow::bail!("it looks different by {apart} levels under `{styles}`");
        }
    }
    // A difference would have been seen.
    let (_host, other) = show(browser, "news-rack { --news-rack-line: #dcdcdc }").await?;
    ensure!(
        apart(&plain, &other)? > SMOOTHING,
        "a line of another color is not seen"
    );
    Ok(())
}

/// So many of 255 levels may two photographs of the same be apart: engines smooth the corners of cards in
/// pieces that fall otherwise each time. Chromium was seen apart by 2, WebKit by 1, in a few dozen pixels.
const SMOOTHING: u8 = 2;

/// By how many of 255 levels the pixels of two photographs are apart at most.
fn apart(one: &[u8], other: &[u8]) -> Result<u8> {
    let [one, other] =
        [one, other].map(|png| image::load_from_memory(png).map(|png| png.into_rgb8()));
    let (one, other) = (one?, other?);
    ensure!(
        one.dimensions() == other.dimensions(),
        "photographs of other sizes"
    );
    let levels = one.iter().zip(other.iter());
    Ok(levels
        .map(|(one, other)| one.abs_diff(*other))
        .max()
        .unwrap_or(0))
}
