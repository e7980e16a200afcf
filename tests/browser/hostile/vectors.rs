//! What do people write who want a page to run their script?

use crate::stage;
use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// One of each kind, by where it has worked on somebody: markup in a text, breaking out of an attribute,
/// handlers, namespaces that change their mind, markup that changes when it is written out and read
/// again, names that shadow the page's own, texts that look like another language's syntax.
const MARKUP: [&str; 36] = [
    "<script>ran = 1</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "<img/src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>press</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img title=\"</textarea><img src onerror=alert(1)>\"></textarea>",
    "<xmp><p title=\"</xmp><svg/onload=alert(1)>\"></xmp>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc=\"&lt;script&gt;parent.ran = 1&lt;/script&gt;\"></iframe>",
    "<iframe src=\"javascript:parent.ran=1\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\">",
    "<base href=\"javascript:alert(1)//\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=\"data:text/css,*{color:red}\">",
    "<style>@import 'javascript:alert(1)'; * { background: url(javascript:alert(1)) }</style>",
    "<p style=\"background:url(javascript:alert(1));position:fixed;inset:0\">over all</p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<body onpageshow=alert(1)>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)' x='",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script><![CDATA[",
    "</title></textarea></style></script></noscript><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= alert(1) %>",
    "<form id=body><input name=querySelector><input name=shadowRoot><img name=cookie id=rack></form>",
];

/// Names that are there already.
const NAMES: [&str; 8] = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "shadowRoot",
    "then",
    "innerHTML",
    "null",
];

/// Addresses that run something, in the disguises that browsers see through. None leads to the web.
const RUNNING: [&str; 13] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \u{1}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61&#x76&#x61script&colon;alert(1)",
    "javascript&NewLine;:alert(1)",
    "java%73cript:alert(1)",
    "ｊavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://a.example/0c7b1a1e",
];

/// An address that does lead to the web, and would leave its attribute on the way.
const LEAVING: &str = "https://a.example/\"onmouseover=\"alert(1)";

/// What a payload is meant to be taken for.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    /// An address that the build follows.
    Followed,
    /// An address for which it refuses the article.
    Refused,
}

/// A payload.
pub(super) struct Vector {
    pub(super) text: String,
    kind: Kind,
}

impl Vector {
    fn new(text: &str, kind: Kind) -> Self {
        let text = text.to_owned();
        Self { text, kind }
    }

    pub(super) fn text(text: &str) -> Self {
        Self::new(text, Kind::Text)
    }

    pub(super) fn is_address(&self) -> bool {
        self.kind != Kind::Text
    }

    fn is_refused(&self) -> bool {
        self.kind == Kind::Refused
    }
}

/// Of how many of these the build makes an article.
pub(super) fn accepted(vectors: &[Vector]) -> usize {
    vectors.iter().filter(|vector| !vector.is_refused()).count()
}

/// Those that every machine has.
pub(super) fn own() -> Vec<Vector> {
    let texts = MARKUP.into_iter().chain(NAMES).map(Vector::text);
    let refused = RUNNING.map(|address| Vector::new(address, Kind::Refused));
    texts
        .chain(refused)
        .chain([Vector::new(LEAVING, Kind::Followed)])
        .collect()
}

/// Ours and those that sanitizers are tried with, where this machine has them.
pub(super) fn markup() -> Result<Vec<Vector>> {
    let mut vectors = own();
    if let Some(folder) = fixtures() {
        let cases = fs::read_to_string(folder.join("dompurify/expect.json"))?;
        let cases: Vec<Value> = serde_json::from_str(&cases)?;
        let payload = |case: &Value| case["payload"].as_str().map(Vector::text);
        let payloads: Option<Vec<_>> = cases.iter().map(payload).collect();
        vectors.extend(payloads.context("every case has a payload")?);
    }
    Ok(vectors)
}

/// Those and strings that have been too much for some program or other.
pub(super) fn all() -> Result<Vec<Vector>> {
    let mut vectors = markup()?;
    if let Some(folder) = fixtures() {
        let strings = fs::read_to_string(folder.join("blns/blns.json"))?;
        let strings: Vec<String> = serde_json::from_str(&strings)?;
        vectors.extend(strings.iter().map(|text| Vector::text(text)));
    }
    Ok(vectors)
}

/// They lie beside the real articles.
fn fixtures() -> Option<PathBuf> {
    stage::corpus("../fixtures/xss")
}
