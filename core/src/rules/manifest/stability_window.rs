use crate::{
    facts::ManifestFacts,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, blocks::Block, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "stability-window",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the manifest promises a stability window no shorter than the policy demands",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`stability_window.minimum_sprint_days` is a whole number, at least the policy's (14).

## Why

The window is the consumer's time to adopt a baseline before the next one (joint playbook, checkpoint C).

## Bad

```json manifest
    "minimum_sprint_days": 7
```

## Good

```json manifest
    "minimum_sprint_days": 14
```

## Fix

State the window again, or mirror the manifest of the pinned release again; a shorter one needs both teams' decision and a policy that records it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(manifest) = context.manifest() else { return };
    let Some(block) = Block::open(context, ManifestFacts::STABILITY_WINDOW, &manifest.stability_window, sink) else {
        return;
    };
    block.at_least("minimum_sprint_days", context.policy.stability_window.minimum_sprint_days, sink);
}
