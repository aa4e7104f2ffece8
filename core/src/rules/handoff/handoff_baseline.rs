use alloc::format;

use crate::{
    facts::{BaselineValue, HandoffFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    inquiry::PinMatch,
    rules::{
        Context, Group, Needs, Rule, asked, forms, page,
        payload::{Payload, Wanted},
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-baseline",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Handoff]),
    summary: "the handoff payload is about the baseline and the expected contract versions",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Release tag, commit, API contract and integration baseline of the payload are those of the pin (in the producer's repository, of the manifest), and so is the service contract; that of a candidate is the one of its mode. Versions that the user expects take the place of the pin's. With a relaxed pin match, tag and commit need only be well-formed, and a candidate must be expected as one.

## Why

A payload of another release hands over something that does not run, so that everything else it says is about the wrong service.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "expected_api_contract_version": "api.v2",
  "integration_baseline": "integration/v1",
  "active_runtime_baseline": {
    "release_tag": "v0.4.0",
    "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
    "expected_service_contract_version": "service.v3",
    "expected_api_contract_version": "api.v2",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "expected_api_contract_version": "api.v1",
  "integration_baseline": "integration/v1",
  "active_runtime_baseline": {
    "release_tag": "v0.4.0",
    "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
    "expected_service_contract_version": "service.v3",
    "expected_api_contract_version": "api.v1",
```

## Fix

The producer generates the payload anew with each release. A consumer takes the payload of the pinned release, or repins; a payload of a release that is not pinned yet is judged with a relaxed pin match."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let mut compared = false;
    for (value, key) in HandoffFacts::values() {
        let text = payload.facts.string(key);
        let Some(text) = stated(&text) else { continue };
        let form = match (payload.asked.pin_match, value) {
            (PinMatch::Relaxed, BaselineValue::ReleaseTag) => Some(&forms::RELEASE_TAG),
            (PinMatch::Relaxed, BaselineValue::CommitSha) => Some(&forms::COMMIT),
            _ => None,
        };
        if let Some(form) = form {
            forms::report(sink, DocumentKind::Handoff, key, text, form);
            compared = true;
            continue;
        }
        let Some(Wanted { text: wanted, label, whose }) = payload.wanted(value) else { continue };
        compared = true;
        if text.value == wanted {
            continue;
        }
        let finding = Finding::new(
            Label::new(DocumentKind::Handoff, text.span, format!("the payload says {}", quoted(text.value))),
            format!("the handoff payload states another {} than {whose}", value.title()),
            quoted(&wanted),
            quoted(text.value),
            context.by_role(
                "take the payload of the pinned release, or repin to the release that it hands over",
                "generate the payload anew for the release that the manifest states",
            ),
        );
        sink.report(label.into_iter().fold(finding, Finding::related));
    }
    if !compared {
        sink.skip("baseline and handoff payload have no value in common");
    }
}
