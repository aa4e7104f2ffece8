use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, packs::Copy, page},
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "parity-file-missing",
    group: Group::Parity,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every file of the canonical contract pack stands in every copy",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

For each JSON file of the canonical pack, a file of the same path stands in each component's pack. `producer.parity.endings` says which other files count.

## Why

A component that lacks a schema does not validate what the schema is about, and says nothing.

## Bad

```json components/outcome-memory/contracts/integration/v1/service-slo-policy.json missing
components/outcome-memory/contracts/integration/v1/service-slo-policy.json does not exist
```

## Good

The file stands in the component's pack, too.

## Fix

Copy the file byte for byte. A new version of the contract is a new pack, not another file set of this one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    Copy::each(context, sink, |copy, sink| {
        for (path, canonical) in copy.canonical.iter().filter(|(path, _)| !copy.files.contains_key(*path)) {
            let name = copy.name(path);
            let here = context.sources.iter().find(|source| source.name == name);
            let place = Label::new(here.map_or(canonical.kind, |source| source.kind), Span::default(), "");
            let finding = Finding::new(
                place,
                format!("the contract pack at {} lacks {}", quoted(copy.folder), quoted(path)),
                format!("a file at {}", quoted(&name)),
                "no file",
                "copy the file of the canonical pack there, byte for byte",
            );
            sink.report(finding.related(Label::new(canonical.kind, Span::default(), "the canonical file")));
        }
    });
}
