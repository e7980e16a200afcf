//! Is each card what a reader, a screen reader and a browser in a hurry want of it?
//!
//! ELEMENT.md, A3, A4, A7, A8, A13 and F3.

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;

/// A page whose clock says what `window.clock` says, in milliseconds, with all of the demo's articles.
async fn open(browser: &Browser, attributes: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ page-size=30 {attributes}");
    let page = page::with_rack("/site/news-rack.js", &tag);
    let clock = "window.clock = Date.now(); Date.now = () => window.clock;";
    host.page(
        "/",
        page.replacen("<script>", &format!("<script>{clock}"), 1),
    );
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

/// # Errors
///
/// When a script that lists what is wrong lists anything.
async fn expect_none(rack: &Rack<'_>, what: &str, script: &str) -> Result<()> {
    let wrong = rack.run(script, Value::Null).await?;
    ensure!(wrong == json!([]), "{what}: {wrong}");
    Ok(())
}

/// Cards that are not one item of the list each, named by their title, which comes first, with one link that
/// leads to the article, from its picture, too, nothing to press inside a link, and topics that are said to be some.
const MISSHAPEN: &str = "\
    const [list, cards] = [part('list'), parts('card')];
    const covers = (card, link) => {
        card.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = card.querySelector('[part~=card-image]').getBoundingClientRect();
        return rack.shadowRoot.elementFromPoint(x + width / 2, y + height / 2) === link;
    };
    const is = (card) => {
        const item = card.closest('li');
        const name = rack.shadowRoot.getElementById(card.getAttribute('aria-labelledby'));
        const links = card.querySelectorAll('[part~=card-title] a[href]');
        return item.parentNode === list && item.children.length === 1 && card.localName === 'article' \
            && card.contains(name) && name.part.contains('card-title') && links.length === 1 \
            && card.querySelectorAll('a[data-leads]').length === 1 \
            && card.firstChild.firstChild === name && covers(card, links[0]) && card.querySelector('ul.topics').ariaLabel === 'Topics' \
            && card.querySelector(':is(a, button, summary) :is(a, button, input, summary)') === null;
    };
    const wrong = cards.filter((card) => !is(card)).map((card) => card.outerHTML.slice(0, 200));
    const isList = list.role === 'list' && list.childElementCount === cards.length;
    return isList && cards.length === 27 ? wrong : [cards.length, ...wrong];";

/// Anything that says how many there are beyond those that are there, or that they have no end.
const ENDLESS: &str = "\
    return [...rack.shadowRoot.querySelectorAll('[aria-setsize], [aria-posinset], [role=feed]')] \
        .map((node) => node.outerHTML.slice(0, 100));";

/// Pictures without a word for those who do not see them; an empty one says that it means nothing.
const SPEECHLESS: &str = "\
    const pictures = [...rack.shadowRoot.querySelectorAll('img')];
    const told = pictures.filter((picture) => picture.alt !== '');
    const wrong = pictures.filter((picture) => !picture.hasAttribute('alt'));
    return told.length > 10 ? wrong.map((picture) => picture.src) : ['no picture says anything'];";

pub(crate) async fn each_is_an_article_in_a_list_with_one_link(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    expect_none(&rack, "cards", MISSHAPEN).await?;
    expect_none(&rack, "the size of the list", ENDLESS).await?;
    expect_none(&rack, "pictures", SPEECHLESS).await?;
    for (level, tag) in [
        ("2", "h2"),
        ("3", "h3"),
        ("4", "h4"),
        ("5", "h5"),
        ("6", "h6"),
        ("none", "div"),
    ] {
        let script = "\
            rack.headlineLevel = argument;
            return rack.updateComplete.then(() => {
                const tags = [...rack.shadowRoot.querySelectorAll('[part~=card-title], h1, h2, h3, h4, h5, h6')];
                return [...new Set(tags.map((title) => title.localName))];
            });";
        let tags = rack.run(script, json!(level)).await?;
        ensure!(tags == json!([tag]), "{level}: titles are {tags}");
    }
    page::expect_nothing_uncaught(browser).await
}

/// Titles whose language or direction is not told, though it is known or is not the page's.
const UNTOLD: &str = "\
    const expected = { ar: 'rtl', fr: 'ltr', de: 'ltr', ja: 'ltr', zh: 'ltr', en: 'ltr', he: 'rtl' };
    const seen = new Set();
    const wrong = parts('card').filter((card) => {
        const language = card.lang.slice(0, 2);
        const [title, excerpt] = ['a', '[part~=card-excerpt]'].map((name) => card.querySelector(name));
        const letters = title.textContent;
        seen.add(language);
        return title.dir !== 'auto' || excerpt.dir !== 'auto' \
            || getComputedStyle(title).direction !== expected[language] \
            || /[\\u0600-\\u06ff]/.test(letters) !== (language === 'ar') \
            || /[\\u3040-\\u30ff]/.test(letters) !== (language === 'ja');
    });
    const isWhole = ['ar', 'de', 'en', 'fr', 'he', 'ja', 'zh'].every((language) => seen.has(language));
    return isWhole ? wrong.map((card) => [card.lang, card.textContent.slice(0, 40)]) : [...seen];";

pub(crate) async fn an_article_in_another_language_says_so(browser: &Browser) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    expect_none(&rack, "languages", UNTOLD).await
}

