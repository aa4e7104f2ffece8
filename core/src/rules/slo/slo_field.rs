use crate::{
    facts::SloFacts,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_from, missing_text, missing_value},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-field",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::SloPolicy]),
    summary: "the SLO policy states every field of its form",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The policy has `slo_policy_version`, `benchmark_command` and `required_output` as strings that are not blank, `workloads` as an array of numbers, `repetitions` as a number, and the objects `thresholds_ms` (`append_p95_max`, `replay_p95_max`, `gate_p95_max`) and `operational_thresholds` (`timeout_rate_max_percent`, `failure_rate_max_percent`, `schema_unavailable_max_per_1000_requests`) with numbers.

## Why

An objective that is not stated holds nobody to anything. The old verifier took a threshold of any type.

## Bad

```json contracts/integration/v1/service-slo-policy.json
    "gate_p95_max": "8"
```

## Good

```json contracts/integration/v1/service-slo-policy.json
    "gate_p95_max": 8
```

## Fix

State the field."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.slo() else { return };
    let kind = DocumentKind::SloPolicy;
    let texts = [SloFacts::VERSION, SloFacts::COMMAND, SloFacts::OUTPUT];
    let texts = texts.map(|key| missing_text(kind, key, &facts.string(key)));
    let workloads = facts.numbers(SloFacts::WORKLOADS);
    let workloads = missing_value(kind, SloFacts::WORKLOADS, &workloads, "an array of numbers");
    let repetitions = facts.number(SloFacts::REPETITIONS);
    let repetitions = missing_value(kind, SloFacts::REPETITIONS, &repetitions, "a number");
    texts.into_iter().chain([workloads, repetitions]).flatten().for_each(|finding| sink.report(finding));
    for (group, keys) in [(SloFacts::LATENCIES, SloFacts::OF_LATENCIES), (SloFacts::RATES, SloFacts::OF_RATES)] {
        let thresholds = facts.object(group);
        missing_value(kind, group, &thresholds, "an object").into_iter().for_each(|finding| sink.report(finding));
        let Some(thresholds) = thresholds.present() else { continue };
        let missing =
            |key| missing_from(kind, format_args!("`{group}`"), key, &thresholds.value.number(key), "a number");
        keys.into_iter().filter_map(missing).for_each(|finding| sink.report(finding));
    }
}
