//! Violations of an envelope with the piece of its body that they are about.

use alloc::vec::Vec;

use super::frame::{self, Frame, Mark, Painter};
use crate::{
    envelope::{Violation, shown_body},
    finding::Severity,
    text::{quoted, visible},
};

/// Draws a violation of the envelope in `body`, which the frame's head calls `name`.
pub fn draw(painter: &mut Painter, name: &str, body: &[u8], violation: &Violation) {
    let Violation { rule, severity, path, message, expected, actual, help, .. } = violation;
    let style = match severity {
        Severity::Error => frame::ERROR,
        Severity::Warning => frame::WARNING,
        Severity::Note => frame::NOTE,
    };
    painter.title(style, severity.as_str(), rule, message);
    let (start, end) = (violation.start as usize, violation.end as usize);
    let body = shown_body(body);
    let line_start = body.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |line_end| line_end + 1);
    let line = body.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let number = violation.line as usize;
    let (start, end) = (start.saturating_sub(line_start), end.saturating_sub(line_start));
    let mark = Mark { line: number, column: violation.column as usize, start, end, primary: true, text: "" };
    let lines = if body.is_empty() { Vec::new() } else { Vec::from([(number, line)]) };
    painter.frames(&[Frame { name: visible(name), lines, marks: Vec::from([mark]) }], style);
    painter.note("path", &quoted(path));
    painter.note("expected", expected);
    painter.note("actual", actual);
    painter.note("help", help);
}
