//! Which states can a rack be in, and how does one get there?

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;
use std::fs;

/// A state, and what brings it about.
pub(crate) struct State {
    pub(crate) name: &'static str,
    /// Of the tag.
    attributes: &'static str,
    /// What the host does wrong from then on, or from the start where nobody does anything.
    fault: Option<(&'static str, Fault)>,
    /// Whether the page may run scripts at all.
    has_scripts: bool,
    /// Whether the page's headlines are in the tag.
    has_headlines: bool,
    /// What a reader does then.
    act: &'static str,
    /// True once the state is there.
    reached: &'static str,
    pub(crate) width: u32,
}

const READY: &str = "return rack.matches(':state(ready)');";

const USUAL: State = State {
    name: "loaded",
    attributes: "",
    fault: None,
    has_scripts: true,
    has_headlines: true,
    act: "",
    reached: READY,
    width: 1280,
};

/// Nothing is asked for twice: a file that fails stays failed.
const GONE: Fault = Fault::Status(410);

pub(crate) static STATES: [State; 15] = [
    USUAL,
    State {
        name: "loading, with nothing in the tag",
        fault: Some((".wasm", Fault::Stall(10))),
        has_headlines: false,
        reached: "return rack.matches(':state(loading)');",
        ..USUAL
    },
    State {
        name: "loading, with headlines in the tag",
        fault: Some((".wasm", Fault::Stall(10))),
        reached: "return rack.matches(':state(loading)');",
        ..USUAL
    },
    State {
        name: "searching",
        act: "part('search').focus(); part('search').value = 'harb'; \
              part('search').dispatchEvent(new InputEvent('input', { bubbles: true }));",
        reached: "return rack.state.query === 'harb' && rack.shadowRoot.querySelector('mark') !== null \
                  && part('base').ariaBusy === 'false';",
        ..USUAL
    },
    State {
        name: "searching, with the answer on its way",
        fault: Some((".bin", Fault::Stall(10))),
        act: "part('search').focus(); part('search').value = 'harb'; \
              part('search').dispatchEvent(new InputEvent('input', { bubbles: true }));",
        reached: "return part('base').ariaBusy === 'true';",
        ..USUAL
    },
    State {
        name: "filtered",
        act: "parts('facet-value')[0].click();",
        reached: "return rack.state.topic.length === 1 && !part('clear').hidden;",
        ..USUAL
    },
    State {
        name: "nothing matches, with ways out",
        attributes: "query=lamp topic=Culture,Weather min-quality=1",
        reached: "return rack.matches(':state(empty)') && \
                  part('empty').closest('div').querySelectorAll('li button').length > 1;",
        ..USUAL
    },
    State {
        name: "a file of the index failed, with another try",
        fault: Some((".bin", GONE)),
        act: "parts('facet-value')[0].click();",
        reached: "return rack.shadowRoot.querySelector('.notice:not([hidden]) button') !== null;",
        ..USUAL
    },
    State {
        name: "all failed, with another try",
        fault: Some((".wasm", GONE)),
        reached: "return part('error').checkVisibility();",
        ..USUAL
    },
    State {
        name: "related coverage open",
        act: "part('related').querySelector('summary').click();",
        reached: "return part('related').querySelectorAll('[part~=related-item] a').length === 5;",
        ..USUAL
    },
    State {
        name: "an article read in place",
        attributes: "link=reader",
        act: "part('card-title').querySelector('a').click();",
        reached: "return part('reader').matches(':modal') \
                  && part('reader').querySelector('.prose p') !== null;",
        ..USUAL
    },
    State {
        name: "the text of an article failed, with another try",
        attributes: "link=reader",
        fault: Some((".json", GONE)),
        act: "part('card-title').querySelector('a').click();",
        reached: "return part('reader').querySelector('.notice button') !== null;",
        ..USUAL
    },
    State {
        name: "all sources",
        act: "const facet = parts('facet').find((facet) => facet.dataset.facet === 'provider'); \
              [...facet.querySelectorAll('button')].at(-1).click();",
        reached: "return part('filters').querySelectorAll('[data-facet=provider] [part~=facet-value]') \
                  .length > 10;",
        ..USUAL
    },
    State {
        name: "filters open on a phone",
        act: "rack.shadowRoot.querySelector('.filters-toggle').click();",
        reached: "return part('filters').checkVisibility();",
        width: 320,
        ..USUAL
    },
    State {
        name: "headlines without scripts",
        has_scripts: false,
        reached: "return document.querySelectorAll('news-rack li a').length === 12;",
        ..USUAL
    },
];

/// The page's own direction, and a language that is written so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
}

