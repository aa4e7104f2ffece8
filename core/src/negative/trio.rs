//! Faults in the documents that state the baseline: pin, matrix and mirror, or a producer's manifest.

use alloc::{format, string::String, vec::Vec};

use super::{Finder, Fixture, present, replaced};
use crate::{
    facts::{BaselineValue, Facts, ManifestFacts, stated},
    json::Node,
    policy::Policy,
    rules::Group,
    source::{DocumentKind, Source, Sources},
    text::{Span, Spanned},
};

/// Collects the faults.
struct Trio<'f, 'a> {
    check: Group,
    fixtures: &'f mut Vec<Fixture<'a>>,
    sources: &'f Sources<'a>,
}

impl<'a> Trio<'_, 'a> {
    fn push(&mut self, what: impl Into<String>, source: Source<'a>, rule: &'static str) {
        let finder = Finder::Rule(rule);
        self.fixtures.push(Fixture { what: what.into(), check: self.check, source, finder });
    }

    /// Something else stands at a place of a document.
    fn replace(&mut self, what: impl Into<String>, kind: DocumentKind, span: Span, text: &str, rule: &'static str) {
        if let Some(source) = present(self.sources, kind) {
            self.push(what, replaced(source, &[span], text), rule);
        }
    }
}

pub(super) fn add<'a>(fixtures: &mut Vec<Fixture<'a>>, sources: &Sources<'a>, facts: &Facts<'_>, policy: &Policy) {
    let mut trio = Trio { check: Group::Agreement, fixtures, sources };
    for kind in DocumentKind::TRIO {
        let source = sources.get(kind);
        trio.push("no file", Source::missing(kind, source.name.clone()), "document-missing");
    }
    for value in BaselineValue::ALL {
        baseline(&mut trio, facts, value);
    }
    pin(&mut trio, facts);
    matrix(&mut trio, facts, policy);
    mirror(&mut trio, facts);
}

/// The faults in a producer's manifest that show by themselves.
pub(super) fn add_manifest<'a>(fixtures: &mut Vec<Fixture<'a>>, sources: &Sources<'a>, facts: &Facts<'_>) {
    let kind = DocumentKind::Manifest;
    let mut trio = Trio { check: Group::Manifest, fixtures, sources };
    let source = sources.get(kind);
    trio.push("no file", Source::missing(kind, source.name.clone()), "document-missing");
    trio.replace("nothing but a bracket", kind, all(sources, kind), "{", "json-syntax");
    let Some(manifest) = &facts.manifest.facts else { return };
    let rule = "manifest-contract-version";
    trio.replace("an unknown manifest version", kind, manifest.contract_version.span(), "\"unheard_of\"", rule);
    for value in BaselineValue::ALL {
        let rule = match value {
            BaselineValue::ReleaseTag => "release-tag-format",
            BaselineValue::CommitSha => "commit-format",
            _ => "contract-version-token",
        };
        if let Some(field) = manifest.baseline(value) {
            trio.replace(format!("no {}", value.title()), kind, field.span(), "null", "manifest-field");
            trio.replace(format!("a malformed {}", value.title()), kind, field.span(), "\"unheard_of\"", rule);
        }
    }
    policy(&mut trio, manifest);
}

/// The rule that holds a value of the pin and the matrix together.
fn agreement(value: BaselineValue) -> &'static str {
    match value {
        BaselineValue::Repository => "repository-agreement",
        BaselineValue::ReleaseTag => "release-tag-agreement",
        BaselineValue::CommitSha => "commit-agreement",
        BaselineValue::ServiceContract => "service-contract-agreement",
        BaselineValue::ApiContract => "api-contract-agreement",
        BaselineValue::IntegrationBaseline => "integration-baseline-agreement",
        BaselineValue::ManifestSha256 => "manifest-hash-agreement",
    }
}

/// Another value of the same form.
pub(super) fn other(value: BaselineValue, text: &str) -> String {
    let digits = |length: usize| if text.starts_with('a') { "b" } else { "a" }.repeat(length);
    match value {
        BaselineValue::Repository => "https://github.com/nobody/nothing".into(),
        BaselineValue::ReleaseTag => if text == "v9.9.9" { "v9.9.8" } else { "v9.9.9" }.into(),
        BaselineValue::CommitSha => digits(40),
        BaselineValue::ServiceContract => format!("{text}9"),
        BaselineValue::ApiContract => format!("{text}9"),
        BaselineValue::IntegrationBaseline => format!("{text}9"),
        BaselineValue::ManifestSha256 => digits(64),
    }
}

