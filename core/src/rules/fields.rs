//! Findings about fields that a JSON document must have.

use alloc::format;
use core::fmt::Arguments;

use crate::{
    facts::Text,
    finding::{Finding, Label},
    json::Field,
    source::DocumentKind,
    text::Span,
};

/// The finding for a field that is missing or of a wrong type; `wanted` is the type with its
/// article.
pub(super) fn missing_value<T>(
    kind: DocumentKind,
    key: &str,
    field: &Field<T>,
    wanted: &'static str,
) -> Option<Finding> {
    missing_from(kind, format_args!("the {}", kind.title()), key, field, wanted)
}

/// [`missing_value`] for a field of `whole`, a part of the document; written out only where it is
/// needed, because nearly every field is there.
pub(super) fn missing_from<T>(
    kind: DocumentKind,
    whole: Arguments<'_>,
    key: &str,
    field: &Field<T>,
    wanted: &'static str,
) -> Option<Finding> {
    match field {
        Field::Present(_) => None,
        Field::Missing(place) => Some(absent(kind, whole, key, *place, None, wanted)),
        Field::Wrong(found) => Some(absent(kind, whole, key, found.span, Some(found.value), wanted)),
    }
}

/// What [`missing_from`] says, written once for all types of fields.
fn absent(
    kind: DocumentKind,
    whole: Arguments<'_>,
    key: &str,
    span: Span,
    found: Option<&'static str>,
    wanted: &'static str,
) -> Finding {
    match found {
        None => Finding::new(
            Label::new(kind, span, format!("`{key}` should stand before this bracket")),
            format!("`{key}` is missing from {whole}"),
            wanted,
            "no such key",
            format!("state `{key}`"),
        ),
        Some(found) => Finding::new(
            Label::new(kind, span, found),
            format!("`{key}` is {found}, not {wanted}"),
            wanted,
            found,
            format!("write {wanted}"),
        ),
    }
}

/// The finding for a string that is missing, of a wrong type or blank.
pub(super) fn missing_text(kind: DocumentKind, key: &str, field: &Text<'_>) -> Option<Finding> {
    if let Some(text) = field.present()
        && text.value.trim().is_empty()
    {
        return Some(Finding::new(
            Label::new(kind, text.span, "blank"),
            format!("`{key}` is blank"),
            "a string that is not blank",
            "a blank string",
            format!("state `{key}`"),
        ));
    }
    missing_value(kind, key, field, "a string")
}
