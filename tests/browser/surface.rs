//! Is the table of public names what the running element has, no more and no less?

use crate::driver::Browser;
use crate::page;
use crate::rack::Rack;
use crate::server::Fault;
use crate::server::Host;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use newsrack::ui::surface;
use newsrack::ui::surface::Named;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// Notes what the element does behind its public face: events and states.
const WATCH: &str = "\
    window.seen = { events: [], states: [] };
    const add = CustomStateSet.prototype.add;
    CustomStateSet.prototype.add = function (state) { seen.states.push(state); add.call(this, state); };
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
        if (this.localName === 'news-rack') {
            const { type, bubbles, composed, cancelable } = event;
            seen.events.push({ type, bubbles, composed, cancelable,
                detail: event instanceof CustomEvent });
        }
        return dispatch.call(this, event);
    };";

async fn open(browser: &Browser, attributes: &str) -> Result<Host> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let tag = format!("loading=eager src=/site/news/ {attributes}");
    let page = page::with_rack("/site/news-rack.js", &tag);
    host.page(
        "/",
        page.replacen("<script>", &format!("<script>{WATCH}"), 1),
    );
    browser.open(&host.at("/")).await?;
    browser.rack("news-rack").wait_until_ready().await?;
    Ok(host)
}

fn names(all: &[Named]) -> BTreeSet<String> {
    all.iter().map(|named| named.name.to_owned()).collect()
}

async fn set(rack: &Rack<'_>, script: &str) -> Result<BTreeSet<String>> {
    Ok(serde_json::from_value(
        rack.run(script, Value::Null).await?,
    )?)
}

pub(crate) async fn attributes_properties_and_methods_are_those_of_the_table(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let attributes = surface::ATTRIBUTES.iter();
    let expected: BTreeSet<_> = attributes.clone().map(|one| one.name.to_owned()).collect();
    let observed = set(&rack, "return rack.constructor.observedAttributes;").await?;
    assert_eq!(observed, expected);
    let fields = surface::PROPERTIES
        .iter()
        .map(|one| one.name)
        .chain(surface::METHODS.iter().map(|one| one.name));
    let expected: BTreeSet<_> = attributes
        .filter_map(surface::property)
        .chain(fields.map(str::to_owned))
        .collect();
    // What the browser calls is for nobody else.
    let own = "return Object.getOwnPropertyNames(rack.constructor.prototype)\
        .filter((name) => !/^constructor$|Callback$/.test(name));";
    assert_eq!(set(&rack, own).await?, expected);
    let added = set(&rack, "return Object.getOwnPropertyNames(rack);").await?;
    assert_eq!(
        added,
        BTreeSet::new(),
        "nothing stands on the element itself"
    );
    Ok(())
}

/// Walks through everything that a rack can show, and notes the parts and slots that it meets.
pub(crate) async fn parts_slots_and_states_are_those_of_the_table(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let (mut parts, mut slots) = (BTreeSet::new(), BTreeSet::new());
    for (act, until) in [
        (
            "part('related').querySelector('summary').click();",
            "parts('related-item').length > 0",
        ),
        (
            "rack.query = 'nothing of this kind';",
            "rack.matches(':state(empty)')",
        ),
        ("rack.src = '/nowhere/';", "rack.matches(':state(error)')"),
    ] {
        rack.run(act, Value::Null).await?;
        rack.wait_until(act, &format!("return {until};")).await?;
        let find = "return [...rack.shadowRoot.querySelectorAll('[part]')]\
            .flatMap((node) => [...node.part]);";
        parts.extend(set(&rack, find).await?);
        let find = "return [...rack.shadowRoot.querySelectorAll('slot')].map((slot) => slot.name);";
        slots.extend(set(&rack, find).await?);
    }
    drop(host);
    assert_eq!(parts, names(surface::PARTS));
    assert_eq!(slots, names(surface::SLOTS));
    let states = set(&rack, "return seen.states;").await?;
    assert_eq!(states, names(surface::STATES));
    Ok(())
}

pub(crate) async fn events_are_those_of_the_table(browser: &Browser) -> Result<()> {
    let host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    rack.tick("topic", "Sea").await?;
    rack.wait_until("a tick", "return rack.state.topic.length === 1;")
        .await?;
    let follow = "addEventListener('click', (event) => event.preventDefault());\
        part('card-title').querySelector('a').click();";
    rack.run(follow, Value::Null).await?;
    host.fault("manifest.json", Fault::Status(404));
    rack.run("rack.refresh();", Value::Null).await?;
    page::wait_for_loads(browser, 2).await?;
    let seen = rack
        .run("return seen.events.map(JSON.stringify);", Value::Null)
        .await?;
    let seen: BTreeSet<String> = serde_json::from_value(seen)?;
    let seen: BTreeSet<_> = seen
        .iter()
        .map(|event| {
            serde_json::from_str(event)
                .unwrap_or(Value::Null)
                .to_string()
        })
        .collect();
    let expected: BTreeSet<_> = surface::EVENTS
        .iter()
        .map(|event| {
            let (bubbles, cancelable) = (event.bubbles, event.cancelable);
            json!({
                "type": event.name, "bubbles": bubbles, "composed": bubbles,
                "cancelable": cancelable, "detail": event.detail.is_some(),
            })
            .to_string()
        })
        .collect();
    assert_eq!(seen, expected);
    Ok(())
}

