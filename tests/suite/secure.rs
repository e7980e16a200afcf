//! Hosts that are asked over TLS: whose word is taken for it that they are the ones.

use std::env;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::copies;
use crate::desk::Desk;
use crate::drawn;

/// Somebody who says who hosts are, made for one test.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { issuer, pem }
    }

    /// What a host shows that is called so.
    fn certify(&self, name: &str) -> ServerConfig {
        self.certified(CertificateParams::new([name.to_owned()]).unwrap())
    }

    fn certified(&self, params: CertificateParams) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }

    /// A desk that trusts it, and nobody else.
    fn desk(&self) -> Desk {
        let desk = Desk::new();
        desk.write("authority.pem", &self.pem);
        let path = desk.path("authority.pem");
        desk.with("SSL_CERT_FILE", path.to_str().unwrap())
    }
}

/// Answers every request with the same, and returns its address.
fn host(config: ServerConfig, body: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            answer(&config, stream, &body);
        }
    });
    format!("https://127.0.0.1:{port}")
}

/// Whoever does not believe the certificate goes before the answer.
fn answer(config: &Arc<ServerConfig>, stream: TcpStream, body: &[u8]) {
    let connection = ServerConnection::new(config.clone()).unwrap();
    let mut stream = StreamOwned::new(connection, stream);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    if stream.read(&mut [0; 4096]).is_ok() {
        drop(stream.write_all(&[head.as_bytes(), body].concat()));
        stream.conn.send_close_notify();
        drop(stream.flush());
    }
}

fn feed() -> Vec<u8> {
    let item = "<item><title>One</title><link>https://a.example/one</link>\
        <pubDate>Thu, 02 May 2024 06:30:00 GMT</pubDate></item>";
    format!("<rss><channel><title>A</title>{item}</channel></rss>").into_bytes()
}

/// What is said of a host that cannot be believed, in one line.
fn said(desk: &Desk, config: ServerConfig) -> String {
    let run = desk.newsrack(&["import", &host(config, feed()), "--into", "articles"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(!desk.path("articles/2024-05-02-one.md").exists());
    let words: Vec<_> = run.stderr.split_whitespace().collect();
    words.join(" ").replace("| ", "")
}

#[track_caller]
fn check(desk: &Desk, config: ServerConfig, parts: &[&str]) {
    let said = said(desk, config);
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_feed_is_imported_where_its_authority_is_trusted() {
    let authority = Authority::new();
    let address = host(authority.certify("127.0.0.1"), feed());
    let run = authority
        .desk()
        .newsrack(&["import", &address, "--into", "articles"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout.trim(), "1 new");
}

#[test]
fn an_authority_that_is_not_trusted_is_said_with_what_would_do() {
    let (known, other) = (Authority::new(), Authority::new());
    let parts = [
        "feed-unreachable",
        "authority that is not trusted",
        "SSL_CERT_FILE",
    ];
    check(&Desk::new(), other.certify("127.0.0.1"), &parts);
    check(&known.desk(), other.certify("127.0.0.1"), &parts);
    // What is named takes the place of the system's own, even where there is nothing.
    let nothing = Desk::new().with("SSL_CERT_FILE", "/nowhere/authority.pem");
    check(&nothing, other.certify("127.0.0.1"), &parts);
}

#[test]
fn a_certificate_that_is_over_or_another_hosts_is_none() {
    let authority = Authority::new();
    let mut over = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    over.not_after = date_time_ymd(2001, 1, 1);
    check(
        &authority.desk(),
        authority.certified(over),
        &["feed-unreachable", "has expired"],
    );
    check(
        &authority.desk(),
        authority.certify("b.example"),
        &["feed-unreachable", "another host"],
    );
}

/// The command asks no private network for pictures, so it is the library that is tried, and whom to
/// trust it learns as a whole process does.
#[test]
fn a_picture_is_copied_in_where_its_authority_is_trusted() {
    let authority = Authority::new();
    let picture = drawn::jpeg(&drawn::photograph(900, 600));
    let address = host(authority.certify("127.0.0.1"), picture);
    let copied = |authority: &Desk| {
        let mut process = Command::new(env::current_exe().unwrap());
        process.args(["--exact", "--ignored", "secure::copied_in"]);
        process.env(ADDRESS, format!("{address}/a.jpg"));
        process.env("SSL_CERT_FILE", authority.path("authority.pem"));
        let done = process.output().unwrap();
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let trusted = copied(&authority.desk());
    assert!(trusted.contains("1 passed"), "{trusted}");
    let doubted = copied(&Authority::new().desk());
    assert!(
        doubted.contains("1 failed") && doubted.contains("authority that is not trusted"),
        "{doubted}"
    );
}

const ADDRESS: &str = "NEWSRACK_TEST_PICTURE";

#[test]
#[ignore = "the one above calls it, with an address and an authority"]
fn copied_in() {
    let address = env::var(ADDRESS).expect("the test above names it");
    let (images, said) = copies::build(&copies::desk(&[address]));
    assert_eq!(said, Vec::<String>::new());
    assert!(images[0]["file"].is_string(), "{images:?}");
}
