use alloc::format;

use crate::{
    facts::{HandoffFacts, HandoffMode},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        blocks::Block,
        fields::missing_value,
        page,
        payload::{self, Payload},
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-candidate",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the payload of a candidate promises what a rehearsal needs, and no other payload does",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The payload of a candidate has `rehearsal_candidate`, `compatibility_expectations` and `required_consumer_validation_commands`. The first says `requires_runtime_cutover` false, `service_v2_runtime_stability_required` and `consumer_non_blocking_fallback_required` true, and `migration_overlap_days` no fewer than the policy's stability window. A stable payload has none of the three.

## Why

A candidate is rehearsed while drafts go on over the release that runs: nothing may be cut over for it, and what runs must stay. A stable payload that still carries these promises is a candidate with another name.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "changelog_path": "CHANGELOG.md",
  "rehearsal_candidate": { "requires_runtime_cutover": false },
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "changelog_path": "CHANGELOG.md",
```

## Fix

The producer generates the payload of the mode that is meant."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    match payload.mode() {
        None => sink.skip(payload::NO_MODE),
        Some(HandoffMode::Stable) => refuse(context, &payload, sink),
        Some(HandoffMode::Candidate(_)) => demand(context, &payload, sink),
    }
}

/// A stable payload carries nothing of a candidate's.
fn refuse(context: &Context<'_>, payload: &Payload<'_>, sink: &mut Sink) {
    for (key, span) in payload.facts.entries().filter(|(key, _)| HandoffFacts::OF_CANDIDATES.contains(key)) {
        sink.report(Finding::new(
            Label::new(DocumentKind::Handoff, span, "of candidates alone"),
            format!("a stable handoff payload carries {}, which only candidates have", quoted(key)),
            "no such key",
            quoted(key),
            context.by_role(
                "ask the producer for the payload of the mode that is meant",
                "generate the payload of the mode that is meant",
            ),
        ));
    }
}

fn demand(context: &Context<'_>, payload: &Payload<'_>, sink: &mut Sink) {
    let rehearsal = payload.facts.object(HandoffFacts::REHEARSAL);
    if let Some(block) = Block::open_in(context, DocumentKind::Handoff, HandoffFacts::REHEARSAL, &rehearsal, sink) {
        block.is("requires_runtime_cutover", false, sink);
        block.is_true("service_v2_runtime_stability_required", sink);
        block.at_least("migration_overlap_days", context.policy.stability_window.minimum_sprint_days, sink);
        block.is_true("consumer_non_blocking_fallback_required", sink);
    }
    let (kind, expectations) = (DocumentKind::Handoff, HandoffFacts::COMPATIBILITY);
    let missing = missing_value(kind, expectations, &payload.facts.object(expectations), "an object");
    let commands = HandoffFacts::CONSUMER_COMMANDS;
    let missing =
        missing.into_iter().chain(missing_value(kind, commands, &payload.facts.strings(commands), "an array"));
    missing.for_each(|finding| sink.report(finding));
}
