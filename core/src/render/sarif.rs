//! SARIF 2.1.0 (OASIS standard, errata 01), as code scanning takes it.
//!
//! What GitHub demands beyond the standard is kept: every result has a location, messages are objects, lines and
//! columns count from 1. The text holds no time and no identifier of the run, so that equal runs give equal bytes.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;
use serde::Serialize;

use super::{json, wording};
use crate::{
    finding::Severity,
    wire::{Edit, Finding, Fix, Label, Report, Rule, Waived},
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name that GitHub knows for the root of the repository.
const ROOT: &str = "%SRCROOT%";

/// The report as a SARIF log with one run.
pub fn render(report: &Report) -> String {
    let mut rules: Vec<Descriptor<'_>> = Vec::new();
    let mut results = Vec::with_capacity(report.findings.len() + report.waived.len());
    for finding in &report.findings {
        results.push(result(finding, None, &mut rules));
    }
    for waived in &report.waived {
        results.push(result(&waived.finding, Some(waived), &mut rules));
    }
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "lockstep", version: &report.version, rules } },
            column_kind: "utf16CodeUnits",
            original_uri_base_ids: Bases { root: Base { description: text("the repository that was judged") } },
            invocations: [Invocation {
                execution_successful: report.errors.is_empty(),
                tool_execution_notifications: notifications(report),
            }],
            results,
        }],
    };
    json::render(&log)
}

fn descriptor(id: &str) -> Descriptor<'_> {
    let (summary, level) = Rule::find(id).map_or((id, Severity::Error), |rule| (rule.summary, rule.severity));
    Descriptor {
        id,
        short_description: text(summary),
        full_description: text(summary),
        help: text(&format!("lockstep explain {id}")),
        default_configuration: Configuration { level },
    }
}

/// What could not be judged, what is not listed and what did not run: a reader of the log must not take it for a pass.
fn notifications(report: &Report) -> Vec<Notification> {
    let mut notifications = Vec::new();
    let mut say = |level, words: &str, rule: Option<&str>| {
        let associated_rule = rule.map(|id| Reference { id: id.into() });
        notifications.push(Notification { level, message: text(words), associated_rule });
    };
    for error in &report.errors {
        say(Severity::Error, error, None);
    }
    if report.summary.omitted > 0 {
        say(Severity::Warning, &wording::omitted(report), None);
    }
    if !report.known.is_empty() {
        say(Severity::Note, &wording::known(report), None);
    }
    for skipped in &report.skipped {
        say(Severity::Note, &skipped.reason, Some(&skipped.rule));
    }
    notifications
}

fn result<'r>(finding: &'r Finding, waived: Option<&Waived>, rules: &mut Vec<Descriptor<'r>>) -> Outcome<'r> {
    let rule_index = rules.iter().position(|rule| rule.id == finding.rule).unwrap_or(rules.len());
    if rule_index == rules.len() {
        rules.push(descriptor(&finding.rule));
    }
    Outcome {
        rule_id: &finding.rule,
        rule_index,
        level: finding.severity,
        message: text(&wording::explained(finding)),
        locations: [location(&finding.primary)],
        related_locations: finding.related.iter().map(location).collect(),
        partial_fingerprints: Fingerprints { first: &finding.fingerprint },
        fixes: finding.fix.as_ref().map(|fix| [repair(fix)]),
        suppressions: waived.map(|waived| {
            [Suppression { kind: "external", status: "accepted", justification: wording::waiver(waived) }]
        }),
    }
}

fn location(label: &Label) -> Location {
    let columns = (label.column, label.end_line, label.end_column);
    // Nothing at the start of a document means all of it: a document that is missing has a first line, but no columns.
    let region = region(label.line, (label.end > 0).then_some(columns));
    let message = (!label.text.is_empty()).then(|| text(&label.text));
    Location { physical_location: Place { artifact_location: artifact(&label.document), region }, message }
}

fn region(start_line: u32, columns: Option<(u32, u32, u32)>) -> Region {
    Region {
        start_line,
        start_column: columns.map(|(start, _, _)| start),
        end_line: columns.map(|(_, line, _)| line),
        end_column: columns.map(|(_, _, end)| end),
    }
}

fn repair(fix: &Fix) -> Repair<'_> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    for Edit { document, line, column, end_line, end_column, replacement, .. } in &fix.edits {
        let replacement = Replacement {
            deleted_region: region(*line, Some((*column, *end_line, *end_column))),
            inserted_content: Inserted { text: replacement },
        };
        match changes.iter_mut().find(|change| change.document == document) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(Change {
                document,
                artifact_location: artifact(document),
                replacements: Vec::from([replacement]),
            }),
        }
    }
    Repair { description: text(&fix.title), artifact_changes: changes }
}

/// Plain text of SARIF may hold links, `[text](destination)` (section 3.11.6); texts of documents may not become some.
fn text(words: &str) -> Message {
    Message { text: words.replace("](", "] (") }
}

/// The place of a document as a URI reference. A colon would make what stands before it a scheme, so it is encoded, too.
fn artifact(name: &str) -> Artifact {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte.into());
        } else {
            // INVARIANT: writing to a String never fails.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    // A name that is absolute is not relative to the repository.
    let uri_base_id = (!name.starts_with('/')).then_some(ROOT);
    Artifact { uri, uri_base_id }
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool<'r>,
    column_kind: &'static str,
    original_uri_base_ids: Bases,
    invocations: [Invocation; 1],
    results: Vec<Outcome<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
struct Driver<'r> {
    name: &'static str,
    version: &'r str,
    rules: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: Severity,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Bases {
    #[serde(rename = "%SRCROOT%")]
    root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    level: Severity,
    message: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    associated_rule: Option<Reference>,
}

#[derive(Serialize)]
struct Reference {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: Severity,
    message: Message,
    locations: [Location; 1],
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[Repair<'r>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
}

#[derive(Serialize)]
struct Fingerprints<'r> {
    #[serde(rename = "lockstep/v1")]
    first: &'r str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair<'r> {
    description: Message,
    artifact_changes: Vec<Change<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'r> {
    #[serde(skip)]
    document: &'r str,
    artifact_location: Artifact,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    inserted_content: Inserted<'r>,
}

#[derive(Serialize)]
struct Inserted<'r> {
    text: &'r str,
}
