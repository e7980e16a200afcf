//! Who keeps what the console gets, where no driver tells?
//!
//! WebKit's does not. So its pages get a script first of all, unless their policy refuses it; a
//! page with a policy brings it along by its address.

use super::Rules;
use super::file::File;
use hyper::HeaderMap;
use hyper::header;

/// A script and its address, on every host.
pub(crate) struct Witness {
    pub(crate) path: &'static str,
    pub(crate) script: &'static str,
}

pub(crate) const WITNESS: Witness = Witness {
    path: "/witness.js",
    script: include_str!("witness.js"),
};

/// Whether WebKit asks, which calls itself what Chromium also claims to be, and not a script for a part
/// of a page that has its witness already.
pub(super) fn is_needed(asked: &HeaderMap, rules: &Rules) -> bool {
    let agent = asked.get(header::USER_AGENT);
    let agent = agent
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let has_policy = rules
        .headers
        .keys()
        .any(|name| name == "Content-Security-Policy");
    let is_by_script = asked
        .get("sec-fetch-dest")
        .is_some_and(|asked| asked == "empty");
    !is_by_script && agent.contains("AppleWebKit/") && !agent.contains("Chrome/") && !has_policy
}

/// Puts it behind the document type, so that the page stays what it is.
pub(super) fn place(file: &mut File) {
    const BEGIN: &[u8] = b"<!doctype html>";
    let is_page = file.mime.starts_with("text/html")
        && file
            .bytes
            .get(..BEGIN.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    if is_page {
        let script = format!("<script>{}</script>", WITNESS.script);
        file.bytes
            .splice(BEGIN.len()..BEGIN.len(), script.into_bytes());
    }
}
