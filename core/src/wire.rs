//! The frozen shapes that cross a host boundary.
//!
//! `lockstep-report.v1` only ever gains keys; a reader must ignore keys that it does not know.
//! `docs/report.schema.json` is generated from these types.

mod alignment;

use alloc::{string::String, string::ToString, vec::Vec};
use serde::Serialize;

pub use alignment::{Alignment, AlignmentCell, AlignmentColumn, AlignmentRow};

use crate::{
    envelope::EnvelopeRule,
    finding::{self, Severity},
    interaction::InteractionRule,
    report::{self, Verdict},
    rules,
    source::{Content, DocumentKind},
    text::{Encoding, Span, visible},
};

/// The value of `schema` in every report.
pub const REPORT_SCHEMA: &str = "lockstep-report.v1";

/// What one run found, in the form that every host gives.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this form: `lockstep-report.v1`.
    pub schema: String,
    /// The version of lockstep that judged.
    pub version: String,
    /// The name of the policy that judged.
    pub policy: String,
    /// `pass` (exit code 0), `fail` (1), `error` (2, could not judge) or `skipped` (0, nothing had to be judged).
    pub verdict: Verdict,
    /// Counts.
    pub summary: Summary,
    /// The documents, in the order of findings.
    pub documents: Vec<Document>,
    /// The findings, ordered by document, start, end and rule id.
    pub findings: Vec<Finding>,
    /// Findings that waivers cover, in the same order; they do not block.
    pub waived: Vec<Waived>,
    /// Findings that the report compared with has, too, in the same order; they do not block.
    pub known: Vec<Finding>,
    /// The ids of the rules that ran.
    pub ran: Vec<&'static str>,
    /// Rules that did not run, with the reason.
    pub skipped: Vec<Skipped>,
    /// Why no full verdict was possible; not empty exactly where the verdict is `error`.
    pub errors: Vec<String>,
    /// What a producer's documents say side by side; there where the check was asked for by its name or has a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
}

/// Counts of findings and rules.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Listed findings of severity `error`.
    pub errors: u32,
    /// Listed findings of severity `warning`.
    pub warnings: u32,
    /// Listed findings of severity `note`.
    pub notes: u32,
    /// Findings beyond the policy's limit, which are not listed.
    pub omitted: u32,
    /// Findings that waivers cover; `waived` lists them.
    pub waived: u32,
    /// Findings that the report compared with has, too; `known` lists them.
    pub known: u32,
    /// Rules that ran.
    pub rules_run: u32,
    /// Rules that did not run; `skipped` says why.
    pub rules_skipped: u32,
}

/// A document that was judged.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// `pin`, `matrix`, `manifest`, `handoff`, `record`, `code`, `freeze` or `configuration`.
    pub kind: String,
    /// The path relative to the repository, with forward slashes, or the name the caller gave.
    pub name: String,
    /// How many bytes it has; null where it could not be read.
    pub bytes: Option<u64>,
    /// SHA-256 of its bytes, 64 lower-case hex digits; null where it could not be read.
    pub sha256: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The id of the rule; `lockstep explain <id>` tells more.
    pub rule: String,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The place to look at first.
    pub primary: Label,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub actual: String,
    /// What to do about it.
    pub help: String,
    /// A change that mends it without a decision, or null.
    pub fix: Option<Fix>,
    /// What the finding is known by, whatever line it stands on: 16 lower-case hex digits.
    pub fingerprint: String,
}

/// A finding that a waiver covers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// Why it may pass.
    pub reason: String,
    /// Who answers for that.
    pub owner: String,
    /// The last day on which it may pass, `YYYY-MM-DD`.
    pub expires: String,
}

/// A place in a document.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// The document's name.
    pub document: String,
    /// The line of the first character, from 1.
    pub line: u32,
    /// The column of the first character, from 1, in UTF-16 code units.
    pub column: u32,
    /// The line behind the last character, from 1.
    pub end_line: u32,
    /// The column behind the last character, from 1, in UTF-16 code units.
    pub end_column: u32,
    /// The offset of the first byte, from 0.
    pub start: u32,
    /// The offset behind the last byte.
    pub end: u32,
    /// What is there to see; may be empty.
    pub text: String,
}

/// A change that mends a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fix {
    /// What the change does.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// A piece of a document put in place of another.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edit {
    /// The document's name.
    pub document: String,
    /// The line of the first character to take out, from 1.
    pub line: u32,
    /// The column of the first character to take out, from 1, in UTF-16 code units.
    pub column: u32,
    /// The line behind the last character to take out, from 1.
    pub end_line: u32,
    /// The column behind the last character to take out, from 1, in UTF-16 code units.
    pub end_column: u32,
    /// The offset of the first byte to take out.
    pub start: u32,
    /// The offset behind the last byte to take out.
    pub end: u32,
    /// The text to put there.
    pub replacement: String,
}

