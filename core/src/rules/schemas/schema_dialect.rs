use alloc::format;

use crate::{
    facts::stated,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, fields::missing_text, packs, page},
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "schema-dialect",
    group: Group::Schemas,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every schema of the contract pack says that it is JSON Schema 2020-12",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`$schema` at the top of each schema in the pack is `https://json-schema.org/draft/2020-12/schema`, with or without an empty fragment.

## Why

Without it, each library reads the schema by the version that it takes for granted, and components in two languages validate by two contracts.

## Bad

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "$schema": "https://json-schema.org/schema",
```

## Good

```json contracts/integration/v1/schemas/error-envelope.schema.json
  "$schema": "https://json-schema.org/draft/2020-12/schema",
```

## Fix

State the version that the schema is written in; for another than 2020-12, translate it."##;

/// The version that the pack is written in; all of the producer's schemas have always stated it.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, schema) in packs::schemas(context) {
        let text = schema.string("$schema");
        if let Some(finding) = missing_text(kind, "$schema", &text) {
            sink.report(finding);
        }
        if let Some(text) = stated(&text)
            && text.value.strip_suffix('#').unwrap_or(text.value) != DIALECT
        {
            sink.report(Finding::new(
                Label::new(kind, text.span, "another version"),
                format!("{} is not written in JSON Schema 2020-12", context.name(kind)),
                quoted(DIALECT),
                quoted(text.value),
                "translate the schema, or state the version that it is written in",
            ));
        }
    }
}
