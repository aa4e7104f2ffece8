//! Words that several formats share, over the wire form.

use alloc::{format, string::String, vec::Vec};

use crate::{
    finding::Severity,
    report::Verdict,
    wire::{Document, Finding, Label, Report, Skipped},
};

/// A count with its noun, in the plural where it must be.
pub(super) fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How many more there are than are shown.
pub(super) fn more(count: usize, what: &str) -> String {
    format!("{count} more {what}{}", if count == 1 { "" } else { "s" })
}

/// What there is to say where findings went beyond the policy's limit.
pub(super) fn omitted(report: &Report) -> String {
    format!("{} than the report lists", more(report.summary.omitted as usize, "finding"))
}

/// The findings, errors first, then warnings, then notes; within a severity in the order of the report.
pub(super) fn by_severity(report: &Report) -> impl Iterator<Item = &Finding> {
    [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .flat_map(|severity| report.findings.iter().filter(move |finding| finding.severity == severity))
}

/// Where a label points, as editors and terminals understand it: `name:line:column`.
pub(super) fn place(label: &Label) -> String {
    format!("{}:{}:{}", label.document, label.line, label.column)
}

/// Message, expected, actual and help of a finding, a line each, without a line end behind the last.
pub(super) fn explained(finding: &Finding) -> String {
    let Finding { message, expected, actual, help, .. } = finding;
    format!("{message}\nexpected: {expected}\nactual: {actual}\nhelp: {help}")
}

/// [`explained`] with a line for each related place.
pub(super) fn explained_with_places(finding: &Finding) -> String {
    let mut text = explained(finding);
    for label in &finding.related {
        text.push_str("\nsee ");
        text.push_str(&place(label));
        if !label.text.is_empty() {
            text.push_str(": ");
            text.push_str(&label.text);
        }
    }
    text
}

/// Rules that did not run, those with one reason together, in the order in which the reasons first appear.
pub(super) fn skipped_by_reason(skipped: &[Skipped]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for Skipped { rule, reason } in skipped {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, rules)) => rules.push(rule),
            None => reasons.push((reason, Vec::from([rule.as_str()]))),
        }
    }
    let line = |(reason, rules): (&str, Vec<&str>)| {
        let count = u32::try_from(rules.len()).unwrap_or(u32::MAX);
        format!("skipped {}, because {reason}: {}", counted(count, "rule"), rules.join(", "))
    };
    reasons.into_iter().map(line).collect()
}

/// The verdict in the words of a closing line.
pub(super) fn verdict(report: &Report) -> &'static str {
    match report.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Error => "error: could not judge",
        Verdict::Skipped => "skipped: nothing had to be judged",
    }
}

/// How many findings of each severity there are, and what ran over how many documents.
pub(super) fn counts(report: &Report) -> String {
    let summary = &report.summary;
    let mut counts = Vec::new();
    for (count, what) in [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")] {
        if count > 0 {
            counts.push(counted(count, what));
        }
    }
    if counts.is_empty() {
        counts.push("no findings".into());
    }
    let documents = report.documents.iter().filter(|Document { bytes, .. }| bytes.is_some()).count();
    let documents = u32::try_from(documents).unwrap_or(u32::MAX);
    let ran = counted(summary.rules_run, "rule");
    format!("{}; {ran} ran over {}", counts.join(", "), counted(documents, "document"))
}
