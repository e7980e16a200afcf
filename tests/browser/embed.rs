//! Is the page for frames as tall as what is in it, and does nobody else say how tall?
//!
//! ELEMENT.md, M1; TRUST.md, V4. One host has the page with the frame, another has the rack.

use crate::driver::Browser;
use crate::driver::Engine;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use anyhow::ensure;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;

/// As the strictest platforms frame a page.
const SANDBOX: &str = "sandbox='allow-scripts allow-popups allow-popups-to-escape-sandbox'";

/// Counts what frames say, and to what heights.
const NOTES: &str = "\
    window.heights = [];\
    addEventListener('message', ({ data }) => data?.type === 'news-rack-resize' && heights.push(data.height));";

/// A page with a frame, and the host of what is in it.
struct Framed<'a> {
    browser: &'a Browser,
    /// Of the page, and another one that nobody trusts.
    hosts: [Host; 2],
}

impl<'a> Framed<'a> {
    /// The frame has these attributes, and its address this query; `script` stands before it.
    async fn open(
        browser: &'a Browser,
        query: &str,
        attributes: &str,
        script: &str,
    ) -> Result<Self> {
        let hosts = [Host::start().await?, Host::start().await?];
        hosts[1].serve("/rack/", stage::dist()?);
        let (frame, listener) = (
            hosts[1].at("/rack/embed.html"),
            hosts[1].at("/rack/embed-host.js"),
        );
        let script = script.replace(
            "LISTENER",
            &format!("<script type=module src={listener}></script>"),
        );
        hosts[0].page(
            "/",
            format!(
                "<!doctype html><html><meta charset=utf-8><title>A page</title><script>{NOTES}</script>{script}\
                 <h1>A page</h1><iframe title=News style='width: 100%; border: 3px solid' {attributes} \
                 src='{frame}?{query}'></iframe>"
            ),
        );
        browser.open(&hosts[0].at("/")).await?;
        let framed = Self { browser, hosts };
        framed.inside().await?;
        browser.rack("news-rack").wait_until_ready().await?;
        framed.outside().await?;
        Ok(framed)
    }

    async fn inside(&self) -> Result<()> {
        Ok(self.browser.client.clone().enter_frame(0).await?)
    }

    async fn outside(&self) -> Result<()> {
        Ok(self.browser.client.clone().enter_parent_frame().await?)
    }

    /// The frame's height, as the page around it sees it.
    async fn height(&self) -> Result<f64> {
        let script = "return document.querySelector('iframe').clientHeight;";
        Ok(self
            .browser
            .run(script, vec![])
            .await?
            .as_f64()
            .unwrap_or(-1.0))
    }

    /// Whatever a stranger has said, the frame is as tall as what is in it.
    async fn expect_unheard(&self, stranger: &str) -> Result<()> {
        let height = self.after("").await;
        height
            .map(drop)
            .with_context(|| format!("{stranger} was heard"))
    }

    /// Does something in the frame, and waits until it fits again. Hands back its height.
    async fn after(&self, script: &str) -> Result<f64> {
        self.inside().await?;
        let rack = self.browser.rack("news-rack");
        rack.run(script, Value::Null).await?;
        rack.run("return rack.updateComplete;", Value::Null).await?;
        self.browser
            .wait_until("a frame that fits", FITS, vec![])
            .await?;
        self.outside().await?;
        self.height().await
    }

    /// Does something in the frame that changes its height, and says how long the frame took to follow.
    async fn following(&self, act: &str) -> Result<f64> {
        self.after("").await?;
        self.inside().await?;
        let act = format!("var rack = document.querySelector('news-rack'); {act}");
        let rack = self.browser.rack("news-rack");
        let took = rack.run(FOLLOWING, json!(act)).await?;
        self.outside().await?;
        Ok(took.as_f64().unwrap_or(f64::INFINITY))
    }

