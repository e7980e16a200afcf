//! Does a rack leave alone what is not its own?
//!
//! S4, S5 and E5 of docs/promises.md.

use crate::driver::Browser;
use crate::moving::use_it;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// The page's own address, history and head, and what is around the tag.
const AROUND: &str = "\
    window.changed = [];
    for (const name of ['pushState', 'replaceState', 'back', 'go'])
        History.prototype[name] = () => changed.push(name);
    new MutationObserver((records) => changed.push(...records.map(({ target }) => target.nodeName))) \
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });";

pub(crate) async fn nothing_around_it_is_touched(browser: &Browser) -> Result<()> {
    let tag = "<news-rack loading=lazy hidden src=/site/news/ link=reader></news-rack>";
    let host = site::open(browser, &format!("{SCRIPT}{tag}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until("the class", "return rack.matches(':defined');")
        .await?;
    rack.run("rack.hidden = false; rack.loading = 'eager';", Value::Null)
        .await?;
    browser.run(AROUND, vec![]).await?;
    rack.wait_until_ready().await?;
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    rack.click("search").await?;
    rack.part("search").await?.send_keys("storm").await?;
    rack.wait_until("a search", "return rack.state.query === 'storm';")
        .await?;
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    rack.wait_until("an article", "return part('reader').matches(':modal');")
        .await?;
    rack.run("part('reader').close();", Value::Null).await?;
    rack.wait_until(
        "no article",
        "return part('reader').childElementCount === 0;",
    )
    .await?;
    let left = "return [changed, location.pathname + location.search + location.hash];";
    let left = browser.run(left, vec![]).await?;
    ensure!(left == json!([[], "/"]), "{left}");
    let data = "return [document, rack.shadowRoot] \
        .flatMap((root) => [...root.querySelectorAll('script:not([type=module]), [itemscope], meta[property]')]) \
        .filter((node) => node.type === 'application/ld+json' || node.localName !== 'script').length;";
    ensure!(
        rack.run(data, Value::Null).await? == json!(0),
        "data for search engines"
    );
    drop(host);
    Ok(())
}

/// The links inside that lead out of the page, and those of them that would tell it who opened them.
const LINKS: &str = "\
    const links = [...rack.shadowRoot.querySelectorAll('a[href]')] \
        .filter((link) => link.origin !== location.origin);
    return [links.length, links.filter((link) => !link.relList.contains('noopener')).map((link) => link.outerHTML)];";

pub(crate) async fn no_link_tells_another_window_of_the_page(browser: &Browser) -> Result<()> {
    let tag = "<news-rack loading=eager src=/site/news/ link=reader></news-rack>";
    let _host = site::open(
        browser,
        &format!("{SCRIPT}<base target=_blank>{EAGER}{tag}"),
    )
    .await?;
    let (cards, reader) = (browser.rack("news-rack"), browser.rack("[link=reader]"));
    cards.wait_until_ready().await?;
    reader.wait_until_ready().await?;
    use_it(&cards).await?;
    let seen = cards.run(LINKS, Value::Null).await?;
    ensure!(
        seen[0].as_u64() > Some(20) && seen[1] == json!([]),
        "{seen}"
    );
    // Each of those with a text of their own, one after the other.
    reader
        .run(
            "part('card-title').querySelector('a').click();",
            Value::Null,
        )
        .await?;
    let mut links = 0;
    for _ in 0..8 {
        reader
            .wait_until(
                "an article",
                "return part('reader').querySelector('.prose p') !== null;",
            )
            .await?;
        let seen = reader.run(LINKS, Value::Null).await?;
        ensure!(seen[1] == json!([]), "{seen}");
        links += seen[0].as_u64().unwrap_or_default();
        let next = "[...part('reader').querySelectorAll('.bar a')].at(-1)?.click();";
        reader.run(next, Value::Null).await?;
    }
    ensure!(links > 8, "{links} links");
    Ok(())
}
