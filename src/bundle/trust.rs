//! Whose word is taken for it that a host is the one that it says?
//!
//! The authorities that this machine trusts, so that a company's own counts where it is installed; or those in
//! the file that `SSL_CERT_FILE` names and the folder that `SSL_CERT_DIR` does, on every system. A machine
//! that trusts nobody, like a small container, gets Mozilla's list, which the program holds.

use std::env;

use rustls::{CertificateError, Error as Tls};
use rustls_native_certs::load_native_certs;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// What takes the place of the system's own authorities.
const NAMED: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Whom to trust, as it is now.
pub(crate) fn roots() -> TlsConfig {
    let found = load_native_certs().certs;
    let roots = match found.is_empty() && named().is_none() {
        true => RootCerts::WebPki,
        false => {
            let found = found.iter();
            let found = found.map(|root| Certificate::from_der(root).to_owned());
            RootCerts::from(found)
        }
    };
    TlsConfig::builder().root_certs(roots).build()
}

fn named() -> Option<&'static str> {
    NAMED.into_iter().find(|name| env::var_os(name).is_some())
}

/// Why a host is not believed, and what would do.
pub(crate) fn doubt(fault: &Tls) -> String {
    match fault {
        // The latter where another authority of the same name is trusted.
        Tls::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
        ) => format!(
            "its certificate is signed by an authority that is not trusted; {}",
            cure()
        ),
        Tls::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        ) => "its certificate has expired; its host has to renew it, if this machine's clock is right"
            .to_owned(),
        Tls::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "its certificate is that of another host; write the name that the host has in it".to_owned(),
        fault => format!("no secure connection to it can be made: {fault}"),
    }
}

/// How an authority comes to be trusted.
fn cure() -> String {
    match named() {
        Some(name) => {
            format!("only those are that `{name}` names: add its certificate there, as PEM")
        }
        None => "install a company's own in this system, or name a PEM file of all that are to be \
            trusted in `SSL_CERT_FILE`"
            .to_owned(),
    }
}
