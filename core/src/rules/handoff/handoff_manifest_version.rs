use alloc::format;

use crate::{
    facts::{HandoffFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, payload::Payload},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-manifest-version",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Handoff]),
    summary: "the handoff payload and the mirror are about one form of the manifest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`manifest_contract_version` of the payload is that of the manifest mirror, to the last character.

## Why

A payload made for another form of the manifest points at a file that the consumer cannot read as its mirror.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "manifest_contract_version": "producer-contract-manifest.v2",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "manifest_contract_version": "producer-contract-manifest.v1",
```

## Fix

Take payload and manifest of one release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let stated_here = payload.facts.text(HandoffFacts::MANIFEST_VERSION);
    let mirror = context.manifest().and_then(|manifest| stated(&manifest.contract_version));
    let (Some(text), Some(mirror)) = (stated(&stated_here), mirror) else {
        return sink.skip("mirror and handoff payload do not both state the manifest's form");
    };
    if text.value != mirror.value {
        let finding = Finding::new(
            Label::new(DocumentKind::Handoff, text.span, format!("the payload says {}", quoted(text.value))),
            "the handoff payload is about another form of the manifest than the mirror has",
            quoted(mirror.value),
            quoted(text.value),
            "take payload and manifest of one release",
        );
        let label = format!("the manifest mirror says {}", quoted(mirror.value));
        sink.report(finding.related(Label::new(DocumentKind::Manifest, mirror.span, label)));
    }
}
