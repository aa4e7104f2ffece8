//! What `check` and `render` are given: `{ pin, matrix, manifest, today?, policy? }`, each document
//! `{ name?: string, content: Uint8Array | null }`.

use lockstep_core::{
    date::{self, Date},
    source::{Content, DocumentKind, Source, Sources},
};
use napi::bindgen_prelude::{Env, JsObjectValue as _, Object, Result};

use crate::failure;

/// The arguments; bytes are borrowed from JavaScript, which cannot run before the call ends.
pub(crate) struct Input<'env> {
    pub(crate) documents: [Document<'env>; 3],
    pub(crate) today: Option<Date>,
    pub(crate) policy: Option<&'env [u8]>,
}

/// One document; no content where nothing stands in its place.
pub(crate) struct Document<'env> {
    kind: DocumentKind,
    name: Option<String>,
    content: Option<&'env [u8]>,
}

impl<'env> Input<'env> {
    pub(crate) fn read(env: &Env, input: &Object<'env>) -> Result<Self> {
        let document = |kind: DocumentKind| -> Result<Document<'env>> {
            let object: Object<'env> = input.get_named_property(kind.as_str())?;
            let name = object.get_named_property("name")?;
            let content = object.get_named_property("content")?;
            Ok(Document { kind, name, content })
        };
        let [pin, matrix, manifest] = DocumentKind::TRIO;
        let documents = [document(pin)?, document(matrix)?, document(manifest)?];
        let today = match input.get_named_property::<Option<String>>("today")? {
            Some(text) => match date::parse(&text) {
                Some(date) => Some(date),
                None => return Err(failure::argument(env, "today", "must be a date like `2026-11-20`")),
            },
            None => None,
        };
        Ok(Self { documents, today, policy: input.get_named_property("policy")? })
    }
}

/// The documents as the engine takes them; those over the limit without their bytes.
pub(crate) fn sources(documents: [Document<'_>; 3], limit: u64) -> Sources<'_> {
    #[cfg(feature = "test-panic")]
    assert!(documents[0].name.as_deref() != Some("panic!"), "a panic for a test");
    let [pin, matrix, manifest] = documents.map(|Document { kind, name, content }| Source {
        kind,
        name: name.map_or(kind.default_path().into(), Into::into),
        content: match content {
            None => Content::Missing,
            Some(bytes) if bytes.len() as u64 > limit => Content::TooLarge(bytes.len() as u64),
            Some(bytes) => Content::Bytes(bytes.into()),
        },
    });
    Sources::new(pin, matrix, manifest)
}
