//! Words that several formats share, over the wire form.

use alloc::{format, string::String, vec::Vec};

use crate::{
    finding::Severity,
    report::Verdict,
    wire::{Finding, Label, Report, Summary, Waived},
};

/// A count with its noun, in the plural where it must be.
pub(crate) fn counted(count: usize, what: &str) -> String {
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

/// What there is to say where findings are known.
pub(super) fn known(report: &Report) -> String {
    format!("{} that the report compared with has, too", counted(report.known.len(), "finding"))
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

/// [`explained`] with a line for each related place, and the fingerprint.
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
    text.push_str("\nfingerprint: ");
    text.push_str(&finding.fingerprint);
    text
}

/// Rules that did not run, each with the reason: those with one reason together, in the order in which the reasons first
/// appear. A reason that is among the errors has been told.
pub(super) fn skipped(skipped: &[(&str, &str)], errors: &[String]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for &(rule, reason) in skipped {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rules)) => rules.push(rule),
            None => reasons.push((reason, Vec::from([rule]))),
        }
    }
    let line = |(reason, rules): (&str, Vec<&str>)| {
        let why = match errors.iter().any(|error| error == reason) {
            true => " for the error above".into(),
            false => format!(", because {reason}"),
        };
        format!("skipped {}{why}: {}", counted(rules.len(), "rule"), rules.join(", "))
    };
    reasons.into_iter().map(line).collect()
}

/// [`skipped`] of a report.
pub(super) fn skipped_in(report: &Report) -> Vec<String> {
    let pairs: Vec<_> = report.skipped.iter().map(|skipped| (skipped.rule.as_str(), skipped.reason.as_str())).collect();
    skipped(&pairs, &report.errors)
}

/// Until when a finding may pass, by whom and why.
pub(super) fn waiver(waived: &Waived) -> String {
    let Waived { reason, owner, expires, .. } = waived;
    format!("waived until {expires} by {owner}: {reason}")
}

/// A waived finding in a line.
pub(super) fn waived(waived: &Waived) -> String {
    let Finding { rule, message, primary, .. } = &waived.finding;
    format!("{}: {rule} at {}, {message}", waiver(waived), place(primary))
}

/// The verdict in the words of a closing line.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Error => "error: could not judge",
        Verdict::Skipped => "skipped: nothing had to be judged",
    }
}

/// How many findings there are of each kind, and what ran over how many documents.
pub(super) fn counts(summary: &Summary, documents: usize) -> String {
    let mut counts = Vec::new();
    for (count, what) in [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")] {
        if count > 0 {
            counts.push(counted(count as usize, what));
        }
    }
    if counts.is_empty() {
        counts.push("no findings".into());
    }
    for (count, what) in [(summary.waived, "waived"), (summary.known, "known")] {
        if count > 0 {
            counts.push(format!("{count} {what}"));
        }
    }
    let ran = counted(summary.rules_run as usize, "rule");
    format!("{}; {ran} ran over {}", counts.join(", "), counted(documents, "document"))
}

/// [`counts`] of a report.
pub(super) fn counts_in(report: &Report) -> String {
    counts(&report.summary, report.documents.iter().filter(|document| document.bytes.is_some()).count())
}
