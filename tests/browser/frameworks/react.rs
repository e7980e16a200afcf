//! Does a page of React, which mounts everything twice while it is developed, host a rack?

use super::LOADER;
use super::host;
use super::html;
use super::page;
use crate::driver::Browser;
use crate::stage;
use anyhow::Result;
use anyhow::ensure;
use std::fs;

pub(crate) async fn its_attributes_are_live(browser: &Browser) -> Result<()> {
    super::expect_live_attributes(browser, "react").await
}

pub(crate) async fn its_attributes_are_live_when_the_script_is_late(
    browser: &Browser,
) -> Result<()> {
    super::expect_live_attributes_when_the_script_is_late(browser, "react").await
}

pub(crate) async fn it_hears_each_event_once(browser: &Browser) -> Result<()> {
    super::expect_each_event_once(browser, "react").await
}

pub(crate) async fn what_moves_keeps_its_state(browser: &Browser) -> Result<()> {
    super::expect_moves_to_keep_state(browser, "react").await
}

pub(crate) async fn what_goes_leaves_nothing_behind(browser: &Browser) -> Result<()> {
    super::expect_nothing_left_behind(browser, "react").await
}

/// Attributes that the tag wrote on itself, or children, would not match.
pub(crate) async fn what_a_server_rendered_is_taken_over(browser: &Browser) -> Result<()> {
    let rendered = fs::read_to_string(stage::built("hosts")?.join("react.html"))?;
    ensure!(rendered.matches("<news-rack ").count() == 2, "{rendered}");
    for (head, end) in [(LOADER, ""), ("", LOADER)] {
        browser.start_afresh().await?;
        let host = host().await?;
        let body = format!("{}{end}", page("react-hydrated", &rendered));
        host.page("/", html(head, &body));
        browser.open(&host.at("/")).await?;
        super::wait_for_both(browser).await?;
        super::check_attributes(browser).await?;
    }
    Ok(())
}
