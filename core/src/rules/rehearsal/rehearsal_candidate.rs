use crate::{
    facts::{RehearsalFacts as Facts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        blocks::Block,
        page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
    text::{Spanned, quoted},
};
use alloc::{format, string::String};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-candidate",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal is planned only, for contracts that the policy knows",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`rehearsal_candidate` says `mode` `planning_only_no_runtime_cutover` and `requires_runtime_cutover` false, and names as targets a service contract and an API contract that the policy knows.

## Why

A rehearsal must not need what it is to prepare: drafts go on over what runs. A target that the policy does not know cannot be rehearsed against anything.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "requires_runtime_cutover": true,
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "requires_runtime_cutover": false,
```

## Fix

Generate the payload anew; a cutover has gates and a record of its own."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let candidate = payload.facts.object(Facts::CANDIDATE);
    if candidate.present().is_none() {
        return sink.skip("the rehearsal payload names no candidate");
    }
    if let Some(block) = Block::open_in(context, KIND, Facts::CANDIDATE, &candidate, sink) {
        block.is("requires_runtime_cutover", false, sink);
    }
    let mut report = |key: &str, text: Spanned<&str>, expected: String| {
        sink.report(Finding::new(
            Label::new(KIND, text.span, "another"),
            format!("`{key}` of the rehearsal payload is not {expected}"),
            expected,
            quoted(text.value),
            "generate the payload anew",
        ));
    };
    let mode = payload.candidate.string("mode");
    if let Some(mode) = stated(&mode).filter(|mode| mode.value != Facts::MODE) {
        report("mode", mode, quoted(Facts::MODE));
    }
    let target = payload.target();
    if let (Some(text), None) = (stated(&target), payload.known(&target)) {
        report(Facts::TARGET, text, "a service contract that the policy knows".into());
    }
    let api = payload.candidate.string(Facts::TARGET_API);
    if let Some(api) = stated(&api).filter(|api| !context.policy.api_contracts.iter().any(|known| known == api.value)) {
        report(Facts::TARGET_API, api, "an API contract that the policy knows".into());
    }
}
