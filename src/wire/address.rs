//! What is a file called whose name is its content?

use crate::model::FileName;
use crate::wire::Damaged;

/// The alphabet of addresses: base64 that may stand in a URL (RFC 4648, section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A SHA-256, of which a file's name is made.
pub type Hash = [u8; 32];

/// Characters that 32 bytes take: the whole SHA-256, so that a name is its own integrity.
pub const ADDRESS: usize = 43;

/// `cards-` + the SHA-256 of the content + `.json`.
///
/// The kind stands in front because some hosts hide files that begin with `_`.
///
/// # Errors
///
/// A kind or extension that cannot stand in a file name.
pub fn hashed_name(kind: &str, sha256: &Hash, extension: &str) -> Result<FileName, Damaged> {
    format!("{kind}-{}.{extension}", encode(sha256))
        .parse()
        .map_err(|()| Damaged)
}

/// What `fetch` takes as `integrity` for a file of that name, or `None` where the name holds no hash.
#[must_use]
pub fn integrity(name: &FileName) -> Option<String> {
    let (stem, _) = name.as_str().rsplit_once('.')?;
    let at = stem.len().checked_sub(ADDRESS)?;
    let address = stem
        .get(at..)
        .filter(|_| stem.get(..at).is_some_and(|kind| kind.ends_with('-')))?;
    let plain = address.chars().map(|character| match character {
        '-' => '+',
        '_' => '/',
        other => other,
    });
    Some("sha256-".chars().chain(plain).chain(['=']).collect())
}

fn encode(bytes: &[u8; 32]) -> String {
    let group = |chunk: &[u8]| {
        let bits = chunk
            .iter()
            .fold(0u32, |bits, &byte| bits << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |at| bits >> (18 - 6 * at) & 63)
    };
    let sextets = bytes.chunks(3).flat_map(group);
    sextets
        .filter_map(|sextet| ALPHABET.get(sextet as usize))
        .map(|&byte| char::from(byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_own_integrity() {
        // The SHA-256 of nothing, whose base64 is known everywhere.
        let empty = [
            0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f,
            0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b,
            0x78, 0x52, 0xb8, 0x55,
        ];
        let name = hashed_name("cards", &empty, "json").unwrap();
        assert_eq!(
            name.as_str(),
            "cards-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU.json"
        );
        assert_eq!(
            integrity(&name).as_deref(),
            Some("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        );
    }

    #[test]
    fn other_names_have_none() {
        for name in ["manifest.json", "feed.xml", "x-47DEQpj8.json"] {
            assert_eq!(integrity(&name.parse().unwrap()), None, "{name}");
        }
    }
}
