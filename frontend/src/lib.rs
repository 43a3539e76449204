//! Wakes the islands. Everything else of a page is plain HTML and stays so.

// Without this the islands, which only the browser calls, would be left out of the build.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Readies the page for its islands. `wake.js` then starts each by its own name.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
