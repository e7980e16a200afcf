//! Does anything that an article says ever run, lead astray or become markup?
//!
//! TRUST.md, section 6, under the strictest policy, where a browser would report it, and without any,
//! where it would run.

mod desk;
mod vectors;

use crate::driver::Browser;
use crate::driver::Engine;
use crate::rack::Rack;
use crate::server::Host;
use crate::server::WITNESS;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use vectors::Vector;

/// TRUST.md, P1.
const STRICTEST: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; img-src 'self' https:; style-src 'none'; font-src 'none'; \
    base-uri 'none'; form-action 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// What payloads call when they run.
const TRAP: &str = "\
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'eval', 'msgbox'])
        window[name] = () => { window.ran = name; };";

/// What may be in a rack, and how: elements, attributes by element or for all, and addresses. Given a
/// root, all that is not so.
const AUDIT: &str = "\
    const ELEMENTS = new Set(`a article bdi blockquote br button code del details dialog div em fieldset \
        figcaption figure h1 h2 h3 h4 h5 h6 hr img input label legend li mark ol option p pre select slot \
        small span strong sub summary sup table tbody td th thead time tr ul`.split(' '));
    const ATTRIBUTES = new Set(`alt aria-busy aria-expanded aria-hidden aria-label aria-labelledby \
        autocomplete checked class colspan data-change data-click data-facet data-focusin data-id data-input \
        data-layout data-leads data-missing data-open data-pointerover data-whole datetime decoding dir fetchpriority \
        enterkeyhint height hidden href id lang loading name open part \
        placeholder referrerpolicy rel role rowspan selected sizes spellcheck src start tabindex title type value \
        width`.split(' '));
    const isDeed = (value) => /^(address|approach|clear|least|more|open|retry|since|sort|type|until|\
(cover|cover-all) [0-9a-f]{16}|(find|tick|turn|free) [a-z]+)$/.test(value);
    const HEARD = /^data-(click|input|change|focusin|pointerover)$/;
    const isLink = (value) => /^(https?:\\/\\/[^\\s]|mailto:|#note-|#$)/.test(value);
    const isPicture = (value) => /^https?:\\/\\/[^\\s]/.test(value);
    const isOwnId = (value) => /^(title-[0-9a-f]+|reading|note-[0-9]+)$/.test(value);
    const audit = (root) => [...root.querySelectorAll('*')].flatMap((node) => {
        const wrong = [...node.attributes].filter(({ name, value }) => !ATTRIBUTES.has(name) \
            || HEARD.test(name) && !isDeed(value) \
            || name === 'href' && !isLink(value) || name === 'src' && !isPicture(value) \
            || name === 'id' && !isOwnId(value));
        const isKnown = ELEMENTS.has(node.localName) \
            && node.namespaceURI === 'http://www.w3.org/1999/xhtml';
        return isKnown && wrong.length === 0 ? [] : [node.outerHTML.slice(0, 200)];
    });";

/// A page with a rack of these articles, all of them at once.
async fn open(browser: &Browser, bundle: &Path, policy: Option<&str>) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle);
    host.page("/trap.js", TRAP);
    if let Some(policy) = policy {
        host.header("Content-Security-Policy", policy);
    }
    host.page(
        "/",
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>\
             <link rel=icon href=/favicon.ico><script src={}></script><script src=/trap.js></script>\
             <script type=module async src=/site/news-rack.js></script>\
             <news-rack loading=eager src=/bundle/ link=reader page-size=1000></news-rack>",
            WITNESS.path
        ),
    );
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

/// Nothing ran, nothing was refused, and nobody threw. That a picture was refused, which an article may
/// have at any address, says that the policy works.
async fn expect_calm(browser: &Browser, what: &str) -> Result<()> {
    let ran = browser.run("return window.ran ?? null;", vec![]).await?;
    ensure!(ran == Value::Null, "{what}: {ran} ran");
    let lines = browser.run("return window.witnessed;", vec![]).await?;
    let lines: Vec<String> = serde_json::from_value(lines)?;
    let other: Vec<_> = lines
        .iter()
        .filter(|line| !line.starts_with("violation: img-src"))
        .collect();
    ensure!(other.is_empty(), "{what}: {other:?}");
    Ok(())
}

