use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-nesting",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no JSON document nests deeper than the limit",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Brackets nest at most `limits.json_depth` deep (128 by default).

## Why

Contract documents nest three deep. Readers differ in how deep they follow, and some crash.

## Bad

```json pin
  "default_timeout_ms": 2500,
  "x": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
```

## Good

```json pin
  "default_timeout_ms": 2500
```

## Fix

Flatten the value, or raise `limits.json_depth` in a policy file."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::Json(json::Fault::TooDeep(span)) = fault {
            let limit = context.policy.limits.json_depth;
            sink.report(Finding::new(
                Label::new(kind, *span, "one level too deep"),
                format!("the {} nests too deep", kind.title()),
                format!("at most {limit} levels"),
                "more than that, from here on",
                "flatten the value, or raise `limits.json_depth` in a policy file",
            ));
        }
    }
}
