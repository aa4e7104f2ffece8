use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "document-too-large",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no document is larger than the limit",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A document has at most `limits.document_bytes` bytes of the policy (1 MiB by default). A larger one is not read.

## Why

Contract documents have a few kilobytes. The limit keeps time and memory bounded whatever stands in a pull request.

## Bad

```text manifest large
a manifest of more than 1 MiB
```

## Good

A manifest of one or two kilobytes.

## Fix

Commit the document itself; raise `limits.document_bytes` in a policy file if it really is that large."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::TooLarge(size) = fault {
            let limit = context.policy.limits.document_bytes;
            sink.report(Finding::new(
                Label::new(kind, Span::default(), ""),
                format!("the {} is too large to be read", kind.title()),
                format!("at most {limit} bytes"),
                format!("{size} bytes"),
                "commit the document itself, or raise `limits.document_bytes` in a policy file",
            ));
        }
    }
}
