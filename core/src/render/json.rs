//! JSON for machines, laid out with two spaces so that people can read a diff of it.

use alloc::string::String;
use serde::Serialize;

/// A wire value as JSON text, ending with a line end.
pub fn render(value: &impl Serialize) -> String {
    // INVARIANT: wire types hold only strings, numbers and lists, which always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