    /// Waits until it fits and keeps such a height, which it hands back.
    async fn fits(&self, what: &str, is_such: impl Fn(f64) -> bool) -> Result<f64> {
        let mut height = self.after("").await?;
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let before = height;
            height = self.after("").await?;
            if is_such(height) && height == before {
                return Ok(height);
            }
        }
        bail!("{height} px are not {what}")
    }
}

/// As tall as the page in it or an open article, and no scrollbar takes room.
const FITS: &str = "\
    const page = document.documentElement;
    const dialog = document.querySelector('news-rack').shadowRoot.querySelector('dialog[open]');
    const heights = [page, ...(dialog?.children ?? [])].map((node) => node.getBoundingClientRect().height);
    const [own, ...parts] = heights;
    const needed = Math.max(own, parts.reduce((sum, part) => sum + part, 0));
    const isStill = !dialog || dialog.scrollHeight <= dialog.clientHeight + 1;
    return Math.abs(innerHeight - needed) < 4 && page.clientWidth === innerWidth && isStill;";

pub(crate) async fn a_frame_is_as_tall_as_what_is_in_it(browser: &Browser) -> Result<()> {
    let framed = Framed::open(
        browser,
        "layout=list&page-size=3&without-filters",
        SANDBOX,
        "LISTENER",
    )
    .await?;
    let first = framed
        .fits("more than a frame has", |height| height > 200.0)
        .await?;
    framed.inside().await?;
    // WebKit opens nothing that it has not laid out yet.
    let open = "const related = part('related');
        if (!related.open) related.querySelector('summary').click();
        return related.open;";
    browser
        .rack("news-rack")
        .wait_until("coverage", open)
        .await?;
    framed.outside().await?;
    let opened = framed
        .fits("coverage opened", |height| height > first)
        .await?;
    framed.after("part('more').click();").await?;
    let more = framed.fits("more cards", |height| height > opened).await?;
    framed
        .after("rack.query = 'nothing-at-all-is-called-so';")
        .await?;
    framed.fits("no card", |height| height < more).await?;
    Ok(())
}

pub(crate) async fn a_frame_follows_when_its_width_changes(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "page-size=6", SANDBOX, "LISTENER").await?;
    let wide = framed
        .fits("more than a frame has", |height| height > 200.0)
        .await?;
    browser.viewport(360, 640).await?;
    framed
        .fits("higher than in a wide page", |height| height > wide)
        .await?;
    browser.viewport(1280, 800).await?;
    framed
        .fits("as before", |height| (height - wide).abs() < 2.0)
        .await?;
    Ok(())
}

pub(crate) async fn an_article_opens_in_full_in_a_frame(browser: &Browser) -> Result<()> {
    let query = "link=reader&page-size=1&without-filters&without-images";
    let framed = Framed::open(browser, query, SANDBOX, "LISTENER").await?;
    let list = framed
        .fits("more than a frame has", |height| height > 152.0)
        .await?;
    framed
        .after("part('card-title').querySelector('a').click();")
        .await?;
    framed.fits("an article", |height| height > list).await?;
    framed
        .after("part('reader').querySelector('.close').click();")
        .await?;
    framed
        .fits("the list", |height| (height - list).abs() < 2.0)
        .await?;
    Ok(())
}

/// From the change of what is in it to the frame that fits it, in milliseconds, whether it grows or shrinks.
const FOLLOWING: &str = "\
    const page = document.documentElement;
    const height = () => page.getBoundingClientRect().height;
    const first = height();
    const changed = new Promise((done) => {
        new ResizeObserver(() => height() !== first && done(performance.now())).observe(page);
    });
    const followed = (began) => new Promise((done) => {
        const look = () => Math.abs(innerHeight - height()) < 4
            ? done(performance.now() - began) : requestAnimationFrame(look);
        look();
    });
    (0, eval)(argument);
    return changed.then(followed);";

