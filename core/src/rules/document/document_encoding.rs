use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "document-encoding",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "each document is UTF-8",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The bytes of a document are valid UTF-8.

## Why

Readers replace broken bytes without a word, so two different files can look, and hash, alike after decoding.

## Bad

```text matrix escaped
# Compatibility\xff
```

## Good

The document is saved as UTF-8.

## Fix

Save the file as UTF-8. PowerShell before version 6 writes UTF-16 by default: use `-Encoding utf8`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::NotUtf8 { span, utf16 } = fault {
            let actual = if *utf16 { "UTF-16, to judge by its byte order mark" } else { "bytes that are no UTF-8" };
            sink.report(Finding::new(
                Label::new(kind, *span, "not UTF-8 from here on"),
                format!("the {} is not UTF-8", kind.title()),
                "UTF-8",
                actual,
                "save the file as UTF-8",
            ));
        }
    }
}
