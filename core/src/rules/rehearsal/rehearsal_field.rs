use crate::{
    facts::RehearsalFacts as Facts,
    finding::{Finding, Severity, Sink},
    json::Node,
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_from, missing_text, missing_value},
        page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
};
use alloc::vec::Vec;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-field",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload states every field of its form",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`payload_contract_version`, `generated_at_utc`, `cutover_gates_doc`, `repo` and `planning_commit_seen_by_consumer` of `producer`, the five values of `active_runtime_baseline`, the mode, the targets and the first day of `rehearsal_candidate`, `validation_mode` of `error_code_expectations` and `action` of `rollback_policy` are strings that are not blank. The parts that other rules look into are objects, the lists arrays. Further keys are welcome.

## Why

Consumers rehearse by this payload. A field that is not there cannot be compared, and the old generator checked nothing but its own inputs.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "action": " "
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "action": "repin consumer to last approved service.v2 tag/sha and reopen overlap window"
```

## Fix

Generate the payload anew."##;

/// The objects of the payload, each with the texts that it must state.
const PARTS: [(&str, &[&str]); 7] = [
    (Facts::PRODUCER, &["repo", "planning_commit_seen_by_consumer"]),
    (Facts::CANDIDATE, &["mode", Facts::TARGET, Facts::TARGET_API, Facts::NOT_BEFORE]),
    (Facts::ENVELOPE_POLICIES, &[]),
    (Facts::CODE_EXPECTATIONS, &["validation_mode"]),
    (Facts::OVERLAP, &[]),
    (Facts::ROLLBACK, &["action"]),
    ("", &[Facts::VERSION, Facts::GENERATED_AT, Facts::GATES]),
];

/// The arrays of the payload, each with the object that has it.
const LISTS: [(&str, &str); 4] = [
    (Facts::CODE_EXPECTATIONS, Facts::CODES),
    (Facts::ROLLBACK, "triggers"),
    ("", Facts::PRODUCER_CHECKS),
    ("", Facts::CONSUMER_CHECKS),
];

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let root = &*payload.facts;
    let mut findings: Vec<Finding> = Vec::new();
    // What an object lacks that is not there itself is nothing to speak of.
    let part = |key: &str| match key {
        "" => Some(root.clone()),
        key => root.object(key).present().map(|part| part.value.clone()),
    };
    for (key, texts) in PARTS {
        if !key.is_empty() {
            findings.extend(missing_value(KIND, key, &root.object(key), "an object"));
        }
        let Some(part) = part(key) else { continue };
        findings.extend(texts.iter().filter_map(|text| missing_text(KIND, text, &part.string(text))));
    }
    for (of, key) in LISTS {
        findings.extend(part(of).and_then(|part| missing_value(KIND, key, &part.strings(key), "an array")));
    }
    if let Some(producer) = part(Facts::PRODUCER) {
        active(&producer, &mut findings);
    }
    findings.into_iter().for_each(|finding| sink.report(finding));
}

/// What the baseline lacks that runs.
fn active(producer: &Node<'_>, findings: &mut Vec<Finding>) {
    let active = producer.object(Facts::ACTIVE_BASELINE);
    let whole = format_args!("`{}`", Facts::PRODUCER);
    findings.extend(missing_from(KIND, whole, Facts::ACTIVE_BASELINE, &active, "an object"));
    let Some(active) = active.present() else { return };
    findings.extend(Facts::values().filter_map(|(_, key)| missing_text(KIND, key, &active.value.string(key))));
}
