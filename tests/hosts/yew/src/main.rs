//! A page that is itself a Yew application. Is it disturbed by the racks in it, or they by it?
//!
//! It is mounted into the body, so it listens to all events before any rack does.

#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
fn main() {
    yew::Renderer::<page::Page>::new().render();
}

/// A page needs a browser.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
