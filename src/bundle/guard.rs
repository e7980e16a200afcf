//! Which hosts may be asked at all?
//!
//! An address in somebody's article or feed may lead into the network that the build runs in, by its name or
//! by a redirect. So names are looked up here, and what they say about private networks is not believed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How far requests may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To hosts on the public Internet.
    Internet,
    /// There, and to this host wherever it is, if it says itself that it is private: `localhost`, `10.0.0.1`.
    Host(String),
    /// To every host, for whoever wrote all addresses and answers for them.
    Everywhere,
}

impl Reach {
    fn includes(&self, host: &str, address: IpAddr) -> bool {
        match self {
            _ if !is_private(address) => true,
            Self::Internet => false,
            Self::Host(named) => named == host && names_a_private_place(host),
            Self::Everywhere => true,
        }
    }
}

/// Looks names up, and hides what lies in private networks.
#[derive(Debug)]
pub(crate) struct Guard {
    reach: Reach,
    inner: DefaultResolver,
}

impl Guard {
    pub(crate) fn new(reach: Reach) -> Self {
        Self {
            reach,
            inner: DefaultResolver::default(),
        }
    }
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
        let mut public = self.empty();
        for address in found.iter() {
            if self.reach.includes(host, address.ip()) {
                public.push(*address);
            }
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
