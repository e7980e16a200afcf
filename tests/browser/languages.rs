//! Does a rack speak the language of its page?

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::site;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// A page with the demo's articles in an eager rack with these attributes.
async fn open(browser: &Browser, attributes: &str) -> Result<Host> {
    let host = host(attributes).await?;
    show(browser, &host).await?;
    Ok(host)
}

async fn host(attributes: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ {attributes}");
    host.page("/", page::with_rack("/site/news-rack.js", &tag));
    Ok(host)
}

async fn show(browser: &Browser, host: &Host) -> Result<()> {
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await
}

/// How many files of words were asked for.
fn fetched(host: &Host) -> usize {
    let paths = host.requests().into_iter().map(|request| request.path);
    paths.filter(|path| path.contains("/words-")).count()
}

async fn wait_for_status(rack: &Rack<'_>, status: &str) -> Result<()> {
    let script = format!("return part('status').textContent === {};", json!(status));
    rack.wait_until(status, &script).await.map(drop)
}

/// Everything that is said to the reader and is not news.
const SAID: &str = "\
    const text = (selector) => [...rack.shadowRoot.querySelectorAll(selector)]
        .map((node) => node.textContent);
    return [...text('legend'), ...text('option'), ...text('button:not([hidden])'),
        part('search').placeholder].join(' ');";

pub(crate) async fn a_german_page_has_german_words_and_asks_for_them_once(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "lang=de-AT").await?;
    let rack = browser.rack("news-rack");
    wait_for_status(&rack, "12 von 27 Artikeln").await?;
    let said = rack.run(SAID, Value::Null).await?;
    let said = said.as_str().context("texts are a text")?;
    for word in ["Themen", "Neueste zuerst", "12 weitere anzeigen", "Suchen"] {
        ensure!(said.contains(word), "`{word}` is not in {said}");
    }
    let (frame, time) = languages_of(&rack).await?;
    assert_eq!((&*frame, &*time), ("de-AT", "de-AT"));
    let script = "return part('card-time').firstChild.data;";
    let time = rack.run(script, Value::Null).await?;
    assert_eq!(time, json!("14. November 2026"));
    assert_eq!(fetched(&host), 1);
    page::expect_nothing_uncaught(browser).await?;
    browser.expect_quiet_console().await
}

/// The language that the words are said to be in, and that of the times.
async fn languages_of(rack: &Rack<'_>) -> Result<(String, String)> {
    let script =
        "return [part('status').closest('[lang]').lang, part('card-time').closest('[lang]').lang];";
    Ok(serde_json::from_value(
        rack.run(script, Value::Null).await?,
    )?)
}

pub(crate) async fn an_arabic_page_reads_from_right_to_left_with_six_plurals(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "lang=ar-EG").await?;
    let rack = browser.rack("news-rack");
    let script = "return getComputedStyle(part('base')).direction;";
    assert_eq!(rack.run(script, Value::Null).await?, json!("rtl"));
    for (asked, status) in [
        ("topic = 'Sea'", "١٢ من ١٣ مقالًا"),
        ("topic = 'Sea'; rack.type = 'video'", "مقال واحد"),
        ("topic = 'nothing'", "لا مقالات مطابقة."),
    ] {
        rack.run(&format!("rack.type = null; rack.{asked};"), Value::Null)
            .await?;
        wait_for_status(&rack, status).await?;
    }
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn a_japanese_page_has_japanese_words(browser: &Browser) -> Result<()> {
    let host = open(browser, "lang=ja").await?;
    let rack = browser.rack("news-rack");
    wait_for_status(&rack, "27件中12件の記事").await?;
    let script = "return [part('card-time').firstChild.data, \
        getComputedStyle(part('base')).direction];";
    let seen = rack.run(script, Value::Null).await?;
    assert_eq!(seen, json!(["2026年11月14日", "ltr"]));
    assert_eq!(fetched(&host), 1);
    Ok(())
}

pub(crate) async fn chinese_is_written_as_the_region_writes_it(browser: &Browser) -> Result<()> {
    for (language, search) in [("zh-CN", "搜索"), ("zh-TW", "搜尋"), ("zh-Hant", "搜尋")] {
        let _host = open(browser, &format!("lang={language}")).await?;
        let script = format!("return part('search').placeholder === '{search}';");
        let rack = browser.rack("news-rack");
        rack.wait_until(language, &script).await?;
    }
    Ok(())
}

pub(crate) async fn a_language_that_nobody_translated_has_english_words_that_say_so(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "lang=sw").await?;
    let rack = browser.rack("news-rack");
    assert_eq!(rack.text("status").await?, "12 of 27 articles");
    let (frame, time) = languages_of(&rack).await?;
    assert_eq!((&*frame, &*time), ("en", "sw"));
    let script = "return part('card-title').closest('[lang]').lang;";
    let title = rack.run(script, Value::Null).await?;
    assert_eq!(title, json!("en"), "these articles are in English");
    assert_eq!(fetched(&host), 0);
    browser.expect_quiet_console().await
}

