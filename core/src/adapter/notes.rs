//! What the front end makes of an enrichment: the notes for the draft, and the line under it.

use alloc::{borrow::ToOwned, format, string::String};

use serde::Serialize;

use super::Enrichment;

/// What stands above the enrichment text.
const HEADING: &str = "MemoryKernel Policy Context";

/// What the front end goes on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notes {
    /// The notes for the draft; null where there are none.
    pub notes: Option<String>,
    /// What the user is told.
    pub message: String,
}

/// Joins the notes that were there with an enrichment; a fallback leaves them as they are.
pub fn notes(existing: Option<&str>, enrichment: &Enrichment) -> Notes {
    let existing = existing.filter(|notes| !notes.trim().is_empty());
    let message = enrichment.message.trim();
    let text = enrichment.enrichment_text.as_ref().filter(|text| enrichment.applied && !text.trim().is_empty());
    if let Some(text) = text {
        let before = existing.map_or_else(String::new, |notes| format!("{}\n\n", notes.trim()));
        return Notes { notes: Some(format!("{before}{HEADING}\n{text}")), message: message.to_owned() };
    }
    let mut message = message.to_owned();
    if let Some(code) = &enrichment.machine_error_code {
        message.push_str(&format!(" | code={code}"));
    }
    if let Some(hint) = &enrichment.hint {
        message.push_str(&format!(" | {hint}"));
    }
    Notes { notes: existing.map(ToOwned::to_owned), message }
}
