use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, packs::Copy, page},
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "parity-file-additional",
    group: Group::Parity,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no copy of the contract pack has a file that the canonical one has not",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Every JSON file in a component's pack stands in the canonical pack, too.

## Why

What only one component has is no contract between components: the others neither know nor keep it.

## Bad

```json components/outcome-memory/contracts/integration/v1/schemas/outcome.schema.json whole
{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }
```

## Good

The file stands outside the pack, or in the canonical one first.

## Fix

Take the file out of the pack, or bring it into the canonical pack and all copies of it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    Copy::each(context, sink, |copy, sink| {
        for (path, file) in copy.files.iter().filter(|(path, _)| !copy.canonical.contains_key(*path)) {
            let place = Label::new(file.kind, Span::default(), "the canonical pack has no such file");
            let message = format!("the contract pack at {} has {} more", quoted(copy.folder), quoted(path));
            let help = "take it out, or bring it into the canonical pack and all copies of it";
            sink.report(Finding::new(place, message, "the files of the canonical pack alone", quoted(path), help));
        }
    });
}
