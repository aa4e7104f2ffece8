use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "integration-baseline-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::TwoOf(&[DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest]),
    summary: "pin, mirror, the matrix's baseline and its approved row state one integration baseline",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Integration baseline: pin, mirror, the matrix's baseline and its approved row state the same value, character for character.

## Why

The integration baseline names the contract pack that both sides build against.

## Bad

```markdown matrix
- Expected integration baseline: `integration/v2`
```

## Good

```markdown matrix
- Expected integration baseline: `integration/v1`
```

## Fix

Where a new baseline is meant, change pin, matrix and mirror in one pull request; where not, restore the value that the others state."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::IntegrationBaseline);
}
