//! Source files that must hold certain texts.

use alloc::format;

use super::Context;
use crate::{
    finding::{Finding, Label, Sink},
    inquiry::Holder,
    source::Content,
    text::{Span, quoted},
    words,
};

/// Reports files that could be read and do not hold what they must; `what` is what such a file is.
pub(super) fn check<'a>(
    context: &Context<'_>,
    sink: &mut Sink,
    holders: impl IntoIterator<Item = &'a Holder>,
    what: &str,
) {
    for Holder { document, holds } in holders {
        let source = context.sources.get(*document);
        // A file without bytes has a fault that other rules report.
        let Content::Bytes(bytes) = &source.content else { continue };
        let stands = |text: &str| bytes.utf8_chunks().any(|chunk| words::find(chunk.valid(), text).is_some());
        for text in holds.iter().filter(|text| !stands(text)) {
            sink.report(Finding::new(
                Label::new(*document, Span::default(), format!("no {} in the file", quoted(text))),
                format!("{} does not hold what {what} must", context.name(*document)),
                quoted(text),
                "no such text",
                "bring it back, or name the file that holds it now under `[boundary]` in lockstep.toml",
            ));
        }
    }
}
