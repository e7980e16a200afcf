//! What of the libraries is never reached?
//!
//! A compiler keeps whatever some value could lead to. Every element of Yew could have listeners, could be raw
//! markup, a portal or a suspense, so each reader would pay for what handles those. Ours never are: they say
//! what they do by attributes (`src/ui/deed.rs`), and a body is a tree. So these functions become empty ones
//! that trap, and wasm-opt drops what only they needed.
//!
//! A name that a newer compiler spells or inlines in another way is not found; then there is nothing to gain
//! from it, and the size is held elsewhere.

use super::sections;
use super::sections::Left;
use super::sections::find;

/// Parts of names, as wasm-bindgen writes them out.
const UNREACHED: [&str; 11] = [
    // Listeners: registering and forgetting them, which is all that leads to calling them.
    "listeners::ListenerRegistration::register",
    "listeners::Registry::unregister",
    "subtree_root::SubtreeData::add_listener",
    "subtree_root::BSubtree::ensure_handled",
    "subtree_root::EventDescriptor as ",
    // Nodes of other kinds.
    "for yew::virtual_dom::vraw::VRaw>",
    "braw::BRaw",
    "for yew::virtual_dom::vportal::VPortal>",
    "for yew::virtual_dom::vsuspense::VSuspense>",
    // Attributes that are added one by one.
    "yew::virtual_dom::Attributes>::apply_diff_index_maps",
    // What Yew says of a panic to those who do not hear of it themselves, as `src/element/host.rs` does.
    "console_error_panic_hook::hook",
];

/// What Yew shows of a page that took the rack's own nodes out, before its panic says the same.
const UNHEARD: &str = "gloo_console::externs::error";

/// The names of all events that an element of Yew could listen to, one after the other: where they begin and
/// where they end.
const EVENTS: (&[u8], &[u8]) = (b"onabortonauxclick", b"ontransitionstart");

/// Blots out the names of events, which nobody asks for any more.
pub(super) fn forget_events(wasm: &mut [u8]) {
    let start = find(wasm, EVENTS.0);
    let end = find(wasm, EVENTS.1).map(|last| last + EVENTS.1.len());
    if let (Some(start), Some(end)) = (start, end)
        && let Some(names) = wasm.get_mut(start..end)
    {
        names.fill(0);
    }
}

/// The module with these functions empty; `None` when it is not laid out as expected.
pub(super) fn emptied(wasm: &[u8]) -> Option<Vec<u8>> {
    sections::emptied(wasm, |name| match name.contains(UNHEARD) {
        true => Some(Left::Nothing),
        false => UNREACHED
            .iter()
            .any(|part| name.contains(part))
            .then_some(Left::Trap),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_events_go_and_what_is_beside_them_stays() {
        let mut wasm = b"input onabortonauxclickonblurontransitionstartspan".to_vec();
        forget_events(&mut wasm);
        let blank = vec![0; wasm.len() - "input span".len()];
        assert_eq!(wasm, [b"input ", &blank[..], b"span"].concat());
        let mut other = b"onabort ontransitionstart".to_vec();
        forget_events(&mut other);
        assert_eq!(other, b"onabort ontransitionstart");
    }
}
