use crate::{
    facts::RehearsalFacts,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        names::List,
        page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
};
use alloc::{string::String, vec::Vec};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-rollback",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload says what makes the consumer go back",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`triggers` of `rollback_policy` names each trigger that `producer.rehearsal` in `lockstep.toml` demands; without a configuration, those of the cutover gates: a red contract suite, an envelope of another shape, a fallback that is no longer deterministic.

## Why

Whoever rehearses must know beforehand what ends it. A trigger that was left out is argued about while drafts fail.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "non_2xx_envelope_shape_mismatch"
    ],
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "non_2xx_envelope_shape_mismatch",
      "deterministic_fallback_regression"
    ],
```

## Fix

Generate the payload anew, or agree on other triggers and state them in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let found = payload.facts.part(RehearsalFacts::ROLLBACK).strings("triggers");
    let Some(found) = found.present() else { return sink.skip("the rehearsal payload names no triggers") };
    let list = List {
        kind: KIND,
        path: "rollback_policy.triggers",
        is_closed: false,
        has_commands: false,
        wanted_by: None,
        help: "generate the payload anew, or agree on other triggers and state them in lockstep.toml",
    };
    let wanted: Vec<&str> = payload.asked.rollback_triggers.iter().map(String::as_str).collect();
    list.check(found, &wanted, sink);
}
