//! What does the first answer on a fresh page cost, from the tag to the results on the screen?
//!
//! Somebody opens the page, waits until it is quiet, and types: what a search loads before it is
//! needed counts as well. It happens twice: with files as small as they get, for their bytes, and
//! with every answer delayed, to see what waits for what. Together they would disturb each other,
//! for compressing well takes longer than a round trip.

use super::ENGINES;
use super::depth;
use crate::driver::Browser;
use crate::server::Encoding;
use crate::server::Host;
use crate::server::Request;
use anyhow::Result;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

const ROUND_TRIP: Duration = Duration::from_millis(300);
/// Nothing asked for in so long a time is quiet: longer than any pause before a search begins.
const QUIET: Duration = Duration::from_millis(1500);
const PATIENCE: Duration = Duration::from_secs(60);

/// The first of each kind is asked.
const KINDS: [&str; 3] = ["rare word", "two words", "common word"];

/// How to type into a page and how to know that the answer is there.
struct Surface {
    name: &'static str,
    page: &'static str,
    needs: &'static str,
    /// Finds the box, or nothing.
    search_box: &'static str,
    /// Whether the first result for the words in `argument` is to be seen.
    is_answered: &'static str,
}

const SURFACES: [Surface; 2] = [
    Surface {
        name: "newsrack",
        page: ENGINES[0].page,
        needs: ENGINES[0].needs,
        search_box: "document.querySelector('news-rack').shadowRoot?.querySelector('[part~=search]')",
        is_answered: "\
            const rack = document.querySelector('news-rack');
            const find = (part) => rack.shadowRoot.querySelector(`[part~=${part}]`);
            return rack.state.query === argument && find('base').ariaBusy !== 'true' && \
                find('card-title') !== null;",
    },
    Surface {
        name: "pagefind",
        page: include_str!("pagefind_ui.html"),
        needs: "pagefind",
        search_box: "document.querySelector('.pagefind-ui__search-input')",
        is_answered: "return document.querySelector('.pagefind-ui__result-title a') !== null;",
    },
];

pub(super) async fn measure(
    browser: &Browser,
    host: &Host,
    folder: &Path,
    questions: &Value,
) -> Result<Value> {
    let mut all = Map::new();
    for surface in SURFACES {
        if folder.join(surface.needs).exists() {
            host.page("/", surface.page);
            let mut seen = Map::new();
            for kind in KINDS {
                let words = words_of(questions, kind);
                let outcome = search(browser, host, &surface, words).await;
                let outcome =
                    outcome.unwrap_or_else(|error| json!({ "failed": format!("{error:#}") }));
                seen.insert(kind.to_owned(), outcome);
            }
            all.insert(surface.name.to_owned(), seen.into());
        }
    }
    Ok(all.into())
}

fn words_of<'a>(questions: &'a Value, kind: &str) -> &'a str {
    let mut all = questions.as_array().into_iter().flatten();
    let found = all.find(|question| question["name"] == kind);
    found
        .and_then(|it| it["query"].as_str())
        .unwrap_or_default()
}

async fn search(browser: &Browser, host: &Host, surface: &Surface, words: &str) -> Result<Value> {
    host.compress(Encoding::BrotliAtItsBest);
    let small = visit(browser, host, surface, words).await;
    host.compress(Encoding::Brotli);
    host.delay(ROUND_TRIP);
    let slow = visit(browser, host, surface, words).await;
    host.delay(Duration::ZERO);
    Ok(told(&small?, &slow?))
}

/// What was asked for from opening the page until all was quiet again.
struct Visit {
    /// The page itself left out, for it is there before the tag is.
    requests: Vec<Request>,
    /// How many of them before anything was typed.
    before: usize,
    /// Those after typing that were there when the first results were.
    needed: Vec<Request>,
}

async fn visit(browser: &Browser, host: &Host, surface: &Surface, words: &str) -> Result<Visit> {
    browser.start_afresh().await?;
    host.forget_requests();
    browser.open(&host.at("/")).await?;
    let has_box = format!("return {} !== null;", surface.search_box);
    wait_until_quiet(host).await;
    browser.wait_until("a search box", &has_box, vec![]).await?;
    let before = host.requests().len() - 1;
    let typed = format!("const box = {}; {TYPE}", surface.search_box);
    browser.run(&typed, vec![json!(words)]).await?;
    let is_answered = format!("const [argument] = arguments; {}", surface.is_answered);
    browser
        .wait_until("results", &is_answered, vec![json!(words)])
        .await?;
    let mut needed = host.requests().split_off(before + 1);
    needed.retain(|request| request.ended.is_some());
    wait_until_quiet(host).await;
    Ok(Visit {
        requests: host.requests().split_off(1),
        before,
        needed,
    })
}

/// As fingers and the browser do it: first the focus, then the words.
const TYPE: &str = "\
    box.focus();
    box.value = arguments[0];
    box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));";

async fn wait_until_quiet(host: &Host) {
    let start = Instant::now();
    let (mut seen, mut since) = (usize::MAX, Instant::now());
    while start.elapsed() < PATIENCE && since.elapsed() < QUIET {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let requests = host.requests();
        let is_busy = requests.iter().any(|request| request.ended.is_none());
        if requests.len() != seen || is_busy {
            (seen, since) = (requests.len(), Instant::now());
        }
    }
}

fn told(small: &Visit, slow: &Visit) -> Value {
    let bytes = |requests: &[Request]| requests.iter().map(|one| one.bytes).sum::<usize>();
    let chain = depth::chain(&slow.needed);
    json!({
        "bytes": bytes(&small.requests),
        "bytes_to_results": bytes(&small.requests[..small.before]) + bytes(&small.needed),
        "requests": small.requests.len(),
        "bytes_after_typing": bytes(&small.requests[small.before..]),
        "round_trips": chain.len(),
        "chain": chain,
        "round_trips_until_quiet": depth::chain(&slow.requests[slow.before..]).len(),
        "largest": largest(&small.requests),
    })
}

/// The five files that weigh most, as `name: bytes`.
fn largest(requests: &[Request]) -> Vec<String> {
    let mut all: Vec<&Request> = requests.iter().collect();
    all.sort_by_key(|request| std::cmp::Reverse(request.bytes));
    let named = all
        .iter()
        .map(|one| format!("{} {}", kind(&one.path), one.bytes));
    named.take(5).collect()
}

/// A file's name up to its hash, or the folder of one that is a hash: `cards`, `fragment`.
pub(super) fn kind(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let plain = file.split(['-', '.', '_']).next().unwrap_or_default();
    let is_known = !plain.contains(|c: char| c.is_ascii_digit());
    if is_known && !matches!(folder, "fragment" | "index" | "filter") {
        return plain.to_owned();
    }
    folder.to_owned()
}
