//! How is a WebAssembly module laid out, and how are names in it replaced by shorter ones?
//!
//! Only the sections of imports and exports hold names that others call, so only these are written
//! anew; all other bytes stay as they are. The layout is that of the WebAssembly core specification,
//! chapter "Binary Format".

use std::collections::BTreeMap;
use std::ops::Range;

/// A magic number and a version stand before the first section.
const HEADER: usize = 8;
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const CODE: u8 = 10;
const DATA: u8 = 11;
/// A piece of data for the first memory, at the address that `i32.const` gives.
const ACTIVE: [u8; 2] = [0, 0x41];
/// Where that expression ends.
const END: [u8; 1] = [0x0b];
/// The kind of an import that is a function, as all of ours are.
const FUNCTION: u8 = 0;

/// New names by old ones, modules' names among them.
pub(super) type Names = BTreeMap<String, String>;

/// The module under new names; `None` when it is not laid out as expected.
pub(super) fn renamed(wasm: &[u8], names: &Names) -> Option<Vec<u8>> {
    rewritten(wasm, |id, content| match id {
        IMPORTS => imports(content, names),
        EXPORTS => exports(content, names),
        _ => Some(content.to_vec()),
    })
}

/// The module with other contents of its sections.
fn rewritten(wasm: &[u8], change: impl Fn(u8, &[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut written = wasm.get(..HEADER)?.to_vec();
    for (id, place) in split(wasm)? {
        let content = change(id, &wasm[place])?;
        written.push(id);
        write_number(&mut written, content.len());
        written.extend(content);
    }
    Some(written)
}

fn imports(mut section: &[u8], names: &Names) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let count = number(&mut section)?;
    write_number(&mut written, count);
    for _ in 0..count {
        write_name(&mut written, name(&mut section)?, names);
        write_name(&mut written, name(&mut section)?, names);
        let kind = take(&mut section, 1)?;
        (kind == [FUNCTION]).then_some(())?;
        written.extend(kind);
        write_number(&mut written, number(&mut section)?);
    }
    section.is_empty().then_some(written)
}

fn exports(mut section: &[u8], names: &Names) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let count = number(&mut section)?;
    write_number(&mut written, count);
    for _ in 0..count {
        write_name(&mut written, name(&mut section)?, names);
        written.extend(take(&mut section, 1)?);
        write_number(&mut written, number(&mut section)?);
    }
    section.is_empty().then_some(written)
}

/// What a function is left to do.
#[derive(Clone, Copy)]
pub(super) enum Left {
    Trap,
    /// For one that returns nothing.
    Nothing,
}

impl Left {
    /// No locals, perhaps `unreachable`, and `end`.
    fn body(self) -> &'static [u8] {
        match self {
            Self::Trap => &[0, 0, 0x0b],
            Self::Nothing => &[0, 0x0b],
        }
    }
}

/// The module with some functions empty, by their names. `None` when it is not laid out as expected.
pub(super) fn emptied(wasm: &[u8], left: impl Fn(&str) -> Option<Left>) -> Option<Vec<u8>> {
    let (imported, names) = function_names(wasm)?;
    let left = |at: usize| names.get(&(imported + at)).and_then(|name| left(name));
    rewritten(wasm, |id, content| match id {
        CODE => code(content, left),
        _ => Some(content.to_vec()),
    })
}

fn code(mut section: &[u8], left: impl Fn(usize) -> Option<Left>) -> Option<Vec<u8>> {
    let mut written = Vec::new();
    let count = number(&mut section)?;
    write_number(&mut written, count);
    for at in 0..count {
        let length = number(&mut section)?;
        let body = take(&mut section, length)?;
        let body = match left(at) {
            Some(left) => left.body(),
            None => body,
        };
        write_number(&mut written, body.len());
        written.extend(body);
    }
    section.is_empty().then_some(written)
}

/// How many functions are imported, and the names of functions by their number, imported ones first.
fn function_names(wasm: &[u8]) -> Option<(usize, BTreeMap<usize, &str>)> {
    /// The piece of the section of names that names functions.
    const FUNCTIONS: u8 = 1;
    let (mut imported, mut names) = (0, BTreeMap::new());
    for (id, place) in split(wasm)? {
        let mut section = &wasm[place];
        match id {
            IMPORTS => imported = number(&mut section)?,
            CUSTOM if name(&mut section)? == "name" => {
                let mut pieces = pieces(section)?.into_iter();
                if let Some((_, place)) = pieces.find(|(kind, _)| *kind == FUNCTIONS) {
                    names = numbered(&section[place])?;
                }
            }
            _ => {}
        }
    }
    Some((imported, names))
}

/// A list of numbers, each with a name.
fn numbered(mut list: &[u8]) -> Option<BTreeMap<usize, &str>> {
    let count = number(&mut list)?;
    let one = |_| Some((number(&mut list)?, name(&mut list)?));
    (0..count).map(one).collect()
}

