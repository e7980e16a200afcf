//! Does a page of Vue host a rack?

use crate::driver::Browser;
use anyhow::Result;
use anyhow::ensure;
use serde_json::json;

pub(crate) async fn its_attributes_are_live(browser: &Browser) -> Result<()> {
    super::expect_live_attributes(browser, "vue").await
}

pub(crate) async fn its_attributes_are_live_when_the_script_is_late(
    browser: &Browser,
) -> Result<()> {
    super::expect_live_attributes_when_the_script_is_late(browser, "vue").await
}

pub(crate) async fn it_hears_each_event_once(browser: &Browser) -> Result<()> {
    super::expect_each_event_once(browser, "vue").await
}

pub(crate) async fn what_moves_keeps_its_state(browser: &Browser) -> Result<()> {
    super::expect_moves_to_keep_state(browser, "vue").await
}

pub(crate) async fn what_goes_leaves_nothing_behind(browser: &Browser) -> Result<()> {
    super::expect_nothing_left_behind(browser, "vue").await
}

/// What `KeepAlive` puts aside and `v-show` hides is the same afterwards, and asks for nothing.
pub(crate) async fn what_sleeps_or_is_hidden_wakes_as_it_was(browser: &Browser) -> Result<()> {
    let host = super::open(browser, "vue").await?;
    browser.rack("#left").tick("topic", "Sea").await?;
    super::wait_for_left(browser, "rack.state.total === 13").await?;
    let keep = "window.before = document.querySelector('#left');";
    browser.run(keep, vec![]).await?;
    host.forget_requests();
    for (part, is_so) in [
        (
            json!({ "awake": false }),
            "!document.querySelector('#left')",
        ),
        (
            json!({ "awake": true }),
            "document.querySelector('#left') === before",
        ),
        (json!({ "hidden": true }), "!before.checkVisibility()"),
        (json!({ "hidden": false }), "before.checkVisibility()"),
    ] {
        super::change(browser, part).await?;
        super::wait_for(browser, &format!("return {is_so};")).await?;
    }
    super::wait_for_left(
        browser,
        "rack.state.total === 13 && rack.matches(':state(ready)')",
    )
    .await?;
    browser.rack("#left").tick("topic", "Weather").await?;
    super::wait_for_left(browser, "rack.state.topic.length === 2").await?;
    let again = host
        .requests()
        .into_iter()
        .filter(|request| request.path.ends_with("manifest.json"));
    ensure!(again.count() == 0, "the bundle was read again");
    browser.expect_quiet_console().await
}
