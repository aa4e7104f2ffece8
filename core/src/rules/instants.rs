//! When a document was made.

use alloc::format;

use super::Context;
use crate::{
    date,
    facts::{Text, stated},
    finding::{Finding, Label, Severity, Sink},
    source::DocumentKind,
    text::quoted,
};

/// Reports an instant that is none or lies in the future; `help` is what to do about it.
pub(super) fn check(
    context: &Context<'_>,
    sink: &mut Sink,
    (document, key): (DocumentKind, &str),
    field: &Text<'_>,
    help: &'static str,
) {
    let Some(text) = stated(field) else { return };
    let place = |label| Label::new(document, text.span, label);
    let Some(day) = date::day_of_instant(text.value) else {
        return sink.report(Finding::new(
            place("no instant"),
            format!("`{key}` is no instant of ISO 8601"),
            "an instant such as `2026-02-08T13:00:00Z`",
            quoted(text.value),
            help,
        ));
    };
    if let Some(tomorrow) = context.inquiry.today.and_then(|today| today.tomorrow().ok())
        && day > tomorrow
    {
        sink.report_as(
            Severity::Warning,
            Finding::new(
                place("in the future"),
                format!("the {} was made in the future", document.title()),
                format!("{tomorrow} or earlier"),
                quoted(text.value),
                help,
            ),
        );
    }
}
