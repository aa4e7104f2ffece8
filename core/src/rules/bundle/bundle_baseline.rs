use alloc::format;

use crate::{
    facts::{BundleFacts, HandoffFacts},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, fields::missing_from, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-baseline",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Bundle]),
    summary: "the release evidence bundle is about the baseline of the manifest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Release tag, commit, service contract, API contract and integration baseline of `runtime_baseline` are those of the manifest.

## Why

Evidence of another release proves nothing about this one.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "runtime_baseline": {
    "release_tag": "v0.3.2",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "runtime_baseline": {
    "release_tag": "v0.4.0",
```

## Fix

Generate the bundle anew once the manifest states the release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.bundle() else { return };
    let baseline = facts.object(BundleFacts::BASELINE);
    let Some(baseline) = baseline.present() else {
        return sink.skip("the release evidence bundle states no baseline");
    };
    for (value, key) in HandoffFacts::values() {
        let text = baseline.value.string(key);
        let whole = format_args!("`{}`", BundleFacts::BASELINE);
        if let Some(finding) = missing_from(DocumentKind::Bundle, whole, key, &text, "a string") {
            sink.report(finding);
        }
        let (Some(text), Some(wanted)) = (text.present(), context.baseline(value)) else { continue };
        if text.value == wanted.value {
            continue;
        }
        let finding = Finding::new(
            Label::new(DocumentKind::Bundle, text.span, format!("the bundle says {}", quoted(&text.value))),
            format!("the release evidence bundle states another {} than the manifest", value.title()),
            quoted(wanted.value),
            quoted(&text.value),
            "generate the bundle anew for the release that the manifest states",
        );
        let label = format!("the manifest says {}", quoted(wanted.value));
        sink.report(finding.related(Label::new(DocumentKind::Manifest, wanted.span, label)));
    }
}
