//! What do counts cost where there are thousands of articles?

use crate::driver::Browser;
use crate::page;
use crate::press;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::fs;

/// So many that their labels lie in more than six files.
const ARTICLES: usize = 6600;
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

pub(crate) async fn a_frequent_word_is_counted_without_the_labels(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("news.jsonl"), articles())?;
    let bundle = press::bundle(folder.path(), &[])?;
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    host.serve("/bundle/", bundle.path());
    let tag = "loading=eager src=/bundle/";
    host.page("/", page::with_rack("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.part("search").await?.send_keys("harbor").await?;
    let expected = json!(vec!["220"; 10]);
    let are_counted = |expected: &Value| {
        format!(
            "const counts = (() => {{ {COUNTS} }})();
        return JSON.stringify(counts) === '{expected}';"
        )
    };
    rack.wait_until("the counts of ten topics", &are_counted(&expected))
        .await?;
    let asked = host.requests();
    let count = |kind: &str| {
        asked
            .iter()
            .filter(|request| request.path.contains(kind))
            .count()
    };
    ensure!(
        count("/tallies-") == 1 && count("/labels-") == 0,
        "{asked:?}"
    );
    let all = "[...rack.shadowRoot.querySelectorAll('[data-facet=topic] button')].at(-1).click(); return true;";
    rack.run(all, Value::Null).await?;
    let expected = json!(vec!["220"; TOPICS]);
    rack.wait_until("the counts of all topics", &are_counted(&expected))
        .await?;
    let labels = host
        .requests()
        .iter()
        .filter(|request| request.path.contains("/labels-"))
        .count();
    ensure!(
        labels == ARTICLES.div_ceil(1024),
        "{labels} files of labels"
    );
    page::expect_nothing_uncaught(browser).await
}
