//! What in the WebAssembly is neither code nor data, and can it be made to weigh nothing?
//!
//! Two kinds of text: the long names with a hash at the end by which script and WebAssembly call each
//! other, which no compressor can shrink, and the paths of the machine that compiled it, which are
//! nobody's business. Both are replaced by text of the same length, so nothing moves.

use anyhow::Result;
use anyhow::ensure;
use std::collections::BTreeSet;

/// Hexadecimal digits of a hash at the end of a name.
const HASH: usize = 16;

/// The bindings with such names replaced by numbers, in the WebAssembly too.
///
/// # Errors
///
/// When the WebAssembly does not know a name that the bindings know.
pub(super) fn numbered(bindings: &str, wasm: &mut [u8]) -> Result<String> {
    let mut numbered = bindings.to_owned();
    for (number, name) in hashed(bindings).into_iter().enumerate() {
        let short = format!("a{number:0width$}", width = name.len() - 1);
        let places = replace(wasm, name.as_bytes(), short.as_bytes());
        ensure!(places > 0, "the WebAssembly has no `{name}`");
        numbered = numbered.replace(name, &short);
    }
    Ok(numbered)
}

/// The names that end in a hash.
fn hashed(bindings: &str) -> BTreeSet<&str> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let names = bindings.split(|character| !is_part(character));
    names.filter(|name| ends_in_hash(name)).collect()
}

fn ends_in_hash(name: &str) -> bool {
    let Some((stem, hash)) = name.rsplit_once('_') else {
        return false;
    };
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    stem.starts_with("__wb") && hash.len() == HASH && hash.bytes().all(is_digit)
}

/// Blots out where the crates and the library lay that the WebAssembly was made from. A crash is told
/// with its line.
pub(super) fn blot_out_paths(wasm: &mut [u8]) {
    const REGISTRY: &[u8] = b"/registry/src/";
    const LIBRARY: &[u8] = b"/rustc/";
    while let Some(at) = find(wasm, REGISTRY) {
        let is_path = |byte: &u8| byte.is_ascii_graphic();
        let start = wasm[..at].iter().rposition(|byte| !is_path(byte));
        let start = start.map_or(0, |before| before + 1);
        let start = wasm[start..at]
            .iter()
            .rposition(|byte| *byte == b':')
            .map_or(start, |colon| start + colon + 1);
        let start = last_root(&wasm[start..at]).map_or(start, |root| start + root);
        // The registry's own name follows, and a path that every reader would pay for.
        blot_out(wasm, start, at + REGISTRY.len());
    }
    while let Some(at) = find(wasm, LIBRARY) {
        blot_out(wasm, at, at + LIBRARY.len());
    }
}

/// From a place to the end of the file's name that comes after another.
fn blot_out(wasm: &mut [u8], start: usize, after: usize) {
    let own = find(&wasm[after..], b".rs");
    wasm[start..own.map_or(after, |own| after + own)].fill(b'.');
}

/// Where a path begins in text that others run into: at the last `.rs/`, for the paths of other
/// files stand right before, or at its first slash.
fn last_root(text: &[u8]) -> Option<usize> {
    let after = text.windows(4).rposition(|window| window == b".rs/");
    after
        .map(|at| at + 3)
        .or_else(|| text.iter().position(|byte| *byte == b'/'))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// Replaces text by text of the same length, and counts.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) -> usize {
    let mut places = 0;
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], old) {
        let at = from + at;
        bytes[at..at + old.len()].copy_from_slice(new);
        from = at + old.len();
        places += 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_keep_calling_each_other_by_one_name() {
        let bindings = "__wbg_call_410eb4b59ed5965f: f, __wbg_new: g, x_410eb4b59ed5965f";
        let mut wasm = b"..__wbg_call_410eb4b59ed5965f..".to_vec();
        let numbered = numbered(bindings, &mut wasm).expect("both know it");
        assert_eq!(wasm, b"..a00000000000000000000000000..");
        assert_eq!(
            numbered,
            "a00000000000000000000000000: f, __wbg_new: g, x_410eb4b59ed5965f"
        );
        assert!(super::numbered(bindings, &mut Vec::new()).is_err());
    }

    #[test]
    fn no_path_of_the_machine_is_left() {
        let text = b"\0/home/me/.cargo/registry/src/index-1/yew/lib.rs/home/me/.cargo/registry/src/index-1/b.rs/rustc/5980/library/alloc/string.rs";
        let mut wasm = text.to_vec();
        blot_out_paths(&mut wasm);
        assert_eq!(wasm.len(), text.len());
        let text = String::from_utf8(wasm).expect("it is text");
        assert!(
            !text.contains("home") && !text.contains("yew") && !text.contains("alloc"),
            "{text}"
        );
        assert_eq!(text.matches(".rs").count(), 3);
    }
}