/// All that a designer sees of everything inside, as one text.
const LOOK: &str = "\
    const names = ['color', 'backgroundColor', 'borderTopColor', 'borderBottomColor', 'borderTopLeftRadius', 'gap',\
        'accentColor', 'fontFamily', 'fontSize', 'fontWeight', 'aspectRatio', 'boxShadow',\
        'outlineColor', 'gridTemplateColumns', 'inlineSize'];
    const look = () => [...rack.shadowRoot.querySelectorAll('*')].slice(0, 400).map((node) => {
        const style = getComputedStyle(node);
        return names.map((name) => style[name]).join();
    }).join('\\n');";

/// A value that no theme has.
fn unusual(property: &str) -> &'static str {
    match property {
        "font" | "title-font" => "monospace",
        "title-weight" => "321",
        "title-size" | "radius" | "gap" => "3px",
        "card-width" => "500px",
        "filters-width" => "123px",
        "image-ratio" => "3 / 1",
        "shadow" => "0 0 9px rgb(1, 2, 3)",
        _ => "rgb(1, 2, 3)",
    }
}

pub(crate) async fn each_custom_property_changes_what_is_seen(browser: &Browser) -> Result<()> {
    let _host = open(browser, "topic=Sea").await?;
    let rack = browser.rack("news-rack");
    ensure!(surface::CUSTOM_PROPERTIES.len() <= 25);
    let used = "const text = [...rack.shadowRoot.adoptedStyleSheets[0].cssRules]\
        .map((rule) => rule.cssText).join();
        return text.match(/--news-rack-[a-z-]+/g).map((name) => name.slice(12));";
    assert_eq!(
        set(&rack, used).await?,
        names(surface::CUSTOM_PROPERTIES),
        "what the sheet reads is what is promised"
    );
    for Named { name, .. } in surface::CUSTOM_PROPERTIES {
        let script = format!(
            "{LOOK}\
             part('search').focus();
             const before = look();
             rack.style.setProperty('--news-rack-{name}', argument);
             const after = look();
             rack.style.removeProperty('--news-rack-{name}');
             return before !== after && look() === before;"
        );
        let changed = rack.run(&script, json!(unusual(name))).await?;
        assert_eq!(changed, json!(true), "--news-rack-{name} changes nothing");
    }
    Ok(())
}

const COLOR: &str = "getComputedStyle(part('card-title').querySelector('a')).color";

pub(crate) async fn a_sheet_of_the_page_is_adopted_and_can_be_changed(
    browser: &Browser,
) -> Result<()> {
    let host = Host::start().await?;
    host.serve("/site/", stage::dist()?);
    let sheets = tempfile::tempdir()?;
    for (file, color) in [("one.css", "rgb(1, 2, 3)"), ("two.css", "rgb(4, 5, 6)")] {
        let text = format!("[part~=card-title] a {{ color: {color}; }}");
        std::fs::write(sheets.path().join(file), text)?;
    }
    host.serve("/sheets/", sheets.path());
    let tag = "loading=eager src=/site/news/ stylesheet=/sheets/one.css";
    // What strict pages forbid is not what this does.
    host.header(
        "Content-Security-Policy",
        "style-src 'none'; require-trusted-types-for 'script'",
    );
    host.page("/", page::bare("/site/news-rack.js", tag));
    browser.open(&host.at("/")).await?;
    let rack = browser.rack("news-rack");
    rack.wait_until_ready().await?;
    rack.wait_until("one", &format!("return {COLOR} === 'rgb(1, 2, 3)';"))
        .await?;
    rack.run("rack.stylesheet = 'sheets/two.css';", Value::Null)
        .await?;
    rack.wait_until("two", &format!("return {COLOR} === 'rgb(4, 5, 6)';"))
        .await?;
    rack.run("rack.stylesheet = null;", Value::Null).await?;
    rack.wait_until("none", &format!("return {COLOR} !== 'rgb(4, 5, 6)';"))
        .await?;
    let styles = "return rack.shadowRoot.querySelectorAll('style, link').length;";
    assert_eq!(rack.run(styles, Value::Null).await?, json!(0));
    browser.expect_quiet_console().await
}

pub(crate) async fn a_sheet_that_cannot_be_had_leaves_the_built_in_look(
    browser: &Browser,
) -> Result<()> {
    let _host = open(browser, "").await?;
    let rack = browser.rack("news-rack");
    let built_in = rack.run(&format!("return {COLOR};"), Value::Null).await?;
    // A page where a sheet should be is what many hosts answer.
    for (sheet, code) in [("/nowhere.css", "http-404"), ("/", "not-css")] {
        let script = "window.warned = []; console.warn = (fault) => warned.push(fault.code);
            rack.stylesheet = argument;";
        rack.run(script, json!(sheet)).await?;
        rack.wait_until("a warning", "return warned.length === 1;")
            .await?;
        let seen = format!("return [warned[0], {COLOR}, rack.matches(':state(ready)')];");
        let seen = rack.run(&seen, Value::Null).await?;
        assert_eq!(seen, json!([code, built_in, true]));
    }
    page::expect_nothing_uncaught(browser).await
}
