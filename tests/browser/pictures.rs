//! Which picture does a reader's browser fetch, and what is there before it?

use crate::driver::Browser;
use crate::rack::Rack;
use crate::server::{Fault, Host};
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;

async fn visit(browser: &Browser, width: u32) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    browser.viewport(width, 900).await?;
    browser.open(&host.at("/site/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

/// The first picture: how wide its file is, and whether it has all that it should.
const FIRST: &str = "\
    const image = rack.shadowRoot.querySelector('[part~=card-image] img');
    if (!image.currentSrc || !image.complete) return false;
    const widths = image.srcset.split(', ').map((each) => each.split(' '));
    const chosen = widths.find(([address]) => new URL(address, document.baseURI).href === image.currentSrc);
    return image.sizes && image.width && image.height && widths.length === 2 && chosen?.[1];";

async fn chosen(rack: &Rack<'_>) -> Result<String> {
    let chosen = rack.wait_until("the first picture", FIRST).await?;
    Ok(chosen.as_str().unwrap_or_default().to_owned())
}

pub(crate) async fn a_phone_fetches_the_narrow_ones(browser: &Browser) -> Result<()> {
    let host = visit(browser, 360).await?;
    let rack = browser.rack("news-rack");
    ensure!(chosen(&rack).await? == "640w");
    // The lead of a magazine is as wide as the page, and a wide page has room for its columns only.
    let lead = "rack.layout = 'magazine'; return rack.updateComplete;";
    rack.run(lead, Value::Null).await?;
    ensure!(chosen(&rack).await? == "640w");
    let pictures = host.requests();
    let pictures = pictures
        .iter()
        .filter(|request| request.path.contains("picture-"));
    ensure!(pictures.clone().count() > 0 && pictures.clone().all(|request| request.status == 200));
    browser.expect_quiet_console().await
}

pub(crate) async fn a_color_waits_in_the_place_of_a_picture(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.fault(".webp", Fault::Stall(10));
    browser.open(&host.at("/site/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let colors = "\
        const images = [...rack.shadowRoot.querySelectorAll('[part~=card-image] img')];
        const probe = document.createElement('i');
        const seen = (color) => { probe.style.color = color; return probe.style.color; };
        return images.length > 5 && images.every((image) => !image.complete \
            && getComputedStyle(image).backgroundColor === seen(image.dataset.color));";
    rack.wait_until("colors", colors).await?;
    browser.expect_quiet_console().await
}
