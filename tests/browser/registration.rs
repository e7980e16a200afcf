//! How does a tag become a rack, whoever makes it and whenever the script comes?
//!
//! R2, R3, R4, R7, R31 and R33 of docs/promises.md.

use crate::driver::Browser;
use crate::page;
use crate::server::Fault;
use crate::server::Host;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::time::Duration;

/// By a script of the page's own: what a driver's script imports does not outlive it in Firefox.
pub(crate) async fn importing_the_class_defines_nothing(browser: &Browser) -> Result<()> {
    let page = "<script type=module>\
        import { NewsRackElement } from '/npm/element.js';\
        window.defined = [!!customElements.get('news-rack')];\
        window.NewsRackElement = NewsRackElement;\
        NewsRackElement.define('paper-rack');\
        defined.push(!!customElements.get('news-rack'), !!customElements.get('paper-rack'));\
        </script>";
    let host = site::host(page).await?;
    host.serve("/npm/", stage::built("npm")?);
    browser.open(&host.at("/")).await?;
    let defined = browser.wait_until("the import", "return window.defined;", vec![]);
    ensure!(defined.await? == json!([false, false, true]));
    let is_plain = "return Object.getPrototypeOf(NewsRackElement) === HTMLElement;";
    ensure!(browser.run(is_plain, vec![]).await? == json!(true));
    browser.expect_quiet_console().await
}

pub(crate) async fn it_is_defined_in_the_registry_that_it_is_given(
    browser: &Browser,
) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    // One of the page's own, and the browser's, where it makes more than one.
    let script = "\
        const Rack = customElements.get('news-rack');
        const names = new Map();
        const own = { get: (name) => names.get(name), define: (name, type) => names.set(name, type) };
        Rack.define('other-rack', own);
        Rack.define('other-rack', own);
        let scoped = own;
        try { scoped = new CustomElementRegistry(); } catch {}
        Rack.define('third-rack', scoped);
        return [own.get('other-rack') === Rack, scoped.get('third-rack') === Rack, \
            customElements.get('other-rack') ?? null, customElements.get('third-rack') ?? null];";
    let seen = browser.run(script, vec![]).await?;
    ensure!(seen == json!([true, true, null, null]), "{seen}");
    browser.expect_quiet_console().await
}

pub(crate) async fn the_script_may_come_before_or_after_the_tag(browser: &Browser) -> Result<()> {
    let script =
        |how: &str| format!("<script type=module {how} src=a/deep/er/path/news-rack.js></script>");
    let tag = "<news-rack loading=eager src=a/deep/er/path/news></news-rack>";
    // Pictures may still be on their way when the next page opens.
    let mut hosts = Vec::new();
    for page in [
        format!("{}{tag}", script("async")),
        format!("{tag}{}", script("async")),
        format!("{}{tag}", script("")),
        format!("{tag}{}", script("")),
    ] {
        let host = Host::start().await?;
        host.serve("/below/a/deep/er/path/", stage::dist()?);
        host.page(
            "/below/",
            format!("<!doctype html><title>A page</title>{page}"),
        );
        browser.open(&host.at("/below/")).await?;
        let rack = browser.rack("news-rack");
        rack.wait_until_ready().await?;
        ensure!(rack.count("card").await? == 12, "{page}");
        browser.expect_quiet_console().await?;
        hosts.push(host);
    }
    Ok(())
}

/// Each of them makes a rack in the first section, and hands it back.
const WAYS: [(&str, &str); 4] = [
    (
        "markup",
        "section.innerHTML = tag; return section.firstElementChild;",
    ),
    (
        "createElement",
        "const made = document.createElement('news-rack'); \
         if (made.attributes.length + made.childNodes.length > 0) throw Error('not empty'); \
         made.src = '/site/news/'; made.loading = 'eager'; section.append(made); return made;",
    ),
    (
        "new",
        "const made = new (customElements.get('news-rack'))(); \
         section.append(made); made.setAttribute('src', '/site/news/'); \
         made.setAttribute('loading', 'eager'); return made;",
    ),
    (
        "cloneNode",
        "const made = rack.cloneNode(true); section.append(made); return made;",
    ),
];

