//! Starts the client in the page that loaded it.

/// Smaller than the standard library's, which every first load would carry, and faster.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    jiayi_client::app::start();
}
