//! What does a reader find in words, and what is said about it?

use crate::driver::Browser;
use crate::page;
use crate::press;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// The demo's articles in an eager rack with these attributes, and what the page's address asks.
async fn open(browser: &Browser, attributes: &str, asked: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ {attributes}");
    host.page("/", page::with_rack("/site/news-rack.js", &tag));
    browser.open(&host.at(&format!("/{asked}"))).await?;
    page::wait_for_loads(browser, 1).await?;
    Ok(host)
}

/// The Escape key, as a driver types it: it empties the box.
const CLEAR: &str = "\u{e00c}";

async fn type_into_box(rack: &Rack<'_>, keys: &str) -> Result<()> {
    Ok(rack.part("search").await?.send_keys(keys).await?)
}

async fn wait_for_titles(rack: &Rack<'_>, titles: &[&str]) -> Result<()> {
    let script = format!(
        "const titles = parts('card-title').map((title) => title.textContent.trim());
         return JSON.stringify(titles) === JSON.stringify({});",
        json!(titles)
    );
    rack.wait_until(&format!("{titles:?}"), &script)
        .await
        .map(drop)
}

async fn query(browser: &Browser) -> Result<Value> {
    browser.run("return location.search;", vec![]).await
}

pub(crate) async fn words_narrow_as_they_are_typed(browser: &Browser) -> Result<()> {
    let _host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    rack.click("search").await?;
    type_into_box(&rack, "gulls first").await?;
    wait_for_titles(&rack, &["Ten thousand gulls at first light"]).await?;
    let marked =
        "return [...part('card-title').querySelectorAll('mark')].map((mark) => mark.textContent);";
    assert_eq!(
        rack.run(marked, Value::Null).await?,
        json!(["gulls", "first"])
    );
    let told = page::noted(browser, "news-rack-results").await?;
    ensure!(
        told.last()
            .is_some_and(|told| told["query"] == "gulls first"),
        "{told:?}"
    );
    let offered = "return [...part('sort').options].map((option) => option.value);";
    assert_eq!(rack.run(offered, Value::Null).await?[0], "relevance");
    type_into_box(&rack, "\u{e00c}").await?;
    rack.wait_until(
        "everything",
        "return rack.state.total === 27 && part('search').value === '';",
    )
    .await?;
    page::expect_nothing_uncaught(browser).await
}

/// What the demo's articles are asked, and the command line as well.
const STRINGS: [&str; 15] = [
    "tide",
    "tides ",
    "harbor ferry",
    "\"night train\"",
    "sea -weather",
    "title:lamp",
    "topic:Sea provider:harborpost.example",
    "after:2026-11-01 before:2026-11-10 sea",
    "C++",
    ".NET",
    "GPT-4 ",
    "harbour lanttern",
    "大学生",
    "Fruhjahr",
    "nothing-of-the-kind",
];

pub(crate) async fn words_answer_as_on_the_command_line(browser: &Browser) -> Result<()> {
    let _host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    let mut hits = 0;
    for string in STRINGS {
        let script = "return rack.search({ query: argument, limit: 5 }).then(JSON.stringify);";
        let found = rack.run(script, json!(string)).await?;
        let printed = press::search(
            &stage::dist()?.join("news"),
            &["--limit", "5", "--", string],
        )?;
        let found: Value = serde_json::from_str(found.as_str().unwrap_or_default())?;
        assert_eq!(found, printed, "{string}");
        hits += usize::from(found["total"].as_u64() > Some(0));
    }
    ensure!(hits >= STRINGS.len() - 1, "{hits} of them found something");
    Ok(())
}

pub(crate) async fn a_typo_is_forgiven_and_said(browser: &Browser) -> Result<()> {
    let _host = open(browser, "query=\"lanttern week \"", "").await?;
    let rack = browser.rack("news-rack");
    wait_for_titles(&rack, &["Lantern Week: the whole program"]).await?;
    let said = "return rack.shadowRoot.querySelector('.status span').innerText;";
    let said = rack.run(said, Value::Null).await?;
    ensure!(
        said.as_str()
            .is_some_and(|said| said.contains("lantern week")),
        "{said}"
    );
    Ok(())
}

