use alloc::format;

use crate::{
    finding::{Finding, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        notices::{Change, code_label, listed},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-incomplete-change",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "an error code comes together with documentation, specification, tests and changelog",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A change that adds an error code to the manifest touches, against the merge base, at least one file of each of these: documentation (`docs/spec`), specification (`openapi`), tests (`crates`) and changelog (`CHANGELOG.md`). Other places are configuration: `[producer.notice]` in `lockstep.toml` with `documentation`, `specification`, `tests` and `changelog`; an empty list demands none.

## Why

The producer's playbook allows an additive code only if the OpenAPI enum, the contract documents, the manifest, the regression tests and the changelog say so at once. What comes later is forgotten, or contradicts what was released.

## Bad

The change adds `internal_error`, which was announced in time, and forgets the changelog:

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["internal_error"], "path": "standard", "decided_at": null,
    "announced_at": "2026-02-13", "announced_by": "producer team", "published_on": null,
    "planned_release": "2026-02-27", "reference": "message 7", "acknowledgement": null
  }]
}
```

```json contracts/integration/v1/producer-contract-manifest.json base
    "context_lookup_failed"
```

```markdown docs/spec/versioning.md base whole
The document before the change.
```

```yaml openapi/openapi.yaml base whole
# The file before the change.
```

```rust crates/memory-kernel-service/src/tests.rs base whole
// The tests before the change.
```


## Good

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["internal_error"], "path": "standard", "decided_at": null,
    "announced_at": "2026-02-13", "announced_by": "producer team", "published_on": null,
    "planned_release": "2026-02-27", "reference": "message 7", "acknowledgement": null
  }]
}
```

```json contracts/integration/v1/producer-contract-manifest.json base
    "context_lookup_failed",
    "internal_error"
```

## Fix

Bring what is missing into the same change."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(asked) = context.inquiry.notice.known() else { return };
    let Some(change) = Change::read(context) else { return };
    let Some(first) = change.added.first() else { return };
    let codes = listed(change.added.iter().map(|code| code.value));
    for companion in asked.companions.iter().filter(|companion| !companion.changed && !companion.places.is_empty()) {
        let places = listed(companion.places.iter().map(alloc::string::String::as_str));
        sink.report(Finding::new(
            code_label(first),
            format!("{codes} comes without a change of the {}", companion.what),
            format!("a change at {places}"),
            "none",
            format!("bring the {} into the same change", companion.what),
        ));
    }
}
