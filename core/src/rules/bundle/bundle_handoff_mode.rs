use crate::{
    facts::{BundleFacts, HandoffFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};
use alloc::format;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-handoff-mode",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle, DocumentKind::Handoff]),
    summary: "the release evidence bundle names the mode of the published handoff",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`handoff_mode` is that of the handoff payload that stands beside the bundle.

## Why

Evidence of a rehearsal is none of a release. The old generator copied the mode, and nothing compared it afterwards.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "handoff_mode": "service-v3-candidate"
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "handoff_mode": "stable"
```

## Fix

Generate the handoff payload first, then the bundle."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(payload)) = (context.facts.bundle(), context.facts.handoff()) else { return };
    let (text, mode) = (facts.string(BundleFacts::HANDOFF_MODE), payload.string(HandoffFacts::MODE));
    let (Some(text), Some(mode)) = (stated(&text), stated(&mode)) else {
        return sink.skip("bundle and handoff payload do not both state a mode");
    };
    if text.value != mode.value {
        let finding = Finding::new(
            Label::new(DocumentKind::Bundle, text.span, format!("the bundle says {}", quoted(text.value))),
            "the release evidence bundle names another mode than the handoff payload",
            quoted(mode.value),
            quoted(text.value),
            "generate the handoff payload first, then the bundle",
        );
        let label = format!("the payload says {}", quoted(mode.value));
        sink.report(finding.related(Label::new(DocumentKind::Handoff, mode.span, label)));
    }
}
