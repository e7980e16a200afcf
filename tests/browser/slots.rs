//! What stands where in which state?
//!
//! R22, R23 and R25 to R27 of docs/promises.md.

use crate::colors::APART;
use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use anyhow::Result;
use anyhow::ensure;
use newsrack::ui::surface;
use serde_json::Value;
use serde_json::json;

/// A tag with something for every slot, named by it.
const FILLED: &str = "<news-rack loading=eager src=/site/news/>\
    <p id=fallback>A headline</p><h2 slot=heading>A heading</h2><p slot=empty>Nothing</p>\
    <p slot=error>A failure</p><p slot=footer>A footer</p></news-rack>";

/// The slots that are in the tree, those whose content a reader sees, and the states that hold.
const SEEN: &str = "\
    const slots = [...rack.shadowRoot.querySelectorAll('slot')].map(({ name }) => name);
    const seen = [...rack.children].filter((child) => child.checkVisibility()).map(({ slot }) => slot);
    const states = argument.filter((state) => rack.matches(`:state(${state})`));
    return [[...new Set(slots)].sort(), seen.sort(), states];";

async fn expect_slots(rack: &Rack<'_>, state: &str, shown: &[&str]) -> Result<()> {
    rack.wait_until(state, &format!("return rack.matches(':state({state})');"))
        .await?;
    let states: Vec<_> = surface::STATES.iter().map(|named| named.name).collect();
    let seen = rack.run(SEEN, json!(states)).await?;
    let mut slots: Vec<_> = surface::SLOTS.iter().map(|named| named.name).collect();
    slots.sort_unstable();
    ensure!(seen == json!([slots, shown, [state]]), "{state}: {seen}");
    Ok(())
}

pub(crate) async fn every_slot_is_there_in_every_state(browser: &Browser) -> Result<()> {
    let host: Host = site::host(&format!("{SCRIPT}{FILLED}")).await?;
    host.fault(".wasm", Fault::Stall(10));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    expect_slots(&rack, "loading", &["", "footer", "heading"]).await?;
    host.mend();
    rack.run("rack.refresh();", Value::Null).await?;
    browser.open(&host.at("/")).await?;
    expect_slots(&rack, "ready", &["footer", "heading"]).await?;
    rack.run("rack.query = 'nothing of this kind';", Value::Null)
        .await?;
    expect_slots(&rack, "empty", &["empty", "footer", "heading"]).await?;
    rack.run("rack.src = '/nowhere/';", Value::Null).await?;
    expect_slots(&rack, "error", &["", "error", "footer", "heading"]).await?;
    rack.run("rack.query = ''; rack.src = '/site/news/';", Value::Null)
        .await?;
    expect_slots(&rack, "ready", &["footer", "heading"]).await
}

/// Looks at each task, each event and each change, how many states hold.
const COUNT: &str = "<script>
    window.counts = new Set();
    const names = ['loading', 'ready', 'empty', 'error'];
    const count = () => {
        const rack = document.querySelector('news-rack');
        if (!rack?.matches(':defined')) return;
        const own = names.filter((name) => rack.matches(`:state(${name})`));
        counts.add(own.length);
    };
    for (const type of ['loadstart', 'load', 'error', 'loadend']) addEventListener(type, count, true);
    addEventListener('DOMContentLoaded', () => {
        const rack = document.querySelector('news-rack');
        customElements.whenDefined('news-rack').then(() => {
            count();
            new MutationObserver(count).observe(rack.shadowRoot, { subtree: true, attributes: true, childList: true });
        });
    });
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { count(); channel.port2.postMessage(0); };
    channel.port2.postMessage(0);
</script>";