/// Another value in each document that states it.
fn baseline(trio: &mut Trio<'_, '_>, facts: &Facts<'_>, value: BaselineValue) {
    let what = format!("another {}", value.title());
    let rule = agreement(value);
    let json = |found: Spanned<&str>| (found.span, format!("\"{}\"", other(value, found.value)));
    if let Some(found) = facts.pin.facts.as_ref().and_then(|pin| stated(pin.baseline(value))) {
        let (span, text) = json(found);
        // The mirror's bytes tell the pin's hash from the matrix's.
        let rule = if value == BaselineValue::ManifestSha256 { "manifest-hash" } else { rule };
        trio.replace(what.clone(), DocumentKind::Pin, span, &text, rule);
    }
    if let Some(matrix) = &facts.matrix.facts {
        for statement in matrix.stated(value) {
            if let Ok(text) = &statement.text.value {
                trio.replace(what.clone(), DocumentKind::Matrix, statement.text.span, &other(value, text), rule);
            }
        }
    }
    if let Some(found) = facts.manifest.facts.as_ref().and_then(|manifest| stated(manifest.baseline(value)?)) {
        let (span, text) = json(found);
        trio.replace(what, DocumentKind::Manifest, span, &text, rule);
    }
}

fn pin(trio: &mut Trio<'_, '_>, facts: &Facts<'_>) {
    let Some(pin) = &facts.pin.facts else { return };
    trio.replace("nothing but a bracket", DocumentKind::Pin, all(trio.sources, DocumentKind::Pin), "{", "json-syntax");
    if let Some(url) = stated(&pin.base_url) {
        let text = format!("\"{}/\"", url.value);
        trio.replace("a base URL that ends with a slash", DocumentKind::Pin, url.span, &text, "base-url");
    }
    if let Some(timeout) = pin.timeout_ms.present() {
        trio.replace("a timeout of 0", DocumentKind::Pin, timeout.span, "0", "timeout-range");
    }
}

fn matrix(trio: &mut Trio<'_, '_>, facts: &Facts<'_>, policy: &Policy) {
    let (Some(matrix), Some(pin)) = (&facts.matrix.facts, &facts.pin.facts) else { return };
    let (Some(tag), Some(commit)) = (stated(&pin.release_tag), stated(&pin.commit_sha)) else { return };
    let rows = matrix.counting_rows_of(tag.value, commit.value, &policy.matrix);
    // Where several rows approve the pair, a fault in one of them proves nothing.
    let [row] = rows.as_slice() else { return };
    trio.replace("no row of the pinned pair", DocumentKind::Matrix, row.span, "", "matrix-approved-row");
    if let Some(status) = &row.status {
        let what = "a pinned pair that is not approved";
        trio.replace(what, DocumentKind::Matrix, status.span, "Deprecated", "matrix-row-status");
    }
    if let Some(version) = &row.consumer_version {
        trio.replace(
            "a row without a consumer version",
            DocumentKind::Matrix,
            version.span,
            " ",
            "matrix-row-consumer",
        );
    }
    for value in [BaselineValue::ServiceContract, BaselineValue::ApiContract, BaselineValue::IntegrationBaseline] {
        if let Some(cell) = row.baseline(value) {
            let what = format!("another {} in the approved row", value.title());
            trio.replace(what, DocumentKind::Matrix, cell.span, &other(value, &cell.value), agreement(value));
        }
    }
}

fn mirror(trio: &mut Trio<'_, '_>, facts: &Facts<'_>) {
    let (Some(manifest), Some(source)) = (&facts.manifest.facts, present(trio.sources, DocumentKind::Manifest)) else {
        return;
    };
    let end = source.as_bytes().len();
    let behind = Span::new(end, end);
    trio.replace("one blank more at its end", DocumentKind::Manifest, behind, " ", "manifest-hash");
    policy(trio, manifest);
}

/// What a manifest promises, weaker than the policy demands.
fn policy(trio: &mut Trio<'_, '_>, manifest: &ManifestFacts<'_>) {
    let kind = DocumentKind::Manifest;
    if let Some(code) = manifest.error_codes.present().and_then(|codes| codes.value.first()) {
        trio.replace("an unknown error code", kind, code.span, "\"unheard_of\"", "error-code-taxonomy");
    }
    let blocks = [
        (&manifest.stability_window, "a stability window of 0 days", "stability-window"),
        (&manifest.notice, "a notice of 0 days", "notice-policy"),
        (&manifest.transition_guard, "a transition guard that is off", "transition-guard"),
    ];
    for (field, what, rule) in blocks {
        if let Some((span, text)) = field.present().and_then(|block| weakened(&block.value)) {
            trio.replace(what, kind, span, text, rule);
        }
    }
}

/// The first number of a block of the producer's policy as 0, or its first flag that is set as false.
fn weakened(block: &Node<'_>) -> Option<(Span, &'static str)> {
    block.entries().find_map(|(key, _)| match (block.number(key).present(), block.boolean(key).present()) {
        (Some(number), _) => Some((number.span, "0")),
        (None, Some(flag)) if flag.value => Some((flag.span, "false")),
        _ => None,
    })
}

/// All of a document.
fn all(sources: &Sources<'_>, kind: DocumentKind) -> Span {
    Span::new(0, sources.get(kind).as_bytes().len())
}