/// From a change of the frame's width to the last change of its height, in milliseconds, and how often it
/// changed in the second after.
const FOLLOWING_WIDTH: &str = "\
    const frame = document.querySelector('iframe');
    const heights = [];
    const began = performance.now();
    frame.style.width = arguments[0];
    return new Promise((done) => {
        const look = () => {
            const { clientHeight } = frame;
            if (heights.at(-1)?.[0] !== clientHeight) heights.push([clientHeight, performance.now() - began]);
            if (performance.now() - began < 1000) requestAnimationFrame(look);
            else done([heights.at(-1)[1], heights.length - 1]);
        };
        look();
    });";

/// What changes in a rack, there and back.
const CHANGES: [(&str, [&str; 2]); 2] = [
    ("more", ["rack.showMore();", "rack.clearFilters();"]),
    (
        "a filter",
        ["rack.topic = ['Weather'];", "rack.topic = [];"],
    ),
];

/// M1.
const SOON: f64 = 200.0;

/// The best of three, where the first is not good enough: a busy machine has pauses of its own.
async fn expect_changes_followed(framed: &Framed<'_>) -> Result<()> {
    for (what, acts) in CHANGES {
        let mut best = [f64::INFINITY; 2];
        for _ in 0..3 {
            for (act, best) in acts.iter().zip(&mut best) {
                *best = best.min(framed.following(act).await?);
            }
            if best.iter().all(|best| *best <= SOON) {
                break;
            }
        }
        println!(
            "    {what}: followed after {:.0} and {:.0} ms",
            best[0], best[1]
        );
        ensure!(best.iter().all(|best| *best <= SOON), "{what}: {best:?} ms");
    }
    Ok(())
}

async fn expect_width_followed(framed: &Framed<'_>) -> Result<()> {
    for width in ["360px", "100%"] {
        let mut best = f64::INFINITY;
        for _ in 0..3 {
            // There, so that it changes each time.
            let other = vec![json!(if width == "100%" { "360px" } else { "100%" })];
            framed.browser.run(FOLLOWING_WIDTH, other).await?;
            framed.after("").await?;
            let seen = framed.browser.run(FOLLOWING_WIDTH, vec![json!(width)]);
            let seen = seen.await?;
            let changes = seen[1].as_u64();
            ensure!(changes > Some(0), "{width}: it kept its height");
            ensure!(changes <= Some(3), "{width}: it changed {} times", seen[1]);
            best = best.min(seen[0].as_f64().unwrap_or(f64::INFINITY));
            framed.after("").await?;
            if best <= SOON {
                break;
            }
        }
        println!("    width {width}: followed after {best:.0} ms");
        ensure!(best <= SOON, "{width}: it took {best} ms");
    }
    Ok(())
}

pub(crate) async fn a_frame_follows_within_a_fifth_of_a_second(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "layout=list&page-size=3", SANDBOX, "LISTENER").await?;
    expect_changes_followed(&framed).await?;
    expect_width_followed(&framed).await
}

/// Without a script on the page: by `frame-sizing`, which the page inside allows. Chromium 156 goes by the
/// width that the frame had at first, so on a narrower page the reader may have to scroll in it.
pub(crate) async fn a_browser_that_sizes_frames_itself_needs_no_script(
    browser: &Browser,
) -> Result<()> {
    let knows = "return CSS.supports('frame-sizing', 'content-height');";
    if browser.run(knows, vec![]).await? != json!(true) {
        ensure!(
            browser.engine != Engine::Chromium,
            "this Chromium is too old"
        );
        browser.leave_out("`frame-sizing`", "only Chromium knows it");
        return Ok(());
    }
    let styles = "<style>iframe { frame-sizing: content-height; block-size: auto }</style>";
    let query = "layout=list&page-size=3";
    let framed = Framed::open(browser, query, SANDBOX, styles).await?;
    expect_changes_followed(&framed).await?;
    let narrow = browser.run(FOLLOWING_WIDTH, vec![json!("240px")]).await?;
    ensure!(
        narrow[1].as_u64() <= Some(3),
        "it changed {} times",
        narrow[1]
    );
    framed.inside().await?;
    let whole = "\
        const page = document.documentElement;
        return innerHeight >= page.scrollHeight || getComputedStyle(page).overflowY !== 'hidden';";
    browser.wait_until("nothing lost", whole, vec![]).await?;
    framed.outside().await
}

