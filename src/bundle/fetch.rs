//! What does this address answer, if anybody may ask it?
//!
//! A stranger's address may redirect, trickle, never end, or lead into a private network. So everything has
//! a limit, and every step of a redirect is looked at as if it were the first.

use std::io::Read;
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::Response;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};
use url::Url as Parsed;

use crate::bundle::guard::{Guard, Reach};
use crate::bundle::trust;

/// The longest answer of a feed, in bytes; as large as the largest feed that is read from a file.
const LARGEST: u64 = 64 << 20;
/// How often one address may send to another.
const REDIRECTS: u32 = 5;
/// How long all of it may take: what trickles is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take until somebody answers at all.
const CONNECTING: Duration = Duration::from_secs(10);
/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];
/// The longest pause that a host may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Whether a feed is named by an address, and not by a file.
pub(crate) fn is_address(feed: &str) -> bool {
    let start = feed.get(..8).unwrap_or(feed).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

/// What the address of a feed answers. It may lie in a private network where its own host says so.
///
/// # Errors
///
/// A sentence about why it answers nothing that can be used.
pub(crate) fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let named = Parsed::parse(address).map_err(|fault| format!("this is no address: {fault}"))?;
    let host = named.host_str().unwrap_or_default().to_owned();
    let answer = Client::new(Reach::Host(host)).once(&named, &Ask::new(LARGEST));
    match answer {
        Ok(Answer::Whole(whole)) => Ok(whole.bytes),
        Ok(Answer::Unchanged) => Err("the answer is 304".to_owned()),
        Err(fault) => Err(fault.message),
    }
}

/// What is asked, beside the address.
pub(crate) struct Ask<'a> {
    /// The longest answer that is read, in bytes.
    pub most: u64,
    /// What the answer that is known already was called.
    pub known: Option<&'a Version>,
    /// Whether an address may be asked, and if not, why; each step of a redirect is.
    pub may: &'a dyn Fn(&Parsed) -> Result<(), String>,
}

impl Ask<'_> {
    pub(crate) fn new(most: u64) -> Self {
        let (known, may) = (None, &|_: &Parsed| Ok(()));
        Self { most, known, may }
    }
}

/// What a host calls an answer, so that it can be asked whether there is another by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    pub etag: Option<String>,
    pub modified: Option<String>,
}

/// What is answered.
#[derive(Debug)]
pub(crate) enum Answer {
    Whole(Whole),
    /// What is known already.
    Unchanged,
}

#[derive(Debug)]
pub(crate) struct Whole {
    pub bytes: Vec<u8>,
    pub version: Version,
}

/// Why nothing is answered.
#[derive(Debug)]
pub(crate) struct Fault {
    pub message: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It may be over in a moment, or after the pause that the host asks for.
    Passing(Option<Duration>),
    /// There is no such thing there, or nobody may have it.
    Refused,
    /// Asking again will not help.
    Lasting,
}

fn lasting(message: impl Into<String>) -> Fault {
    let (message, kind) = (message.into(), Kind::Lasting);
    Fault { message, kind }
}

/// Asks hosts, and keeps connections open between requests.
#[derive(Debug)]
pub(crate) struct Client(Agent);

