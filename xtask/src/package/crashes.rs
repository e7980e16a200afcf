//! What does a crash tell of libraries?
//!
//! The compiler keeps, for each place that may panic, the path of its file, its line and its column. The
//! paths are those of the machine that compiled it, which are nobody's business, and the places are many;
//! a reader who never sees a crash pays for all of them. So what lies in libraries becomes one place
//! without a name. A crash of our own is told with its line.

use super::sections;
use super::sections::find;
use std::ops::Range;

/// Blots out where the crates and the library lay that the WebAssembly was made from.
pub(super) fn blot_out(wasm: &mut [u8]) {
    let paths = blot_out_paths(wasm);
    let segments = sections::data(wasm).unwrap_or_default();
    let address = |at: usize| {
        let segment = segments.iter().find(|(_, bytes)| bytes.contains(&at));
        segment.map(|(start, bytes)| start + (at - bytes.start))
    };
    let paths = paths
        .iter()
        .filter_map(|path| Some(address(path.start)?..address(path.start)? + path.len()));
    let paths: Vec<Range<usize>> = paths.collect();
    for (start, bytes) in &segments {
        // Numbers of 32 bits lie at addresses that are multiples of four.
        let first = bytes.start + start.next_multiple_of(WORD) - start;
        for at in (first..bytes.end).step_by(WORD) {
            if let Some(place) = wasm
                .get_mut(at..at + PLACE)
                .filter(|_| at + PLACE <= bytes.end)
            {
                forget(place, &paths);
            }
        }
    }
}

const WORD: usize = 4;
/// The address of a path, its length, a line and a column.
const PLACE: usize = 4 * WORD;

/// Makes the place unknown, if it is one that lies in such a path.
fn forget(place: &mut [u8], paths: &[Range<usize>]) {
    let number = |at: usize| {
        let bytes = place.get(WORD * at..WORD * (at + 1))?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes) as usize)
    };
    let (Some(address), Some(length), Some(any)) = (number(0), number(1), paths.first()) else {
        return;
    };
    let lies_in = |path: &Range<usize>| path.contains(&address) && address + length <= path.end;
    if length >= SHORTEST && paths.iter().any(lies_in) {
        place.fill(0);
        place[..WORD].copy_from_slice(&(any.start as u32).to_le_bytes());
    }
}

/// No path of a library is shorter.
const SHORTEST: usize = 12;

/// Blots out the paths themselves. Returns where each lay.
fn blot_out_paths(wasm: &mut [u8]) -> Vec<Range<usize>> {
    const REGISTRY: &[u8] = b"/registry/src/";
    const LIBRARY: &[u8] = b"/rustc/";
    let mut paths = Vec::new();
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
        paths.push(blot_out_path(wasm, start, at + REGISTRY.len()));
    }
    while let Some(at) = find(wasm, LIBRARY) {
        paths.push(blot_out_path(wasm, at, at + LIBRARY.len()));
    }
    paths
}

/// From a place to the end of the file's name that comes after another.
fn blot_out_path(wasm: &mut [u8], start: usize, after: usize) -> Range<usize> {
    const ENDING: &[u8] = b".rs";
    let ending = find(&wasm[after..], ENDING);
    let end = ending.map_or(after, |ending| after + ending + ENDING.len());
    wasm[start..end].fill(b'.');
    start..end
}

/// Where a path begins in text that others run into: at the last `.rs/`, for the paths of other
/// files stand right before, or at its first slash.
fn last_root(text: &[u8]) -> Option<usize> {
    let after = text.windows(4).rposition(|window| window == b".rs/");
    after
        .map(|at| at + 3)
        .or_else(|| text.iter().position(|byte| *byte == b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &[u8] = b"\0/home/me/.cargo/registry/src/index-1/yew/lib.rs/home/me/.cargo/registry/src/index-1/b.rs/rustc/5980/library/alloc/string.rs src/ui/rack.rs";

    #[test]
    fn no_path_of_the_machine_is_left() {
        let mut wasm = PATHS.to_vec();
        let paths = blot_out_paths(&mut wasm);
        assert_eq!(wasm.len(), PATHS.len());
        assert_eq!(paths.len(), 3);
        let text = String::from_utf8(wasm).expect("it is text");
        for gone in ["home", "yew", "alloc", "index"] {
            assert!(!text.contains(gone), "{text}");
        }
        assert!(text.ends_with(" src/ui/rack.rs"), "{text}");
    }

    /// A module whose data are these bytes, from address 1024 on.
    fn module(data: &[u8]) -> Vec<u8> {
        let mut section = vec![1, 0, 0x41, 0x80, 0x08, 0x0b];
        section.extend([data.len() as u8 | 0x80, (data.len() >> 7) as u8]);
        section.extend(data);
        let mut module = b"\0asm\x01\0\0\0\x0b".to_vec();
        module.extend([section.len() as u8 | 0x80, (section.len() >> 7) as u8]);
        module.extend(section);
        module
    }

    #[test]
    fn places_in_libraries_become_one_and_ours_stay() {
        let place =
            |address: u32, length: u32| [address, length, 77, 9].map(u32::to_le_bytes).concat();
        let mut data = PATHS.to_vec();
        data.resize(data.len().next_multiple_of(WORD), 0);
        let known = data.len();
        let ours = place(1024 + PATHS.len() as u32 - 14, 14);
        data.extend([place(1025, 47), place(1072, 41), ours.clone()].concat());
        let mut wasm = module(&data);
        blot_out(&mut wasm);
        let places = &wasm[wasm.len() - data.len() + known..];
        assert_eq!(places[..PLACE], places[PLACE..2 * PLACE]);
        assert_eq!(places[WORD..PLACE], [0; 12]);
        assert_eq!(places[2 * PLACE..], ours);
    }
}
