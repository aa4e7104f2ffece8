use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-syntax",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "each JSON document obeys RFC 8259",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Pin, manifest and every other JSON document are JSON by RFC 8259: no comments, no trailing commas, nothing behind the value.

## Why

Every reader must read the same thing. Lenient readers disagree exactly where the grammar is broken.

## Bad

```json pin
  "default_timeout_ms": 2500,
}
```

## Good

```json pin
  "default_timeout_ms": 2500
}
```

## Fix

Mend the grammar at the place shown."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::Json(json::Fault::Syntax(reason)) = fault {
            sink.report(Finding::new(
                Label::new(kind, reason.span, reason.value.clone()),
                format!("the {} is no JSON", kind.title()),
                "JSON by RFC 8259",
                reason.value.clone(),
                "mend the grammar here; everything behind this place was not read",
            ));
        }
    }
}
