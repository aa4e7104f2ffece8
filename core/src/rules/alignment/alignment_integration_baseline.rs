use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-integration-baseline",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "documents, service-contract source and manifest state one integration baseline",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The service-contract source, the manifest and each contract document for which the configuration names a label state the same integration baseline.

## Why

It names the contract pack that the components share: another one means other schemas.

## Bad

```json contracts/integration/v1/service-contract-source-of-truth.json
  "integration_baseline": "integration/v2",
```

## Good

```json contracts/integration/v1/service-contract-source-of-truth.json
  "integration_baseline": "integration/v1",
```

## Fix

Write the baseline whose pack is released."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    gaps::check_version(context, sink, BaselineValue::IntegrationBaseline);
}
