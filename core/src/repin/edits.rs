//! Changes of a text that leave every byte outside of them as it is.

use alloc::{string::String, vec::Vec};

use crate::{order, text::Span};

/// Pieces of a text and what comes in their place, which do not overlap.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits(Vec<(Span, String)>);

impl Edits {
    /// Puts `text` in the place of what stands at `span`; where that is empty, before it. Texts for one empty place stand
    /// in the order in which they came.
    pub(super) fn put(&mut self, span: Span, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    /// The changed text.
    pub(super) fn apply(mut self, text: &str) -> String {
        order::sort_by(&mut self.0, |(left, _), (right, _)| left.start.cmp(&right.start));
        let mut changed = String::with_capacity(text.len() + 256);
        let mut kept = 0;
        for (span, replacement) in self.0 {
            changed.push_str(text.get(kept..span.range().start).unwrap_or_default());
            changed.push_str(&replacement);
            kept = span.range().end;
        }
        changed.push_str(text.get(kept..).unwrap_or_default());
        changed
    }
}

/// The line that holds the byte at `offset`, without its line end, and the place of that line.
pub(super) fn line_at(text: &str, offset: usize) -> (&str, Span) {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    (line, Span::new(start, start + line.len()))
}

/// The line end behind `offset`, which is the end of a line; that of the first line where the last has none.
pub(super) fn line_end(text: &str, offset: usize) -> &'static str {
    let rest = text.get(offset..).unwrap_or_default();
    if rest.starts_with("\r\n") || (!rest.starts_with('\n') && text.contains("\r\n")) { "\r\n" } else { "\n" }
}
