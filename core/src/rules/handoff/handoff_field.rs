use crate::{
    facts::HandoffFacts,
    finding::{Finding, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_text, missing_value},
        page,
        payload::Payload,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-field",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the handoff payload states every field of its form",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The payload has `handoff_generated_at_utc`, `handoff_mode`, `manifest_contract_version` and the five values of the baseline as strings that are not blank, `active_runtime_baseline` and `non_2xx_envelope_policy` as objects, `error_code_enum` and `verification_commands` as arrays. The consumer judges nothing by `manifest_path`, `changelog_path` and `consumer_impact_statement_template`; where they lack, that is a warning there, and an error in the producer's repository. Further keys are welcome.

## Why

A field that is not there cannot be compared. The old script read some fields only in one mode, so a payload without any mode passed one script and was refused by the next.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "verification_commands": "cargo test --workspace",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "verification_commands": ["cargo test --workspace"],
```

## Fix

The producer generates the payload anew."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(Payload { facts, .. }) = Payload::open(context) else { return };
    let kind = DocumentKind::Handoff;
    let text = |key| missing_text(kind, key, &facts.string(key));
    let object = |key| missing_value(kind, key, &facts.object(key), "an object");
    let list = |key| missing_value(kind, key, &facts.strings(key), "an array");
    let baseline = HandoffFacts::values().map(|(_, key)| key);
    let texts = [HandoffFacts::GENERATED_AT, HandoffFacts::MODE].into_iter().chain(baseline);
    texts.chain([HandoffFacts::MANIFEST_VERSION]).filter_map(text).for_each(|finding| sink.report(finding));
    let objects = [HandoffFacts::ACTIVE_BASELINE, HandoffFacts::ENVELOPE_POLICIES].map(object);
    let lists = [HandoffFacts::ERROR_CODES, HandoffFacts::VERIFICATION_COMMANDS].map(list);
    objects.into_iter().chain(lists).flatten().for_each(|finding| sink.report(finding));
    let remarks = [HandoffFacts::MANIFEST_PATH, "changelog_path"].map(text).into_iter();
    let remarks = remarks.chain([object("consumer_impact_statement_template")]).flatten();
    let severity = context.by_role(Severity::Warning, Severity::Error);
    remarks.for_each(|finding: Finding| sink.report_as(severity, finding));
}
