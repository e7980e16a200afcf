//! Do the example pages show what they promise?

use crate::driver::Browser;
use crate::driver::VIEWPORTS;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;

const PAGES: [&str; 11] = [
    "attributes",
    "events",
    "plain",
    "post",
    "two-racks",
    "hostile-css",
    "dark",
    "rtl",
    "broken-images",
    "reader",
    "styling",
];

async fn site() -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/", stage::dist()?);
    Ok(host)
}

async fn open(browser: &Browser, host: &Host, page: &str) -> Result<()> {
    browser
        .open(&host.at(&format!("/examples/{page}.html")))
        .await?;
    for at in ["news-rack", "news-rack:last-of-type"] {
        let rack = browser.rack(at);
        rack.run("rack.loading = 'eager';", Value::Null).await?;
        rack.wait_until_ready().await?;
    }
    Ok(())
}

pub(crate) async fn each_fits_every_width(browser: &Browser) -> Result<()> {
    let host = site().await?;
    for page in PAGES {
        open(browser, &host, page).await?;
        for (width, height) in VIEWPORTS {
            browser.viewport(width, height).await?;
            let script = "return document.documentElement.scrollWidth - innerWidth;";
            let excess = browser.run(script, vec![]).await?;
            assert!(excess.as_i64() <= Some(0), "{page} at {width}: {excess} px");
            browser
                .screenshot(&format!("example-{page}-{width}"))
                .await?;
        }
    }
    Ok(())
}

/// What a card, a button and a field look like, in numbers.
const LOOKS: &str = "\
    const of = (node, names) => names.map((name) => getComputedStyle(node)[name]);
    return JSON.stringify([
        of(part('card'), ['display', 'float', 'letterSpacing', 'borderTopWidth', 'position']),
        of(part('card-title'), ['fontWeight', 'textTransform', 'display', 'lineHeight']),
        of(part('more'), ['backgroundColor', 'color', 'textTransform', 'minHeight']),
        of(part('sort'), ['backgroundColor', 'color', 'borderTopWidth']),
        of(part('list'), ['display', 'float', 'letterSpacing'])]);";

pub(crate) async fn a_page_that_styles_everything_changes_nothing_inside(
    browser: &Browser,
) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "plain").await?;
    let plain = browser.rack("news-rack").run(LOOKS, Value::Null).await?;
    open(browser, &host, "hostile-css").await?;
    let hostile = browser.rack("news-rack").run(LOOKS, Value::Null).await?;
    assert_eq!(hostile, plain);
    Ok(())
}

pub(crate) async fn two_racks_answer_two_questions(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "two-racks").await?;
    let (first, second) = (
        browser.rack("news-rack"),
        browser.rack("news-rack:last-of-type"),
    );
    assert_eq!(first.state().await?["topic"], json!(["Science"]));
    assert_eq!(second.state().await?["topic"], json!(["Sea"]));
    let before = first.state().await?;
    second.tick("topic", "Weather").await?;
    second
        .wait_until("its own answer", "return rack.state.topic.length === 2;")
        .await?;
    assert_eq!(first.state().await?, before, "the other rack stays");
    Ok(())
}

pub(crate) async fn an_arabic_page_reads_from_right_to_left(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "rtl").await?;
    let rack = browser.rack("news-rack");
    let script = "\
        const box = (name) => part(name).getBoundingClientRect();
        return [box('filters').left > box('list').left, part('card-time').textContent];";
    let seen = rack.run(script, Value::Null).await?;
    assert_eq!(seen[0], json!(true), "the filters stand at the right");
    let time = seen[1].as_str().unwrap_or_default();
    assert!(
        time.contains("نوفمبر"),
        "`{time}` should name its month in Arabic"
    );
    Ok(())
}

pub(crate) async fn a_broken_picture_keeps_its_place(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "broken-images").await?;
    let rack = browser.rack("news-rack");
    let script = "\
        const pictures = parts('card-image').slice(0, 3);
        return pictures.every((picture) => 'missing' in picture.dataset) \
            && pictures.every((picture) => picture.clientHeight > 80);";
    rack.wait_until("sheets of paper", script).await?;
    Ok(())
}

pub(crate) async fn a_form_sets_attributes_and_shows_the_tag(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "attributes").await?;
    let script = "\
        for (const [name, value] of [['layout', 'list'], ['topic', 'Sea'], ['page-size', '4']]) {
            const field = document.querySelector(`[name=${name}]`);
            field.value = value;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        document.querySelector('[name=without-search]').click();
        return document.querySelector('#tag').textContent;";
    let tag = browser.run(script, vec![]).await?;
    let tag = tag.as_str().unwrap_or_default();
    assert!(tag.starts_with("<news-rack src=\"../news/\""), "{tag}");
    for written in ["layout=\"list\"", "topic=\"Sea\"", " without-search"] {
        assert!(tag.contains(written), "{tag} has no {written}");
    }
    let rack = browser.rack("news-rack");
    rack.wait_until("the topic", "return rack.state.total === 13;")
        .await?;
    let is_seen = "return part('search').checkVisibility();";
    assert_eq!(rack.run(is_seen, Value::Null).await?, json!(false));
    browser.expect_quiet_console().await
}

pub(crate) async fn three_ways_of_styling_show(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "styling").await?;
    let look = "\
        const style = (name) => getComputedStyle(part(name));
        return [style('card-title').fontFamily, style('card').borderTopWidth, style('card').borderTopStyle];";
    let looks = |id| async move { browser.rack(id).run(look, Value::Null).await };
    let dressed = browser.rack("#dressed");
    let is_dressed = "return getComputedStyle(part('card')).borderTopStyle === 'dashed';";
    dressed.wait_until("its own sheet", is_dressed).await?;
    let [branded, parted] = [looks("#branded").await?, looks("#parted").await?];
    assert_eq!(branded[0], json!("Georgia, serif"));
    assert_eq!(parted[1], json!("4px"));
    assert_ne!(
        branded[1], parted[1],
        "parts of one rack are not those of all"
    );
    Ok(())
}

pub(crate) async fn a_page_hears_what_a_reader_does(browser: &Browser) -> Result<()> {
    let host = site().await?;
    open(browser, &host, "events").await?;
    let rack = browser.rack("news-rack");
    rack.tick("topic", "Sea").await?;
    let heard = "return document.querySelector('#log').textContent.includes('topics Sea');";
    browser
        .wait_until("a tick to be told", heard, vec![])
        .await?;
    let before = browser.run("return location.href;", vec![]).await?;
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    let heard = "return document.querySelector('#log').textContent.includes('news-rack-select: ');";
    browser
        .wait_until("a link to be told", heard, vec![])
        .await?;
    assert_eq!(browser.run("return location.href;", vec![]).await?, before);
    Ok(())
}

pub(crate) async fn a_frame_is_followed(browser: &Browser) -> Result<()> {
    let host = site().await?;
    browser.open(&host.at("/examples/frame.html")).await?;
    let follows = "return document.querySelector('iframe').style.height !== '';";
    browser
        .wait_until("the frame to be told", follows, vec![])
        .await?;
    browser.expect_quiet_console().await
}
