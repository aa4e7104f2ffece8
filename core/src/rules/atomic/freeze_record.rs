use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    freeze::FreezeRecord,
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "freeze-record",
    group: Group::Atomic,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the record of freezes has its form",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where there is a record of freezes (`config/memorykernel-freeze.json`), it is of the form `lockstep-freeze.v1`: each freeze has a reason, its days are in the calendar, each emergency names a baseline and a reason, and only the last freeze is open.

## Why

A record that cannot be read would let every baseline through.

## Bad

```json config/memorykernel-freeze.json whole
{ "schema": "lockstep-freeze.v1", "freezes": "none" }
```

## Good

```json config/memorykernel-freeze.json whole
{ "schema": "lockstep-freeze.v1", "freezes": [] }
```

## Fix

Let `lockstep freeze` write the record, or mend it at the place shown."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let kind = DocumentKind::Freeze;
    // Faults of its JSON are the business of the rules about documents.
    if !context.facts.has(kind) || context.facts.faults().any(|(faulty, _)| faulty == kind) {
        return;
    }
    let Some(source) = context.sources.find(kind) else { return };
    let Err(fault) = FreezeRecord::read(&source.lossy()) else { return };
    sink.report(Finding::new(
        Label::new(kind, fault.span, "here"),
        format!("the record of freezes cannot be used: {}", fault.value),
        "a record of the form `lockstep-freeze.v1`",
        fault.value,
        "let `lockstep freeze` write the record, or mend it by docs/freeze.schema.json",
    ));
}