impl Client {
    pub(crate) fn new(reach: Reach) -> Self {
        let config = Agent::config_builder()
            // Followed by hand, so that nobody is asked unseen.
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECTING))
            .proxy(None)
            .tls_config(trust::roots())
            .user_agent(concat!("newsrack/", env!("CARGO_PKG_VERSION")))
            .build();
        let connector = DefaultConnector::default();
        Self(Agent::with_parts(config, connector, Guard::new(reach)))
    }

    /// Asks, and asks again after a pause where that may help.
    ///
    /// # Errors
    ///
    /// Why the last try failed.
    pub(crate) fn persist(&self, address: &Parsed, ask: &Ask<'_>) -> Result<Answer, Fault> {
        for pause in PAUSES {
            match self.once(address, ask) {
                Err(Fault {
                    kind: Kind::Passing(wanted),
                    ..
                }) if wanted.unwrap_or_default() <= LONGEST_PAUSE => {
                    thread::sleep(wanted.unwrap_or_default().max(pause));
                }
                done => return done,
            }
        }
        self.once(address, ask)
    }

    /// Asks once, and goes where it is sent.
    ///
    /// # Errors
    ///
    /// Why nothing usable was answered.
    pub(crate) fn once(&self, address: &Parsed, ask: &Ask<'_>) -> Result<Answer, Fault> {
        let end = Instant::now() + PATIENCE;
        let mut here = address.clone();
        for _ in 0..=REDIRECTS {
            (ask.may)(&here).map_err(lasting)?;
            let answer = self
                .call(&here, ask, end)
                .map_err(|fault| explained(&fault))?;
            match next(&here, &answer)? {
                Some(next) => here = next,
                None => return read(answer, ask),
            }
        }
        Err(lasting(format!("it redirects more than {REDIRECTS} times")))
    }

    fn call(&self, here: &Parsed, ask: &Ask<'_>, end: Instant) -> Result<Response<Body>, Error> {
        let left = end.saturating_duration_since(Instant::now());
        let mut request = self.0.get(here.as_str());
        let known = ask.known.cloned().unwrap_or_default();
        if let Some(etag) = known.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(modified) = known.modified {
            request = request.header("If-Modified-Since", modified);
        }
        // None at all would be no limit.
        let left = left.max(Duration::from_millis(1));
        request.config().timeout_global(Some(left)).build().call()
    }
}

fn header(answer: &Response<Body>, name: &str) -> Option<String> {
    let value = answer.headers().get(name)?.to_str().ok()?;
    Some(value.trim().to_owned())
}

/// Where an answer sends us, if it does.
fn next(here: &Parsed, answer: &Response<Body>) -> Result<Option<Parsed>, Fault> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = header(answer, "location").and_then(|location| here.join(&location).ok());
    match location {
        Some(next) if matches!(next.scheme(), "http" | "https") => Ok(Some(next)),
        _ => Err(lasting(
            "it cannot be fetched: it redirects to no `http` address",
        )),
    }
}

fn read(answer: Response<Body>, ask: &Ask<'_>) -> Result<Answer, Fault> {
    let status = answer.status().as_u16();
    if status == 304 && ask.known.is_some() {
        return Ok(Answer::Unchanged);
    }
    if !(200..300).contains(&status) {
        return Err(refused(status, &answer));
    }
    let version = Version {
        etag: header(&answer, "etag"),
        modified: header(&answer, "last-modified"),
    };
    let mut bytes = Vec::new();
    let mut body = answer.into_body().into_reader().take(ask.most + 1);
    body.read_to_end(&mut bytes).map_err(|fault| Fault {
        message: format!("the answer breaks off: {}", fault.kind()),
        kind: Kind::Passing(None),
    })?;
    if bytes.len() as u64 > ask.most {
        let most = ask.most >> 20;
        return Err(lasting(format!("the answer is larger than {most} MiB")));
    }
    Ok(Answer::Whole(Whole { bytes, version }))
}

fn refused(status: u16, answer: &Response<Body>) -> Fault {
    // Hosts may also name an hour here; the usual pause will do.
    let pause = header(answer, "retry-after").and_then(|seconds| seconds.parse().ok());
    Fault {
        message: format!("the answer is {status}"),
        kind: match status {
            408 | 429 | 500..=599 => Kind::Passing(pause.map(Duration::from_secs)),
            400..=499 => Kind::Refused,
            _ => Kind::Lasting,
        },
    }
}

fn explained(fault: &Error) -> Fault {
    let passing = |message: String| Fault {
        message,
        kind: Kind::Passing(None),
    };
    match fault {
        Error::HostNotFound => lasting(
            "there is no such host, or it lies in a private network, which is asked only where a feed is named by an address in it",
        ),
        Error::Timeout(_) => passing("it does not answer in time".to_owned()),
        Error::Rustls(fault) => lasting(trust::doubt(fault)),
        Error::Io(fault) => match fault.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(fault) => lasting(trust::doubt(fault)),
            None => passing(format!("it cannot be fetched: {}", fault.kind())),
        },
        fault => {
            let message: String = fault
                .to_string()
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect();
            lasting(format!("it cannot be fetched: {message}"))
        }
    }
}
