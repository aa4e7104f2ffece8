use alloc::{format, string::String};

use crate::{
    alignment::{ENVELOPE, LISTS},
    facts::stated,
    finding::{Finding, Label, Severity, Sink},
    json::Node,
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_from, missing_text, missing_value},
        gaps, page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-contract-source",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::ContractSource]),
    summary: "the service-contract source has its form, and names endpoints that the OpenAPI file has",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`service_contract_source_version` is `service-contract-source.v1`; `liveness_endpoint` and `readiness_endpoint` are paths of the OpenAPI file; `non_2xx_envelope_policy` has its three lists of strings, and `error_code_enum` is one. Versions, codes and fields themselves are compared by the other rules of the group.

## Why

Consumers ask the two endpoints before anything else. The file was made to be the one source, and nothing compared it with any other.

## Bad

```json contracts/integration/v1/service-contract-source-of-truth.json
  "readiness_endpoint": "/v1/readiness",
```

## Good

```json contracts/integration/v1/service-contract-source-of-truth.json
  "readiness_endpoint": "/v1/ready",
```

## Fix

Write what the OpenAPI file describes."##;

/// The key of the file's own version, and the version whose form is known.
const VERSION: (&str, &str) = ("service_contract_source_version", "service-contract-source.v1");

/// The keys of endpoints.
const ENDPOINTS: [&str; 2] = ["liveness_endpoint", "readiness_endpoint"];

/// The key of the error codes.
const CODES: &str = "error_code_enum";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let kind = DocumentKind::ContractSource;
    let Some(node) = context.facts.object(kind) else { return };
    let (key, known) = VERSION;
    let version = node.string(key);
    match stated(&version) {
        Some(version) if version.value != known => sink.report(Finding::new(
            Label::new(kind, version.span, "another form"),
            format!("`{key}` is {}, whose form is not known", quoted(version.value)),
            quoted(known),
            quoted(version.value),
            format!("write the file in the form {}", quoted(known)),
        )),
        _ => missing_text(kind, key, &version).into_iter().for_each(|finding| sink.report(finding)),
    }
    ENDPOINTS.into_iter().for_each(|key| endpoint(context, sink, node, key));
    let codes = node.strings(CODES);
    missing_value(kind, CODES, &codes, "an array").into_iter().for_each(|finding| sink.report(finding));
    entries(sink, &codes, CODES);
    let envelope = node.object(ENVELOPE);
    missing_value(kind, ENVELOPE, &envelope, "an object").into_iter().for_each(|finding| sink.report(finding));
    for (key, _) in LISTS {
        let Some(envelope) = envelope.present() else { return };
        let names = envelope.value.strings(key);
        let missing = missing_from(kind, format_args!("`{ENVELOPE}`"), key, &names, "an array");
        missing.into_iter().for_each(|finding| sink.report(finding));
        entries(sink, &names, key);
    }
}

/// Reports an endpoint that is not stated, or that the OpenAPI file does not have.
fn endpoint(context: &Context<'_>, sink: &mut Sink, node: &Node<'_>, key: &str) {
    let kind = DocumentKind::ContractSource;
    let path = node.string(key);
    missing_text(kind, key, &path).into_iter().for_each(|finding| sink.report(finding));
    let Some(file) = gaps::facts(context).and_then(|facts| facts.contract()) else { return };
    let has = |path: &str| file.endpoints.iter().any(|endpoint| endpoint.value == path);
    if let Some(path) = stated(&path).filter(|path| !has(path.value)) {
        let finding = Finding::new(
            Label::new(kind, path.span, "no such path"),
            format!("{} does not have the path {} of `{key}`", context.name(DocumentKind::OpenApi), quoted(path.value)),
            "a path of the OpenAPI file",
            quoted(path.value),
            "write the path that the OpenAPI file describes",
        );
        sink.report(finding.related(Label::new(DocumentKind::OpenApi, file.paths, "not among these")));
    }
}

/// Reports entries of a list that are no strings.
fn entries(sink: &mut Sink, list: &crate::json::Field<alloc::vec::Vec<crate::facts::ErrorCodeEntry<'_>>>, key: &str) {
    for entry in list.present().into_iter().flat_map(|list| &list.value) {
        if let Err(found) = entry.value {
            let label = Label::new(DocumentKind::ContractSource, entry.span, found);
            let message: String = format!("an entry of `{key}` is {found}, not a string");
            sink.report(Finding::new(label, message, "a string", found, "write a string"));
        }
    }
}
