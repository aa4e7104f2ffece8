use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, forms, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "release-tag-format",
    group: Group::Release,
    severity: Severity::Error,
    needs: Needs::OneOf(&[DocumentKind::Pin, DocumentKind::Manifest]),
    summary: "a release tag is `vX.Y.Z`",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The release tag in pin and manifest is `v` and a SemVer 2 version of three numbers without leading zeros, without pre-release or build part.

## Why

A baseline is an immutable release. A branch name or a release candidate can move or go away.

## Bad

```json pin
  "release_tag": "v0.4",
```

```json manifest
  "release_tag": "v0.4",
```

```markdown matrix
- MemoryKernel release tag: `v0.4`
```

```markdown matrix
| v0.4 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Good

```json pin
  "release_tag": "v0.4.0",
```

```json manifest
  "release_tag": "v0.4.0",
```

```markdown matrix
- MemoryKernel release tag: `v0.4.0`
```

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

State the tag of a published release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    forms::check(context, sink, BaselineValue::ReleaseTag, &forms::RELEASE_TAG);
}
