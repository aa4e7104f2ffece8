//! The form of values that pin and manifest mirror state.
//!
//! The matrix is not looked at here: what it states must equal the pin, so a bad form there is a
//! disagreement.

use alloc::{format, string::String};

use super::Context;
use crate::{
    facts::{BaselineValue, stated},
    finding::{Finding, Label, Sink},
    source::DocumentKind,
    text::{Spanned, quoted},
};

/// How a value must be written.
pub(super) struct Form<'f, F: Fn(&str) -> bool> {
    /// Whether a text has the form.
    pub(super) holds: F,
    /// The form in words.
    pub(super) expected: &'f str,
    /// What to do about another one.
    pub(super) help: &'f str,
}

/// Reports each statement of `value` in pin and manifest mirror that has another form.
pub(super) fn check<F: Fn(&str) -> bool>(
    context: &Context<'_>,
    sink: &mut Sink,
    value: BaselineValue,
    form: &Form<'_, F>,
) {
    let pin = context.pin().and_then(|pin| stated(pin.baseline(value)));
    if let (Some(text), key) = (pin, value.pin_key()) {
        report(sink, DocumentKind::Pin, key, text, form);
    }
    let manifest = context.manifest().and_then(|manifest| stated(manifest.baseline(value)?));
    if let (Some(text), Some(key)) = (manifest, value.manifest_key()) {
        report(sink, DocumentKind::Manifest, key, text, form);
    }
}

fn report<F: Fn(&str) -> bool>(
    sink: &mut Sink,
    kind: DocumentKind,
    key: &str,
    text: Spanned<&str>,
    form: &Form<'_, F>,
) {
    if (form.holds)(text.value) {
        return;
    }
    let mut finding = Finding::new(
        Label::new(kind, text.span, "has another form"),
        format!("`{key}` of the {} is not written as it must be", kind.title()),
        form.expected,
        quoted(text.value),
        form.help,
    );
    if let Some(mended) = mended(text.value, &form.holds) {
        finding = finding.fixed_by(format!("write {}", quoted(&mended)), text.span, format!("\"{mended}\""));
    }
    sink.report(finding);
}

/// The text without white space around it, or in lower case, where that alone mends it. Texts with
/// characters that JSON escapes are left alone.
fn mended(text: &str, holds: impl Fn(&str) -> bool) -> Option<String> {
    let trimmed = text.trim();
    let candidates = [String::from(trimmed), trimmed.to_ascii_lowercase()];
    candidates.into_iter().find(|candidate| holds(candidate) && !candidate.contains(['"', '\\']))
}

/// Whether `text` is `length` digits of lower-case hexadecimal.
pub(super) fn is_lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
