//! What does a crash tell of libraries?
//!
//! The compiler keeps, for each place that may panic, the path of its file, its line and its column. The
//! paths are those of the machine that compiled it, which are nobody's business, and the places are many;
//! a reader who never sees a crash pays for all of them. So what lies in libraries becomes one place
//! without a name, and what only a maker of these libraries would understand is not said. A crash of our own
//! is told with its line.

use super::sections;
use super::sections::find;
use std::ops::Range;

/// Blots out where the crates and the library lay that the WebAssembly was made from.
pub(super) fn blot_out(wasm: &mut [u8]) {
    for text in UNSAID.lines() {
        blot_out_text(wasm, text.as_bytes());
    }
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

/// What libraries say where they have broken an assertion of their own, and of what is not in use here. One
/// that a newer library words in another way is said.
const UNSAID: &str = "\
assertion failed: edge.height == self.height - 1
assertion failed: self.height > 0
assertion failed: src.len() == dst.len()
assertion failed: edge.height == self.node.height - 1
assertion failed: count > 0
assertion failed: old_right_len + count <= CAPACITY
assertion failed: old_left_len >= count
assertion failed: old_left_len + count <= CAPACITY
assertion failed: old_right_len >= count
assertion failed: match track_edge_idx {
    LeftOrRight::Left(idx) => idx <= old_left_len,
    LeftOrRight::Right(idx) => idx <= right_len,
assertion failed: new_left_len <= CAPACITY
assertion failed: self.is_char_boundary(new_len)
LazyCell instance has previously been poisoned
attempt to join into collection with len > usize::MAX
a formatting trait implementation returned an error when the underlying stream did not
a Display implementation returned an error unexpectedly
cannot modify the panic hook from a panicking thread
To suspend rendering, a <Suspense /> component is required.
`async fn` resumed after completion
Attempted to initialize thread-local while it is being dropped
attempt to divide by zero
unkeyed child in fully keyed list
can't create namespaced element for vtag
Hash table capacity overflow
FnOnce called more than once
Can't find the global Window
Can't find document
failed to create detached element
can't create element for vtag
can't remove a child
invalid attribute key
failed to insert node before next sibling
failed to append child
could not set property
couldn't clone cached element
couldn't clone node to be cached
could not remove attribute
could not remove property";

/// It stands once: the compiler joins equal texts.
fn blot_out_text(wasm: &mut [u8], text: &[u8]) {
    let at = find(wasm, text);
    if let Some(place) = at.and_then(|at| wasm.get_mut(at..at + text.len())) {
        place.fill(b'.');
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

    #[test]
    fn what_only_makers_of_libraries_understand_is_not_said() {
        let mut wasm = b"a RefCell is borrowed assertion failed: count > 0 of".to_vec();
        blot_out(&mut wasm);
        let said = String::from_utf8(wasm).expect("it is text");
        assert_eq!(said, "a RefCell is borrowed ........................... of");
        assert!(UNSAID.lines().all(|text| !text.is_empty()));
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
