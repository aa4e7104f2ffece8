//! What `check` and `render` are given: `{ pin, matrix, manifest, today?, policy? }`, each document
//! `{ name?: string, content: Uint8Array | null }`.

use js_sys::Uint8Array;
use lockstep_core::{
    date::{self, Date},
    source::{Content, DocumentKind, Source, Sources},
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::failure;

#[wasm_bindgen]
extern "C" {
    /// The arguments.
    pub type Input;

    #[wasm_bindgen(method, getter, structural)]
    pub(crate) fn policy(this: &Input) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter, structural, js_name = today)]
    fn today_text(this: &Input) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn pin(this: &Input) -> Document;
    #[wasm_bindgen(method, getter, structural)]
    fn matrix(this: &Input) -> Document;
    #[wasm_bindgen(method, getter, structural)]
    fn manifest(this: &Input) -> Document;

    /// One document; no content where nothing stands in its place.
    type Document;

    #[wasm_bindgen(method, getter, structural)]
    fn name(this: &Document) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn content(this: &Document) -> Option<Uint8Array>;
}

/// The date that the caller gave.
pub(crate) fn today(input: &Input) -> Result<Option<Date>, JsValue> {
    let Some(text) = input.today_text() else { return Ok(None) };
    let date = date::parse(&text);
    date.map(Some).ok_or_else(|| failure::argument("today", "must be a date like `2026-11-20`"))
}

/// The documents as the engine takes them; those over the limit are not copied into the module's memory.
pub(crate) fn sources(input: &Input, limit: u64) -> Sources<'static> {
    #[cfg(feature = "test-panic")]
    assert!(input.pin().name().as_deref() != Some("panic!"), "a panic for a test");
    let source = |kind: DocumentKind, document: &Document| Source {
        kind,
        name: document.name().map_or(kind.default_path().into(), Into::into),
        content: match document.content() {
            None => Content::Missing,
            Some(bytes) if u64::from(bytes.length()) > limit => Content::TooLarge(u64::from(bytes.length())),
            Some(bytes) => Content::Bytes(bytes.to_vec().into()),
        },
    };
    Sources::new(
        source(DocumentKind::Pin, &input.pin()),
        source(DocumentKind::Matrix, &input.matrix()),
        source(DocumentKind::Manifest, &input.manifest()),
    )
}
