use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "waiver-reason",
    group: Group::Waiver,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every waiver states a reason and an owner",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`reason` and `owner` of a waiver are not blank. A waiver without them covers nothing.

## Why

Who meets a waiver months later must be able to tell whether it still holds, and whom to ask.

## Bad

```toml lockstep.toml
[[waivers]]
rule = "timeout-range"
document = "config/memorykernel-integration-pin.json"
reason = " "
owner = "support-platform"
expires = 2026-06-30
```

## Good

An entry that says why and who, as `lockstep explain waiver-unused` shows one.

## Fix

Say why the finding may pass for now, and which team or person answers for it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for waiver in context.waivers.iter().map(|application| application.waiver) {
        for (key, text) in [("reason", &waiver.reason), ("owner", &waiver.owner)] {
            if text.value.trim().is_empty() {
                sink.report(Finding::new(
                    Label::new(DocumentKind::Configuration, text.span, "blank"),
                    format!("the waiver of {} states no {key}", quoted(&waiver.rule.value)),
                    format!("a text for `{key}`"),
                    quoted(&text.value),
                    "say why the finding may pass and who answers for it; without both the waiver covers nothing",
                ));
            }
        }
    }
}
