use crate::{
    facts::ManifestFacts,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, blocks::Block, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-policy",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the manifest promises no less notice than the policy demands",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`additive_error_code_notice_policy` states `standard_business_days` (at least 10), `emergency_notice_hours` (at least 24) and `emergency_requires_same_day_docs_spec_tests` (true).

## Why

The consumer must map a new error code before it can appear; the notice is the time to do so (joint playbook, additive error code protocol).

## Bad

```json manifest
    "standard_business_days": 5,
```

## Good

```json manifest
    "standard_business_days": 10,
```

## Fix

State the notice again, or mirror the manifest of the pinned release again; a shorter one needs both teams' decision and a policy that records it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(manifest) = context.manifest() else { return };
    let Some(block) = Block::open(context, ManifestFacts::NOTICE, &manifest.notice, sink) else { return };
    let notice = &context.policy.notice;
    block.at_least("standard_business_days", notice.standard_business_days, sink);
    block.at_least("emergency_notice_hours", notice.emergency_notice_hours, sink);
    if notice.emergency_requires_same_day_docs_spec_tests {
        block.is_true("emergency_requires_same_day_docs_spec_tests", sink);
    }
}
