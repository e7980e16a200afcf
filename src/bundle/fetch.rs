//! What does this address answer, if anybody may ask it?
//!
//! A stranger's feed may redirect, trickle, never end, or point into the network that the build runs in.
//! So everything has a limit, and an address in a private network is asked only where the editor named it.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, config::Config};
use url::Url as Parsed;

/// The longest answer that is read, in bytes; as large as the largest feed that is read from a file.
const LARGEST: u64 = 64 << 20;
/// How often one address may send to another.
const REDIRECTS: u32 = 5;
/// How long all of it may take: a feed that trickles is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take until somebody answers at all.
const CONNECTING: Duration = Duration::from_secs(10);

/// Whether a feed is named by an address, and not by a file.
pub(crate) fn is_address(feed: &str) -> bool {
    let start = feed.get(..8).unwrap_or(feed).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

/// What an address answers.
///
/// # Errors
///
/// A sentence about why it answers nothing that can be used.
pub(crate) fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let named = Parsed::parse(address).map_err(|fault| format!("this is no address: {fault}"))?;
    let config = Agent::config_builder()
        .max_redirects(REDIRECTS)
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(CONNECTING))
        .proxy(None)
        .user_agent(concat!("newsrack/", env!("CARGO_PKG_VERSION")))
        .build();
    let guard = Guard {
        named: named.host_str().unwrap_or_default().to_owned(),
        inner: DefaultResolver::default(),
    };
    let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
    let answer = agent
        .get(named.as_str())
        .call()
        .map_err(|fault| explained(&fault))?;
    let mut bytes = Vec::new();
    let mut body = answer.into_body().into_reader().take(LARGEST + 1);
    body.read_to_end(&mut bytes)
        .map_err(|fault| format!("the answer breaks off: {}", fault.kind()))?;
    if bytes.len() as u64 > LARGEST {
        return Err("the answer is larger than 64 MiB".to_owned());
    }
    Ok(bytes)
}

fn explained(fault: &Error) -> String {
    match fault {
        Error::StatusCode(status) => format!("the answer is {status}"),
        Error::HostNotFound => "there is no such host, or it lies in a private network, which is asked only where the feed itself is named by an address in it".to_owned(),
        Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        Error::Timeout(_) => "it does not answer in time".to_owned(),
        Error::Io(fault) => format!("it cannot be fetched: {}", fault.kind()),
        fault => {
            let message: String = fault.to_string().chars().filter(|c| !c.is_control()).take(200).collect();
            format!("it cannot be fetched: {message}")
        }
    }
}

/// Looks names up, and hides what lies in private networks.
#[derive(Debug)]
struct Guard {
    /// The host that the editor named; one in a private network may be asked if it is that.
    named: String,
    inner: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if host == self.named && names_a_private_place(host) {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| !is_private(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            return Err(Error::HostNotFound);
        }
        Ok(public)
    }
}

/// Whether a host says by itself that it is private, so that whoever wrote it knew.
fn names_a_private_place(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || number.is_ok_and(is_private)
}

/// Whether an address is not on the public Internet.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_private_v4(mapped),
            None => is_private_v6(address),
        },
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_for_protocols = (first, second, third) == (192, 0, 0);
    let is_for_benchmarks = first == 198 && (18..20).contains(&second);
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || first == 0
        || first >= 224
        || is_shared
        || is_for_protocols
        || is_for_benchmarks
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let first = address.segments()[0];
    let is_translated = first == 0x64 || first == 0x2002;
    let is_public = (0x2000..0x4000).contains(&first);
    !is_public || is_translated || address.segments()[..2] == [0x2001, 0xDB8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_told_from_the_internet() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ] {
            assert!(is_private(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "93.184.216.34",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            assert!(!is_private(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn only_a_host_that_says_so_is_meant_to_be_private() {
        assert!(names_a_private_place("localhost") && names_a_private_place("[::1]"));
        assert!(names_a_private_place("10.0.0.1") && !names_a_private_place("1.1.1.1"));
        assert!(!names_a_private_place("intranet.example"));
    }
}
