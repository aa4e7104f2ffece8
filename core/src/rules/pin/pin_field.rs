use crate::{
    facts::{BaselineValue, PinFacts},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        fields::{missing_text, missing_value},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "pin-field",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pin states every field, each of its type and not blank",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The pin has `memorykernel_repo`, `release_tag`, `commit_sha`, `expected_service_contract_version`, `expected_api_contract_version`, `expected_integration_baseline`, `expected_producer_manifest_sha256` and `default_base_url` as strings that are not blank, and `default_timeout_ms` as a number.

## Why

The application loads the pin through a typed loader at build time. What that loader refuses must not pass here.

## Bad

```json pin
  "default_base_url": null,
```

## Good

```json pin
  "default_base_url": "http://127.0.0.1:4010",
```

## Fix

State the field."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(pin) = context.pin() else { return };
    let strings = BaselineValue::ALL.map(|value| (value.pin_key(), pin.baseline(value)));
    for (key, field) in strings.into_iter().chain([(PinFacts::BASE_URL, &pin.base_url)]) {
        if let Some(finding) = missing_text(DocumentKind::Pin, key, field) {
            sink.report(finding);
        }
    }
    if let Some(finding) = missing_value(DocumentKind::Pin, PinFacts::TIMEOUT_MS, &pin.timeout_ms, "a number") {
        sink.report(finding);
    }
}
