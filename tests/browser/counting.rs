//! What do counts cost where there are thousands of articles?

use crate::driver::Browser;
use crate::page;
use crate::press;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

/// So many that their labels lie in more than six files, and that half of them have a beginning of the answer
/// kept.
const ARTICLES: usize = 8400;
const TOPICS: usize = 15;

/// Every second article is of the harbor, and every topic has as many of each kind.
fn articles() -> String {
    let article = |number: usize| {
        let title = match number % 2 {
            0 => format!("Harbor gate {number}"),
            _ => format!("Market stall {number}"),
        };
        let minute = format!(
            "2026-03-{:02}T{:02}:{:02}:00Z",
            1 + number / 1440,
            number / 60 % 24,
            number % 60
        );
        let topics = [format!("Topic {}", number % TOPICS)];
        json!({
            "title": title, "publishedDateTime": minute, "topics": topics,
            "webUrl": format!("https://news.example/{number}"),
        })
    };
    let lines = (0..ARTICLES).map(|number| format!("{}\n", article(number)));
    lines.collect()
}

/// The numbers beside the topics that are shown, where none is waited for.
const COUNTS: &str = "const facet = rack.shadowRoot.querySelector('[data-facet=topic]');
    const list = facet.querySelector('ul');
    return list.ariaBusy === 'true' ? [] : [...list.querySelectorAll('.count')].map((count) => count.textContent);";

fn are_counted(expected: &Value) -> String {
    format!(
        "const counts = (() => {{ {COUNTS} }})();
        return JSON.stringify(counts) === '{expected}';"
    )
}

fn bundle() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("news.jsonl"), articles())?;
    press::bundle(folder.path(), &[])
}

async fn open(browser: &Browser, bundle: &TempDir) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    let tag = "loading=eager src=/bundle/";
    host.page("/", page::with_rack("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

/// How many files of a kind were asked for.
fn asked(host: &Host, kind: &str) -> usize {
    let requests = host.requests().into_iter();
    requests
        .filter(|request| request.path.contains(kind))
        .count()
}

pub(crate) async fn a_frequent_word_is_answered_without_postings_and_labels(
    browser: &Browser,
) -> Result<()> {
    let bundle = bundle()?;
    let host = open(browser, &bundle).await?;
    let rack = browser.rack("news-rack");
    rack.paste("harbor").await?;
    let expected = json!(vec!["280"; 10]);
    rack.wait_until("the counts of ten topics", &are_counted(&expected))
        .await?;
    ensure!(
        asked(&host, "/tallies-") == 1
            && asked(&host, "/labels-") + asked(&host, "/postings-") == 0,
        "{:?}",
        host.requests()
    );
    let all = "[...rack.shadowRoot.querySelectorAll('[data-facet=topic] button')].at(-1).click(); return true;";
    rack.run(all, Value::Null).await?;
    let expected = json!(vec!["280"; TOPICS]);
    rack.wait_until("the counts of all topics", &are_counted(&expected))
        .await?;
    let labels = asked(&host, "/labels-");
    ensure!(
        labels == ARTICLES.div_ceil(1024),
        "{labels} files of labels"
    );
    page::expect_nothing_uncaught(browser).await
}

/// What was counted and ranked at the build can be counted and ranked in the page, too.
pub(crate) async fn a_tally_that_cannot_be_had_costs_nothing_but_time(
    browser: &Browser,
) -> Result<()> {
    let bundle = bundle()?;
    let host = open(browser, &bundle).await?;
    for entry in fs::read_dir(bundle.path())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("tallies-") {
            host.fault(&name, Fault::Status(410));
        }
    }
    let rack = browser.rack("news-rack");
    rack.paste("harbor").await?;
    let expected = json!(vec!["280"; TOPICS.min(10)]);
    rack.wait_until("the counts of ten topics", &are_counted(&expected))
        .await?;
    let seen = "return [rack.state.total, parts('card').length, rack.shadowRoot.querySelectorAll('.alert:not([hidden])').length];";
    let seen = rack.run(seen, Value::Null).await?;
    ensure!(seen == json!([ARTICLES / 2, 12, 0]), "{seen}");
    ensure!(asked(&host, "/tallies-") > 0 && asked(&host, "/postings-") > 0);
    page::expect_nothing_uncaught(browser).await
}