async fn expect_only_known(rack: &Rack<'_>, what: &str) -> Result<()> {
    let script = format!("{AUDIT} return audit(rack.shadowRoot).slice(0, 5);");
    let strange = rack.run(&script, Value::Null).await?;
    ensure!(strange == json!([]), "{what}: {strange}");
    Ok(())
}

/// The titles in a bundle's files, as they are to be read.
fn titles(bundle: &Path) -> Result<Vec<String>> {
    let mut titles = Vec::new();
    for entry in fs::read_dir(bundle)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("cards-") && !name.starts_with("cards-files-") {
            let cards: Value = serde_json::from_slice(&fs::read(&path)?)?;
            let cards = cards["cards"].as_array().into_iter().flatten();
            titles.extend(cards.filter_map(|card| card["title"].as_str().map(str::to_owned)));
        }
    }
    titles.sort();
    Ok(titles)
}

/// Each title is on the page, letter by letter as text.
async fn expect_titles(rack: &Rack<'_>, bundle: &Path) -> Result<usize> {
    let script = "return parts('card-title').map((title) => title.textContent);";
    let mut shown: Vec<String> = serde_json::from_value(rack.run(script, Value::Null).await?)?;
    shown.sort();
    let expected = titles(bundle)?;
    ensure!(
        shown == expected,
        "{} shown of {}",
        shown.len(),
        expected.len()
    );
    Ok(shown.len())
}

/// Opens one article after another in the page, from one place to another, and says what is strange.
const READ: &str = "\
    const [from, to, done] = arguments;
    const root = document.querySelector('news-rack').shadowRoot;
    const reader = root.querySelector('[part~=reader]');
    const frame = () => new Promise((next) => setTimeout(next, 4));
    // The text is in the page a moment before the dialog opens; what is not open cannot be closed.
    const isOpen = () => reader.matches(':modal') && reader.querySelector('.prose:not(.lines)');
    (async () => {
        const strange = [];
        let read = 0;
        const links = [...root.querySelectorAll('[part~=card-title] a[data-leads=reader]')];
        for (const link of links.slice(from, to)) {
            link.click();
            for (let at = 0; at < 4000 && !isOpen(); at += 1) await frame();
            if (!isOpen()) strange.push(`no text: ${link.textContent}`);
            strange.push(...audit(reader));
            read += 1;
            reader.close();
            for (let at = 0; at < 4000 && reader.childElementCount; at += 1) await frame();
        }
        done([read, strange.slice(0, 5)]);
    })();";

/// So many at a time, for a script has half a minute.
const AT_ONCE: usize = 5;

/// Reads so many articles in place, or all where there are fewer.
async fn read(browser: &Browser, most: usize, what: &str) -> Result<usize> {
    let script = format!("{AUDIT}{READ}");
    let mut count = 0;
    while count < most {
        let places = vec![json!(count), json!(most.min(count + AT_ONCE))];
        let seen = browser.client.execute_async(&script, places).await?;
        ensure!(seen[1] == json!([]), "{what}, read in place: {}", seen[1]);
        match seen[0].as_u64().and_then(|read| usize::try_from(read).ok()) {
            None | Some(0) => break,
            Some(read) => count += read,
        }
    }
    Ok(count)
}

/// A bundle of all payloads.
fn all() -> Result<TempDir> {
    desk::bundle(&vectors::all()?)
}

pub(crate) async fn nothing_that_an_article_says_runs(browser: &Browser) -> Result<()> {
    let bundle = all()?;
    let accepted = vectors::accepted(&vectors::all()?);
    // Read in place are those that are meant to run; where a policy would stop them anyway, ours must do.
    let (own, mut meant) = (vectors::own().len(), vectors::markup()?.len());
    if browser.engine == Engine::WebKit && meant > own {
        browser.leave_out(
            "reading more than our own in place",
            "each takes it a second",
        );
        meant = own;
    }
    let policies = [
        ("no policy", None, meant),
        ("strictest", Some(STRICTEST), own),
    ];
    for (what, policy, most) in policies {
        browser.start_afresh().await?;
        let _host = open(browser, bundle.path(), policy).await?;
        let rack = browser.rack("news-rack");
        let shown = expect_titles(&rack, bundle.path()).await?;
        ensure!(shown == accepted, "{shown} of {accepted} are shown");
        rack.run(
            "for (const one of rack.shadowRoot.querySelectorAll('summary')) one.click();",
            Value::Null,
        )
        .await?;
        rack.wait_until(
            "related coverage",
            "return parts('related-item').length > 10;",
        )
        .await?;
        expect_only_known(&rack, what).await?;
        let read = read(browser, most, what).await?;
        // Each has a body.
        let most = most.min(shown);
        ensure!(read == most, "{read} of {most} were read");
        expect_calm(browser, what).await?;
        println!("    {what}: {shown} articles, {read} of them read in place");
    }
    Ok(())
}

