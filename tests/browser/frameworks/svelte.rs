//! Does a page of Svelte host a rack?

use crate::driver::Browser;
use anyhow::Result;

pub(crate) async fn its_attributes_are_live(browser: &Browser) -> Result<()> {
    super::expect_live_attributes(browser, "svelte").await
}

pub(crate) async fn its_attributes_are_live_when_the_script_is_late(
    browser: &Browser,
) -> Result<()> {
    super::expect_live_attributes_when_the_script_is_late(browser, "svelte").await
}

pub(crate) async fn it_hears_each_event_once(browser: &Browser) -> Result<()> {
    super::expect_each_event_once(browser, "svelte").await
}

pub(crate) async fn what_moves_keeps_its_state(browser: &Browser) -> Result<()> {
    super::expect_moves_to_keep_state(browser, "svelte").await
}

pub(crate) async fn what_goes_leaves_nothing_behind(browser: &Browser) -> Result<()> {
    super::expect_nothing_left_behind(browser, "svelte").await
}
