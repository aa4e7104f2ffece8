//! The frozen JSON form of a probe's report, `lockstep-probe.v1`, which only ever gains keys.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use serde::Serialize;

use super::report::{Document, Judged, Label, Place, Report};
use crate::{
    report::Verdict,
    text::{Encoding, LineIndex, shown, visible},
    wire,
};

/// The value of `schema` in every report of a probe.
pub const PROBE_SCHEMA: &str = "lockstep-probe.v1";

/// What one probe found.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProbeReport {
    /// The version of this form: `lockstep-probe.v1`.
    pub schema: &'static str,
    /// The version of lockstep that judged.
    pub version: &'static str,
    /// The consumer whose interactions they are.
    pub consumer: String,
    /// `pass` (exit code 0), `fail` (1) or `error` (2, could not judge all).
    pub verdict: Verdict,
    /// The interactions file.
    pub interactions_file: String,
    /// The OpenAPI file, or null.
    pub openapi_file: Option<String>,
    /// The address of the service that was asked, or null.
    pub base_url: Option<String>,
    /// The interactions, in the order in which they were sent.
    pub interactions: Vec<Judged>,
    /// What is wrong, in the order of the interactions.
    pub findings: Vec<Finding>,
    /// Findings that are not listed.
    pub omitted: u32,
    /// What could not be judged; not empty exactly where the verdict is `error`.
    pub errors: Vec<String>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// The name of the interaction.
    pub interaction: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The place to look at first: in the interactions file, the OpenAPI file or an answer.
    pub primary: wire::Label,
    /// Other places that explain it.
    pub related: Vec<wire::Label>,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub actual: String,
    /// Who has to change what.
    pub help: String,
}

impl From<&Report<'_>> for ProbeReport {
    fn from(report: &Report<'_>) -> Self {
        let mut indexes: Vec<(Place, LineIndex)> = Vec::new();
        let findings = report.findings.iter().map(|finding| Finding {
            rule: finding.rule,
            interaction: finding.interaction.clone(),
            message: finding.message.to_string(),
            primary: label(report, &finding.primary, &mut indexes),
            related: finding.related.iter().map(|related| label(report, related, &mut indexes)).collect(),
            expected: finding.expected.to_string(),
            actual: finding.actual.to_string(),
            help: finding.help.to_string(),
        });
        Self {
            schema: PROBE_SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            consumer: shown(&report.consumer),
            verdict: report.verdict(),
            interactions_file: shown(report.file.name),
            openapi_file: report.openapi.map(|Document { name, .. }| shown(name)),
            base_url: report.base_url.map(shown),
            findings: findings.collect(),
            interactions: report.judged.clone(),
            omitted: report.omitted,
            errors: report.errors.iter().map(|error| visible(error).into_owned()).collect(),
        }
    }
}

fn label(report: &Report<'_>, label: &Label, indexes: &mut Vec<(Place, LineIndex)>) -> wire::Label {
    let (name, text) = report.document(label.place);
    if !indexes.iter().any(|(place, _)| *place == label.place) {
        indexes.push((label.place, LineIndex::new(text.as_bytes())));
    }
    let index = indexes.iter().find(|(place, _)| *place == label.place).map(|(_, index)| index);
    let position = |offset| index.map(|index| index.position(text.as_bytes(), offset, Encoding::Utf16));
    let (start, end) = (position(label.span.start), position(label.span.end));
    wire::Label {
        document: shown(&name),
        line: start.map_or(1, |start| start.line),
        column: start.map_or(1, |start| start.column),
        end_line: end.map_or(1, |end| end.line),
        end_column: end.map_or(1, |end| end.column),
        start: label.span.start,
        end: label.span.end,
        text: label.text.to_string(),
    }
}
