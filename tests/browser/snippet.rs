//! What does a page show that somebody pasted `snippet.html` into: before, while and without?

use crate::driver::Browser;
use crate::driver::Engine;
use crate::driver::VIEWPORTS;
use crate::page;
use crate::press;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fmt::Write;
use std::fs;
use std::time::Duration;

/// The snippet of the demo, with its two addresses changed as a page owner changes them.
fn snippet() -> Result<String> {
    let snippet = fs::read_to_string(stage::dist()?.join("news/snippet.html"));
    let snippet = snippet.context("the demo's bundle has no snippet")?;
    Ok(snippet.replace("https://quayside.example/", "/site/"))
}

/// A host with the site, and a page that the snippet was pasted into, between a title and a text.
async fn paste(snippet: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let after = "<p>What follows on this page, in a few words of its own.</p>".repeat(8);
    host.page(
        "/",
        format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>A page</title><script>{}{SHIFTS}</script><body><h1>A page</h1>\
             <p>A word before the news.</p>{snippet}<h2>After the news</h2>{after}",
            page::NOTES
        ),
    );
    Ok(host)
}

/// Adds up what moves without a reader's doing.
const SHIFTS: &str = "\
    window.shifts = [];
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
        new PerformanceObserver((list) => shifts.push(...list.getEntries()))\
            .observe({ type: 'layout-shift', buffered: true });";

/// The headlines on the page: whether each is seen, its address, source, time and place.
const HEADLINES: &str = "\
    return [...document.querySelectorAll('news-rack > ul > li')].map((line) => {
        const [link, source, time] = ['a', 'bdi', 'time'].map((name) => line.querySelector(name));
        const seen = [link, source, time].every((node) => node.checkVisibility());
        return { seen, title: link.textContent, href: link.href, source: source.textContent, \
            told: time.textContent, datetime: time.dateTime, lang: time.lang };
    });";

async fn headlines(browser: &Browser) -> Result<Vec<Value>> {
    Ok(serde_json::from_value(
        browser.run(HEADLINES, vec![]).await?,
    )?)
}

/// # Errors
///
/// When a reader does not see a full list of real headlines.
async fn expect_headlines(browser: &Browser) -> Result<()> {
    let headlines = headlines(browser).await?;
    ensure!(headlines.len() == 12, "{} headlines", headlines.len());
    for line in headlines {
        let is_link = line["href"]
            .as_str()
            .is_some_and(|href| href.starts_with("https://"));
        let is_told = line["told"]
            .as_str()
            .is_some_and(|told| told.ends_with(", 2026"));
        let has_source = line["source"]
            .as_str()
            .is_some_and(|source| !source.is_empty());
        ensure!(
            line["seen"] == json!(true) && is_link && is_told && has_source,
            "{line}"
        );
    }
    Ok(())
}

async fn expect_nothing_sticks_out(browser: &Browser, width: u32) -> Result<()> {
    let excess = "return document.documentElement.scrollWidth - innerWidth;";
    let excess = browser.run(excess, vec![]).await?;
    ensure!(excess.as_i64() <= Some(0), "{width}: {excess} px too wide");
    Ok(())
}

/// No script runs where the policy allows none, as none does where a reader has turned them off.
async fn without_scripts(host: &Host) {
    host.header("Content-Security-Policy", "script-src 'none'");
}

pub(crate) async fn without_scripts_a_reader_has_the_headlines(browser: &Browser) -> Result<()> {
    let host = paste(&snippet()?).await?;
    without_scripts(&host).await;
    browser.open(&host.at("/")).await?;
    expect_headlines(browser).await?;
    for (width, height) in VIEWPORTS {
        browser.viewport(width, height).await?;
        expect_nothing_sticks_out(browser, width).await?;
        browser
            .screenshot(&format!("snippet-without-scripts-{width}"))
            .await?;
    }
    Ok(())
}

pub(crate) async fn the_demo_has_headlines_without_scripts(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/", stage::dist()?);
    without_scripts(&host).await;
    browser.open(&host.at("/")).await?;
    expect_headlines(browser).await?;
    for width in [320, 1280] {
        browser.viewport(width, 800).await?;
        browser
            .screenshot(&format!("demo-without-scripts-{width}"))
            .await?;
    }
    Ok(())
}

