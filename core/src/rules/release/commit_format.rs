use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, forms, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "commit-format",
    group: Group::Release,
    severity: Severity::Error,
    needs: Needs::OneOf(&[DocumentKind::Pin, DocumentKind::Manifest]),
    summary: "a commit is 40 lower-case hex digits",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The commit in pin and manifest is a full object id: 40 lower-case hex digits, not all zero.

## Why

A short id can become ambiguous, and forty zeros is git's null id, which no commit can have.

## Bad

```json pin
  "commit_sha": "0000000000000000000000000000000000000000",
```

```json manifest
  "commit_sha": "0000000000000000000000000000000000000000",
```

```markdown matrix
- MemoryKernel commit SHA: `0000000000000000000000000000000000000000`
```

```markdown matrix
| v0.4.0 | 0000000000000000000000000000000000000000 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Good

```json pin
  "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
```

```json manifest
  "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
```

```markdown matrix
- MemoryKernel commit SHA: `7e4806a34b98e6c06ee33fa9f11499a975e7b922`
```

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

Write the full id that `git rev-parse <tag>^{commit}` prints."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    forms::check(context, sink, BaselineValue::CommitSha, &forms::COMMIT);
}
