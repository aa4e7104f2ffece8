use crate::{
    facts::ManifestFacts,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, blocks::Block, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "transition-guard",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the flags of the transition guard are all true",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`service_v3_transition_guard` states each flag of the policy's `transition_guard` as `true`, under `service.v2` and `service.v3` alike.

## Why

The flags are the producer's promise that `legacy_error` goes away only with `service.v3` and only after the consumer repinned with green tests.

## Bad

```json manifest
    "legacy_error_must_remain_in_service_v2": false,
```

## Good

```json manifest
    "legacy_error_must_remain_in_service_v2": true,
```

## Fix

Mirror the manifest of the pinned release again. If it really says so, the producer has to state the flag as `true`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(manifest) = context.manifest() else { return };
    let Some(block) = Block::open(context, ManifestFacts::TRANSITION_GUARD, &manifest.transition_guard, sink) else {
        return;
    };
    for flag in &context.policy.transition_guard {
        block.is_true(flag, sink);
    }
}
