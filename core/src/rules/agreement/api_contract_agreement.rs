use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "api-contract-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::TwoOf(&[DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest]),
    summary: "pin, mirror, the matrix's baseline and its approved row state one API contract version",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

API contract version: pin, mirror, the matrix's baseline and its approved row state the same value, character for character.

## Why

The adapter compares this version with every answer of the service and falls back where it differs.

## Bad

```markdown matrix
- Expected API contract version: `api.v2`
```

## Good

```markdown matrix
- Expected API contract version: `api.v1`
```

## Fix

Where a new baseline is meant, change pin, matrix and mirror in one pull request; where not, restore the value that the others state."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::ApiContract);
}
