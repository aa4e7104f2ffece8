use crate::{
    facts::{BaselineValue, ManifestFacts},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        fields::{missing_text, missing_value},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-field",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the manifest states every field of the baseline and its error codes",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The manifest has `manifest_contract_version`, `release_tag`, `commit_sha`, `expected_service_contract_version`, `expected_api_contract_version` and `integration_baseline` as strings that are not blank, and `error_code_enum` as an array.

## Why

The manifest is the producer's machine-readable word on the release; a field that is not there cannot be compared.

## Bad

```json manifest
  "error_code_enum": "invalid_json",
  "remarks": [
```

## Good

```json manifest
  "error_code_enum": [
```

## Fix

State the field in the producer's manifest. A consumer mirrors the manifest of the pinned release again, byte for byte."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(manifest) = context.manifest() else { return };
    let version = (ManifestFacts::CONTRACT_VERSION, &manifest.contract_version);
    let baseline =
        BaselineValue::ALL.into_iter().filter_map(|value| Some((value.manifest_key()?, manifest.baseline(value)?)));
    for (key, field) in core::iter::once(version).chain(baseline) {
        if let Some(finding) = missing_text(DocumentKind::Manifest, key, field) {
            sink.report(finding);
        }
    }
    let codes = missing_value(DocumentKind::Manifest, ManifestFacts::ERROR_CODES, &manifest.error_codes, "an array");
    if let Some(finding) = codes {
        sink.report(finding);
    }
}
