use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-duplicate-key",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no JSON object states a key twice",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A key stands once in its object; keys are compared after unescaping.

## Why

`JSON.parse` takes the last value, other readers the first, and the application's typed loader refuses the file: reviewers and programs would see different contracts.

## Bad

```json pin
  "release_tag": "v0.4.0",
  "release\u005ftag": "v0.4.0",
```

## Good

```json pin
  "release_tag": "v0.4.0",
```

## Fix

Delete all but one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if let Fault::Json(json::Fault::DuplicateKey { key, first, again }) = fault {
            let finding = Finding::new(
                Label::new(kind, *again, "stated again here"),
                format!("the {} states the key {} twice", kind.title(), quoted(key)),
                "one value",
                "at least two; which one counts depends on the reader",
                "delete all but one",
            );
            sink.report(finding.related(Label::new(kind, *first, "first stated here")));
        }
    }
}
