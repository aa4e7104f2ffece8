use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "waiver-unused",
    group: Group::Waiver,
    severity: Severity::Warning,
    needs: Needs::Nothing,
    summary: "every waiver covers a finding",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A waiver in force covers a finding, as long as its rule runs. One for a rule that does not exist covers nothing.

## Why

A waiver that has outlived its finding waits for the next one like it and hides that. One with a slip in it lets its author believe that something is settled.

## Bad

```toml lockstep.toml
[[waivers]]
rule = "timeout-range"
document = "config/memorykernel-integration-pin.json"
reason = "the staging service needs a minute to start"
owner = "support-platform"
expires = 2026-06-30
```

## Good

The same entry while the pin's timeout is out of range, with the `fingerprint` of the finding in it.

## Fix

Remove the entry, or correct its `rule`, `document` or `fingerprint`. A fingerprint changes with what the finding says."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for application in context.waivers.iter().filter(|application| application.was_tried && application.covered == 0) {
        let rule = &application.waiver.rule;
        sink.report(Finding::new(
            Label::new(DocumentKind::Configuration, rule.span, "covers nothing"),
            format!("the waiver of {} is unused", quoted(&rule.value)),
            "a finding that it covers",
            "none",
            "remove it, or correct its `rule`, `document` or `fingerprint`",
        ));
    }
}
