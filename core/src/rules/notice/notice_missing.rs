use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        notices::{Change, Notices, code_label},
        page,
    },
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-missing",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "every error code that comes was announced in the record of notices",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

An error code that the manifest has and that the manifest at the merge base lacks stands in a notice of the record (`contracts/integration/error-code-notices.json`, or where `[producer.notice] record` in `lockstep.toml` says).

## Why

A consumer maps every code it knows; one that it does not know is drift to it and blocks its promotion. The playbooks promise notice before a code can appear, so that the mapping and its tests come first.

## Bad

The change adds `internal_error`, which nobody announced:

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

```markdown CHANGELOG.md base whole
# Changelog
```

## Good

```json contracts/integration/v1/producer-contract-manifest.json base
    "context_lookup_failed",
    "internal_error"
```

## Fix

Take the code out of this change. Announce it with `lockstep notice announce --code CODE --by NAME --reference LINK`, and add it when the notice is over; `lockstep notice` says when that is."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(change) = Change::read(context).filter(|change| !change.added.is_empty()) else { return };
    let Some(notices) = Notices::read(context, sink) else { return };
    for code in change.added.iter().filter(|code| notices.record.of(code.value).next().is_none()) {
        let finding = Finding::new(
            code_label(code),
            format!("the error code {} comes without notice", quoted(code.value)),
            format!("a notice of {} in the record", quoted(code.value)),
            "no notice",
            "take the code out, announce it with `lockstep notice announce`, and add it when the notice is over",
        );
        let record = context.sources.find(DocumentKind::Notices);
        sink.report(match record {
            Some(_) => finding.related(Label::new(DocumentKind::Notices, Span::default(), "no notice here names it")),
            None => finding,
        });
    }
}
