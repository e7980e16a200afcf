//! What are these bytes called, and how does a browser know them again?

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::Digest;
use sha2::Sha256;
use sha2::Sha384;
use std::fmt::Write;

/// SHA-256 as 64 lower-case hexadecimal digits, for names.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// SHA-256 as 43 letters, without the sign that would end them: what a name and an `integrity` are
/// made of where there are many.
pub(super) fn letters(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(Sha256::digest(bytes))
}

/// SHA-384 in the form of an `integrity` attribute.
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_published_digests() {
        assert!(hex(b"").starts_with("e3b0c44298fc1c14"));
        assert!(integrity(b"").starts_with("sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdD"));
    }
}
