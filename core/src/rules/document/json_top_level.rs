use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-top-level",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the top level of each JSON document is an object",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Pin, manifest and every other JSON document are one JSON object each.

## Why

Every reader of the two looks fields up by name.

## Bad

```json pin whole
[]
```

## Good

The fields stand in one object: `{ "release_tag": "v0.4.0", ... }`.

## Fix

Put the fields into one object at the top level."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::Json(json::Fault::NotAnObject(found)) = fault {
            sink.report(Finding::new(
                Label::new(kind, found.span, found.value),
                format!("the {} is {}, not an object", kind.title(), found.value),
                "an object",
                found.value,
                "put the fields into one object at the top level",
            ));
        }
    }
}
