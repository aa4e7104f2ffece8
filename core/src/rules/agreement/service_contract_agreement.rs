use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "service-contract-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::TwoOf(&[DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest]),
    summary: "pin, mirror, the matrix's baseline and its approved row state one service contract version",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Service contract version: pin, mirror, the matrix's baseline and its approved row state the same value, character for character.

## Why

The service contract decides which error envelopes the consumer must expect.

## Bad

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v2 | api.v1 |
```

## Good

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 |
```

## Fix

Where a new baseline is meant, change pin, matrix and mirror in one pull request; where not, restore the value that the others state."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::ServiceContract);
}
