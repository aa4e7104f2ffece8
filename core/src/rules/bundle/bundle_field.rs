use crate::{
    facts::BundleFacts,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_text, missing_value},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-field",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the release evidence bundle states every field of its form",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The bundle has `evidence_bundle_version`, `generated_at_utc`, `generator` and `handoff_mode` as strings that are not blank, `runtime_baseline`, `policy_assertions` and `compliance_suite` as objects, `artifacts` as an array of objects and `required_validation_commands` as an array. Further keys are welcome.

## Why

A field that is not there is evidence of nothing. The old verifier looked at the keys, and took `null` for a value.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "generator": "",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "generator": "lockstep producer generate bundle",
```

## Fix

Generate the bundle anew."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.bundle() else { return };
    let kind = DocumentKind::Bundle;
    let texts = [BundleFacts::VERSION, BundleFacts::GENERATED_AT, "generator", BundleFacts::HANDOFF_MODE];
    let texts = texts.map(|key| missing_text(kind, key, &facts.string(key)));
    let objects = [BundleFacts::BASELINE, BundleFacts::ASSERTIONS, "compliance_suite"];
    let objects = objects.map(|key| missing_value(kind, key, &facts.object(key), "an object"));
    let artifacts = facts.nodes(BundleFacts::ARTIFACTS);
    let artifacts = missing_value(kind, BundleFacts::ARTIFACTS, &artifacts, "an array of objects");
    let commands = facts.strings(BundleFacts::COMMANDS);
    let commands = missing_value(kind, BundleFacts::COMMANDS, &commands, "an array");
    texts.into_iter().chain(objects).chain([artifacts, commands]).flatten().for_each(|finding| sink.report(finding));
}
