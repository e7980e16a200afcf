//! How is an article read in place, and how does one get back?

use crate::driver::Browser;
use crate::driver::VIEWPORTS;
use crate::keys::press;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::actions::InputSource;
use fantoccini::actions::MouseActions;
use fantoccini::actions::PointerAction;
use fantoccini::key::Key;
use serde_json::Value;
use serde_json::json;

const LAMP: &str = "The lamp that runs on tides";

/// A page with the demo's articles, read in place.
async fn open(browser: &Browser, attributes: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ link=reader {attributes}");
    host.page("/", page::with_rack("/site/news-rack.js", &tag));
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

/// Clicks the first card's title, and waits until its body is there.
async fn read_first(rack: &Rack<'_>) -> Result<()> {
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    wait_for(rack, LAMP).await
}

/// Waits until the article of that title is open, with its body.
async fn wait_for(rack: &Rack<'_>, title: &str) -> Result<()> {
    let script = format!(
        "const reader = part('reader');
         return reader.matches(':modal') && reader.querySelector('h1')?.textContent === {}
             && reader.querySelector('.prose p') !== null;",
        json!(title)
    );
    rack.wait_until("the open article", &script).await.map(drop)
}

async fn wait_until_closed(rack: &Rack<'_>) -> Result<()> {
    let script = "return !part('reader').open && part('reader').childElementCount === 0;";
    rack.wait_until("the reader to be closed", script)
        .await
        .map(drop)
}

async fn has_focus(rack: &Rack<'_>, what: &str, selector: &str) -> Result<()> {
    let script = format!(
        "return rack.shadowRoot.activeElement?.matches({});",
        json!(selector)
    );
    rack.wait_until(what, &script).await.map(drop)
}

pub(crate) async fn an_article_opens_with_all_that_belongs_to_it(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    has_focus(&rack, "the focus on the title", "#reading").await?;
    let script = "\
        const reader = part('reader');
        const has = (selector) => reader.querySelector(selector) !== null;
        return [reader.querySelector('article').lang, reader.querySelector('bdi:not([class])').textContent, \
            has('figure img'), has('.prose blockquote'), has('.prose h2'), has('.prose table'), \
            has('time'), has('[part~=card-provider]'), has('[part~=card-topic]'), has('[part~=related]'), \
            has('a[data-leads=page][href^=\"https://www.harborpost.example\"]'), \
            getComputedStyle(reader.querySelector('.prose ul') ?? reader).listStyleType];";
    let seen = rack.run(script, Value::Null).await?;
    let yes = json!(true);
    assert_eq!(seen[0], "en");
    assert!(
        seen[1].as_str().unwrap_or_default().ends_with("min read"),
        "{seen}"
    );
    for at in 2..=10 {
        assert_eq!(seen[at], yes, "{at} of {seen}");
    }
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

pub(crate) async fn escape_closes_it_and_the_focus_returns(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.run(
        "part('card-title').querySelector('a').focus();",
        Value::Null,
    )
    .await?;
    press(browser, Key::Enter).await?;
    wait_for(&rack, LAMP).await?;
    // Round and round, the focus stays inside or with the browser.
    for _ in 0..12 {
        press(browser, Key::Tab).await?;
        let script = "const focused = rack.shadowRoot.activeElement; \
            return focused === null ? document.activeElement === document.body : part('reader').contains(focused);";
        assert_eq!(rack.run(script, Value::Null).await?, json!(true));
    }
    press(browser, Key::Escape).await?;
    wait_until_closed(&rack).await?;
    has_focus(
        &rack,
        "the focus on the card",
        "[part~=card]:first-child .link",
    )
    .await?;
    let address = rack.run("return location.href;", Value::Null).await?;
    ensure!(
        address.as_str().is_some_and(|href| href.ends_with('/')),
        "{address}"
    );
    Ok(())
}

pub(crate) async fn a_click_beside_it_closes_it(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    let click = |x: f64| {
        MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo {
                duration: None,
                x,
                y: 400.0,
            })
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 })
    };
    browser.client.perform_actions(click(640.0)).await?;
    let is_open = rack.run("return part('reader').open;", Value::Null).await?;
    assert_eq!(is_open, json!(true), "a click on the article is no way out");
    browser.client.perform_actions(click(20.0)).await?;
    wait_until_closed(&rack).await
}