/// Asks for each payload in words, and ticks each as a topic.
const ASK_ALL: &str = "\
    const [payloads, done] = arguments;
    const rack = document.querySelector('news-rack');
    (async () => {
        for (const payload of payloads) {
            rack.query = payload;
            rack.topic = [payload];
            await rack.updateComplete;
        }
        rack.query = null;
        rack.topic = null;
        await rack.updateComplete;
        done(rack.state.total);
    })();";

pub(crate) async fn nothing_that_is_asked_for_runs(browser: &Browser) -> Result<()> {
    let bundle = all()?;
    let payloads: Vec<String> = vectors::all()?
        .into_iter()
        .map(|vector| vector.text)
        .collect();
    let _host = open(browser, bundle.path(), Some(STRICTEST)).await?;
    let rack = browser.rack("news-rack");
    let total = rack.state().await?["total"].clone();
    let left = browser
        .client
        .execute_async(ASK_ALL, vec![json!(payloads)])
        .await?;
    ensure!(left == total, "{left} of {total} are left");
    expect_only_known(&rack, "asked").await?;
    expect_calm(browser, "asked").await
}

pub(crate) async fn names_that_are_there_already_are_topics_like_others(
    browser: &Browser,
) -> Result<()> {
    let names = [
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "toString",
        "then",
    ];
    let bundle = desk::bundle(&names.map(Vector::text))?;
    let _host = open(browser, bundle.path(), None).await?;
    let rack = browser.rack("news-rack");
    for name in names {
        rack.tick("topic", name).await?;
        let script = format!(
            "return rack.state.total === 1 && rack.state.topic[0] === {};",
            json!(name)
        );
        rack.wait_until(name, &script).await?;
        rack.tick("topic", name).await?;
        rack.wait_until("all", "return rack.state.total === 5;")
            .await?;
    }
    expect_calm(browser, "names").await
}

/// The page's own elements are beside the pasted ones; feeds are read as readers of feeds do.
const PASTED: &str = "\
    const markup = [...document.querySelectorAll('news-rack')];
    return markup.flatMap((rack) => audit(rack)).slice(0, 5);";

pub(crate) async fn what_is_pasted_is_text_as_well(browser: &Browser) -> Result<()> {
    let own: Vec<Vector> = vectors::all()?;
    let mut pasted = String::new();
    let mut count = 0;
    // A snippet has the newest twelve.
    for twelve in own.chunks(12) {
        let bundle = desk::bundle(twelve)?;
        let snippet = fs::read_to_string(bundle.path().join("snippet.html"))?;
        let (_, tag) = snippet
            .split_once("</script>")
            .context("a script comes first")?;
        pasted.push_str(tag);
        count += vectors::accepted(twelve);
    }
    let host = Host::start().await?;
    host.page("/trap.js", TRAP);
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>A page</title><script src={}></script>\
         <script src=/trap.js></script><body>{pasted}<p id=last>The page goes on.</p>",
        WITNESS.path
    );
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    let lines = "return document.querySelectorAll('news-rack > ul > li > a').length;";
    ensure!(
        browser.run(lines, vec![]).await? == json!(count),
        "not {count} headlines"
    );
    let strange = browser.run(&format!("{AUDIT}{PASTED}"), vec![]).await?;
    ensure!(strange == json!([]), "{strange}");
    let last = "return document.querySelector('body > #last') !== null;";
    ensure!(
        browser.run(last, vec![]).await? == json!(true),
        "the page is swallowed"
    );
    expect_calm(browser, "pasted").await
}