pub(crate) async fn a_change_of_language_changes_the_words(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    assert_eq!(rack.text("status").await?, "12 of 27 articles");
    rack.run("rack.lang = 'fr';", Value::Null).await?;
    wait_for_status(&rack, "12 sur 27 articles").await?;
    rack.run("rack.removeAttribute('lang');", Value::Null)
        .await?;
    wait_for_status(&rack, "12 of 27 articles").await?;
    let page = "document.documentElement.lang = 'he';";
    rack.run(page, Value::Null).await?;
    wait_for_status(&rack, "12 מתוך 27 כתבות").await?;
    let direction = "getComputedStyle(part('base')).direction";
    rack.wait_until("right to left", &format!("return {direction} === 'rtl';"))
        .await?;
    rack.run("document.body.dir = 'ltr';", Value::Null).await?;
    rack.wait_until("left to right", &format!("return {direction} === 'ltr';"))
        .await?;
    rack.run("rack.lang = 'fr';", Value::Null).await?;
    wait_for_status(&rack, "12 sur 27 articles").await?;
    assert_eq!(fetched(&host), 2, "French was here already");
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_zone_of_the_page_is_heeded(browser: &Browser) -> Result<()> {
    let _host = open(browser, "lang=en-GB time-zone=Pacific/Kiritimati").await?;
    let rack = browser.rack("news-rack");
    let title = "part('card-time').title";
    let full = rack.run(&format!("return {title};"), Value::Null).await?;
    assert_eq!(full, json!("14 November 2026 at 20:30"));
    rack.run("rack.setAttribute('time-zone', 'UTC');", Value::Null)
        .await?;
    rack.wait_until("UTC", &format!("return {title}.endsWith('06:30');"))
        .await?;
    rack.run("rack.setAttribute('time-zone', 'Nowhere');", Value::Null)
        .await?;
    rack.wait_until("a date", &format!("return {title}.includes('November');"))
        .await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn words_that_do_not_arrive_leave_english(browser: &Browser) -> Result<()> {
    let faults = [
        ("words-de-", Fault::Status(404)),
        ("words-de-", Fault::Html),
    ];
    for (file, fault) in faults {
        browser.start_afresh().await?;
        let host = host("lang=de").await?;
        let path = site::name(file)?;
        host.fault(&path, fault);
        show(browser, &host).await?;
        let rack = browser.rack("news-rack");
        assert_eq!(rack.text("status").await?, "12 of 27 articles");
        assert_eq!(languages_of(&rack).await?.0, "en");
        assert_eq!(page::noted(browser, "error").await?, Vec::<Value>::new());
        page::expect_nothing_uncaught(browser).await?;
        host.mend();
        rack.run("rack.refresh();", Value::Null).await?;
        wait_for_status(&rack, "12 von 27 Artikeln").await?;
    }
    Ok(())
}

pub(crate) async fn a_failure_is_told_in_the_language_of_the_page(browser: &Browser) -> Result<()> {
    let host = host("lang=pl").await?;
    host.fault("manifest.json", Fault::Status(404));
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    let rack = browser.rack("news-rack");
    let said = "return part('error').textContent === \
        'Nie udało się wczytać wiadomości. Spróbuj ponownie';";
    rack.wait_until("the failure in Polish", said).await?;
    Ok(())
}

/// Every form that this browser's rules may ask for is there.
pub(crate) async fn the_browser_finds_every_plural_that_it_asks_for(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "").await?;
    for entry in std::fs::read_dir(stage::dist()?)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let Some(language) = language(&file) else {
            continue;
        };
        let script = "\
            const [address, language, done] = arguments;
            const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
            fetch(address).then((answer) => answer.json())
                .then(([forms]) => done(pluralCategories.filter((form) => \
                    forms.length > 0 && !forms.includes(form))));";
        let arguments = vec![json!(host.at(&format!("/site/{file}"))), json!(language)];
        let lacking = browser.client.execute_async(script, arguments).await?;
        assert_eq!(lacking, json!([]), "{language}");
    }
    Ok(())
}

/// The language in a file's name: what stands between `words-` and the hash.
fn language(file: &str) -> Option<&str> {
    let stem = file.strip_prefix("words-")?.strip_suffix(".json")?;
    stem.get(..stem.len().checked_sub("-".len() + 43)?)
}

/// Counts the timers that run, before the element's script does.
const TIMERS: &str = "\
    window.timers = new Set();
    const { setInterval: set, clearInterval: clear } = window;
    window.setInterval = (...given) => { const id = set(...given); timers.add(id); return id; };
    window.clearInterval = (id) => { timers.delete(id); clear(id); };
    window.hide = (isHidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
        document.dispatchEvent(new Event('visibilitychange'));
    };";

pub(crate) async fn one_timer_serves_all_racks_and_rests_while_nobody_looks(
    browser: &Browser,
) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = "loading=eager src=/site/news/";
    let page = page::with_racks("/site/news-rack.js", &[tag, tag, tag]);
    let page = page.replacen("<script>", &format!("<script>{TIMERS}"), 1);
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 3).await?;
    for (act, timers) in [
        ("", 1),
        ("hide(true);", 0),
        ("hide(false);", 1),
        ("document.querySelector('news-rack').remove();", 1),
        (
            "document.querySelectorAll('news-rack').forEach((rack) => rack.remove());",
            0,
        ),
        ("hide(true); hide(false);", 0),
    ] {
        let script = format!("{act} return timers.size;");
        assert_eq!(
            browser.run(&script, vec![]).await?,
            json!(timers),
            "after `{act}`"
        );
    }
    Ok(())
}

/// What somebody should look at: long words, other scripts, the other direction.
pub(crate) async fn every_language_fits_every_width(browser: &Browser) -> Result<()> {
    for language in ["ar", "he", "ja", "de", "ru", "hi"] {
        let _host = open(browser, &format!("lang={language} topic=Sea")).await?;
        let rack = browser.rack("news-rack");
        let unfold = "rack.shadowRoot.querySelector('.filters-toggle').click();";
        rack.run(unfold, Value::Null).await?;
        for (width, height) in [(320, 640), (1280, 800)] {
            browser.viewport(width, height).await?;
            let script = "return document.documentElement.scrollWidth - innerWidth;";
            let excess = browser.run(script, vec![]).await?;
            assert!(
                excess.as_i64() <= Some(0),
                "{language} at {width}: {excess} px"
            );
            browser
                .screenshot(&format!("language-{language}-{width}"))
                .await?;
        }
    }
    Ok(())
}