/// The headlines stay, the page hears of it once, and nothing is uncaught.
async fn expect_one_error(browser: &Browser, host: &Host) -> Result<()> {
    browser.open(&host.at("/")).await?;
    page::wait_for_loads(browser, 1).await?;
    expect_headlines(browser).await?;
    assert_eq!(page::noted(browser, "error").await?.len(), 1);
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn where_webassembly_is_forbidden_the_headlines_stay(
    browser: &Browser,
) -> Result<()> {
    let host = paste(&snippet()?).await?;
    host.header(
        "Content-Security-Policy",
        "script-src 'self' 'unsafe-inline'",
    );
    expect_one_error(browser, &host).await?;
    browser
        .screenshot("snippet-without-webassembly")
        .await
        .map(drop)
}

pub(crate) async fn where_the_bundle_is_gone_the_headlines_stay(browser: &Browser) -> Result<()> {
    let host = paste(&snippet()?.replace("/site/news/", "/gone/")).await?;
    expect_one_error(browser, &host).await?;
    browser.start_afresh().await?;
    let host = paste(&snippet()?).await?;
    host.fault(".wasm", Fault::Status(404));
    expect_one_error(browser, &host).await
}

pub(crate) async fn no_title_is_there_twice(browser: &Browser) -> Result<()> {
    let host = paste(&snippet()?).await?;
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    let pasted = headlines(browser).await?;
    assert!(
        pasted.iter().all(|line| line["seen"] == json!(false)),
        "{pasted:?}"
    );
    let titles = rack.texts("card-title").await?;
    assert_eq!(titles.len(), pasted.len());
    for (title, line) in titles.iter().zip(&pasted) {
        assert_eq!(
            json!(title),
            line["title"],
            "the same news, in the same order"
        );
    }
    browser.expect_quiet_console().await
}

/// ELEMENT.md, F2.
const SHIFT_ALLOWED: f64 = 0.01;

/// Long enough for each step on the way to be painted before the next one comes.
const ROUND_TRIP: Duration = Duration::from_millis(300);

const PICTURES_DONE: &str = "\
    const pictures = [...document.querySelector('news-rack').shadowRoot.querySelectorAll('img')];
    const isFar = (picture) => picture.getBoundingClientRect().top > innerHeight;
    return pictures.length > 0 && pictures.every((picture) => \
        picture.complete || !picture.checkVisibility() || isFar(picture));";

/// After what is on its way has been painted.
const SHIFTED: &str = "\
    const frame = () => new Promise(requestAnimationFrame);
    return frame().then(frame).then(() => new Promise((done) => setTimeout(done, 100)))\
        .then(() => shifts.reduce((sum, shift) => sum + shift.value, 0));";

async fn shifted(browser: &Browser) -> Result<f64> {
    let sum = browser.run(SHIFTED, vec![]).await?;
    sum.as_f64().context("a sum is a number")
}

/// How much moves from the first headline to the last picture, on a page without a rule for the tag.
pub(crate) async fn check_shift(
    browser: &Browser,
    snippet: &str,
    width: u32,
    height: u32,
) -> Result<()> {
    let host = paste(snippet).await?;
    host.delay(ROUND_TRIP);
    browser.viewport(width, height).await?;
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    browser
        .wait_until("pictures", PICTURES_DONE, vec![])
        .await?;
    let sum = shifted(browser).await?;
    println!("    {width} × {height}: shift {sum:.4}");
    ensure!(sum <= SHIFT_ALLOWED, "{width} × {height}: {sum}");
    // It would have been seen.
    let push =
        "document.body.prepend(Object.assign(document.createElement('h1'), { textContent: 'x' }));";
    browser.run(push, vec![]).await?;
    ensure!(shifted(browser).await? > sum, "shifts are not measured");
    Ok(())
}

pub(crate) async fn nothing_moves_when_the_cards_come(browser: &Browser) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out("shifts", "only Chromium tells of them");
        return Ok(());
    }
    let snippet = snippet()?;
    for (width, height) in VIEWPORTS.into_iter().chain([(1920, 1080)]) {
        check_shift(browser, &snippet, width, height).await?;
    }
    for layout in ["list", "compact", "magazine"] {
        let snippet = snippet.replace("<news-rack ", &format!("<news-rack layout={layout} "));
        check_shift(browser, &snippet, 1280, 800).await?;
    }
    let narrow = snippet.replace("<news-rack ", "<news-rack without-search without-filters ");
    check_shift(browser, &narrow, 1280, 800).await
}

/// Few headlines fill no screen, and before the script comes no rule of the rack's holds for its tag; the
/// sheet that the site has for pages does.
pub(crate) async fn nothing_moves_below_few_headlines_on_a_page_with_the_sheet(
    browser: &Browser,
) -> Result<()> {
    if browser.engine != Engine::Chromium {
        browser.leave_out("shifts", "only Chromium tells of them");
        return Ok(());
    }
    let sheet = "<link rel=stylesheet href=/site/news-rack.css>";
    for headlines in [1, 3] {
        let few = format!("{sheet}{}", shortened(&snippet()?, headlines)?);
        for (width, height) in VIEWPORTS.into_iter().chain([(1920, 1080)]) {
            check_shift(browser, &few, width, height).await?;
        }
        let short = few.replace("<news-rack ", "<news-rack page-size=1 without-filters ");
        check_shift(browser, &short, 1280, 800).await?;
    }
    Ok(())
}

