//! The WebAssembly entry.
//!
//! `element.js` calls what `newsrack::element` exports; there is nothing to do at the start. Naming
//! the type keeps the linker from leaving the library out.
#![cfg_attr(target_arch = "wasm32", no_main)]

#[cfg(target_arch = "wasm32")]
pub use newsrack::element::Rack;

/// Smaller than the standard allocator. A rack asks for little and often, and gives it back.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
