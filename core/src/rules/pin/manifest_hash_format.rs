use crate::{
    facts::{BaselineValue, is_lower_hex},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        forms::{self, Form},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-hash-format",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pinned manifest hash is 64 lower-case hex digits",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`expected_producer_manifest_sha256` is a SHA-256 in hexadecimal: 64 lower-case digits.

## Why

Anything else can never equal the hash of the mirror.

## Bad

```json pin
  "expected_producer_manifest_sha256": "sha256:79970ec8",
```

```markdown matrix
- Expected producer manifest SHA-256: `sha256:79970ec8`
```

## Good

```json pin
  "expected_producer_manifest_sha256": "79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772",
```

```markdown matrix
- Expected producer manifest SHA-256: `79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772`
```

## Fix

Write what `sha256sum` prints for the mirror."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    forms::check(
        context,
        sink,
        BaselineValue::ManifestSha256,
        &Form {
            holds: &|hash| is_lower_hex(hash, 64),
            fault: "is no SHA-256",
            expected: &|| "64 lower-case hex digits".into(),
            help: "write what `sha256sum` prints for the manifest mirror",
        },
    );
}
