//! What does a visitor of the demo page see and do?

use crate::driver::Browser;
use crate::driver::VIEWPORTS;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;

/// The page as it is uploaded, at some depth, as page owners have it.
async fn visit(browser: &Browser) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/some/where/", stage::dist()?);
    browser.open(&host.at("/some/where/")).await?;
    demo_rack(browser).wait_until_ready().await?;
    Ok(host)
}

fn demo_rack(browser: &Browser) -> Rack<'_> {
    browser.rack("news-rack")
}

pub(crate) async fn the_page_shows_cards(browser: &Browser) -> Result<()> {
    let host = visit(browser).await?;
    let rack = demo_rack(browser);
    let cards = rack.count("card").await?;
    assert!(cards >= 8, "a demo of {cards} cards is none");
    assert_eq!(rack.count("card-title").await?, cards);
    assert_eq!(rack.state().await?["shown"], json!(cards));
    for request in host.requests() {
        assert_eq!(request.status, 200, "{}", request.path);
    }
    browser.expect_quiet_console().await
}

pub(crate) async fn a_tick_narrows_the_cards_and_the_status_counts_them(
    browser: &Browser,
) -> Result<()> {
    let _host = visit(browser).await?;
    let rack = demo_rack(browser);
    let (topic, count) = first_topic(&rack).await?;
    rack.tick("topic", &topic).await?;
    let narrowed = format!("return rack.state.total === {count} && rack.state;");
    let state = rack
        .wait_until("the ticked topic's articles", &narrowed)
        .await?;
    assert_eq!(state["topic"], json!([topic]));
    assert_eq!(json!(rack.count("card").await?), state["shown"]);
    let status = rack.text("status").await?;
    assert!(
        status.contains(&count.to_string()),
        "`{status}` should say {count}"
    );
    rack.tick("topic", &topic).await?;
    let widened = format!("return rack.state.total > {count};");
    rack.wait_until("all articles again", &widened).await?;
    browser.expect_quiet_console().await
}

/// The first topic offered that not every article has, and how many have it.
async fn first_topic(rack: &Rack<'_>) -> Result<(String, u64)> {
    // The count stands in the label, as its last number.
    let script = "\
        const boxes = parts('facet-value')\
            .filter((box) => box.closest('[part~=facet]').dataset.facet === 'topic');
        const counts = boxes.map((box) => [box.value, \
            Number(box.labels[0].textContent.match(/[0-9]+(?=[^0-9]*$)/)?.[0])]);
        return counts.find(([_, count]) => count < rack.state.total);";
    let found = rack.run(script, Value::Null).await?;
    let topic = found[0].as_str().context("no topic is offered")?;
    let count = found[1].as_u64().context("a topic comes with a count")?;
    Ok((topic.to_owned(), count))
}

pub(crate) async fn the_page_fits_every_width_in_light_and_dark(browser: &Browser) -> Result<()> {
    let _host = visit(browser).await?;
    for (width, height) in VIEWPORTS {
        for theme in browser.themes() {
            browser.viewport(width, height).await?;
            browser.dark(*theme == "dark").await?;
            assert_nothing_sticks_out(browser, &format!("the page at {width}")).await?;
            browser.screenshot(&format!("demo-{width}-{theme}")).await?;
        }
    }
    browser.expect_quiet_console().await
}

async fn assert_nothing_sticks_out(browser: &Browser, what: &str) -> Result<()> {
    let script = "return document.documentElement.scrollWidth - innerWidth;";
    let excess = browser.run(script, vec![]).await?;
    assert!(
        excess.as_i64() <= Some(0),
        "{what}: the page is {excess} px too wide"
    );
    Ok(())
}
