//! A probe's report for people: code frames, a line an interaction, the verdict.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use super::report::{Declared, Finding, Judged, Label, Place, Report, Served};
use crate::{
    render::frame::{self, Frame, Mark, Painter},
    report::Verdict,
    text::{Encoding, LineIndex, Position, shown, visible},
};

impl Report<'_> {
    /// The report as text that ends with a line end; `color` adds ANSI escapes.
    pub fn human(&self, color: bool) -> String {
        let mut painter = Painter::new(color);
        for finding in &self.findings {
            self.draw(finding, &mut painter);
            painter.text.push('\n');
        }
        for error in &self.errors {
            painter.title(frame::ERROR, "error", "", &visible(error));
            painter.text.push('\n');
        }
        self.lines(&mut painter.text);
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let verdict = match self.verdict() {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Error => "error: could not judge all",
            // INVARIANT: a probe without interactions is refused before it is judged.
            Verdict::Skipped => "skipped",
        };
        let found = self.findings.len() + self.omitted as usize;
        let (found, interactions) = (counted(found, "finding"), counted(self.judged.len(), "interaction"));
        // INVARIANT: writing to a String never fails.
        let _ = writeln!(painter.text, "{verdict}: {found} in {interactions} of {}", shown(&self.consumer));
        painter.text
    }

    fn draw(&self, finding: &Finding, painter: &mut Painter) {
        painter.title(frame::ERROR, "error", finding.rule, &finding.message);
        let mut groups: Vec<(Place, Vec<&Label>)> = Vec::new();
        for label in core::iter::once(&finding.primary).chain(&finding.related) {
            match groups.iter_mut().find(|(place, _)| *place == label.place) {
                Some((_, labels)) => labels.push(label),
                None => groups.push((label.place, Vec::from([label]))),
            }
        }
        let primary = core::ptr::from_ref(&finding.primary);
        let frames: Vec<_> = groups.iter().map(|(place, labels)| self.frame(*place, labels, primary)).collect();
        painter.frames(&frames, frame::ERROR);
        painter.note("expected", &finding.expected);
        painter.note("actual", &finding.actual);
        painter.note("help", &finding.help);
    }

    fn frame<'f>(&'f self, place: Place, labels: &[&'f Label], primary: *const Label) -> Frame<'f> {
        let (name, text) = self.document(place);
        let index = LineIndex::new(text.as_bytes());
        let mark = |label: &&'f Label| {
            let Position { line, column } = index.position(text.as_bytes(), label.span.start, Encoding::Utf16);
            let start = index.start_of(line as usize - 1, label.span.start) as usize;
            Mark {
                line: line as usize,
                column: column as usize,
                start: label.span.range().start.saturating_sub(start),
                end: label.span.range().end.saturating_sub(start),
                primary: core::ptr::eq(*label, primary),
                text: &label.text,
            }
        };
        let marks: Vec<Mark<'_>> = labels.iter().map(mark).collect();
        let numbers = || marks.iter().map(|mark| mark.line);
        let (first, last) = (numbers().min().unwrap_or(1), numbers().max().unwrap_or(1));
        let lines = text.split('\n').enumerate().skip(first - 1).take(last - first + 1);
        let lines = lines.map(|(before, line)| (before + 1, line.strip_suffix('\r').unwrap_or(line)));
        let lines = if text.is_empty() { Vec::new() } else { lines.collect() };
        Frame { name: visible(&name).into_owned().into(), lines, marks }
    }

    /// A line an interaction: what it is, what the OpenAPI file says, what the service did.
    fn lines(&self, text: &mut String) {
        let width = self.judged.iter().map(|judged| judged.name.chars().count()).max().unwrap_or_default();
        for Judged { name, method, path, specification, service, status } in &self.judged {
            let specification = match specification {
                Declared::NotChecked => "",
                Declared::Conforms => "; the OpenAPI allows it",
                Declared::Violates => "; the OpenAPI does not allow it",
                Declared::Unjudged => "; the OpenAPI could not be judged",
            };
            let service = match service {
                Served::NotAsked => "",
                Served::AsExpected => "; the service answers as expected",
                Served::Otherwise => "; the service answers otherwise",
                Served::NoAnswer => "; the service gives no whole answer",
            };
            let status = status.map_or_else(String::new, |status| format!(" ({status})"));
            let _ = writeln!(text, "{name:width$}  {method} {path}{specification}{service}{status}");
        }
    }
}
