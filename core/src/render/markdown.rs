//! Markdown for the summary of a GitHub job, or for a pull request.
//!
//! Texts that may come from a document stand in code, which nothing within can end: no markup, link, mention, reference
//! to an issue or comment comes of them, as GitHub turns none of what stands in code into one.

use alloc::{format, string::String, vec::Vec};

use super::{
    alignment::{self, Shown},
    wording,
};
use crate::{
    text::shown,
    wire::{Alignment, Finding, Report},
};

/// The most bytes of a job summary: GitHub takes 1 MiB from a step, and its other commands write some, too.
pub const SUMMARY_LIMIT: usize = 1_000_000;
/// The most bytes of a comment or of a pull request's text.
pub const COMMENT_LIMIT: usize = 65_000;

/// The report as Markdown of at most `limit` bytes, as far as verdict and counts fit into them.
pub fn render(report: &Report, limit: usize) -> String {
    let mut text = head(report);
    let mut parts: Vec<String> = Vec::new();
    if !report.errors.is_empty() {
        parts.push(format!("### could not judge\n\n{}\n", block(&report.errors.join("\n"))));
    }
    parts.extend(wording::by_severity(report).map(section));
    parts.extend(report.alignment.as_ref().filter(|_| cfg!(feature = "inquiry")).map(matrix));
    if !report.waived.is_empty() {
        let waived: Vec<String> = report.waived.iter().map(wording::waived).collect();
        parts.push(format!("### waived\n\n{}\n", block(&waived.join("\n"))));
    }
    let skipped = wording::skipped_in(report);
    if !skipped.is_empty() {
        parts.push(format!("### skipped rules\n\n{}\n", block(&skipped.join("\n"))));
    }
    if let Some(finding) = report.findings.first() {
        parts.push(format!("To learn more about a rule: `lockstep explain {}`\n", finding.rule));
    }
    // Room for the sentence about what is left out.
    let limit = limit.saturating_sub(100);
    let mut left: usize = 0;
    for part in parts {
        if left == 0 && text.len() + part.len() < limit {
            text.push('\n');
            text.push_str(&part);
        } else {
            left += 1;
        }
    }
    if left > 0 {
        text.push_str(&format!("\n{}, for which there is no room here.\n", wording::more(left, "section")));
    }
    text
}

/// Verdict and counts.
fn head(report: &Report) -> String {
    let summary = &report.summary;
    let counts = [
        ("errors", summary.errors),
        ("warnings", summary.warnings),
        ("notes", summary.notes),
        ("not listed", summary.omitted),
        ("waived", summary.waived),
        ("known", summary.known),
        ("rules run", summary.rules_run),
        ("rules skipped", summary.rules_skipped),
    ];
    let row = |cell: fn(&(&str, u32)) -> String| counts.iter().map(cell).collect::<Vec<_>>().join(" | ");
    format!(
        "## lockstep: {}\n\n{} by the policy {}\n\n| {} |\n| {} |\n| {} |\n",
        wording::verdict(report.verdict),
        wording::counts_in(report),
        code(&shown(&report.policy)),
        row(|(name, _)| String::from(*name)),
        row(|_| String::from("---:")),
        row(|(_, count)| format!("{count}")),
    )
}

fn section(finding: &Finding) -> String {
    format!(
        "### {}: {} at {}\n\n{}\n",
        finding.severity.as_str(),
        code(&finding.rule),
        code(&wording::place(&finding.primary)),
        block(&wording::explained_with_places(finding)),
    )
}

/// The alignment matrix as a table; what is wrong is bold.
fn matrix(matrix: &Alignment) -> String {
    // In a table, a bar ends a cell even in code.
    let cell = |shown: &Shown| {
        let text = code(&shown.text).replace('|', "\\|");
        if shown.is_gap { format!("**{text}**") } else { text }
    };
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut lines = alignment::table(matrix).into_iter().map(|shown| line(shown.iter().map(cell).collect()));
    let head = lines.next().unwrap_or_default();
    let rule = line(matrix.columns.iter().map(|_| "---".into()).chain(["---".into()]).collect());
    format!("### alignment\n\n{head}{rule}{}", lines.collect::<String>())
}

/// Text as code within a line: between more back ticks than stand side by side in it.
pub(crate) fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    // A blank inside each end is taken away again, and keeps back ticks of the text apart from those around it.
    format!("{ticks} {text} {ticks}")
}

/// Text as a block of code.
pub(crate) fn block(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text).max(2) + 1);
    format!("{ticks}text\n{text}\n{ticks}")
}

/// The length of the longest run of back ticks.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}
