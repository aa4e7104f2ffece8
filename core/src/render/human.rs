//! Code frames for people: the offending line with a caret under the value.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt::Write as _;

use super::{
    alignment,
    frame::{self, Frame, Mark, Painter},
    wording,
};
use crate::{
    finding::{Finding, Label, Severity},
    report::Report,
    source::{Content, DocumentKind},
    text::{Encoding, Position, shown, visible},
    waiver::Waived,
    wire::Alignment,
};

/// Lines between two labels of one document beyond which each gets a frame of its own.
const FRAME_LINES: usize = 40;

/// The whole report, ending with a line end; `color` adds ANSI escapes.
pub fn render(report: &Report<'_>, color: bool) -> String {
    let mut painter = Painter::new(color);
    for finding in &report.findings {
        draw(report, finding, &mut painter);
        painter.text.push('\n');
    }
    if let Some(matrix) = Alignment::of(report, |_| None) {
        alignment::draw(&matrix, &mut painter);
    }
    summary(report, &mut painter);
    painter.text
}

/// One finding as code frames.
fn draw(report: &Report<'_>, finding: &Finding, painter: &mut Painter) {
    let style = match finding.severity {
        Severity::Error => frame::ERROR,
        Severity::Warning => frame::WARNING,
        Severity::Note => frame::NOTE,
    };
    painter.title(style, finding.severity.as_str(), finding.rule, &finding.message);
    let groups = grouped(report, finding);
    let texts: Vec<Cow<'_, str>> = groups.iter().map(|group| text_of(report, group)).collect();
    let frames: Vec<Frame<'_>> =
        groups.iter().zip(&texts).map(|(labels, text)| frame_of(report, finding, labels, text)).collect();
    painter.frames(&frames, style);
    painter.note("expected", &finding.expected);
    painter.note("actual", &finding.actual);
    painter.note("help", &finding.help);
    if let Some(fix) = &finding.fix {
        painter.note("fix", &fix.title);
    }
}

/// The labels of a finding, those that share a frame together; the primary one's frame first.
fn grouped<'f>(report: &Report<'_>, finding: &'f Finding) -> Vec<Vec<&'f Label>> {
    let mut frames: Vec<Vec<&Label>> = Vec::from([Vec::from([&finding.primary])]);
    let line = |label: &Label| report.document(label.document).1.line_at(label.span.start);
    for label in &finding.related {
        let near = frames.iter_mut().find(|frame| {
            frame
                .iter()
                .all(|other| other.document == label.document && line(other).abs_diff(line(label)) <= FRAME_LINES)
        });
        match near {
            Some(frame) => frame.push(label),
            None => frames.push(Vec::from([label])),
        }
    }
    frames
}

/// The document of labels that share a frame.
fn kind_of(labels: &[&Label]) -> DocumentKind {
    labels.first().map_or(DocumentKind::Pin, |label| label.document)
}

/// The text that frames are cut from; bytes that are no UTF-8 stand as question marks, so that every place keeps its offset.
fn text_of<'r>(report: &'r Report<'_>, labels: &[&Label]) -> Cow<'r, str> {
    let bytes = report.document(kind_of(labels)).0.as_bytes();
    if let Ok(text) = core::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let chunks = bytes.utf8_chunks();
    Cow::Owned(chunks.flat_map(|chunk| chunk.valid().chars().chain(chunk.invalid().iter().map(|_| '?'))).collect())
}

fn frame_of<'f>(report: &'f Report<'_>, finding: &'f Finding, labels: &[&'f Label], text: &'f str) -> Frame<'f> {
    let marks: Vec<Mark<'_>> = labels.iter().map(|label| mark(report, finding, label)).collect();
    let (source, index) = report.document(kind_of(labels));
    let numbers = || marks.iter().map(|mark| mark.line);
    let (first, last) = (numbers().min().unwrap_or(1), numbers().max().unwrap_or(1));
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let line = |number: usize| {
        let range = index.start_of(number - 1, end) as usize..index.start_of(number, end) as usize;
        let line = text.get(range).unwrap_or_default();
        (number, line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line)))
    };
    let lines = if text.is_empty() { Vec::new() } else { (first..=last).map(line).collect() };
    Frame { name: visible(&source.name), lines, marks }
}

fn mark<'f>(report: &Report<'_>, finding: &'f Finding, label: &'f Label) -> Mark<'f> {
    let (source, index) = report.document(label.document);
    let Position { line, column } = index.position(source.as_bytes(), label.span.start, Encoding::Utf16);
    let line_start = index.start_of(line as usize - 1, label.span.start) as usize;
    Mark {
        line: line as usize,
        column: column as usize,
        start: label.span.range().start - line_start,
        end: label.span.range().end - line_start,
        primary: core::ptr::eq(label, &raw const finding.primary),
        text: &label.text,
    }
}

fn summary(report: &Report<'_>, painter: &mut Painter) {
    for error in &report.errors {
        painter.title(frame::ERROR, "error", "", error);
        painter.text.push('\n');
    }
    let skipped: Vec<_> = report.skipped.iter().map(|skipped| (skipped.rule, skipped.reason.as_str())).collect();
    for line in wording::skipped(&skipped, &report.errors) {
        let _ = writeln!(painter.text, "{line}");
    }
    for Waived { finding, reason, owner, expires } in &report.waived {
        let name = visible(&report.sources.get(finding.primary.document).name);
        let _ = writeln!(painter.text, "waived until {expires} by {owner}: {} in {name}, {reason}", finding.rule);
    }
    if report.omitted > 0 {
        let _ = writeln!(painter.text, "{} more not listed", wording::counted(report.omitted as usize, "finding"));
    }
    let _ = writeln!(painter.text, "{}", one_line(report));
    if let Some(finding) = report.findings.first() {
        let _ = writeln!(painter.text, "to learn more about a rule: lockstep explain {}", finding.rule);
    }
}

/// The verdict and the counts in one line, without a line end.
pub fn one_line(report: &Report<'_>) -> String {
    let documents = report.sources.iter().filter(|source| matches!(source.content, Content::Bytes(_))).count();
    let counts = wording::counts(&report.into(), documents);
    format!("{}: {counts} by the policy {}", wording::verdict(report.verdict()), shown(report.policy))
}
