use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-hash-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "pin and matrix state one manifest SHA-256",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Manifest SHA-256: pin and matrix state the same value, character for character.

## Why

People approve the hash that the matrix shows; the check uses the pin's.

## Bad

```markdown matrix
- Expected producer manifest SHA-256: `67408e0bcf7d9e88c27c9e54c996c32d23aa915eb572ede46dd5ee6e3728c6f6`
```

## Good

```markdown matrix
- Expected producer manifest SHA-256: `79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772`
```

## Fix

Write the SHA-256 of the mirror in both."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::ManifestSha256);
}