/// Sets the clock so long after an article's time, in seconds, and reads what is told of it.
const TOLD: &str = "\
    const time = part('card-time');
    window.clock = Date.parse(time.dateTime) + argument * 1000;
    document.dispatchEvent(new Event('visibilitychange'));
    return rack.updateComplete.then(() => new Promise(requestAnimationFrame)) \
        .then(() => new Promise(requestAnimationFrame)).then(() => time.firstChild.data);";

const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

pub(crate) async fn a_time_is_told_in_words_and_the_date_without_a_hand(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "link=reader time-zone=UTC").await?;
    let rack = browser.rack("news-rack");
    for (age, told) in [
        (30, "30 seconds ago"),
        (59 * 60, "59 minutes ago"),
        (2 * HOUR + 59, "2 hours ago"),
        (DAY + HOUR, "yesterday"),
        (6 * DAY, "6 days ago"),
        (8 * DAY, "November 14, 2026"),
        (2 * HOUR, "2 hours ago"),
    ] {
        let seen = rack.run(TOLD, json!(age)).await?;
        ensure!(seen == json!(told), "after {age} s: {seen}, not {told}");
    }
    // A screen reader is told the date as a part of the text, whatever it does with titles.
    let heard = "const { textContent, title } = part('card-time'); return [textContent, title];";
    let heard = rack.run(heard, Value::Null).await?;
    let (text, title) = (heard[0].as_str(), heard[1].as_str().unwrap_or_default());
    ensure!(title.contains("2026"), "the date is {title}");
    ensure!(text == Some(&format!("2 hours ago, {title}")), "{heard}");
    expect_date_in_sight(&rack).await
}

/// How wide the date stands that is heard in any case: one pixel where it is not to be seen.
const DATE_WIDTH: &str = "\
    const where = rack.shadowRoot.querySelector(argument);
    return where.querySelector('time > span').getBoundingClientRect().width;";

/// Reading in place brings it into sight.
async fn expect_date_in_sight(rack: &Rack<'_>) -> Result<()> {
    let width = async |of: &str| rack.run(DATE_WIDTH, json!(of)).await;
    ensure!(width("[part~=card]").await?.as_f64() <= Some(1.0));
    let read = "part('card-title').querySelector('a').click();";
    rack.run(read, Value::Null).await?;
    rack.wait_until("the article", "return part('reader').matches(':modal');")
        .await?;
    let seen = width("[part~=reader]").await?;
    ensure!(seen.as_f64() > Some(40.0), "read in place: {seen} px");
    Ok(())
}

/// Links to other coverage in which their source is not told.
const SOURCELESS: &str = "\
    const links = parts('related-item').map((item) => item.querySelector('a[href]'));
    const wrong = links.filter((link) => !link.querySelector('bdi')?.textContent);
    return links.length >= 5 ? wrong.map((link) => link.textContent) : ['too few'];";

pub(crate) async fn coverage_is_a_disclosure_whose_links_name_their_sources(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let disclosure = "\
        const { localName, firstChild } = part('related');
        return [localName, firstChild.localName, firstChild.textContent];";
    let said = "12 more sources on this story: The lamp that runs on tides";
    let seen = rack.run(disclosure, Value::Null).await?;
    ensure!(seen == json!(["details", "summary", said]), "{seen}");
    // WebKit opens nothing that it has not laid out yet.
    let open = "\
        if (!part('related').open) part('related').querySelector('summary').click();
        return parts('related-item').length >= 5;";
    rack.wait_until("coverage", open).await?;
    expect_none(&rack, "links", SOURCELESS).await
}

/// How each picture of a rack is asked for.
const ASKED: &str = "\
    return [...rack.shadowRoot.querySelectorAll('[part~=card-image] img')] \
        .map((picture) => [picture.loading, picture.getAttribute('fetchpriority'), picture.decoding]);";

/// The first row at once, the very first before all else where it is in sight, the rest when they are near.
fn asked_for(first: Option<&str>, count: usize) -> Value {
    let asked = |at: usize| match at {
        0 => json!(["eager", first, "async"]),
        1 | 2 => json!(["eager", null, "async"]),
        _ => json!(["lazy", null, "async"]),
    };
    (0..count).map(asked).collect()
}

pub(crate) async fn pictures_are_asked_for_as_they_are_seen(browser: &Browser) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let rack = |id: &str| {
        format!("<news-rack id={id} loading=eager src=/site/news/ page-size=6></news-rack>")
    };
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>A page</title>\
         <script type=module src=/site/news-rack.js></script>{}\
         <p style='block-size: 300vh'>What stands between them.</p>{}",
        rack("above"),
        rack("below")
    );
    host.page("/", page);
    browser.open(&host.at("/")).await?;
    for (id, first) in [("#above", Some("high")), ("#below", None)] {
        let rack = browser.rack(id);
        rack.wait_until_ready().await?;
        let seen = rack.run(ASKED, Value::Null).await?;
        // One of the six has no picture.
        ensure!(seen == asked_for(first, 5), "{id}: {seen}");
    }
    Ok(())
}
