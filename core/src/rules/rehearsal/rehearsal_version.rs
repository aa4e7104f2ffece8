use crate::{
    facts::{RehearsalFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        rehearsed::{KIND, NO_TARGET, Rehearsed},
    },
    source::DocumentKind,
    text::quoted,
};
use alloc::format;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-version",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload has the form of its target contract",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`payload_contract_version` is `service-v3-rehearsal-handoff.v1` where `target_service_contract_version` is `service.v3`, and so on for other contracts.

## Why

Consumers read the payload by its form. One of another version may mean something else by the same keys.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
  "payload_contract_version": "service-v3-rehearsal-handoff.v2",
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
  "payload_contract_version": "service-v3-rehearsal-handoff.v1",
```

## Fix

Generate the payload anew."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let Some((target, _)) = payload.known(&payload.target()) else { return sink.skip(NO_TARGET) };
    let text = payload.facts.string(RehearsalFacts::VERSION);
    let Some(text) = stated(&text) else { return sink.skip("the rehearsal payload states no version") };
    let wanted = RehearsalFacts::version(target);
    if text.value != wanted {
        sink.report(Finding::new(
            Label::new(KIND, text.span, "another form"),
            format!("the rehearsal payload for {} has another form than {}", quoted(target), quoted(&wanted)),
            quoted(&wanted),
            quoted(text.value),
            "generate the payload anew",
        ));
    }
}
