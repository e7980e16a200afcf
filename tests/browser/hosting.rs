//! Does it work wherever a page owner puts it?

use crate::driver::Browser;
use crate::driver::Engine;
use crate::page;
use crate::server::Encoding;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// The built site, demo bundle included, below a deep path of its own origin.
async fn cdn() -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/cdn/rack/v1/", stage::dist()?);
    Ok(host)
}

/// Opens a page of another origin that shows the rack of that one.
async fn open_elsewhere(browser: &Browser, cdn: &Host, racks: usize) -> Result<Host> {
    let host = Host::start().await?;
    let tag = format!("loading=\"eager\" src=\"{}\"", cdn.at("/cdn/rack/v1/news/"));
    let script = cdn.at("/cdn/rack/v1/news-rack.js");
    let page = page::with_racks(&script, &vec![tag.as_str(); racks]);
    host.page("/blog/post.html", page);
    browser.open(&host.at("/blog/post.html")).await?;
    page::wait_for_loads(browser, racks).await?;
    Ok(host)
}

async fn assert_cards_and_quiet(browser: &Browser) -> Result<()> {
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    assert!(rack.count("card").await? > 0);
    assert!(!page::shows_fallback(browser).await?);
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_rack_lives_on_a_page_of_another_origin(browser: &Browser) -> Result<()> {
    let cdn = cdn().await?;
    let host = open_elsewhere(browser, &cdn, 1).await?;
    assert_cards_and_quiet(browser).await?;
    let pages: Vec<_> = host.requests();
    assert_eq!(
        pages.len(),
        1,
        "only the page itself comes from there: {pages:?}"
    );
    Ok(())
}

/// What this browser accepts from a host without TLS.
pub(crate) fn encodings(browser: &Browser) -> Vec<Encoding> {
    if browser.engine == Engine::WebKit {
        browser.leave_out("Brotli", "WebKitGTK takes it over https only");
        return vec![Encoding::Gzip];
    }
    vec![Encoding::Gzip, Encoding::Brotli]
}

pub(crate) async fn every_compression_will_do(browser: &Browser) -> Result<()> {
    for encoding in encodings(browser) {
        browser.start_afresh().await?;
        let cdn = cdn().await?;
        cdn.compress(encoding);
        let _host = open_elsewhere(browser, &cdn, 1).await?;
        assert_cards_and_quiet(browser).await?;
    }
    Ok(())
}

pub(crate) async fn a_wrong_type_of_the_webassembly_does_no_harm(browser: &Browser) -> Result<()> {
    let cdn = cdn().await?;
    cdn.fault(".wasm", Fault::Mime("application/octet-stream"));
    let _host = open_elsewhere(browser, &cdn, 1).await?;
    assert_cards_and_quiet(browser).await
}

pub(crate) async fn two_racks_ask_for_the_webassembly_once(browser: &Browser) -> Result<()> {
    let cdn = cdn().await?;
    let _host = open_elsewhere(browser, &cdn, 2).await?;
    assert_cards_and_quiet(browser).await?;
    let requests = cdn.requests();
    let asked = requests
        .iter()
        .filter(|request| request.path.ends_with(".wasm"))
        .count();
    assert_eq!(asked, 1);
    Ok(())
}

/// On a page that stays open for hours, as those of one page with many views do.
pub(crate) async fn a_rack_that_comes_later_reads_the_news_of_then(
    browser: &Browser,
) -> Result<()> {
    let cdn = cdn().await?;
    let _host = open_elsewhere(browser, &cdn, 2).await?;
    assert_cards_and_quiet(browser).await?;
    let asked = |end: &str| {
        let requests = cdn.requests();
        requests
            .iter()
            .filter(|request| request.path.ends_with(end))
            .count()
    };
    assert_eq!((asked("manifest.json"), asked(".wasm")), (1, 1));
    let later = "\
        const { now } = window.Date;
        window.Date.now = () => now() + 61000;
        document.body.append(document.querySelector('news-rack').cloneNode());
        const came = document.querySelectorAll('news-rack')[2];
        return new Promise((done) => came.addEventListener('load', () => done(came.state.total)));";
    let total = browser.run(later, vec![]).await?;
    assert!(total.as_u64() > Some(0), "{total}");
    assert_eq!((asked("manifest.json"), asked(".wasm")), (2, 1));
    Ok(())
}

/// What a reader does in a whole visit, one thing after the other.
const VISIT: &str = "\
    const rest = () => new Promise((next) => setTimeout(next, 300));
    const acts = [() => (rack.query = 'harbor'), () => (rack.query = null), () => rack.showMore(),
        () => part('facet-value').click(), () => rack.clearFilters(),
        () => part('related').querySelector('summary').click(),
        () => part('card-title').querySelector('a').click()];
    return (async () => {
        for (const act of acts) { act(); await rack.updateComplete; await rest(); }
        return part('reader').open;
    })();";

/// ELEMENT.md, E6: on hosts that write everything down.
pub(crate) async fn nothing_is_asked_of_anybody_else(browser: &Browser) -> Result<()> {
    let [page, loader, bundle] = [
        Host::start().await?,
        Host::start().await?,
        Host::start().await?,
    ];
    loader.serve("/deep/rack/", stage::dist()?);
    bundle.serve("/deep/news/", stage::dist()?.join("news"));
    page.page("/look.css", ":host { color: inherit }");
    let tag = format!(
        "loading=eager lang=de link=reader stylesheet=/look.css src={}",
        bundle.at("/deep/news/")
    );
    let script = loader.at("/deep/rack/news-rack.js");
    page.page("/blog/post.html", page::with_rack(&script, &tag));
    browser.open(&page.at("/blog/post.html")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.wait_until("filters", "return parts('facet-value').length > 0;")
        .await?;
    ensure!(rack.run(VISIT, Value::Null).await? == json!(true));
    let asked = |host: &Host| -> Vec<String> {
        let requests = host.requests().into_iter();
        requests.map(|request| request.path).collect()
    };
    ensure!(
        asked(&page) == ["/blog/post.html", "/look.css"],
        "{:?}",
        asked(&page)
    );
    let is_own = |path: &String| path.starts_with("/deep/rack/") && !path.contains("/news/");
    ensure!(asked(&loader).iter().all(is_own), "{:?}", asked(&loader));
    let news = asked(&bundle);
    ensure!(news.len() > 10, "{news:?}");
    ensure!(
        news.iter().all(|path| path.starts_with("/deep/news/")),
        "{news:?}"
    );
    // The corpus of the demo has no picture elsewhere, so nobody else is left.
    let elsewhere = "\
        const known = arguments[0];
        const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin);
        return asked.filter((origin) => !known.includes(origin));";
    let known = [&page, &loader, &bundle].map(|host| host.at(""));
    let elsewhere = browser.run(elsewhere, vec![json!(known)]).await?;
    ensure!(elsewhere == json!([]), "{elsewhere}");
    page::expect_nothing_uncaught(browser).await
}
