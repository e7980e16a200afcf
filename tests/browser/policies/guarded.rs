//! What does a page with a policy look like, and where are its scripts?

use crate::driver::Browser;
use crate::page;
use crate::server::Host;
use crate::server::WITNESS;
use crate::stage;
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use sha2::Sha384;
use std::fs;

const LOADER: &str = "/site/news-rack.js";
const BUNDLE: &str = "/site/news/";

/// What the page's script tags bear, so that its policy lets them through.
#[derive(Clone, Copy)]
pub(super) enum Marks {
    None,
    Nonce(&'static str),
    Integrity,
}

/// A page with a rack and a witness, and no other script.
pub(super) struct Guarded {
    page: Host,
    /// `None` where the page's own host has the element as well.
    cdn: Option<Host>,
}

impl Guarded {
    pub(super) async fn together() -> Result<Self> {
        let page = Host::start().await?;
        page.serve("/site/", stage::dist()?);
        Ok(Self { page, cdn: None })
    }

    pub(super) async fn apart() -> Result<Self> {
        let cdn = Host::start().await?;
        cdn.serve("/site/", stage::dist()?);
        let page = Host::start().await?;
        Ok(Self {
            page,
            cdn: Some(cdn),
        })
    }

    /// The host that has the element.
    pub(super) fn cdn(&self) -> &Host {
        self.cdn.as_ref().unwrap_or(&self.page)
    }

    /// Sets the policy, with the true address for `CDN` and the hashes for `LOADER` and `WITNESS`.
    pub(super) fn policy(&self, policy: &str) -> Result<()> {
        let quoted = |integrity: String| format!("'{integrity}'");
        let policy = policy
            .replace("CDN", &self.cdn().at(""))
            .replace("LOADER", &quoted(loader()?))
            .replace("WITNESS", &quoted(integrity(WITNESS.script.as_bytes())));
        self.header("Content-Security-Policy", &policy);
        Ok(())
    }

    pub(super) fn header(&self, name: &str, value: &str) {
        self.page.header(name, value);
    }

    pub(super) async fn open(&self, browser: &Browser, marks: Marks) -> Result<()> {
        // WebKit asks for an icon even so, and asks the policy first.
        let scripts = format!(
            "<link rel=\"icon\" href=\"{}\"><script src=\"{}\"{}></script><script type=\"module\" async src=\"{}\"{}></script>",
            self.cdn().at("/favicon.ico"),
            self.cdn().at(WITNESS.path),
            marks.of(|| Ok(integrity(WITNESS.script.as_bytes())))?,
            self.cdn().at(LOADER),
            marks.of(loader)?,
        );
        let tag = format!("loading=eager src=\"{}\"", self.cdn().at(BUNDLE));
        self.page.page("/", page::guarded(&scripts, &tag));
        browser.open(&self.page.at("/")).await
    }

    /// Opens the page for frames in one that may run scripts and open links, and nothing else;
    /// scripts then run in that frame.
    pub(super) async fn open_framed(&self, browser: &Browser) -> Result<()> {
        let framed = fs::read_to_string(stage::dist()?.join("embed.html"))?;
        let witness = format!(
            "<meta charset=\"utf-8\"><script src=\"{}\"></script>",
            WITNESS.path
        );
        let framed = framed.replacen("<meta charset=\"utf-8\">", &witness, 1);
        self.cdn().page("/site/framed.html", framed);
        let frame = format!(
            "<!doctype html><title>A page</title><iframe src=\"{}\" width=\"1200\" height=\"700\" \
             sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\" \
             referrerpolicy=\"no-referrer\"></iframe>",
            self.cdn().at("/site/framed.html")
        );
        self.page.page("/", frame);
        browser.open(&self.page.at("/")).await?;
        Ok(browser.client.enter_frame(0).await?)
    }
}

impl Marks {
    fn of(self, integrity: impl FnOnce() -> Result<String>) -> Result<String> {
        Ok(match self {
            Self::None => String::new(),
            Self::Nonce(nonce) => format!(" nonce=\"{nonce}\""),
            Self::Integrity => {
                format!(" integrity=\"{}\" crossorigin=\"anonymous\"", integrity()?)
            }
        })
    }
}

fn loader() -> Result<String> {
    Ok(integrity(&fs::read(stage::dist()?.join("news-rack.js"))?))
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