pub(crate) async fn exactly_one_state_holds_at_each_moment(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{COUNT}{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    for (act, state) in [
        ("", "ready"),
        ("rack.query = 'nothing of this kind';", "empty"),
        ("rack.query = '';", "ready"),
        ("rack.src = '/nowhere/';", "error"),
        ("rack.src = '/site/news/';", "ready"),
    ] {
        rack.run(act, Value::Null).await?;
        rack.wait_until(state, &format!("return rack.matches(':state({state})');"))
            .await?;
    }
    let counts = browser.run("return [...counts];", vec![]).await?;
    ensure!(counts == json!([1]), "so many states held: {counts}");
    Ok(())
}

/// As engines did before they took names without dashes.
const WITHOUT_STATES: &str = "<script>\
    CustomStateSet.prototype.add = () => { throw new DOMException('no', 'SyntaxError'); };</script>";

pub(crate) async fn without_custom_states_nothing_else_is_lost(browser: &Browser) -> Result<()> {
    let page = format!("{WITHOUT_STATES}{SCRIPT}{EAGER}");
    let host = site::open(browser, &page).await?;
    page::wait_for_loads(browser, 1).await?;
    let rack = browser.rack("news-rack");
    ensure!(rack.count("card").await? == 12);
    ensure!(!page::shows_fallback(browser).await?);
    ensure!(
        rack.run("return rack.matches(':state(ready)');", Value::Null)
            .await?
            == json!(false)
    );
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    browser.expect_quiet_console().await?;
    host.fault("manifest.json", Fault::Status(404));
    rack.run("rack.refresh();", Value::Null).await?;
    page::wait_for_loads(browser, 2).await?;
    ensure!(page::shows_fallback(browser).await?, "no fallback");
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn it_is_a_block_that_hides_and_has_a_theme_before_it_starts(
    browser: &Browser,
) -> Result<()> {
    let page = format!(
        "{SCRIPT}<div style=\"height: 900vh\"></div><news-rack src=/site/news/>A headline</news-rack>"
    );
    let host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until("the class", "return rack.matches(':state(loading)');")
        .await?;
    let script = "\
        const display = () => getComputedStyle(rack).display;
        const scheme = () => getComputedStyle(rack.shadowRoot.querySelector('.skeleton')).colorScheme;
        const looks = () => getComputedStyle(rack.shadowRoot.querySelector('.skeleton')).backgroundColor;
        const seen = [display(), scheme()];
        rack.theme = 'dark';
        const dark = looks();
        seen.push(scheme());
        rack.theme = 'light';
        seen.push(scheme(), looks() !== dark);
        rack.hidden = true;
        seen.push(display());
        rack.hidden = false;
        return [...seen, display()];";
    let seen = rack.run(script, Value::Null).await?;
    let expected = json!(["block", "normal", "dark", "light", true, "none", "block"]);
    ensure!(seen == expected, "{seen}");
    let asked = host.requests();
    let is_bundle = |path: &str| path.contains("/news/") || path.ends_with(".wasm");
    ensure!(
        !asked.iter().any(|request| is_bundle(&request.path)),
        "it has started: {asked:?}"
    );
    Ok(())
}

/// What a page around it says of type, colors and the custom properties, and what is seen of it inside.
pub(crate) async fn looks_are_inherited_from_the_page(browser: &Browser) -> Result<()> {
    let page = format!(
        "{SCRIPT}<main style=\"font-family: monospace; color-scheme: dark\">{EAGER}</main>"
    );
    let _host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let script = "\
        const title = () => getComputedStyle(part('card-title'));
        const main = document.querySelector('main').style;
        const seen = [title().fontFamily, title().colorScheme];
        const dark = title().color;
        main.colorScheme = 'light';
        seen.push(title().color !== dark);
        main.setProperty('--news-rack-text', 'rgb(1, 2, 3)');
        seen.push(getComputedStyle(part('base').closest('.frame')).color);
        return seen;";
    let seen = rack.run(script, Value::Null).await?;
    let expected = json!(["monospace", "dark", true, "rgb(1, 2, 3)"]);
    ensure!(seen == expected, "{seen}");
    Ok(())
}

/// What stands out too little from what is behind it, by WCAG's bar for text, and how far.
const UNREADABLE: &str = "\
    const behind = (node) => {
        const { backgroundColor } = getComputedStyle(node);
        const isClear = backgroundColor.endsWith(', 0)');
        return isClear ? behind(node.parentElement ?? node.getRootNode().host) : backgroundColor;
    };
    const said = rack.shadowRoot.querySelectorAll('.status, .sort-label, legend, .label, .count, .bound, \
        input:not([type=checkbox]), select, .quiet, .more, .title, .excerpt, .byline, .topic, .story, .empty, \
        .headline, .prose p');
    const seen = [...said].filter((node) => node.checkVisibility());
    const far = seen.map((node) => [node.className, apart(getComputedStyle(node).color, behind(node))]);
    return seen.length > 60 ? far.filter(([, apart]) => apart < 4.5) : [seen.length];";

/// Many pages are dark, and do not say so; others have gray letters.
pub(crate) async fn whatever_the_colors_of_a_page_all_can_be_read(browser: &Browser) -> Result<()> {
    for colors in [
        "background: #15191e; color: #e6e6e6",
        "background: #2b2118; color: #fff6e8",
        "background: #333; color: #ddd",
        "background: #fff; color: #555",
        "background: #14181c; color: #eee; color-scheme: dark",
    ] {
        let tag = "<news-rack loading=eager link=reader src=/site/news/></news-rack>";
        let _host = site::open(
            browser,
            &format!("{SCRIPT}<body style=\"{colors}\"><main>{tag}</main>"),
        )
        .await?;
        let rack = browser.rack("news-rack");
        rack.wait_until_ready().await?;
        let unreadable = format!("{APART}{UNREADABLE}");
        rack.wait_until("the filters", "return parts('facet-value').length > 10;")
            .await?;
        for layout in ["compact", "list", "magazine", "grid"] {
            let dress = format!("rack.layout = '{layout}'; return rack.updateComplete;");
            rack.run(&dress, Value::Null).await?;
            let seen = rack.run(&unreadable, Value::Null).await?;
            ensure!(seen == json!([]), "{colors}, {layout}: {seen}");
        }
        rack.run(
            "part('card-title').querySelector('a').click();",
            Value::Null,
        )
        .await?;
        let is_read = "return part('reader').querySelector('.prose p') !== null;";
        rack.wait_until("the article", is_read).await?;
        let seen = rack.run(&unreadable, Value::Null).await?;
        ensure!(seen == json!([]), "{colors}, read in place: {seen}");
    }
    Ok(())
}
