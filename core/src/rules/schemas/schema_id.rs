use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, fields::missing_text, packs, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "schema-id",
    group: Group::Schemas,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every schema of the contract pack has an `$id`",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`$id` at the top of each schema in the pack is a string that is not blank.

## Why

By its `$id` a schema is known wherever a copy of it lies. The old script looked for the characters `"$id":` anywhere in the file, so that of a part would do.

## Bad

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "$id": "",
```

## Good

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "$id": "https://memory-kernel.example/contracts/integration/v1/error-envelope.schema.json",
```

## Fix

State under `$id` the address at which the schema is published."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, schema) in packs::schemas(context) {
        if let Some(finding) = missing_text(kind, "$id", &schema.string("$id")) {
            sink.report(finding);
        }
    }
}
