//! The lockstep engine for JavaScript hosts, as WebAssembly.
//!
//! Only conversions of bytes and errors: `npm/lockstep/lib/library.cjs` checks arguments, `lockstep_core` judges.
//! `lockstep-node` exports the same names with the same meaning; a test compares them.

#[cfg(feature = "classifier")]
pub mod classifier;
mod failure;
#[cfg(feature = "engine")]
mod input;
#[cfg(feature = "engine")]
pub mod library;
#[cfg(feature = "program")]
mod session;

use lockstep_core::render::json;
use serde::Serialize;
use wasm_bindgen::prelude::JsValue;

/// A wire value as `JSON.parse` gives it: one text takes less code than as many calls as a report has values.
fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&json::render(value))
}
