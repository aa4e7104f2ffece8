//! Annotations of a GitHub job: workflow commands that the runner reads from a step's output.
//!
//! How the runner reads a line: `ActionCommand.cs` and `ActionCommandManager.cs` in `src/` of `actions/runner`. Lines
//! and columns count from 1; columns are dropped where a place has more than one line.

use alloc::{format, string::String, vec::Vec};

use super::wording;
use crate::{
    finding::Severity,
    text::{shown, visible},
    wire::{Label, Report},
};

/// The most annotations of one level that GitHub takes from a step.
const LIMIT: usize = 10;

/// Where what goes beyond GitHub's limits is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remainder {
    /// In the job summary, which the caller writes (see [`super::markdown`]).
    Summary,
    /// In plain lines of the log, behind the annotations.
    Log,
}

/// The report as annotations, errors first, then the verdict as a plain line.
pub fn render(report: &Report, remainder: Remainder) -> String {
    let (mut text, mut rest) = (String::new(), String::new());
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")]
    {
        let mut annotations: Vec<Annotation<'_>> = Vec::new();
        for error in report.errors.iter().filter(|_| severity == Severity::Error) {
            annotations.push(Annotation { place: None, title: "could not judge", text: error.clone() });
        }
        for finding in report.findings.iter().filter(|finding| finding.severity == severity) {
            let text = wording::explained_with_places(finding);
            annotations.push(Annotation { place: Some(&finding.primary), title: &finding.rule, text });
        }
        let beyond = annotations.len().saturating_sub(LIMIT);
        for (number, mut annotation) in annotations.into_iter().enumerate() {
            if number >= LIMIT {
                if remainder == Remainder::Log {
                    plain(&annotation.line(command), &mut rest);
                }
                continue;
            }
            if beyond > 0 && number + 1 == LIMIT {
                let place = match remainder {
                    Remainder::Summary => "see the job summary",
                    Remainder::Log => "see the log of this step",
                };
                annotation.text.push_str(&format!("\n\n{}: {place}", wording::more(beyond, command)));
            }
            annotation.command(command, &mut text);
        }
    }
    text.push_str(&rest);
    wording::skipped_in(report).iter().for_each(|line| plain(line, &mut text));
    report.waived.iter().for_each(|waived| plain(&wording::waived(waived), &mut text));
    if report.summary.omitted > 0 {
        plain(&wording::omitted(report), &mut text);
    }
    let closing = format!(
        "{}: {} by the policy {}",
        wording::verdict(report.verdict),
        wording::counts_in(report),
        shown(&report.policy)
    );
    plain(&closing, &mut text);
    text
}

/// The annotation of a run that has no report.
pub fn failure(message: &str) -> String {
    let mut text = String::new();
    Annotation { place: None, title: "could not judge", text: message.into() }.command("error", &mut text);
    text
}

struct Annotation<'r> {
    place: Option<&'r Label>,
    title: &'r str,
    text: String,
}

impl Annotation<'_> {
    fn command(&self, command: &str, out: &mut String) {
        out.push_str("::");
        out.push_str(command);
        out.push_str(" title=lockstep ");
        escape(self.title, PROPERTY, out);
        if let Some(Label { document, line, column, end_line, end_column, end, .. }) = self.place {
            out.push_str(",file=");
            escape(document, PROPERTY, out);
            out.push_str(&format!(",line={line},endLine={end_line}"));
            // Nothing at the start of a document means all of it.
            if line == end_line && *end > 0 {
                out.push_str(&format!(",col={column},endColumn={end_column}"));
            }
        }
        out.push_str("::");
        escape(&self.text, DATA, out);
        out.push('\n');
    }

    /// The annotation as a line of the log.
    fn line(&self, command: &str) -> String {
        let place = self.place.map(|label| format!(" {}", wording::place(label))).unwrap_or_default();
        format!("{command}[{}]{place}: {}", self.title, self.text.replace('\n', "; "))
    }
}

/// What must be escaped in a command's text. `%` is, too, so that nothing is unescaped that was not escaped.
const DATA: &[char] = &['%', '\r', '\n'];
/// What must be escaped in a command's properties.
const PROPERTY: &[char] = &['%', '\r', '\n', ':', ','];

fn escape(words: &str, escaped: &[char], out: &mut String) {
    for character in words.chars() {
        if escaped.contains(&character) {
            out.push_str(&format!("%{:02X}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
}

/// A line that is no command. The runner obeys a line that begins with `::` and one that holds `##[` anywhere; each
/// line begins with a word of ours.
fn plain(line: &str, out: &mut String) {
    out.push_str(&visible(line).replace("##[", "## ["));
    out.push('\n');
}
