//! What has axe-core to say about the open page, shadow roots included?

use crate::driver::Browser;
use anyhow::Context;
use anyhow::Result;
use serde_json::json;
use std::env;
use std::fs;

/// The rules of WCAG 2.2 at levels A and AA, and what axe-core's authors recommend beyond. That of the
/// size of targets is off unless it is named.
const RUN: &str = "\
    return axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations', 'passes'],
    }).then(({ violations, passes }) => {
        const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
            `${id} at ${target.flat().join(' ')}: ${failureSummary.replaceAll('\\n', ' ')}`);
        const isInside = ({ target }) => target.some(Array.isArray);
        return {
            violations: violations.flatMap(told),
            rules: violations.map(({ id }) => id),
            inside: passes.flatMap(({ nodes }) => nodes).filter(isInside).length,
        };
    });";

/// What axe-core found.
pub(crate) struct Findings {
    /// Each with its place and what would do.
    pub(crate) violations: Vec<String>,
    /// The names of the rules that do not hold.
    pub(crate) rules: Vec<String>,
    /// How often a rule held inside a shadow root: none, and it never looked there.
    pub(crate) inside: u64,
}

/// Loads axe-core into the open page and asks it.
///
/// # Errors
///
/// Where axe-core is not on this machine: a check that is left out must not look like one that passed.
pub(crate) async fn findings(browser: &Browser) -> Result<Findings> {
    let is_there = browser.run("return 'axe' in window;", vec![]).await?;
    if is_there != json!(true) {
        browser.run(&script()?, vec![]).await?;
    }
    let found = browser.run(RUN, vec![]).await?;
    let list = |key: &str| serde_json::from_value(found[key].clone());
    Ok(Findings {
        violations: list("violations")?,
        rules: list("rules")?,
        inside: found["inside"].as_u64().context("a count is a number")?,
    })
}

fn script() -> Result<String> {
    let path = env::var_os("NEWSRACK_AXE");
    let path = path.context("NEWSRACK_AXE names no axe-core; `cargo xtask test` sets it")?;
    fs::read_to_string(path).context("axe-core cannot be read")
}
