use alloc::format;

use crate::{
    change::{self, ChangeKind, Given, Pair},
    facts::stated,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::{DocumentKind, Source},
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "error-code-removed",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "no error code goes while the service contract stays",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

An error code that the manifest at the merge base has stays, unless the change moves to another service contract version.

## Why

Taking a code out, or giving it another name, breaks every consumer that routes by it, and no notice mends that: the service contract is what promises the codes.

## Bad

The code `overloaded` was there before the change:

```json contracts/integration/v1/producer-contract-manifest.json base
    "context_lookup_failed",
    "overloaded",
    "internal_error"
```

## Good

```json contracts/integration/v1/producer-contract-manifest.json base
    "context_lookup_failed",
    "internal_error"
```

## Fix

Keep the code in the enum, even where the service no longer sends it. To get rid of it, take the next service contract version through its gates (`lockstep gate`)."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let kind = DocumentKind::Manifest;
    let before = context.inquiry.notice.known().and_then(|asked| asked.base.find(kind));
    let (Some(before), Some(manifest)) = (before, context.manifest()) else { return };
    // A manifest that cannot be compared is one that cannot be read, now or before.
    let pair = Pair { old: given(before), new: given(context.sources.get(kind)) };
    let Ok(comparison) = change::compare(&[pair], context.policy) else { return };
    if comparison.changes.iter().any(|change| change.kind == ChangeKind::ServiceContractChanged) {
        return;
    }
    let contract = stated(&manifest.service_contract);
    for change in comparison.changes {
        if !matches!(change.kind, ChangeKind::ErrorCodeRemoved | ChangeKind::ErrorCodeRenamed) {
            continue;
        }
        let was = change.old.value.unwrap_or_default();
        let place = change.new.places.first().copied().unwrap_or_default();
        let finding = Finding::new(
            Label::new(kind, place, format!("was {}", quoted(&was))),
            format!("{}, although the service contract version stays", change.message),
            format!("{} among the error codes, or another service contract version", quoted(&was)),
            change.new.value.map_or_else(|| "no such code".into(), |is| quoted(&is)),
            "put it back; removing or renaming a code needs the next service contract version, by its gates",
        );
        sink.report(match &contract {
            Some(contract) => finding.related(Label::new(kind, contract.span, "as before the change")),
            None => finding,
        });
    }
}

fn given<'s>(source: &'s Source<'_>) -> Option<Given<'s>> {
    Some(Given { name: &source.name, bytes: source.as_bytes() })
}