/// The frame is taller than the window, and the reader is at its end.
pub(crate) async fn an_article_opens_where_the_reader_looks(browser: &Browser) -> Result<()> {
    let query = "link=reader&layout=list&without-filters";
    let framed = Framed::open(browser, query, SANDBOX, "LISTENER").await?;
    framed.after("").await?;
    browser
        .run(
            "scrollTo(0, document.documentElement.scrollHeight);",
            vec![],
        )
        .await?;
    let top =
        "const [box] = [document.querySelector('iframe').getBoundingClientRect()]; return box.top;";
    let before = browser.run(top, vec![]).await?.as_f64().unwrap_or_default();
    ensure!(before < -800.0, "the frame begins at {before} px, in sight");
    framed.inside().await?;
    let rack = browser.rack("news-rack");
    let last = "return parts('card-title').at(-1).querySelector('a');";
    let last = rack.element(&rack.run(last, Value::Null).await?);
    last.context("there is no card")?.click().await?;
    let inside = "return document.querySelector('news-rack').shadowRoot.querySelector('dialog[open] h1')?.getBoundingClientRect().top;";
    let title = browser.wait_until("the article", inside, vec![]).await?;
    let title = title.as_f64().unwrap_or_default();
    framed.outside().await?;
    let is_seen =
        "const top = document.querySelector('iframe').getBoundingClientRect().top + arguments[0];
        return top > 0 && top < innerHeight;";
    browser
        .wait_until("the title in sight", is_seen, vec![json!(title)])
        .await?;
    Ok(())
}

/// Once it fits nothing is said any more, whatever a page adds to what it hears.
pub(crate) async fn a_frame_never_grows_by_itself(browser: &Browser) -> Result<()> {
    let generous = "<script>addEventListener('message', ({ data, source }) => {
        const frame = document.querySelector('iframe');
        if (source === frame.contentWindow) frame.height = data.height + 40;
    });</script>";
    for script in ["LISTENER", generous] {
        let framed = Framed::open(browser, "layout=magazine&page-size=5", SANDBOX, script).await?;
        let settled = "return heights.length > 0 && heights.at(-1) === window.before || void (window.before = heights.at(-1));";
        browser.wait_until("a height", settled, vec![]).await?;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let (height, said) = (
            framed.height().await?,
            browser.run("return heights.length;", vec![]).await?,
        );
        tokio::time::sleep(Duration::from_millis(1500)).await;
        ensure!(
            framed.height().await? == height,
            "it still grows from {height} px"
        );
        let now = browser.run("return heights.length;", vec![]).await?;
        ensure!(
            now == said,
            "{said} messages when it was still, {now} later"
        );
        ensure!(said.as_u64() < Some(12), "{said} messages for one list");
    }
    Ok(())
}

pub(crate) async fn nobody_else_says_how_tall_a_frame_is(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "layout=compact", SANDBOX, "LISTENER").await?;
    framed.after("").await?;
    let stranger = "<!doctype html><script>parent.postMessage({ type: 'news-rack-resize', height: 9999 }, '*')</script>";
    framed.hosts[1].page("/stranger", stranger);
    let script = "\
        postMessage({ type: 'news-rack-resize', height: 9999 }, '*');
        const frame = document.createElement('iframe');
        frame.src = arguments[0];
        document.body.append(frame);";
    browser
        .run(script, vec![json!(framed.hosts[1].at("/stranger"))])
        .await?;
    let heard = "return heights.filter((height) => height === 9999).length === 2;";
    browser.wait_until("both strangers", heard, vec![]).await?;
    framed.expect_unheard("a stranger").await?;
    framed.inside().await?;
    let nonsense = "\
        for (const height of ['9999', -5, 0, NaN, Infinity, 1e9, null, [9999]])
            parent.postMessage({ type: 'news-rack-resize', height }, '*');
        for (const top of ['500', -5, NaN, 1e9]) parent.postMessage({ type: 'news-rack-focus', top }, '*');
        parent.postMessage({ type: 'resize', height: 9999 }, '*');
        parent.postMessage('news-rack-resize', '*');";
    browser.run(nonsense, vec![]).await?;
    framed.outside().await?;
    browser
        .wait_until(
            "nonsense",
            "return heights.includes(1e9) && heights.at(-1)?.length === 1;",
            vec![],
        )
        .await?;
    framed.expect_unheard("nonsense").await?;
    let place = browser.run("return scrollY;", vec![]).await?;
    ensure!(place == json!(0), "nonsense has moved the page to {place}");
    browser.expect_quiet_console().await
}