pub(crate) async fn a_rack_may_be_made_in_any_way(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}<section></section>")).await?;
    let rack = browser.rack("news-rack");
    // What the reader asked for is no attribute, so a copy asks for nothing.
    rack.tick("topic", "Sea").await?;
    rack.wait_until("the ticked", "return rack.state.total === 13;")
        .await?;
    for (way, make) in WAYS {
        let script = format!(
            "const section = document.querySelector('section'); section.replaceChildren();
             const tag = argument;
             const made = (() => {{ {make} }})();
             return made.shadowRoot.mode;"
        );
        let mode = rack.run(&script, json!(EAGER)).await?;
        ensure!(mode == json!("open"), "{way}: {mode}");
        let made = browser.rack("section news-rack");
        made.wait_until_ready().await?;
        ensure!(made.state().await?["total"] == json!(27), "{way}");
    }
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn a_declared_shadow_root_is_taken_over(browser: &Browser) -> Result<()> {
    let tag = "<news-rack loading=eager src=/site/news/><template shadowrootmode=open>\
        <p id=prepared>Prepared</p><slot></slot></template>A headline</news-rack>";
    let host = site::host(&format!("{tag}{SCRIPT}")).await?;
    host.fault(".wasm", Fault::Stall(10));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until("the class", "return rack.matches(':state(loading)');")
        .await?;
    let left = "return rack.shadowRoot.querySelector('#prepared') === null;";
    ensure!(rack.run(left, Value::Null).await? == json!(true));
    host.mend();
    browser.open(&host.at("/")).await?;
    rack.wait_until_ready().await?;
    ensure!(rack.count("card").await? == 12);
    browser.expect_quiet_console().await
}

/// Whether a reader sees what was put into the tag after it stood in the page.
const LATE: &str = "\
    rack.append(Object.assign(document.createElement('p'), { id: 'late', textContent: 'A late headline' }));
    return document.querySelector('#late').checkVisibility();";

pub(crate) async fn what_is_parsed_later_is_fallback_too(browser: &Browser) -> Result<()> {
    let page = format!("{SCRIPT}<news-rack loading=eager src=/site/news/></news-rack>");
    let _host = site::open_loading(browser, &page, Duration::from_millis(700)).await?;
    let rack = browser.rack("news-rack");
    let skeleton =
        "return rack.shadowRoot.querySelector('.skeleton').classList.contains('behind');";
    ensure!(rack.run(skeleton, Value::Null).await? == json!(false));
    ensure!(rack.run(LATE, Value::Null).await? == json!(true));
    // The boxes that wait give way to it.
    rack.wait_until("the headline's room", skeleton).await?;
    let seen = "return !document.querySelector('#late').checkVisibility() && rack.matches(':state(ready)');";
    rack.wait_until("cards instead", seen).await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_class_is_there_before_the_webassembly(browser: &Browser) -> Result<()> {
    let host = site::host(&format!("{SCRIPT}{EAGER}")).await?;
    host.fault(".wasm", Fault::Stall(10));
    browser.open(&host.at("/")).await?;
    let is_defined = "return !!customElements.get('news-rack');";
    browser.wait_until("the class", is_defined, vec![]).await?;
    let lives = "return [rack.layout, rack.state.total, rack.matches(':state(loading)')];";
    let lives = browser.rack("news-rack").run(lives, Value::Null).await?;
    ensure!(lives == json!(["grid", 0, true]), "{lives}");
    let requests = host.requests();
    let scripts: Vec<_> = requests
        .iter()
        .filter(|request| request.path.ends_with(".js"))
        .collect();
    ensure!(scripts.len() == 1, "more than one script: {scripts:?}");
    Ok(())
}

/// A page as somebody opens it who has unpacked an archive and clicked on it.
const FILE: &str = "<!doctype html><meta charset=utf-8><title>A file</title>\
    <news-rack loading=eager src=news/><p id=fallback>A headline</p></news-rack>\
    <script type=module src=news-rack.js onload=\"window.came = true\" \
    onerror=\"window.came = false\"></script>";

pub(crate) async fn a_page_that_is_a_file_keeps_its_fallback(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("page.html"), FILE)?;
    let copied = fs::copy(
        stage::dist()?.join("news-rack.js"),
        folder.path().join("news-rack.js"),
    );
    ensure!(copied? > 0);
    let address = format!("file://{}/page.html", folder.path().display());
    browser.open(&address).await?;
    let told = "return window.came === undefined ? null : [window.came];";
    let came = browser.wait_until("the script or its refusal", told, vec![]);
    // Where the browser lets it run after all, it finds no bundle.
    if came.await? == json!([true]) {
        let failed = "return rack.matches(':state(error)');";
        browser
            .rack("news-rack")
            .wait_until("an end", failed)
            .await?;
    }
    ensure!(page::shows_fallback(browser).await?, "no fallback");
    browser.console().await?;
    let host = Host::start().await?;
    host.serve("/", stage::dist()?);
    host.page("/page.html", FILE);
    browser.open(&host.at("/page.html")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    ensure!(!page::shows_fallback(browser).await?);
    browser.expect_quiet_console().await
}
