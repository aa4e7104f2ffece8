use alloc::format;

use crate::{
    facts::{HandoffFacts, HandoffMode, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::missing_from,
        page,
        payload::{self, Payload},
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-active-baseline",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Handoff]),
    summary: "the baseline that the payload calls active is the one that runs",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`active_runtime_baseline` states the five values of the baseline. In the payload of a candidate they are those of the pin (in the producer's repository, of the manifest), whatever the pin match; in a stable one they are those that the payload itself hands over.

## Why

A candidate is rehearsed beside what runs. Where the producer means another running release than the one that is pinned, the rehearsal proves nothing about this application.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "active_runtime_baseline": {
    "release_tag": "v0.3.2",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "active_runtime_baseline": {
    "release_tag": "v0.4.0",
```

## Fix

The producer generates the payload anew for the release that runs; after a cutover, the candidate's payload goes."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let Some(mode) = payload.mode() else { return sink.skip(payload::NO_MODE) };
    let active = payload.facts.object(HandoffFacts::ACTIVE_BASELINE);
    let Some(active) = active.present() else {
        return sink.skip("the handoff payload states no active baseline");
    };
    for (value, key) in HandoffFacts::values() {
        let text = active.value.string(key);
        let whole = format_args!("`{}`", HandoffFacts::ACTIVE_BASELINE);
        if let Some(finding) = missing_from(DocumentKind::Handoff, whole, key, &text, "a string") {
            sink.report(finding);
        }
        let Some(text) = text.present() else { continue };
        let own = payload.facts.string(key);
        let (wanted, label, whose) = match mode {
            HandoffMode::Candidate(_) => match payload.wanted_by_baseline(value) {
                Some(wanted) => (wanted.text, wanted.label, wanted.whose),
                None => continue,
            },
            HandoffMode::Stable => match stated(&own) {
                Some(own) => {
                    let label = Label::new(DocumentKind::Handoff, own.span, "what is handed over");
                    (own.value.into(), Some(label), "the payload hands over")
                }
                None => continue,
            },
        };
        if text.value == wanted {
            continue;
        }
        let finding = Finding::new(
            Label::new(DocumentKind::Handoff, text.span, format!("active is {}", quoted(&text.value))),
            format!("the active baseline states another {} than {whose}", value.title()),
            quoted(&wanted),
            quoted(&text.value),
            context.by_role(
                "ask the producer for a payload about the release that runs",
                "generate the payload anew for the release that the manifest states",
            ),
        );
        sink.report(label.into_iter().fold(finding, Finding::related));
    }
}