/// The snippet with so many of its headlines.
fn shortened(snippet: &str, headlines: usize) -> Result<String> {
    let mut lines: Vec<&str> = snippet.split_inclusive("</li>").collect();
    let end = lines.pop().context("something follows the last headline")?;
    ensure!(lines.len() > headlines, "{} headlines", lines.len());
    lines.truncate(headlines);
    Ok(lines.concat() + end)
}

/// A page whose rack waits for ever.
async fn open_loading(browser: &Browser, snippet: &str, width: u32) -> Result<Host> {
    let host = paste(snippet).await?;
    host.fault(".wasm", Fault::Stall(10));
    browser.viewport(width, 800).await?;
    browser.open(&host.at("/")).await?;
    let is_loading = "return rack.matches(':state(loading)') && \
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.json'));";
    let rack = browser.rack("news-rack");
    rack.wait_until("loading", is_loading).await?;
    Ok(host)
}

pub(crate) async fn while_it_loads_the_headlines_stand_where_they_stood(
    browser: &Browser,
) -> Result<()> {
    let snippet = snippet()?;
    for (width, _) in VIEWPORTS {
        let _host = open_loading(browser, &snippet, width).await?;
        expect_headlines(browser).await?;
        expect_nothing_sticks_out(browser, width).await?;
        let name = format!("snippet-loading-{width}");
        browser.screenshot(&name).await?;
    }
    Ok(())
}

/// Few headlines are no measure for the room of the cards; the unseen skeleton behind them is.
pub(crate) async fn few_headlines_have_the_room_of_the_cards(browser: &Browser) -> Result<()> {
    let one = shortened(&snippet()?, 1)?;
    for (width, _) in VIEWPORTS {
        let _host = open_loading(browser, &one, width).await?;
        let height = browser.run(
            "return document.querySelector('news-rack').offsetHeight;",
            vec![],
        );
        let height = height.await?;
        // Two rows of three cards with the toolbar above them, or more rows of fewer.
        assert!(height.as_i64() >= Some(850), "{width}: {height} px high");
        expect_nothing_sticks_out(browser, width).await?;
    }
    Ok(())
}

/// Twelve articles, one in each month.
fn year(language: &str) -> Result<tempfile::TempDir> {
    let desk = tempfile::tempdir()?;
    for month in 1..=12 {
        let article = format!(
            "---\ntitle: Month {month}\npublishedDateTime: 2026-{month:02}-09T12:00:00Z\n\
             provider: {{ name: The Post }}\n---\n"
        );
        fs::write(desk.path().join(format!("{month}.md")), article)?;
    }
    let settings = format!("language = \"{language}\"\n");
    fs::write(desk.path().join("newsrack.toml"), settings)?;
    Ok(desk)
}

/// Dates that do not say what the browser says in the same language.
const OTHERWISE: &str = "\
    return [...document.querySelectorAll('time')].flatMap((time) => {
        const long = new Intl.DateTimeFormat(time.lang, { dateStyle: 'long', timeZone: 'UTC' });
        const told = long.format(new Date(time.dateTime));
        return told === time.textContent ? [] : [[time.lang, time.textContent, told]];
    });";

pub(crate) async fn dates_are_told_as_the_browser_tells_them(browser: &Browser) -> Result<()> {
    if browser.engine == Engine::WebKit {
        browser.leave_out(
            "dates",
            "its tables are years older, with other digits in Arabic",
        );
        return Ok(());
    }
    let mut pasted = String::new();
    let words = stage::dist()?.read_dir()?;
    let names = words.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    // `words-zh-Hant-….json`: a hash is 43 characters.
    let language = |name: &String| {
        Some(
            name.strip_prefix("words-")?
                .get(..name.len() - 55)?
                .to_owned(),
        )
    };
    let languages: Vec<_> = names
        .iter()
        .filter_map(language)
        .chain(["en".to_owned()])
        .collect();
    for language in &languages {
        let articles = year(language)?;
        let settings = articles.path().join("newsrack.toml");
        let settings = settings.to_str().context("a path of plain letters")?;
        let bundle = press::bundle(articles.path(), &["--config", settings])?;
        let snippet = fs::read_to_string(bundle.path().join("snippet.html"))?;
        let (_, tag) = snippet
            .split_once("</script>")
            .context("a script comes first")?;
        write!(pasted, "{tag}")?;
    }
    let host = Host::start().await?;
    host.page(
        "/",
        format!("<!doctype html><meta charset=\"utf-8\">{pasted}"),
    );
    browser.open(&host.at("/")).await?;
    let count = browser
        .run("return document.querySelectorAll('time').length;", vec![])
        .await?;
    assert_eq!(count, json!(16 * 12), "{languages:?}");
    assert_eq!(browser.run(OTHERWISE, vec![]).await?, json!([]));
    Ok(())
}
