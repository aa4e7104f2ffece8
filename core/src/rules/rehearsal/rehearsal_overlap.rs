use crate::{
    facts::RehearsalFacts,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        blocks::Block,
        page,
        rehearsed::{KIND, NO_ACTIVE, Rehearsed},
    },
    source::DocumentKind,
};
use alloc::format;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-overlap",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload promises an overlap in which drafts go on",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`migration_overlap_assumptions` states `duration_days`, no fewer than the policy's stability window, and `service_v2_stability_required` (after the name of the active contract), `consumer_enrichment_must_remain_optional_non_blocking` and `consumer_fallback_must_remain_deterministic`, all true.

## Why

The overlap is the time in which a consumer moves without losing a draft. A promise less is a draft that may be lost.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "duration_days": 7,
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "duration_days": 14,
```

## Fix

Generate the payload anew; a shorter overlap needs both teams' decision and a policy that records it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let overlap = payload.facts.object(RehearsalFacts::OVERLAP);
    if overlap.present().is_none() {
        return sink.skip("the rehearsal payload states no overlap");
    }
    let Some((active, _)) = payload.active() else { return sink.skip(NO_ACTIVE) };
    let Some(block) = Block::open_in(context, KIND, RehearsalFacts::OVERLAP, &overlap, sink) else { return };
    block.at_least("duration_days", context.policy.stability_window.minimum_sprint_days, sink);
    block.is_true(&format!("{}_stability_required", active.replace('.', "_")), sink);
    block.is_true("consumer_enrichment_must_remain_optional_non_blocking", sink);
    block.is_true("consumer_fallback_must_remain_deterministic", sink);
}