pub(crate) async fn an_empty_answer_says_what_to_loosen(browser: &Browser) -> Result<()> {
    let _host = open(browser, "topic=Sea", "").await?;
    let rack = browser.rack("news-rack");
    type_into_box(&rack, "comet ").await?;
    rack.wait_until("nothing", "return rack.matches(':state(empty)');")
        .await?;
    let ways = "return [...rack.shadowRoot.querySelectorAll('.freeing li button')]
        .map((way) => way.textContent);";
    assert_eq!(
        rack.run(ways, Value::Null).await?,
        json!(["Without “comet”, 13 articles", "Without “Sea”, 1 article"])
    );
    let second = "rack.shadowRoot.querySelectorAll('.freeing li button')[1].click();";
    rack.run(second, Value::Null).await?;
    wait_for_titles(&rack, &["A comet in two minds"]).await?;
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn a_step_back_while_it_loads_counts(browser: &Browser) -> Result<()> {
    let host = open(browser, "url-sync=news", "").await?;
    let rack = browser.rack("news-rack");
    rack.tick("topic", "Science").await?;
    rack.wait_until(
        "the address",
        "return location.search === '?news.topic=Science';",
    )
    .await?;
    host.delay(Duration::from_millis(700));
    let back = "rack.refresh(); history.back(); return rack.matches(':state(loading)');";
    ensure!(
        rack.run(back, Value::Null).await? == json!(true),
        "it does not load"
    );
    page::wait_for_loads(browser, 2).await?;
    rack.wait_until(
        "everything",
        "return rack.state.total === 27 && rack.state.topic.length === 0;",
    )
    .await?;
    assert_eq!(query(browser).await?, "");
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn the_address_keeps_what_was_asked(browser: &Browser) -> Result<()> {
    let _host = open(browser, "url-sync=news", "?other=1").await?;
    let rack = browser.rack("news-rack");
    rack.click("search").await?;
    type_into_box(&rack, "tide").await?;
    rack.wait_until(
        "hits",
        "return rack.state.query === 'tide' && rack.state.total < 27;",
    )
    .await?;
    rack.wait_until(
        "it in the address",
        "return location.search === '?other=1&news.query=tide';",
    )
    .await?;
    rack.tick("topic", "Science").await?;
    rack.wait_until(
        "both",
        "return location.search.endsWith('&news.topic=Science');",
    )
    .await?;
    let both = rack.state().await?;
    browser.run("history.back();", vec![]).await?;
    rack.wait_until(
        "the words alone",
        "return rack.state.topic.length === 0 && rack.state.query === 'tide';",
    )
    .await?;
    browser.run("history.back();", vec![]).await?;
    rack.wait_until(
        "everything",
        "return rack.state.total === 27 && part('search').value === '';",
    )
    .await?;
    assert_eq!(query(browser).await?, "?other=1");
    let _host = open(
        browser,
        "url-sync=news",
        "?news.query=tide&news.topic=Science",
    )
    .await?;
    assert_eq!(rack.state().await?, both, "a shared link shows the same");
    let _host = open(browser, "", "?news.query=tide").await?;
    assert_eq!(
        rack.state().await?["total"],
        27,
        "unless it is not asked for"
    );
    type_into_box(&rack, "tide").await?;
    rack.wait_until("hits", "return rack.state.query === 'tide';")
        .await?;
    assert_eq!(
        query(browser).await?,
        "?news.query=tide",
        "nothing else is touched"
    );
    page::expect_nothing_uncaught(browser).await
}

/// A round trip of a slow line.
const SLOW: Duration = Duration::from_millis(400);

pub(crate) async fn a_late_answer_does_not_replace_a_later_question(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    host.delay(SLOW);
    rack.click("search").await?;
    type_into_box(&rack, "\"night train\"").await?;
    rack.wait_until("a wait", "return part('base').ariaBusy === 'true';")
        .await?;
    assert_eq!(rack.count("card").await?, 12, "what was there stays");
    type_into_box(&rack, "\u{e00c}gulls first").await?;
    wait_for_titles(&rack, &["Ten thousand gulls at first light"]).await?;
    // Whatever the first question fetched is here by now, and changes nothing.
    tokio::time::sleep(4 * SLOW).await;
    wait_for_titles(&rack, &["Ten thousand gulls at first light"]).await?;
    let told = page::noted(browser, "news-rack-results").await?;
    ensure!(
        told.iter().all(|told| told["query"] != "\"night train\""),
        "{told:?}"
    );
    page::expect_nothing_uncaught(browser).await
}

pub(crate) async fn counts_that_do_not_arrive_are_said_and_can_be_had_later(
    browser: &Browser,
) -> Result<()> {
    let host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    let named = "return fetch('/site/news/manifest.json')
        .then((manifest) => manifest.json()).then(({ index }) => index.facets);";
    let facets = browser.run(named, vec![]).await?;
    host.fault(facets.as_str().unwrap_or_default(), Fault::Status(410));
    rack.click("search").await?;
    type_into_box(&rack, "gulls first").await?;
    let is_said = "return rack.shadowRoot.querySelector('.notice').checkVisibility();";
    rack.wait_until("a sentence about it", is_said).await?;
    wait_for_titles(&rack, &["Ten thousand gulls at first light"]).await?;
    host.mend();
    let retry = "rack.shadowRoot.querySelector('.notice button').click();";
    rack.run(retry, Value::Null).await?;
    let is_counted = "return parts('facet-value').length > 0
        && [...rack.shadowRoot.querySelectorAll('.count')].every((count) => count.textContent === '1');";
    rack.wait_until("the counts", is_counted).await?;
    page::expect_nothing_uncaught(browser).await
}

/// Notes all that is said to a screen reader.
const LISTEN: &str = "\
    const said = rack.shadowRoot.querySelector('[role=status]');
    window.heard = [];
    new MutationObserver(() => said.textContent && heard.push(said.textContent)).observe(said, { childList: true });";

/// Types, and waits for something more to be said that fulfills a condition. Returns it.
async fn hear(rack: &Rack<'_>, typed: &str, condition: &str) -> Result<Value> {
    let before = rack.run("return heard.length;", Value::Null).await?;
    type_into_box(rack, typed).await?;
    let script =
        format!("const last = heard.slice({before}).at(-1); return last && {condition} && last;");
    rack.wait_until(condition, &script).await
}

pub(crate) async fn counts_are_spoken_when_the_hand_rests(browser: &Browser) -> Result<()> {
    let _host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    rack.run(LISTEN, Value::Null).await?;
    let counted =
        "last === part('status').textContent && !last.includes('27') && last.endsWith('articles')";
    hear(&rack, "tide", counted).await?;
    // The same once more is told once more.
    let nothing = "last === 'No articles match.'";
    for typed in ["zzqqxx", "xxqqzz"] {
        hear(&rack, &format!("{CLEAR}{typed}"), nothing).await?;
    }
    // What was taken for another word is told with the count.
    let corrected = "last === '1 article Showing results for “lamp”'";
    hear(&rack, &format!("{CLEAR}lampx"), corrected).await?;
    // A rack that is taken away while somebody types speaks again when it is back.
    type_into_box(&rack, &format!("{CLEAR}tide")).await?;
    let moved =
        "heard.length = 0; const { parentNode } = rack; rack.remove(); parentNode.append(rack);";
    rack.run(moved, Value::Null).await?;
    let again = format!("const last = heard.at(-1); return last && {counted};");
    rack.wait_until("the count again", &again).await?;
    // And so is what a tick leaves.
    hear(&rack, CLEAR, "last === '12 of 27 articles'").await?;
    rack.click("facet-value").await?;
    let told = "return heard.at(-1) === '12 of 13 articles';";
    rack.wait_until("what a tick leaves", told).await.map(drop)
}

/// Notes of every request of the page how it ended: `true` where it was stopped.
const WATCH_REQUESTS: &str = "\
    const { fetch } = window;
    window.stopped = [];
    window.fetch = (url, options) => {
        const coming = fetch(url, options);
        coming.catch(() => options.signal?.aborted && stopped.push(new URL(url).pathname));
        return coming;
    };
    return true;";

pub(crate) async fn what_the_letters_before_asked_for_is_dropped(browser: &Browser) -> Result<()> {
    const SLOW: Duration = Duration::from_millis(800);
    let host = open(browser, "", "").await?;
    let rack = browser.rack("news-rack");
    rack.click("search").await?;
    type_into_box(&rack, "night train").await?;
    let is_quiet = "return rack.state.query === 'night train' && part('base').ariaBusy !== 'true';";
    rack.wait_until("hits", is_quiet).await?;
    browser.run(WATCH_REQUESTS, vec![]).await?;
    host.delay(SLOW);
    // The places of words, which only a phrase needs.
    type_into_box(&rack, "\u{e00c}\"night train\"").await?;
    tokio::time::sleep(SLOW / 4).await;
    type_into_box(&rack, "\u{e00c}gulls first").await?;
    wait_for_titles(&rack, &["Ten thousand gulls at first light"]).await?;
    let stopped = browser.run("return window.stopped;", vec![]).await?;
    ensure!(stopped.to_string().contains("places-"), "{stopped}");
    host.delay(Duration::ZERO);
    type_into_box(&rack, "\u{e00c}\"night train\"").await?;
    rack.wait_until(
        "the phrase after all",
        "return rack.state.query.startsWith('\"') && rack.state.total > 0;",
    )
    .await?;
    page::expect_nothing_uncaught(browser).await
}