/// # Errors
///
/// When there is no state of that name.
pub(crate) fn named(name: &str) -> Result<&'static State> {
    let state = STATES.iter().find(|state| state.name == name);
    state.with_context(|| format!("there is no state `{name}`"))
}

impl State {
    pub(crate) fn has_scripts(&self) -> bool {
        self.has_scripts
    }

    /// Opens a page of its own in this state.
    ///
    /// # Errors
    ///
    /// When the rack does not get there.
    pub(crate) async fn open(&self, browser: &Browser, direction: Direction) -> Result<Host> {
        let host = self.host(direction).await?;
        browser.viewport(self.width, 2400).await?;
        browser.open(&host.at("/")).await?;
        let rack = browser.rack("news-rack");
        if !self.act.is_empty() {
            rack.wait_until_ready().await?;
            rack.wait_until("cards", "return parts('facet-value').length > 0;")
                .await?;
            self.spoil(&host);
            rack.run(self.act, Value::Null).await?;
        }
        rack.wait_until(self.name, self.reached).await?;
        Ok(host)
    }

    async fn host(&self, direction: Direction) -> Result<Host> {
        let host = Host::start().await?;
        host.serve("/site/", stage::dist()?);
        if self.act.is_empty() {
            self.spoil(&host);
        }
        if !self.has_scripts {
            host.header("Content-Security-Policy", "script-src 'none'");
        }
        host.page("/", self.page(direction)?);
        Ok(host)
    }

    fn spoil(&self, host: &Host) {
        if let Some((path, fault)) = self.fault {
            host.fault(path, fault);
        }
    }

    fn page(&self, direction: Direction) -> Result<String> {
        let language = match direction {
            Direction::LeftToRight => "lang=en dir=ltr",
            Direction::RightToLeft => "lang=ar dir=rtl",
        };
        let headlines = if self.has_headlines {
            headlines()?
        } else {
            String::new()
        };
        let attributes = self.attributes;
        Ok(format!(
            "<!doctype html><html {language}><meta charset=utf-8>\
             <meta name=viewport content=\"width=device-width, initial-scale=1\">\
             <meta name=color-scheme content=\"light dark\"><title>A page</title>\
             <script>{}</script><script type=module async src=/site/news-rack.js></script>\
             <main><h1>A page</h1><news-rack label=News headline-level=2 loading=eager \
             src=/site/news/ {attributes}>{headlines}</news-rack>\
             <p><a href=\"#\">What follows on the page</a></p></main>",
            page::NOTES
        ))
    }
}

/// The headlines that the demo's snippet has in its tag.
fn headlines() -> Result<String> {
    let snippet = fs::read_to_string(stage::dist()?.join("news/snippet.html"))?;
    let (_, inside) = snippet.split_once("<ul>").context("a list of headlines")?;
    let (inside, _) = inside.split_once("</ul>").context("the end of the list")?;
    Ok(format!("<ul>{inside}</ul>"))
}

/// Puts on a look, live, and waits until it is painted; an answer that is on its way may stay so.
pub(crate) async fn dress(rack: &Rack<'_>, layout: &str, theme: &str) -> Result<()> {
    let script = "\
        rack.setAttribute('layout', argument[0]);
        rack.setAttribute('theme', argument[1]);
        const frame = () => new Promise(requestAnimationFrame);
        const changes = () => (rack.shadowRoot?.getAnimations() ?? []) \
            .filter((change) => change instanceof CSSTransition).map(({ finished }) => finished);
        // What is out of sight may never finish: it is not laid out.
        const soon = new Promise((done) => setTimeout(done, 500));
        return frame().then(frame).then(() => Promise.race([soon, Promise.allSettled(changes())])) \
            .then(() => true);";
    rack.run(script, json!([layout, theme])).await.map(drop)
}
