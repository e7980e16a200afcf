//! Where does an address lead, and may anybody follow it?

use url::{ParseError, Url as Parsed};

use crate::bundle::Code;
use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::model::{Target, Url};

/// An address that was understood, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Whole(Url),
    /// It began with `//`, which means the scheme of a page that there is none of, or with `www.`.
    WithoutScheme(Url),
}

/// Why an address is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoLink {
    /// Another scheme than `http` or `https`.
    Unsafe(String),
    /// It lacks a scheme: a path, or a host alone.
    Relative,
    /// What is wrong with it.
    Invalid(&'static str),
}

/// The address in a field; nothing where the field is empty or at fault.
pub(crate) fn url(faults: &mut Faults<'_>, name: &str, field: Option<&At<Node>>) -> Option<Url> {
    let written = faults.scalar(name, field)?;
    let text = written.trim();
    let field = field.filter(|_| !text.is_empty())?;
    match parse(text) {
        Ok(Link::Whole(url)) => Some(url),
        Ok(Link::WithoutScheme(url)) => {
            faults.note(
                Code::UrlWithoutScheme,
                field,
                format!("`{name}` names no scheme and is read as `{url}`"),
            );
            Some(url)
        }
        Err(fault) => {
            note(faults, name, field, &fault);
            None
        }
    }
}

/// Notes why an address is none.
pub(crate) fn note(faults: &mut Faults<'_>, name: &str, field: &At<Node>, fault: &NoLink) {
    match fault {
        NoLink::Unsafe(scheme) => {
            let message = format!(
                "`{name}` leads to `{scheme}:`; only `http` and `https` addresses are followed"
            );
            faults.note(Code::UrlUnsafe, field, message);
        }
        NoLink::Relative => {
            let message =
                format!("`{name}` is no whole address; write one that begins with `https://`");
            faults.note(Code::UrlInvalid, field, message);
        }
        NoLink::Invalid(why) => faults.note(
            Code::UrlInvalid,
            field,
            format!("the address in `{name}` {why}"),
        ),
    }
}

/// Parses as browsers do, and returns what the parser serialized, never the input.
///
/// # Errors
///
/// Whatever is no `http` or `https` address with a host and without user information.
pub(crate) fn parse(text: &str) -> Result<Link, NoLink> {
    let scheme = missing_scheme(text);
    let is_without_scheme = !scheme.is_empty();
    let whole = format!("{scheme}{text}");
    let parsed = Parsed::parse(&whole).map_err(|fault| match fault {
        ParseError::RelativeUrlWithoutBase => NoLink::Relative,
        ParseError::EmptyHost => NoLink::Invalid("has no host"),
        ParseError::InvalidPort => NoLink::Invalid("has an impossible port"),
        _ => NoLink::Invalid("names a host that cannot exist"),
    })?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(NoLink::Unsafe(parsed.scheme().to_owned()));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(NoLink::Invalid("holds a user name or a password"));
    }
    let url = parsed.as_str().parse().map_err(|()| TOO_LONG)?;
    Ok(if is_without_scheme {
        Link::WithoutScheme(url)
    } else {
        Link::Whole(url)
    })
}

/// What lacks before an address. `www.` begins a host and nothing else; any other name may be a path.
fn missing_scheme(text: &str) -> &'static str {
    let is_www = |start: &str| start.eq_ignore_ascii_case("www.");
    match text {
        _ if text.starts_with("//") => "https:",
        _ if text.get(..4).is_some_and(is_www) => "https://",
        _ => "",
    }
}

/// Where a link in a body leads: as [`parse`] has it, or to a mailbox.
///
/// # Errors
///
/// Those of [`parse`].
pub(crate) fn target(text: &str) -> Result<Target, NoLink> {
    match parse(text) {
        Ok(link) => whole(link.url().as_str()),
        Err(NoLink::Unsafe(scheme)) if scheme == "mailto" => match Parsed::parse(text) {
            Ok(mail) => whole(mail.as_str()),
            Err(_) => Err(NoLink::Relative),
        },
        Err(fault) => Err(fault),
    }
}

const TOO_LONG: NoLink = NoLink::Invalid("is longer than 2,048 characters");

fn whole(text: &str) -> Result<Target, NoLink> {
    text.parse().map_err(|()| TOO_LONG)
}

impl Link {
    /// The address, whichever way it was written.
    pub(crate) fn url(self) -> Url {
        match self {
            Self::Whole(url) | Self::WithoutScheme(url) => url,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, url: &str) {
        assert_eq!(parse(text), Ok(Link::Whole(url.parse().unwrap())));
    }

    #[test]
    fn addresses_are_written_as_browsers_write_them() {
        check(
            "HTTPS://A.example/b c?d=\"e\"",
            "https://a.example/b%20c?d=%22e%22",
        );
        check(
            "https://bücher.example/ü",
            "https://xn--bcher-kva.example/%C3%BC",
        );
        check("http:\\\\a.example\\b", "http://a.example/b");
        check("http://127.1/", "http://127.0.0.1/");
    }

    #[test]
    fn an_address_without_a_scheme_is_taken_as_https() {
        assert_eq!(
            parse("//a.example/b"),
            Ok(Link::WithoutScheme("https://a.example/b".parse().unwrap()))
        );
        assert_eq!(
            parse("www.a.example/b"),
            Ok(Link::WithoutScheme(
                "https://www.a.example/b".parse().unwrap()
            ))
        );
    }

    #[test]
    fn other_schemes_are_unsafe_however_they_are_dressed() {
        for text in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            " \u{1}javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://a.example/x",
            "file:///etc/passwd",
            "mailto:a@b.example",
            "ftp://a.example",
        ] {
            assert!(matches!(parse(text), Err(NoLink::Unsafe(_))), "{text}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for text in [
            "a.example/b",
            "/b",
            "../b",
            "#c",
            "https://",
            "https://u:p@a.example/",
            "https://a b/",
            "https://a.example:99999/",
        ] {
            assert!(
                matches!(parse(text), Err(NoLink::Relative | NoLink::Invalid(_))),
                "{text}"
            );
        }
        assert!(parse(&format!("https://a.example/{}", "x".repeat(100_000))).is_err());
    }
}