/// A rule that did not run.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// The id of the rule.
    pub rule: String,
    /// Why it did not run.
    pub reason: String,
}

/// A rule, as `lockstep rules --format json` lists it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// What it is about: `document`, `pin`, `manifest`, `matrix`, `agreement`, `atomic`, `remote`, `handoff`, `cutover`,
    /// `governance`, `boundary`, `waiver`, `envelope` or `interaction`.
    pub group: &'static str,
    /// How much its findings weigh, unless the policy says otherwise.
    pub severity: Severity,
    /// What it demands.
    pub summary: &'static str,
}

impl Rule {
    /// The rule with that id, whatever it is about.
    pub fn find(id: &str) -> Option<Self> {
        let document = || rules::find(id).map(Self::from);
        let envelope = || EnvelopeRule::find(id).map(Self::from);
        document().or_else(envelope).or_else(|| InteractionRule::find(id).map(Self::from))
    }
}

impl From<&'static rules::Rule> for Rule {
    fn from(rule: &'static rules::Rule) -> Self {
        Self { id: rule.id, group: rule.group.as_str(), severity: rule.severity, summary: rule.summary }
    }
}

impl From<&'static EnvelopeRule> for Rule {
    fn from(rule: &'static EnvelopeRule) -> Self {
        Self { id: rule.id, group: "envelope", severity: rule.severity, summary: rule.summary }
    }
}

impl From<&'static InteractionRule> for Rule {
    fn from(rule: &'static InteractionRule) -> Self {
        Self { id: rule.id, group: "interaction", severity: Severity::Error, summary: rule.summary }
    }
}

impl From<&report::Report<'_>> for Summary {
    fn from(report: &report::Report<'_>) -> Self {
        let report::Tally { errors, warnings, notes } = report.tally();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            errors,
            warnings,
            notes,
            omitted: report.omitted,
            waived: count(report.waived.len()),
            known: count(report.known.len()),
            rules_run: count(report.ran.len()),
            rules_skipped: count(report.skipped.len()),
        }
    }
}

impl From<&report::Report<'_>> for Report {
    fn from(report: &report::Report<'_>) -> Self {
        // Not cut: a place names its document whole, or nothing finds it.
        let name = |kind: DocumentKind| visible(&report.sources.get(kind).name).into_owned();
        let positions = |document: DocumentKind, span: Span| {
            let (source, index) = report.document(document);
            let position = |offset| index.position(source.as_bytes(), offset, Encoding::Utf16);
            (position(span.start), position(span.end))
        };
        let label = |label: &finding::Label| {
            let (start, end) = positions(label.document, label.span);
            Label {
                document: name(label.document),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                start: label.span.start,
                end: label.span.end,
                text: label.text.to_string(),
            }
        };
        let edit = |edit: &finding::Edit| {
            let (start, end) = positions(edit.document, edit.span);
            Edit {
                document: name(edit.document),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                start: edit.span.start,
                end: edit.span.end,
                replacement: edit.replacement.clone(),
            }
        };
        let fix = |fix: &finding::Fix| Fix { title: fix.title.clone(), edits: fix.edits.iter().map(edit).collect() };
        let finding = |finding: &finding::Finding| Finding {
            rule: finding.rule.to_string(),
            severity: finding.severity,
            message: finding.message.to_string(),
            primary: label(&finding.primary),
            related: finding.related.iter().map(label).collect(),
            expected: finding.expected.to_string(),
            actual: finding.actual.to_string(),
            help: finding.help.to_string(),
            fix: finding.fix.as_ref().map(fix),
            fingerprint: finding.fingerprint.clone(),
        };
        let document = |source: &crate::source::Source<'_>| Document {
            kind: source.kind.as_str().to_string(),
            name: name(source.kind),
            bytes: match &source.content {
                Content::Bytes(bytes) => Some(bytes.len() as u64),
                _ => None,
            },
            sha256: match &source.content {
                Content::Bytes(bytes) => Some(crate::facts::sha256(bytes)),
                _ => None,
            },
        };
        Self {
            schema: REPORT_SCHEMA.to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            policy: report.policy.to_string(),
            verdict: report.verdict(),
            summary: report.into(),
            documents: report.sources.iter().map(document).collect(),
            findings: report.findings.iter().map(finding).collect(),
            waived: report
                .waived
                .iter()
                .map(|waived| Waived {
                    finding: finding(&waived.finding),
                    reason: waived.reason.clone(),
                    owner: waived.owner.clone(),
                    expires: waived.expires.to_string(),
                })
                .collect(),
            known: report.known.iter().map(finding).collect(),
            ran: report.ran.clone(),
            skipped: report
                .skipped
                .iter()
                .map(|skipped| Skipped { rule: skipped.rule.to_string(), reason: skipped.reason.clone() })
                .collect(),
            errors: report.errors.clone(),
            alignment: Alignment::of(report, |found| Some(label(found))),
        }
    }
}