/// Reads both feeds: their titles, and what is strange in texts that are said to be markup, also after they
/// were written out and read again, for there is markup that changes by that. All others are plain.
const FEEDS: &str = "\
    const done = arguments[arguments.length - 1];
    const asMarkup = (html) => {
        const place = document.createElement('template');
        place.innerHTML = html;
        return place;
    };
    const strangeIn = (html) => {
        const once = asMarkup(html);
        const again = asMarkup(once.innerHTML);
        return [...audit(once.content), ...audit(again.content)];
    };
    (async () => {
        const get = async (name) => (await fetch(`/bundle/${name}`)).text();
        const json = JSON.parse(await get('feed.json'));
        const xml = new DOMParser().parseFromString(await get('feed.xml'), 'application/xml');
        const broken = xml.querySelector('parsererror')?.textContent ?? null;
        const items = [...xml.querySelectorAll('item, entry')];
        const texts = items.flatMap((item) => [...item.querySelectorAll('title, summary, content, name')]);
        const isMarkup = (text) => (text.getAttribute('type') ?? 'text') !== 'text';
        const markup = texts.filter(isMarkup).map(({ textContent }) => textContent);
        const htmls = [...json.items.map((item) => item.content_html ?? ''), ...markup];
        done({
            broken,
            json: json.items.map(({ title }) => title),
            xml: items.map((item) => item.querySelector('title').textContent),
            plain: texts.length - markup.length,
            strange: htmls.flatMap(strangeIn).slice(0, 5),
        });
    })();";

pub(crate) async fn feeds_say_the_same_and_hold_nothing_that_runs(browser: &Browser) -> Result<()> {
    // A feed has the newest fifty.
    for fifty in vectors::all()?.chunks(50) {
        let bundle = desk::bundle(fifty)?;
        let _host = open(browser, bundle.path(), None).await?;
        let script = format!("{AUDIT}{FEEDS}");
        let seen = browser.client.execute_async(&script, vec![]).await?;
        ensure!(
            seen["broken"] == Value::Null,
            "feed.xml: {}",
            seen["broken"]
        );
        ensure!(seen["strange"] == json!([]), "feeds: {}", seen["strange"]);
        // Each has a title, a summary and an author.
        let plain = 3 * vectors::accepted(fifty);
        ensure!(
            seen["plain"] == json!(plain),
            "{} plain texts, not {plain}",
            seen["plain"]
        );
        let sorted = |key: &str| -> Result<Vec<String>> {
            let mut titles: Vec<String> = serde_json::from_value(seen[key].clone())?;
            titles.sort();
            Ok(titles)
        };
        let mut expected = titles(bundle.path())?;
        ensure!(sorted("json")? == expected, "feed.json has other titles");
        // What XML cannot say is left out.
        for title in &mut expected {
            title.retain(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'));
        }
        expected.sort();
        ensure!(sorted("xml")? == expected, "feed.xml has other titles");
        expect_calm(browser, "feeds").await?;
    }
    Ok(())
}

/// Each of these is found on the page when it is put there.
const STRANGE: [&str; 5] = [
    "const one = document.createElement('p'); one.setAttribute('onclick', 'ran = 1'); at.append(one);",
    "const one = document.createElement('a'); one.href = 'javascript:ran = 1'; at.append(one);",
    "at.append(document.createElement('iframe'));",
    "at.append(document.createElementNS('http://www.w3.org/2000/svg', 'a'));",
    "const one = document.createElement('p'); one.id = 'rack'; at.append(one);",
];

pub(crate) async fn what_is_strange_is_noticed(browser: &Browser) -> Result<()> {
    let bundle = desk::bundle(&[Vector::text("Words")])?;
    let _host = open(browser, bundle.path(), None).await?;
    let rack = browser.rack("news-rack");
    for plant in STRANGE {
        let script = format!(
            "const at = part('list'); {plant} {AUDIT} const seen = audit(rack.shadowRoot); \
            at.lastChild.remove(); return seen.length;"
        );
        let seen = rack.run(&script, Value::Null).await?;
        ensure!(seen == json!(1), "{seen} strange for {plant}");
    }
    browser.run("alert(1);", vec![]).await?;
    ensure!(
        expect_calm(browser, "trap").await.is_err(),
        "the trap is not set"
    );
    Ok(())
}
