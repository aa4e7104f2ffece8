use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "commit-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::TwoOf(&[DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest]),
    summary: "pin, matrix and mirror state one commit",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Commit: pin, matrix and mirror state the same value, character for character.

## Why

A tag can be moved, a commit cannot: it is the part of the baseline that nobody can change behind your back.

## Bad

```markdown matrix
- MemoryKernel commit SHA: `cf331449e1589581a5dcbb3adecd3e9ae4509277`
```

## Good

```markdown matrix
- MemoryKernel commit SHA: `7e4806a34b98e6c06ee33fa9f11499a975e7b922`
```

## Fix

Where a new baseline is meant, change pin, matrix and mirror in one pull request; where not, restore the value that the others state."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::CommitSha);
}