/// The sections of a module: what each is, and where its content lies.
fn split(wasm: &[u8]) -> Option<Vec<(u8, Range<usize>)>> {
    let sections = pieces(wasm.get(HEADER..)?)?.into_iter();
    let below = |(id, place): (u8, Range<usize>)| (id, HEADER + place.start..HEADER + place.end);
    Some(sections.map(below).collect())
}

/// Pieces that each begin with what they are and how long they are.
fn pieces(bytes: &[u8]) -> Option<Vec<(u8, Range<usize>)>> {
    let (mut rest, mut pieces) = (bytes, Vec::new());
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        let start = bytes.len() - rest.len();
        take(&mut rest, length)?;
        pieces.push((id, start..start + length));
    }
    Some(pieces)
}

/// Where the module's data lie: the address of each piece, and its bytes in the file; `None` when it is not
/// laid out as expected.
pub(super) fn data(wasm: &[u8]) -> Option<Vec<(usize, Range<usize>)>> {
    let mut pieces = Vec::new();
    for (_, place) in split(wasm)?.into_iter().filter(|(id, _)| *id == DATA) {
        let end = place.end;
        let mut section = &wasm[place];
        for _ in 0..number(&mut section)? {
            (take(&mut section, 2)? == ACTIVE).then_some(())?;
            let address = number(&mut section)?;
            (take(&mut section, 1)? == END).then_some(())?;
            let length = number(&mut section)?;
            let start = end - section.len();
            take(&mut section, length)?;
            pieces.push((address, start..start + length));
        }
    }
    Some(pieces)
}

/// Where these bytes stand first, in whatever section.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(wanted.len());
    windows.position(|window| window == wanted)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn name<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(bytes)?;
    std::str::from_utf8(take(bytes, length)?).ok()
}

/// A number of 32 bits in LEB128: seven bits a byte, the lowest first.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let byte = usize::from(take(bytes, 1)?[0]);
        number |= (byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn write_name(bytes: &mut Vec<u8>, name: &str, names: &Names) {
    let name = names.get(name).map_or(name, String::as_str);
    write_number(bytes, name.len());
    bytes.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &[u8] =
        b"\0asm\x01\0\0\0\x02\x0c\x01\x03mod\x04name\0\x02\x07\x05\x01\x01e\0\x01";

    fn names(pairs: &[(&str, &str)]) -> Names {
        let pair = |&(old, new): &(&str, &str)| (old.to_owned(), new.to_owned());
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn names_become_shorter_and_the_rest_stays() {
        let names = names(&[("mod", "m"), ("name", "n"), ("e", "export")]);
        let expected = b"\0asm\x01\0\0\0\x02\x07\x01\x01m\x01n\0\x02\x07\x0a\x01\x06export\0\x01";
        assert_eq!(renamed(MODULE, &names).as_deref(), Some(&expected[..]));
        assert_eq!(renamed(MODULE, &Names::new()).as_deref(), Some(MODULE));
    }

    #[test]
    fn what_is_cut_off_or_no_function_is_not_taken() {
        for end in 1..MODULE.len() {
            let is_between_sections = end == HEADER || end == HEADER + 14;
            let cut = renamed(&MODULE[..end], &Names::new());
            assert_eq!(cut.is_some(), is_between_sections, "{end}");
        }
        let mut memory = MODULE.to_vec();
        memory[HEADER + 12] = 2;
        assert_eq!(renamed(&memory, &Names::new()), None);
    }

    /// A module that imports one function and has two of its own, with the names of all three.
    const NAMED: &[u8] =
        b"\0asm\x01\0\0\0\x02\x06\x01\x01m\0\0\0\x0a\x0b\x02\x05\0\x41\x01\x1a\x0b\x03\0\x01\x0b\
        \0\x16\x04name\0\x02\x01m\x01\x0b\x03\0\x01a\x01\x02fb\x02\x01c";

    #[test]
    fn functions_are_emptied_by_their_names() {
        let nothing = emptied(NAMED, |_| None);
        assert_eq!(nothing.as_deref(), Some(NAMED));
        let (before, after) = (&NAMED[..16], &NAMED[29..]);
        let one = |left| emptied(NAMED, |name| (name == "fb").then_some(left));
        let traps = b"\x0a\x09\x02\x03\0\0\x0b\x03\0\x01\x0b";
        assert_eq!(one(Left::Trap), Some([before, traps, after].concat()));
        let ends = b"\x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b";
        assert_eq!(one(Left::Nothing), Some([before, ends, after].concat()));
        assert_eq!(emptied(&NAMED[..20], |_| Some(Left::Trap)), None);
    }

    #[test]
    fn numbers_survive() {
        for expected in [0, 127, 128, 300_000] {
            let mut written = Vec::new();
            write_number(&mut written, expected);
            assert_eq!(number(&mut &*written), Some(expected));
        }
    }
}
