//! Where does a link lead?

use std::fmt;
use std::str::FromStr;

/// Where a card leads.
///
/// Invariant: `http` or `https`, with a host, without user information, white space, control
/// characters or quotes, at most 2,048 bytes long. So it may stand in an `href` or a `src` as it is.
///
/// The build makes one from what the `url` crate serialized; the browser, which reads files that a
/// stranger may have altered, checks these few rules again and needs no URL parser for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Box<str>);

/// The longest address that is followed, in bytes. Browsers and proxies cut longer ones.
const LONGEST: usize = 2048;

impl Url {
    /// The address, as it may stand in an attribute.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host as it is written in the address, with its port: `www.zdnet.com`, `localhost:8080`.
    #[must_use]
    pub fn host(&self) -> &str {
        authority(&self.0).unwrap_or_default()
    }
}

/// What stands between `//` and the path, if the scheme is one of ours.
fn authority(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', '\\']).next()
}

impl FromStr for Url {
    type Err = ();

    /// # Errors
    ///
    /// Whatever breaks the invariant.
    fn from_str(text: &str) -> Result<Self, ()> {
        let host = authority(text).ok_or(())?;
        if host.is_empty() || host.contains('@') || !is_plain(text) {
            return Err(());
        }
        Ok(Self(text.into()))
    }
}

/// Whether a text is short enough for an address, and nothing in it could end an attribute.
fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '"' | '<' | '>');
    text.len() <= LONGEST && text.chars().all(is_plain)
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a link in a body leads: to a page or to somebody's mailbox.
///
/// Invariant: what [`Url`] promises, or `mailto:` and something as plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(Box<str>);

impl Target {
    /// The address, as it may stand in an attribute.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Target {
    type Err = ();

    /// # Errors
    ///
    /// Whatever breaks the invariant.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_mail = text.starts_with("mailto:") && is_plain(text);
        if !is_mail {
            text.parse::<Url>()?;
        }
        Ok(Self(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_and_https_pass() {
        for text in [
            "http://a.example",
            "https://a.example:8080/b?c=d#e",
            "https://a.example?x=y@z",
        ] {
            assert_eq!(
                text.parse::<Url>().map(|url| url.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn nothing_else_becomes_a_link() {
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        for text in [
            "",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//a.example",
            "/a",
            "https://",
            "https:///a",
            "https://u:p@a.example/",
            "https://a.example/\n",
            "https://a.example/a b",
            "HTTPS://a.example",
            "https://a.example/\"x",
            "ftp://a.example",
            long.as_str(),
        ] {
            assert_eq!(text.parse::<Url>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_link_in_a_body_may_lead_to_a_mailbox() {
        assert!("mailto:a@b.example?subject=c".parse::<Target>().is_ok());
        assert!("https://a.example/".parse::<Target>().is_ok());
        for text in [
            "MAILTO:a@b.example",
            "mailto:a b",
            "javascript:mailto:",
            "mailto:\"x",
        ] {
            assert_eq!(text.parse::<Target>(), Err(()), "{text}");
        }
    }

    #[test]
    fn the_host_is_what_stands_before_the_path() {
        let host = |text: &str| text.parse::<Url>().map(|url| url.host().to_owned());
        assert_eq!(
            host("https://www.a.example/b"),
            Ok("www.a.example".to_owned())
        );
        assert_eq!(host("http://a.example?b"), Ok("a.example".to_owned()));
    }
}
