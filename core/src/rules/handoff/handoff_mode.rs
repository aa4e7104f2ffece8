use alloc::{format, string::String, vec::Vec};

use crate::{
    facts::{HandoffFacts, HandoffMode, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, payload::Payload},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-mode",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the handoff payload is of a known mode, and of the one that is asked for",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`handoff_mode` is `stable`, or `service-v3-candidate` and its like for a service contract that the policy knows. Where another service contract is expected than is pinned, as with `--candidate`, it is the candidate of that contract.

## Why

The mode says what the payload means: a release to run, or one to rehearse while what runs stays what it is. Taken for the other, it moves the run time too early or never.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "handoff_mode": "final",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "handoff_mode": "stable",
```

## Fix

The producer generates the payload of the mode that is meant. A consumer that has the right one expects no other service contract than the pinned one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let mode = payload.facts.string(HandoffFacts::MODE);
    let Some(mode) = stated(&mode) else { return sink.skip("the handoff payload states no mode") };
    let (message, expected, help) = match (payload.mode(), payload.wanted_candidate()) {
        (None, _) => {
            let contracts = context.policy.service_contracts.keys();
            let candidates = contracts.map(|contract| HandoffMode::of_candidate(contract));
            let modes: Vec<String> = [HandoffMode::STABLE.into()].into_iter().chain(candidates).collect();
            let modes = modes.iter().map(|mode| quoted(mode)).collect::<Vec<_>>().join(" or ");
            (format!("{} is no mode of a handoff", quoted(mode.value)), modes, payload.anew())
        }
        (Some(HandoffMode::Candidate(contract)), Some(wanted)) if contract == wanted => return,
        (Some(_), Some(wanted)) => (
            format!("the handoff payload is no candidate for {}, which is expected", quoted(wanted)),
            quoted(&HandoffMode::of_candidate(wanted)),
            "take the payload of the candidate, or expect the pinned service contract",
        ),
        (Some(_), None) => return,
    };
    let label = Label::new(DocumentKind::Handoff, mode.span, "another mode");
    sink.report(Finding::new(label, message, expected, quoted(mode.value), help));
}
