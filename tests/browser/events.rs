//! What is a page told, when, how often, and what not?
//!
//! R16 to R19 and R21 of docs/promises.md.

use crate::driver::Browser;
use crate::keys::press;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::site;
use crate::site::EAGER;
use crate::site::SCRIPT;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use fantoccini::actions::InputSource;
use fantoccini::actions::PointerAction;
use fantoccini::actions::TouchActions;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use newsrack::ui::surface;
use serde_json::Value;
use serde_json::json;

/// The names of what the page was told so far, in their order.
async fn told(browser: &Browser) -> Result<Vec<String>> {
    let script = "return noted.map(([type]) => type);";
    Ok(serde_json::from_value(browser.run(script, vec![]).await?)?)
}

async fn expect_told(browser: &Browser, loads: usize, expected: &[&str]) -> Result<()> {
    page::wait_for_loads(browser, loads).await?;
    let told = told(browser).await?;
    ensure!(told == expected, "the page was told {told:?}");
    Ok(())
}

/// A page that has another address to fall back on tries it as soon as it hears of the error.
pub(crate) async fn a_page_may_load_again_whenever_it_is_told(browser: &Browser) -> Result<()> {
    let again = "<script>
        addEventListener('loadstart', ({ target }) => target.refresh(), { capture: true, once: true });
        addEventListener('error', ({ target }) => {
            target.src = '/site/news/';
            target.search({}).then(({ total }) => (window.total = total));
        }, { capture: true, once: true });
        </script>";
    let page = format!("{SCRIPT}{again}<news-rack loading=eager src=/nowhere/></news-rack>");
    let _host = site::open(browser, &page).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.wait_until("an answer", "return window.total === rack.state.total;")
        .await?;
    let expected = [
        "loadstart",
        "error",
        "loadstart",
        "loadend",
        "load",
        "loadend",
    ];
    expect_told(browser, 2, &expected).await?;
    // Whoever asked hears of the load that failed, and the next one is another matter.
    let lost = "\
        rack.addEventListener('error', () => (rack.src = '/site/news/'), { once: true });
        const asked = rack.search({ query: 'gulls' });
        rack.src = '/nowhere/';
        return asked.then(({ total }) => total, ({ code }) => code);";
    let answer = rack.run(lost, Value::Null).await?;
    ensure!(answer == json!("http-404"), "{answer}");
    rack.wait_until_ready().await?;
    let all = "return rack.search({}).then(({ total }) => total);";
    ensure!(rack.run(all, Value::Null).await? == json!(27));
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn a_load_is_told_once_from_start_to_end(browser: &Browser) -> Result<()> {
    let host = site::open(browser, &format!("{SCRIPT}{EAGER}<section></section>")).await?;
    let rack = browser.rack("news-rack");
    let good = ["loadstart", "load", "loadend"];
    let mut expected = good.to_vec();
    expect_told(browser, 1, &expected).await?;
    // Being moved, taken out and put back, and changed, is no load.
    let move_about = "\
        document.querySelector('section').append(rack);
        rack.remove();
        document.body.append(rack);
        rack.topic = ['Sea'];
        return rack.updateComplete;";
    rack.run(move_about, Value::Null).await?;
    expect_told(browser, 1, &expected).await?;
    rack.run("rack.refresh(); rack.refresh();", Value::Null)
        .await?;
    expected.extend(good);
    expect_told(browser, 2, &expected).await?;
    host.fault("manifest.json", Fault::Status(404));
    rack.run("rack.refresh();", Value::Null).await?;
    expected.extend(["loadstart", "error", "loadend"]);
    expect_told(browser, 3, &expected).await?;
    host.mend();
    rack.run("rack.src = '/site/news';", Value::Null).await?;
    expected.extend(good);
    expect_told(browser, 4, &expected).await
}

/// What is wrong with a detail, not frozen to the ground or not plain JSON, as the page itself sees it: a driver's
/// scripts may have an `Object` of their own.
const DETAILS: &str = "<script>
    const isFrozen = (value) => Object(value) !== value
        || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    const isPlain = (value) => value !== undefined && (Object(value) !== value
        || ([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))
            && Object.values(value).every(isPlain)));
    const isSame = (value) => JSON.stringify(value) === JSON.stringify(JSON.parse(JSON.stringify(value)));
    window.details = [];
    for (const type of ['news-rack-results', 'news-rack-select', 'error'])
        addEventListener(type, ({ detail, target }) => target.localName === 'news-rack'
            && details.push([type, isFrozen(detail), isPlain(detail), isSame(detail)]), true);
</script>";

pub(crate) async fn details_are_frozen_and_plain(browser: &Browser) -> Result<()> {
    let host = site::open(browser, &format!("{DETAILS}{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    let follow = "addEventListener('news-rack-select', (event) => event.preventDefault());\
        part('card-title').querySelector('a').click();";
    rack.run(follow, Value::Null).await?;
    host.fault("manifest.json", Fault::Status(404));
    rack.run("rack.refresh();", Value::Null).await?;
    page::wait_for_loads(browser, 2).await?;
    let seen = browser.run("return details;", vec![]).await?;
    let all = ["news-rack-results", "news-rack-select", "error"];
    ensure!(
        seen == json!(all.map(|name| json!([name, true, true, true]))),
        "{seen}"
    );
    let name_is_plain = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    ensure!(
        surface::EVENTS
            .iter()
            .all(|event| name_is_plain(event.name))
    );
    Ok(())
}

/// How a reader follows a link.
#[derive(Clone, Copy, Debug)]
enum Way {
    Mouse,
    Touch,
    Keyboard,
}

async fn follow(browser: &Browser, rack: &Rack<'_>, way: Way) -> Result<()> {
    let link = "const link = part('card-title').querySelector('a'); \
        link.scrollIntoView({ block: 'center' }); link.focus(); return link;";
    let link = rack.run(link, Value::Null).await?;
    let link = rack.element(&link).context("there is no link")?;
    match way {
        Way::Mouse => Ok(link.click().await?),
        Way::Touch => touch(browser, link).await,
        Way::Keyboard => press(browser, Key::Enter).await,
    }
}

/// With a finger, in the middle of it.
pub(crate) async fn touch(browser: &Browser, element: Element) -> Result<()> {
    let finger = TouchActions::new("finger".to_owned())
        .then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        })
        .then(PointerAction::Down { button: 0 })
        .then(PointerAction::Up { button: 0 });
    Ok(browser.client.perform_actions(finger).await?)
}