/// Another page in the same frame has another origin.
pub(crate) async fn a_frame_that_was_led_away_is_not_heard(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "layout=compact", "", "LISTENER").await?;
    let height = framed.after("").await?;
    let stranger = "<!doctype html><script>parent.postMessage({ type: 'news-rack-resize', height: 9999 }, '*')</script>";
    framed.hosts[0].page("/stranger", stranger);
    framed.inside().await?;
    let lead = "location.href = arguments[0];";
    browser
        .run(lead, vec![json!(framed.hosts[0].at("/stranger"))])
        .await?;
    framed.outside().await?;
    browser
        .wait_until("the stranger", "return heights.includes(9999);", vec![])
        .await?;
    ensure!(framed.height().await? == height, "another page was heard");
    Ok(())
}

/// A page that begins to listen when all is said asks, and is told.
pub(crate) async fn a_page_may_listen_late(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "layout=compact", "", "").await?;
    let before = framed.height().await?;
    let script = "const listener = document.createElement('script');
        listener.type = 'module';
        listener.src = arguments[0];
        document.head.append(listener);";
    let listener = framed.hosts[1].at("/rack/embed-host.js");
    browser.run(script, vec![json!(listener)]).await?;
    let after = framed.after("").await?;
    ensure!(after > before, "{before} px before, {after} after");
    Ok(())
}

/// Where nobody listens the frame stays as it is, and what is in it scrolls.
pub(crate) async fn without_a_listener_the_reader_scrolls(browser: &Browser) -> Result<()> {
    let framed = Framed::open(browser, "layout=list", "height=400", "").await?;
    // Longer than the frame waits for a page that may follow.
    tokio::time::sleep(Duration::from_millis(900)).await;
    ensure!(framed.height().await? == 400.0);
    framed.inside().await?;
    let scrolls = "\
        scrollTo(0, 500);
        const { overflowY } = getComputedStyle(document.documentElement);
        return scrollY === 500 && overflowY !== 'hidden';";
    browser.wait_until("it to scroll", scrolls, vec![]).await?;
    Ok(())
}

pub(crate) async fn an_address_says_how_it_looks_and_never_what_it_shows(
    browser: &Browser,
) -> Result<()> {
    let query = "src=/other/&stylesheet=/other.css&url-sync=a&onclick=alert(1)&\
        layout=compact&theme=dark&topic=Sea&sort=oldest&lang=de&page-size=2&without-search";
    let framed = Framed::open(browser, query, "", "LISTENER").await?;
    framed.inside().await?;
    let rack = browser.rack("news-rack");
    let script =
        "return Object.fromEntries([...rack.attributes].map(({ name, value }) => [name, value]));";
    let attributes = rack.run(script, Value::Null).await?;
    let expected = json!({
        "src": "news/", "loading": "eager", "layout": "compact", "theme": "dark", "topic": "Sea",
        "sort": "oldest", "lang": "de", "page-size": "2", "without-search": "",
    });
    ensure!(attributes == expected, "{attributes}");
    ensure!(rack.count("card").await? == 2);
    let is_seen = "return part('search').checkVisibility();";
    ensure!(rack.run(is_seen, Value::Null).await? == json!(false));
    let asked = framed.hosts[1].requests();
    ensure!(
        !asked
            .iter()
            .any(|request| request.path.starts_with("/other")),
        "{asked:?}"
    );
    Ok(())
}