pub(crate) async fn back_closes_it_and_its_address_opens_it(browser: &Browser) -> Result<()> {
    let host = open(browser, "url-sync=n").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    rack.wait_until(
        "its address",
        "return location.search.includes('n.article=');",
    )
    .await?;
    let shared = rack.run("return location.search;", Value::Null).await?;
    browser.run("history.back();", vec![]).await?;
    wait_until_closed(&rack).await?;
    assert_eq!(
        rack.run("return location.search;", Value::Null).await?,
        json!("")
    );
    read_first(&rack).await?;
    press(browser, Key::Escape).await?;
    wait_until_closed(&rack).await?;
    rack.wait_until("its address to be gone", "return location.search === '';")
        .await?;
    // On a page whose first cards do not hold it, and that asks for something else itself.
    let tag = "loading=eager src=/site/news/ link=reader url-sync=n sort=oldest page-size=3";
    host.page("/other", page::with_rack("/site/news-rack.js", tag));
    let shared = shared.as_str().unwrap_or_default();
    browser.open(&host.at(&format!("/other{shared}"))).await?;
    wait_for(&rack, LAMP).await?;
    has_focus(&rack, "the focus on the title", "#reading").await?;
    assert_eq!(rack.state().await?["sort"], json!("oldest"));
    rack.run(
        "part('reader').querySelector('button').click();",
        Value::Null,
    )
    .await?;
    wait_until_closed(&rack).await?;
    rack.wait_until("its address to be gone", "return location.search === '';")
        .await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn next_and_previous_turn_the_list_that_is_shown(browser: &Browser) -> Result<()> {
    let _host = open(browser, "topic=Sea url-sync=n").await?;
    let rack = browser.rack("news-rack");
    let titles = rack.texts("card-title").await?;
    read_first(&rack).await?;
    let turn = |at: &str| {
        format!(
            "const turns = part('reader').querySelectorAll('.bar a'); turns[{at}].click(); return turns.length;"
        )
    };
    let turns = rack.run(&turn("0"), Value::Null).await?;
    assert_eq!(turns, json!(1), "nothing comes before the first");
    wait_for(&rack, &titles[1]).await?;
    has_focus(&rack, "the focus on the title", "#reading").await?;
    rack.run(&turn("1"), Value::Null).await?;
    wait_for(&rack, &titles[2]).await?;
    rack.run(&turn("0"), Value::Null).await?;
    wait_for(&rack, &titles[1]).await?;
    // All of it was one step.
    browser.run("history.back();", vec![]).await?;
    wait_until_closed(&rack).await?;
    has_focus(
        &rack,
        "the focus on the card read last",
        "[part~=card-title] a",
    )
    .await?;
    let told = page::noted(browser, "news-rack-select").await?;
    assert_eq!(told.len(), 4);
    assert_eq!(told[1]["title"], json!(titles[1]));
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_page_may_prevent_that_an_article_opens(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let script = "\
        addEventListener('news-rack-select', (event) => event.preventDefault());
        part('card-title').querySelector('a').click();
        return rack.updateComplete.then(() => [location.pathname, part('reader').open]);";
    assert_eq!(rack.run(script, Value::Null).await?, json!(["/", false]));
    let bodies = host.requests().into_iter();
    assert_eq!(
        bodies
            .filter(|request| request.path.contains("/bodies-"))
            .count(),
        0
    );
    Ok(())
}

pub(crate) async fn the_page_may_prevent_that_another_is_turned_to(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "topic=Sea url-sync=n").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    turn(&rack, ".bar a").await?;
    let second = rack.texts("card-title").await?.swap_remove(1);
    wait_for(&rack, &second).await?;
    let script = "\
        addEventListener('news-rack-select', (event) => event.preventDefault());
        window.before = location.href;";
    rack.run(script, Value::Null).await?;
    for (at, told) in [(0, 2), (1, 3)] {
        turn(&rack, &format!(".bar a:nth-of-type({})", at + 1)).await?;
        let asked = page::noted(browser, "news-rack-select").await?;
        assert_eq!(asked.len(), told + 1, "each is told: {asked:?}");
    }
    let script = "return rack.updateComplete.then(() => location.href === window.before);";
    assert_eq!(rack.run(script, Value::Null).await?, json!(true));
    wait_for(&rack, &second).await?;
    page::expect_nothing_uncaught(browser).await
}

/// Clicks a link of the open article.
async fn turn(rack: &Rack<'_>, link: &str) -> Result<()> {
    let script = "part('reader').querySelector(argument).click();";
    rack.run(script, json!(link)).await.map(drop)
}

pub(crate) async fn an_article_without_a_body_leads_to_its_page(browser: &Browser) -> Result<()> {
    let articles = tempfile::tempdir()?;
    let write = |name: &str, fields: &str, body: &str| {
        let text = format!(
            "---\ntitle: {name}\npublishedDateTime: 2024-05-02T06:30:00Z\n{fields}---\n{body}\n"
        );
        std::fs::write(articles.path().join(format!("{name}.md")), text)
    };
    write("bodiless", "webUrl: https://a.example/\n", "")?;
    write("homeless", "", "Words of its own.")?;
    write("neither", "", "")?;
    let bundle = crate::press::bundle(articles.path(), &[])?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    for link in ["reader", "amp"] {
        let tag = format!("loading=eager src=/bundle/ link={link}");
        host.page("/", page::with_rack("/site/news-rack.js", &tag));
        browser.open(&host.at("/")).await?;
        let rack = browser.rack("news-rack");
        rack.wait_until_ready().await?;
        let script = "return parts('card-title').map((title) => title.querySelector('a')) \
            .map((link) => [link.textContent, link.getAttribute('href'), link.dataset.leads]);";
        let seen = rack.run(script, Value::Null).await?;
        let expected = json!([
            ["bodiless", "https://a.example/", "page"],
            ["homeless", "#", "reader"],
            ["neither", null, null],
        ]);
        assert_eq!(seen, expected, "{link}");
        rack.run(
            "parts('card-title')[1].querySelector('a').click();",
            Value::Null,
        )
        .await?;
        wait_for(&rack, "homeless").await?;
        let told = page::noted(browser, "news-rack-select").await?;
        assert_eq!(told[0]["url"], Value::Null);
    }
    Ok(())
}

pub(crate) async fn a_text_that_does_not_arrive_is_said_and_can_be_had_later(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    host.fault(".json", Fault::Status(410));
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    let notice = "part('reader').querySelector('.notice')";
    rack.wait_until(
        "a word about it",
        &format!("return {notice}?.checkVisibility();"),
    )
    .await?;
    host.mend();
    rack.run(
        &format!("{notice}.querySelector('button').click();"),
        Value::Null,
    )
    .await?;
    wait_for(&rack, LAMP).await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn a_footnote_is_gone_to_and_back(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    rack.run(
        "part('reader').querySelector('sup a').click();",
        Value::Null,
    )
    .await?;
    has_focus(&rack, "the focus on the note", ".note").await?;
    rack.run(
        "part('reader').querySelector('.note a').click();",
        Value::Null,
    )
    .await?;
    has_focus(&rack, "the focus on its mark", "sup a").await?;
    let address = rack.run("return location.hash;", Value::Null).await?;
    assert_eq!(address, json!(""), "the page's own address stays");
    Ok(())
}

/// TRUST.md, P1.
const STRICTEST: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; img-src 'self' https:; style-src 'none'; font-src 'none'; \
    base-uri 'none'; form-action 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

pub(crate) async fn the_strictest_policy_lets_one_read(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.header("Content-Security-Policy", STRICTEST);
    let tag = "loading=eager src=/site/news/ link=reader";
    host.page("/", page::bare("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    read_first(&rack).await?;
    // A violation is an error on the console.
    browser.expect_quiet_console().await
}

pub(crate) async fn a_moved_rack_stays_open(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    rack.run("rack.remove(); document.body.prepend(rack);", Value::Null)
        .await?;
    wait_for(&rack, LAMP).await?;
    press(browser, Key::Escape).await?;
    wait_until_closed(&rack).await?;
    page::expect_nothing_uncaught(browser).await
}

/// Elsewhere its engine is replaced by another one, which has a dialog of its own.
pub(crate) async fn a_rack_that_was_away_comes_back_open(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    let away = "return new Promise((back) => {
        rack.addEventListener('load', () => back(document.body.prepend(rack)), { once: true });
        rack.remove();
        rack.refresh();
    });";
    rack.run(away, Value::Null).await?;
    wait_for(&rack, LAMP).await?;
    press(browser, Key::Escape).await?;
    wait_until_closed(&rack).await?;
    page::expect_nothing_uncaught(browser).await
}

/// What is painted before the element hears of the closing does not open it again.
pub(crate) async fn what_is_painted_meanwhile_opens_nothing(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    read_first(&rack).await?;
    let closed = "\
        part('reader').close();
        rack.layout = 'list';
        return rack.updateComplete.then(() => part('reader').open);";
    ensure!(rack.run(closed, Value::Null).await? == json!(false));
    wait_until_closed(&rack).await?;
    read_first(&rack).await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn nothing_makes_a_narrow_page_scroll_sideways(browser: &Browser) -> Result<()> {
    let articles = tempfile::tempdir()?;
    let word = "x".repeat(300);
    let text = format!(
        "---\ntitle: \"{word}\"\nexcerpt: \"{word}\"\npublishedDateTime: 2024-05-02T06:30:00Z\n---\n\
         {word} `{word}` [{word}](https://a.example/{word})\n\n## {word}\n\n```\n{word}\n```\n\n\
         | a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| one | two | three | \
         four | five | six | seven | eight |\n\n> - {word}\n>   1. {word}\n"
    );
    std::fs::write(articles.path().join("wide.md"), text)?;
    let bundle = crate::press::bundle(articles.path(), &[])?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    let page = page::with_rack(
        "/site/news-rack.js",
        "loading=eager src=/bundle/ link=reader",
    );
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.run(
        "part('card-title').querySelector('a').click();",
        Value::Null,
    )
    .await?;
    wait_for(&rack, &word).await?;
    browser.viewport(320, 640).await?;
    let script = "\
        const reader = part('reader');
        const excess = (node) => node.scrollWidth - node.clientWidth;
        const out = [...reader.querySelectorAll('*')].filter((node) => !node.closest('.wide') && \
            !node.classList.contains('unseen') && node.getBoundingClientRect().right > 320.5);
        return [excess(document.documentElement), excess(reader), out.map((node) => node.localName)];";
    let seen = rack.run(script, Value::Null).await?;
    assert_eq!(seen, json!([0, 0, []]));
    browser.screenshot("reader-wide-320").await.map(drop)
}

pub(crate) async fn it_looks_like_something_in_every_light(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    for (width, height) in VIEWPORTS {
        for theme in ["light", "dark"] {
            browser.viewport(width, height).await?;
            rack.run("rack.theme = argument;", json!(theme)).await?;
            if rack.run("return part('reader').open;", Value::Null).await? == json!(false) {
                read_first(&rack).await?;
            }
            photograph(
                browser,
                &rack,
                &format!("reader-{width}-{theme}"),
                (width, height),
            )
            .await?;
        }
    }
    browser.viewport(1280, 800).await?;
    browser.open(&host.at("/site/examples/reader.html")).await?;
    rack.run("rack.loading = 'eager';", Value::Null).await?;
    rack.wait_until_ready().await?;
    let script = "parts('card-title').map((title) => title.querySelector('a')) \
        .find((link) => link.textContent.startsWith('سوق')).click();";
    rack.run(script, Value::Null).await?;
    rack.wait_until(
        "an Arabic text",
        "return part('reader').querySelector('.prose p') !== null;",
    )
    .await?;
    let script = "const styled = getComputedStyle(part('reader').querySelector('.prose p')); return styled.direction;";
    assert_eq!(rack.run(script, Value::Null).await?, json!("rtl"));
    photograph(browser, &rack, "reader-arabic", (1280, 800)).await
}

/// The window grows to the article for its picture.
async fn photograph(
    browser: &Browser,
    rack: &Rack<'_>,
    name: &str,
    (width, _): (u32, u32),
) -> Result<()> {
    let height = rack
        .run("return part('reader').scrollHeight;", Value::Null)
        .await?;
    let height = u32::try_from(height.as_u64().unwrap_or(800))?;
    browser.viewport(width, height + 2).await?;
    browser.screenshot(name).await.map(drop)
}