/// Whether each click was prevented, in the end.
const CLICKS: &str = "\
    window.prevented = [];
    addEventListener('news-rack-select', (event) => event.preventDefault());
    addEventListener('click', (event) => prevented.push(event.defaultPrevented));";

pub(crate) async fn a_reader_may_be_kept_here_whatever_they_use(browser: &Browser) -> Result<()> {
    for way in [Way::Mouse, Way::Touch, Way::Keyboard] {
        let host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
        let rack = browser.rack("news-rack");
        rack.wait_until_ready().await?;
        rack.run(CLICKS, Value::Null).await?;
        follow(browser, &rack, way).await?;
        let clicked = "return prevented.length > 0;";
        browser
            .wait_until(&format!("a click by {way:?}"), clicked, vec![])
            .await?;
        let seen = "return [prevented, location.pathname, noted.filter(([type]) => type === 'news-rack-select').length];";
        let seen = browser.run(seen, vec![]).await?;
        ensure!(seen == json!([[true], "/", 1]), "{way:?}: {seen}");
        drop(host);
    }
    Ok(())
}

/// Sets every attribute to something and takes it back, and calls every method.
const HOST: &str = "\
    const values = { layout: 'list', 'page-size': '3', query: 'harbor', topic: 'Sea', provider: 'x', \
        type: 'video', since: '2026-11-01', until: '2026-11-30', 'min-quality': '1', sort: 'oldest', \
        link: 'reader', theme: 'dark', label: 'News', lang: 'de', dir: 'rtl', 'url-sync': 'n' };
    const done = [];
    const settle = async (act) => { act(); await rack.updateComplete; };
    return (async () => {
        for (const name of argument) {
            if (['src', 'loading', 'stylesheet'].includes(name)) continue;
            await settle(() => rack.setAttribute(name, values[name] ?? ''));
            await settle(() => rack.removeAttribute(name));
            done.push(name);
        }
        await settle(() => rack.showMore());
        await settle(() => rack.clearFilters());
        await rack.search({ query: 'harbor', limit: 1 });
        rack.refresh();
        return done.length;
    })();";

pub(crate) async fn a_page_is_not_told_of_what_it_did_itself(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{EAGER}")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let names: Vec<_> = surface::ATTRIBUTES.iter().map(|one| one.name).collect();
    let done = rack.run(HOST, json!(names)).await?;
    ensure!(done == json!(names.len() - 3), "{done}");
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until_ready().await?;
    let image_like = |name: &String| name.starts_with("load");
    let told = told(browser).await?;
    ensure!(told.iter().all(image_like), "the page was told {told:?}");
    // It would have been told of a reader's doing.
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.total === 13;")
        .await?;
    let results = page::noted(browser, "news-rack-results").await?;
    ensure!(results.len() == 1, "{results:?}");
    Ok(())
}

/// Far below what a reader sees, so that only what is called wakes them.
const ASLEEP: &str = "<div style=\"height: 900vh\"></div>\
    <news-rack id=more src=/site/news/ page-size=5></news-rack>\
    <news-rack id=clear src=/site/news/ topic=Sea></news-rack>\
    <news-rack id=search src=/site/news/></news-rack>\
    <news-rack id=refresh src=/site/news/></news-rack>";

pub(crate) async fn a_method_that_is_called_early_counts_later(browser: &Browser) -> Result<()> {
    let _host = site::open(browser, &format!("{SCRIPT}{ASLEEP}")).await?;
    let rack = browser.rack("#more");
    rack.wait_until("the class", "return rack.matches(':state(loading)');")
        .await?;
    let early = "\
        const [more, clear, search, refresh] = document.querySelectorAll('news-rack');
        more.showMore();
        clear.clearFilters();
        search.search({ topic: 'Sea' }).then(({ total }) => (window.total = total));
        refresh.refresh();
        return [...document.querySelectorAll('news-rack')].map((rack) => rack.state.total);";
    let before = rack.run(early, Value::Null).await?;
    ensure!(before == json!([0, 0, 0, 0]), "{before}");
    for (id, then) in [
        ("#more", "rack.state.shown === 10"),
        (
            "#clear",
            "rack.state.total === 27 && rack.state.topic.length === 0",
        ),
        ("#search", "window.total === 13 && rack.state.total === 27"),
        ("#refresh", "rack.state.total === 27"),
    ] {
        let script = format!("return {then};");
        browser.rack(id).wait_until(then, &script).await?;
    }
    let on = "return Object.getOwnPropertyNames(rack.constructor.prototype) \
        .filter((name) => name.startsWith('on'));";
    ensure!(rack.run(on, Value::Null).await? == json!([]));
    page::expect_nothing_uncaught(browser).await
}
