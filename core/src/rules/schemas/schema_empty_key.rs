use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, packs, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "schema-empty-key",
    group: Group::Schemas,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no object in a schema of the contract pack has an empty key",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

No key in a schema of the pack is the empty string, however deep the object lies.

## Why

The pack's first schemas had `""` where `$id` was meant: a shell had taken `$id` for a variable. Every validator passes over a key that it does not know.

## Bad

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "": "An error between components",
```

## Good

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "title": "An error between components",
```

## Fix

Give the key the name that was meant; write `$` in shell scripts within single quotes."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, schema) in packs::schemas(context) {
        schema.visit_keys(&mut |key, span| {
            if key.is_empty() {
                sink.report(Finding::new(
                    Label::new(kind, span, "an empty key"),
                    format!("{} has an empty key", context.name(kind)),
                    "a key with a name, such as `$id`",
                    "an empty key",
                    "give it the name that was meant",
                ));
            }
        });
    }
}
