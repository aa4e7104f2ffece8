use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-lone-surrogate",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no JSON string holds half of a surrogate pair",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A `\u` escape that is half of a surrogate pair stands beside its other half.

## Why

Half a pair is no Unicode character. Strict readers refuse the file; others put a replacement character in its place.

## Bad

```json pin
  "default_timeout_ms": 2500,
  "remark": "\ud800"
```

## Good

```json pin
  "default_timeout_ms": 2500
```

## Fix

Write the character itself, or both halves."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::Json(json::Fault::LoneSurrogate(span)) = fault {
            sink.report(Finding::new(
                Label::new(kind, *span, "half of a surrogate pair"),
                format!("a string of the {} is not Unicode", kind.title()),
                "a character, or both halves of its surrogate pair",
                "one half alone",
                "write the character itself",
            ));
        }
    }
}
