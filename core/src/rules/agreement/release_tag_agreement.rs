use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "release-tag-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::TwoOf(&[DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest]),
    summary: "pin, matrix and mirror state one release tag",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Release tag: pin, matrix and mirror state the same value, character for character.

## Why

The three are one baseline. A tag that only one of them names is a repin done by halves.

## Bad

```json manifest
  "release_tag": "v0.4.1",
```

## Good

```json manifest
  "release_tag": "v0.4.0",
```

## Fix

Where a new baseline is meant, change pin, matrix and mirror in one pull request; where not, restore the value that the others state."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::ReleaseTag);
}
