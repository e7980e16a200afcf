//! How do script and WebAssembly call each other?
//!
//! By long names with a hash at the end, which no compressor can shrink, by names of wasm-bindgen's own, and
//! by those of the engine's methods. The latter are told apart, for a test lets one of them die.

use super::sections;
use super::sections::Names;
use super::sections::find;
use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;
use std::collections::BTreeSet;

/// Hexadecimal digits of a hash at the end of a name.
const HASH: usize = 16;

/// How the WebAssembly calls the bindings as a whole, once for each function in them.
const BINDINGS: &str = "./widget_bg.js";

/// How the methods of a `Rack` begin; wasm-bindgen calls its own business by names that begin with `__`.
const METHODS: &str = "rack_";

/// The bindings and the WebAssembly with such names replaced by numbers, and with the places of what
/// is imported as a list already.
///
/// # Errors
///
/// When the WebAssembly is not laid out as expected, or does not know a name that the bindings know.
pub(super) fn numbered(bindings: &str, places: Names, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let names = short(bindings);
    for name in names.keys().chain(places.keys()) {
        ensure!(
            find(wasm, name.as_bytes()).is_some(),
            "the WebAssembly has no `{name}`"
        );
    }
    let all = names.clone().into_iter().chain(places).collect();
    let wasm = sections::renamed(wasm, &all)
        .context("the WebAssembly has imports or exports of a kind that was not expected")?;
    let mut numbered = bindings.to_owned();
    // A name may begin as another one: the longer comes first.
    for (name, short) in names.iter().rev() {
        numbered = numbered.replace(name, short);
    }
    Ok((numbered, wasm))
}

/// A short name for each long one.
fn short(bindings: &str) -> Names {
    let mut long = hashed(bindings);
    long.extend(called(bindings, "__"));
    let mut names = Names::from([(BINDINGS.to_owned(), "a".to_owned())]);
    for (letter, long) in [("a", long), ("m", called(bindings, METHODS).collect())] {
        let numbered = long.into_iter().enumerate();
        names.extend(numbered.map(|(number, name)| (name.to_owned(), format!("{letter}{number}"))));
    }
    names
}

/// The names that end in a hash.
fn hashed(bindings: &str) -> BTreeSet<&str> {
    let names = bindings.split(|character| !is_part(character));
    names.filter(|name| ends_in_hash(name)).collect()
}

/// What the bindings call of the WebAssembly by a name that begins so.
fn called<'a>(bindings: &'a str, start: &str) -> impl Iterator<Item = &'a str> {
    let calls = bindings.split("wasm.").skip(1);
    let names = calls.filter_map(|call| call.split(|character| !is_part(character)).next());
    names.filter(move |name| name.starts_with(start))
}

fn is_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Functions have a plain hash, closures one behind an `h`.
fn ends_in_hash(name: &str) -> bool {
    let Some((stem, hash)) = name.rsplit_once('_') else {
        return false;
    };
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let hash = hash.strip_prefix('h').unwrap_or(hash);
    let is_ours = stem.starts_with("__wb") || stem.starts_with("wasm_bindgen__");
    is_ours && hash.len() == HASH && hash.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports one function.
    fn module(name: &str) -> Vec<u8> {
        let mut section = vec![1, BINDINGS.len() as u8];
        section.extend(BINDINGS.as_bytes());
        section.push(name.len() as u8);
        section.extend(name.as_bytes());
        section.extend([0, 0]);
        let mut module = b"\0asm\x01\0\0\0\x02".to_vec();
        module.push(section.len() as u8);
        module.extend(section);
        module
    }

    #[test]
    fn both_sides_keep_calling_each_other_by_one_name() {
        let bindings = "__wbg_call_410eb4b59ed5965f: f, __wbg_new: g, x_410eb4b59ed5965f";
        let wasm = module("__wbg_call_410eb4b59ed5965f");
        let (numbered, wasm) = numbered(bindings, Names::new(), &wasm).expect("both know it");
        assert_eq!(wasm, b"\0asm\x01\0\0\0\x02\x08\x01\x01a\x02a0\0\0");
        assert_eq!(numbered, "a0: f, __wbg_new: g, x_410eb4b59ed5965f");
        assert!(super::numbered(bindings, Names::new(), &module("other")).is_err());
        assert!(super::numbered(bindings, Names::new(), &[]).is_err());
    }

    #[test]
    fn what_is_imported_is_known_by_its_place() {
        let places = |name: &str| Names::from([(name.to_owned(), "7".to_owned())]);
        let numbered = |name| super::numbered(BINDINGS, places(name), &module("f"));
        let (_, wasm) = numbered("f").expect("it is imported");
        assert_eq!(wasm, b"\0asm\x01\0\0\0\x02\x07\x01\x01a\x017\0\0");
        assert!(numbered("other").is_err());
    }

    #[test]
    fn what_is_called_behind_the_scenes_is_known_by_a_number() {
        let bindings =
            "wasm.__free(1), wasm.__free_all(), wasm.rack_new(), wasm.memory, this.__free";
        let internal: BTreeSet<_> = called(bindings, "__").collect();
        assert_eq!(internal, BTreeSet::from(["__free", "__free_all"]));
        let exports =
            b"\0asm\x01\0\0\0\x07\x22\x03\x06__free\0\0\x0a__free_all\0\x01\x08rack_new\0\x02";
        let (numbered, wasm) = numbered(
            bindings,
            Names::new(),
            &[&exports[..], b"\0\x0f\x0e./widget_bg.js"].concat(),
        )
        .expect("both are exported");
        assert_eq!(
            numbered,
            "wasm.a0(1), wasm.a1(), wasm.m0(), wasm.memory, this.a0"
        );
        assert!(wasm.starts_with(b"\0asm\x01\0\0\0\x07\x10\x03\x02a0\0\0\x02a1\0\x01\x02m0\0\x02"));
    }

    #[test]
    fn closures_are_known_by_their_hash_too() {
        let bindings = "wasm.wasm_bindgen__convert__closures_____invoke__he155ad11f37f4847(a)";
        assert_eq!(hashed(bindings).len(), 1);
    }
}
