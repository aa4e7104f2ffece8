//! The pin of another release.

use alloc::{format, string::String};

use super::{Baseline, edits::Edits};
use crate::{
    facts::BaselineValue,
    json,
    text::{Span, Spanned},
    tree::{Entry, Tree},
};

/// The pin with the values of `to`, every other byte as it is.
///
/// A key that is absent comes behind the one before it in the canonical order, laid out as that one is.
///
/// # Errors
///
/// Why the text is no pin that can be changed, and where.
pub(super) fn edited(text: &str, depth: usize, to: &Baseline) -> Result<String, Spanned<String>> {
    let tree = json::tree(text, depth)?;
    let mut edits = Edits::default();
    for (at, value) in BaselineValue::ALL.into_iter().enumerate() {
        let Some(wanted) = to.get(value) else { continue };
        match tree.entry(value.pin_key()) {
            Some(entry) if entry.value.text() == Some(wanted) => {}
            Some(entry) => edits.put(entry.value.span, quoted(wanted)),
            None => {
                let before = BaselineValue::ALL.into_iter().take(at).rev();
                let (place, member) = added(text, &tree, before, value.pin_key(), wanted).ok_or_else(|| Spanned {
                    value: "it has no key beside which a baseline could stand".into(),
                    span: tree.span,
                })?;
                edits.put(place, member);
            }
        }
    }
    Ok(edits.apply(text))
}

/// Where a member that is absent goes, and its text with a comma: behind the nearest of `before`, else before the first.
fn added(
    text: &str,
    tree: &Tree<'_>,
    mut before: impl Iterator<Item = BaselineValue>,
    key: &str,
    value: &str,
) -> Option<(Span, String)> {
    let member = |beside: &Entry<'_>| {
        let between = text.get(beside.key.range().end..beside.value.span.range().start).unwrap_or(": ");
        format!("{}{between}{}", quoted(key), quoted(value))
    };
    let indentation = |beside: &Entry<'_>| {
        let up_to = text.get(..beside.key.range().start).unwrap_or_default();
        up_to.get(up_to.trim_end().len()..).unwrap_or_default()
    };
    if let Some(beside) = before.find_map(|value| tree.entry(value.pin_key())) {
        let end = beside.value.span.range().end;
        return Some((Span::new(end, end), format!(",{}{}", indentation(beside), member(beside))));
    }
    let first = tree.map()?.values().min_by_key(|entry| entry.key.start)?;
    let start = first.key.range().start;
    Some((Span::new(start, start), format!("{},{}", member(first), indentation(first))))
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    // INVARIANT: a string always serialises.
    serde_json::to_string(text).unwrap_or_default()
}
