//! Code frames for people: the offending line with a caret under the value.
//!
//! Lines and columns count characters from 1, as rustc does. That is the column of the JSON report
//! unless characters outside the Basic Multilingual Plane stand before it on the line.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use core::fmt::Write as _;

use crate::{
    finding::{Finding, Label, Severity},
    report::{Report, Tally, Verdict},
    source::{Content, DocumentKind},
    text::{Encoding, shown, visible},
};

/// A line longer than this, in bytes, is not shown: its frame would show dots on both sides, and a
/// report of many findings on one endless line would take seconds.
const LONG_LINE: usize = 4096;

/// Lines between two labels of one document beyond which each gets a frame of its own.
const FRAME_LINES: usize = 40;

/// The whole report, ending with a line end; `color` adds ANSI escapes.
pub fn render(report: &Report<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&frame(report, finding, &renderer));
        text.push_str("\n\n");
    }
    summary(report, &renderer, &mut text);
    text
}

/// One finding as a code frame, without a line end.
fn frame(report: &Report<'_>, finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(finding.message.as_str()).id(finding.rule));
    for labels in frames(report, finding) {
        group = place(report, finding, &labels, group);
    }
    let mut notes = Vec::from([
        Level::NOTE.with_name("expected").message(finding.expected.as_str()),
        Level::NOTE.with_name("actual").message(finding.actual.as_str()),
        Level::HELP.message(finding.help.as_str()),
    ]);
    if let Some(fix) = &finding.fix {
        notes.push(Level::HELP.with_name("fix").message(fix.title.as_str()));
    }
    renderer.render(&[group.elements(notes)])
}

/// The labels of a finding, those that share a frame together; the primary one's frame first.
fn frames<'f>(report: &Report<'_>, finding: &'f Finding) -> Vec<Vec<&'f Label>> {
    let mut frames: Vec<Vec<&Label>> = Vec::from([Vec::from([&finding.primary])]);
    let line = |label: &Label| report.index(label.document).line_at(label.span.start);
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

fn place<'s>(report: &'s Report<'_>, finding: &'s Finding, labels: &[&'s Label], group: Group<'s>) -> Group<'s> {
    // INVARIANT: `frames` makes no empty frame.
    let Some(first) = labels.first() else { return group };
    let source = report.sources.get(first.document);
    let name = visible(&source.name).into_owned();
    if !matches!(source.content, Content::Bytes(_)) || source.as_bytes().is_empty() {
        return group.element(Origin::path(name).line(1).char_column(1));
    }
    let window = Window::around(report, first.document, labels);
    if window.text.lines().any(|line| line.len() > LONG_LINE) {
        return labels.iter().fold(group, |group, label| {
            let position = report.index(label.document).position(source.as_bytes(), label.span.start, Encoding::Utf16);
            let origin = Origin::path(name.clone()).line(position.line as usize).char_column(position.column as usize);
            group.element(origin).element(Level::NOTE.message(label.text.as_str()))
        });
    }
    let annotations: Vec<Annotation<'_>> = labels
        .iter()
        .map(|label| {
            let primary = core::ptr::eq(*label, &raw const finding.primary);
            let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = (!label.text.is_empty()).then_some(label.text.as_str());
            kind.span(window.place(label)).label(text)
        })
        .collect();
    let Window { text, line, .. } = window;
    group.element(Snippet::source(text).path(name).line_start(line).annotations(annotations))
}

/// The lines of a document that some labels point into.
struct Window<'s> {
    text: Cow<'s, str>,
    /// The number of its first line, from 1.
    line: usize,
    /// The offset of its first byte.
    start: usize,
}

impl<'s> Window<'s> {
    fn around(report: &'s Report<'_>, kind: DocumentKind, labels: &[&Label]) -> Self {
        let bytes = report.sources.get(kind).as_bytes();
        let index = report.index(kind);
        let lines =
            || labels.iter().flat_map(|label| [label.span.start, label.span.end]).map(|offset| index.line_at(offset));
        let first = lines().min().unwrap_or_default();
        let last = lines().max().unwrap_or_default();
        let end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let start = index.start_of(first, end) as usize;
        let stop = index.start_of(last + 1, end) as usize;
        let text = String::from_utf8_lossy(bytes.get(start..stop).unwrap_or_default());
        Self { text, line: first + 1, start }
    }

    /// The label's place in the window's text, in which broken UTF-8 has been replaced.
    fn place(&self, label: &Label) -> core::ops::Range<usize> {
        let inside = |offset: u32| {
            let mut offset = (offset as usize).saturating_sub(self.start).min(self.text.len());
            while !self.text.is_char_boundary(offset) {
                offset += 1;
            }
            offset
        };
        inside(label.span.start)..inside(label.span.end)
    }
}

fn summary(report: &Report<'_>, renderer: &Renderer, text: &mut String) {
    for error in &report.errors {
        let group = Group::with_title(Level::ERROR.primary_title(error.as_str()));
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for skipped in &report.skipped {
        match reasons.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
            Some((_, rules)) => rules.push(skipped.rule),
            None => reasons.push((&skipped.reason, Vec::from([skipped.rule]))),
        }
    }
    for (reason, rules) in reasons {
        let _ = writeln!(text, "skipped {}, because {reason}: {}", counted(rules.len(), "rule"), rules.join(", "));
    }
    if report.omitted > 0 {
        let _ = writeln!(text, "{} more not listed", counted(report.omitted as usize, "finding"));
    }
    let _ = writeln!(text, "{}", one_line(report));
    if let Some(finding) = report.findings.first() {
        let _ = writeln!(text, "to learn more about a rule: lockstep explain {}", finding.rule);
    }
}

/// The verdict and the counts in one line, without a line end.
pub fn one_line(report: &Report<'_>) -> String {
    let Tally { errors, warnings, notes } = report.tally();
    let mut counts = Vec::new();
    for (count, what) in [(errors, "error"), (warnings, "warning"), (notes, "note")] {
        if count > 0 {
            counts.push(counted(count as usize, what));
        }
    }
    if counts.is_empty() {
        counts.push("no findings".into());
    }
    let verdict = match report.verdict() {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Error => "error: could not judge",
    };
    let documents = report.sources.iter().filter(|source| matches!(source.content, Content::Bytes(_))).count();
    format!(
        "{verdict}: {}; {} ran over {} by the policy {}",
        counts.join(", "),
        counted(report.rules_run as usize, "rule"),
        counted(documents, "document"),
        shown(report.policy),
    )
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
