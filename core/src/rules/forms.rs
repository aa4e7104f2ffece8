//! The form of values that pin and manifest state.
//!
//! The matrix is not looked at here: what it states must equal the pin, so a bad form there is a
//! disagreement.

use alloc::{format, string::String};

use super::Context;
use crate::{
    facts::{BaselineValue, is_lower_hex, is_release_tag, stated},
    finding::{Finding, Label, Sink, Text},
    source::DocumentKind,
    text::{Spanned, quoted},
};

/// How a value must be written.
pub(super) struct Form<'f> {
    /// Whether a text has the form.
    pub(super) holds: &'f dyn Fn(&str) -> bool,
    /// What a text of another form is not, with its verb.
    pub(super) fault: &'static str,
    /// The form in words; asked for only where a text has another.
    pub(super) expected: &'f dyn Fn() -> Text,
    /// What to do about another one.
    pub(super) help: &'static str,
}

/// Why a rule about the form of a value cannot run.
pub(super) const UNSTATED: &str = "no document states the value";

/// The form of a release tag.
pub(super) const RELEASE_TAG: Form<'_> = Form {
    holds: &is_release_tag,
    fault: "is no tag of a release",
    expected: &|| Text::Borrowed("`v` and three numbers, such as `v0.4.0`"),
    help: "state the tag of a published release",
};

/// The form of a commit.
pub(super) const COMMIT: Form<'_> = Form {
    holds: &|commit| is_lower_hex(commit, 40) && commit.bytes().any(|digit| digit != b'0'),
    fault: "is no full commit id",
    expected: &|| Text::Borrowed("40 lower-case hex digits, not all zero"),
    help: "write the full id that `git rev-parse <tag>^{commit}` prints",
};

/// Reports each statement of `value` in pin and manifest that has another form, or skips the rule where
/// there is none.
pub(super) fn check(context: &Context<'_>, sink: &mut Sink, value: BaselineValue, form: &Form<'_>) {
    if !check_stated(context, sink, value, form) {
        sink.skip(UNSTATED);
    }
}

/// [`check`] for one of several values of a rule; whether there is a statement.
pub(super) fn check_stated(context: &Context<'_>, sink: &mut Sink, value: BaselineValue, form: &Form<'_>) -> bool {
    let pin = context.pin().and_then(|pin| stated(pin.baseline(value)));
    if let (Some(text), key) = (pin, value.pin_key()) {
        report(sink, DocumentKind::Pin, key, text, form);
    }
    let manifest = context.manifest().and_then(|manifest| stated(manifest.baseline(value)?));
    if let (Some(text), Some(key)) = (manifest, value.manifest_key()) {
        report(sink, DocumentKind::Manifest, key, text, form);
    }
    pin.is_some() || manifest.is_some()
}

/// Reports a statement that has another form.
pub(super) fn report(sink: &mut Sink, kind: DocumentKind, key: &str, text: Spanned<&str>, form: &Form<'_>) {
    if (form.holds)(text.value) {
        return;
    }
    let expected = (form.expected)();
    let label =
        if (form.holds)(text.value.trim()) { "white space around it".into() } else { format!("must be {expected}") };
    let mut finding = Finding::new(
        Label::new(kind, text.span, label),
        format!("`{key}` of the {} {}", kind.title(), form.fault),
        expected,
        quoted(text.value),
        form.help,
    );
    if let Some(mended) = mended(text.value, form.holds) {
        finding = finding.fixed_by(format!("write {}", quoted(&mended)), text.span, format!("\"{mended}\""));
    }
    sink.report(finding);
}

/// The text without white space around it, or in lower case, where that alone mends it. Texts with
/// characters that JSON escapes are left alone.
fn mended(text: &str, holds: impl Fn(&str) -> bool) -> Option<String> {
    let trimmed = text.trim();
    // The names in an address are right in the letter case that their owner gave them.
    let lower = if trimmed.contains("://") { String::new() } else { trimmed.to_ascii_lowercase() };
    [String::from(trimmed), lower].into_iter().find(|candidate| holds(candidate) && !candidate.contains(['"', '\\']))
}
